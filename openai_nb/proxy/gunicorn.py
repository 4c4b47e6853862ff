"""Gunicorn: the server that carries the proxy: threads for calls under way, a poller for idle connections.

It writes each piece at once, reads bodies as they are asked for, refuses what could be smuggled, shows a
broken answer as broken, and starts killed workers again.  What it lacks is patience with an end: a head that
drips in, or an answer that nobody takes, may hold a thread as long as it likes; `Patient` ends that.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from openai_nb.proxy.settings import Settings

HEAD_SECONDS = 15.0  # from the first letter of a request to the end of its head
SILENT_SECONDS = 60  # that a caller may neither send nor take anything while it is due
IDLE_SECONDS = 75
MOST_IDLE = 8192  # connections


class Patient(ThreadWorker):
    """Threads that wait for a caller's head and bytes within limits only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heads: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """One turn of a connection."""
        self._heads[conn] = time.monotonic() + HEAD_SECONDS
        limit = struct.pack("ll", SILENT_SECONDS, 0)
        with contextlib.suppress(OSError):  # the kernel keeps it, whatever is set on the socket later
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        try:
            return super().handle(conn)
        finally:
            self._heads.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """The head is there: the time for it is over."""
        self._heads.pop(conn, None)
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """End those whose head does not come, beside those that send nothing at all."""
        super().murder_pending()
        now = time.monotonic()
        for conn, end in list(self._heads.items()):
            if now > end:
                with contextlib.suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)


class Gunicorn(BaseApplication):
    """The proxy, as gunicorn is told to run it."""

    def __init__(self, settings: Settings, port: int) -> None:
        self._settings, self._port = settings, port
        super().__init__()

    def load_config(self) -> None:
        """How it is run."""
        settings = self._settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        told = {
            "bind": f"{host}:{self._port}",
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": Patient,
            "worker_connections": settings.threads + MOST_IDLE,
            "keepalive": IDLE_SECONDS,
            "timeout": 60,
            "graceful_timeout": 30,
            "backlog": 2048,
            "limit_request_line": 8190,
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": self._ready,
        }
        for name, value in told.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The app, made in each worker."""
        from openai_nb.proxy import proxy

        return proxy()

    @staticmethod
    def _ready(server: Any) -> None:
        for each in server.LISTENERS:
            print(f"The proxy answers at {each}/v1.", flush=True)
