"""Patience: gunicorn's threaded worker, made so that nobody holds a thread who does not send.

A thread is given to a request whose head is there as a whole; until then, and when idle, a connection waits
in the poller, for a time.  Connections end without anybody waiting for the other side to agree.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from dataclasses import dataclass
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD_SECONDS = 15.0  # from the first letter of a request to the end of its head
FIRST_SECONDS = 60.0  # from the connection to the first letter
SILENT_SECONDS = 60  # that a caller may neither send a body nor take an answer
LINGER_SECONDS = 1.0  # so that an answer is not taken back by closing on unread bytes
DRAIN_SECONDS = 0.05  # for a body that nobody wants, mostly there already
MOST_HEAD = 1 << 16
SWEEP_SECONDS = 0.5
END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Waiting:
    """A connection whose head is not there yet: until when, and how much of it is."""

    end: float
    seen: int = 0


class Connection(TConn):
    """A connection that is ended without waiting."""

    worker: Patient

    def close(self, graceful: bool = False) -> None:
        """Say that nothing more comes; close, soon after if the other side still sends."""
        if not graceful:
            return super().close()
        try:
            self.sock.shutdown(socket.SHUT_WR)
            self.sock.setblocking(False)
        except OSError:
            return super().close()
        self.worker.lingering.append((time.monotonic() + LINGER_SECONDS, self.sock))
        return None


class Patient(ThreadWorker):
    """Threads for calls, a poller for all who are not asking anything just now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[Any, Waiting] = {}
        self.lingering: list[tuple[float, socket.socket]] = []
        self._swept = 0.0

    def accept(self, listener: Any) -> None:
        """Take a connection; it waits until it has asked something."""
        try:
            sock, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        limit = struct.pack(
            "ll", SILENT_SECONDS, 0
        )  # the kernel keeps it, whatever is set on the socket later
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.nr_conns += 1
        conn = Connection(self.cfg, sock, address, listener.getsockname())
        conn.worker, conn.data_ready = self, True
        self._wait(conn, FIRST_SECONDS)

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """A kept connection asks again: look whether its head is there."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._wait(conn, HEAD_SECONDS)
        self._look(conn, client)

    def murder_pending(self) -> None:
        """End what has waited too long."""
        super().murder_pending()
        now = time.monotonic()
        if now < self._swept + SWEEP_SECONDS:
            return
        self._swept = now
        late = [each for each, waiting in self.waiting.items() if now > waiting.end or not self.alive]
        for conn in late:
            self._unwait(conn)
            self.nr_conns -= 1
            conn.close()
        left = []
        for end, sock in self.lingering:
            if now < end and not _is_over(sock):
                left.append((end, sock))
            else:
                sock.close()
        self.lingering = left

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Whether another request may follow; not behind a body that is still to come."""
        end = time.monotonic() + DRAIN_SECONDS
        return bool(keepalive and conn.parser.finish_body(deadline=end))

    def _wait(self, conn: Any, seconds: float) -> None:
        self.waiting[conn] = Waiting(time.monotonic() + seconds)
        self.poller.register(conn.sock, 1, partial(self._look, conn))  # to read

    def _unwait(self, conn: Any) -> None:
        del self.waiting[conn]
        with contextlib.suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def _look(self, conn: Any, client: Any) -> None:
        """Give it a thread if its head is there; else wake up when there is more of it."""
        waiting = self.waiting[conn]
        try:
            seen = client.recv(MOST_HEAD, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            seen = b""
        if END_OF_HEAD in seen or len(seen) >= MOST_HEAD or len(seen) <= waiting.seen:  # the last: it hung up
            self._need(client, 1)
            self._unwait(conn)
            self.enqueue_req(conn)
            return
        if not waiting.seen:
            waiting.end = time.monotonic() + HEAD_SECONDS
        waiting.seen = len(seen)
        self._need(client, waiting.seen + 1)

    @staticmethod
    def _need(sock: Any, count: int) -> None:
        """Wake up for so many bytes only."""
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, count)


def _is_over(sock: socket.socket) -> bool:
    """Whether the other side has closed; what it still sends is forgotten."""
    try:
        while sock.recv(MOST_HEAD):
            pass
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True
