"""Server: a loopback HTTP server that misbehaves as it is told, over plain sockets.

An answer is a list of steps: bytes are sent, numbers are waited (seconds), `RESET` cuts the
connection with a RST, `CLOSE` ends it in order, an `Event` is waited for.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RESET, CLOSE = "reset", "close"
CERTIFICATE = Path(__file__).parent / "loopback.pem"
KEPT = 1 << 20  # bytes of a body that are remembered; of larger ones the size alone


@dataclass
class Request:
    """What a client sent."""

    verb: str
    target: str
    headers: dict[str, str]
    body: bytes
    size: int
    connection: int
    at: float = field(default_factory=time.monotonic)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answer = list[Any] | Callable[[Request], list[Any]]


def reply(body: Any = None, status: int = 200, kind: str = "application/json", **headers: str) -> list[Any]:
    """A whole answer, with its length; `retry_after="3"` becomes the header `retry-after`."""
    wire = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
    return [_head(status, kind, {"Content-Length": str(len(wire)), **headers}) + wire]


def chunked(*pieces: Any, kind: str = "text/event-stream", end: bool = True, **headers: str) -> list[Any]:
    """An answer in chunks, each sent by itself; other steps may stand between them."""
    wire = [b"%x\r\n%s\r\n" % (len(each), each) if isinstance(each, bytes) else each for each in pieces]
    return [_head(200, kind, {"Transfer-Encoding": "chunked", **headers}), *wire, *([b"0\r\n\r\n"] * end)]


def unchunked(*pieces: Any, kind: str = "text/event-stream", **headers: str) -> list[Any]:
    """An answer of unknown length, ended by the end of the connection."""
    return [_head(200, kind, {"Connection": "close", **headers}), *pieces, CLOSE]


def events(*items: Any, done: bool = True) -> list[bytes]:
    """Each item as one server-sent event of JSON, and `[DONE]`."""
    wire = [f"data: {json.dumps(each)}\n\n".encode() for each in items]
    return [*wire, b"data: [DONE]\n\n"] if done else wire


def chunk(text: str | None = None, finish: str | None = None, index: int = 0, **delta: Any) -> dict[str, Any]:
    """A piece of a chat answer."""
    said = {**({} if text is None else {"content": text}), **delta}
    choice = {"index": index, "delta": said, "finish_reason": finish}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "m", "choices": [choice]}


def completion(text: str | None = "Hello", **message: Any) -> dict[str, Any]:
    """A whole chat answer."""
    said = {"role": "assistant", "content": text, **message}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "m",
        "choices": [{"index": 0, "message": said, "finish_reason": "stop"}],
    }


def _head(status: int, kind: str, headers: dict[str, str]) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    about = {"Content-Type": kind, **named} if kind else named
    text = "".join(f"{name}: {value}\r\n" for name, value in about.items())
    return f"HTTP/1.1 {status} As told\r\n{text}\r\n".encode()


class Server:
    """Answers each request with the next of its answers; the last one stays."""

    def __init__(self, port: int = 0, *, secure: bool = False) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._answers: list[Answer] = [reply()]
        self._open: list[socket.socket] = []
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._secure = None
        if secure:
            self._secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._secure.load_cert_chain(CERTIFICATE)
        self._door = socket.create_server(("127.0.0.1", port), backlog=128)
        self.port: int = self._door.getsockname()[1]
        self.url = f"{'https' if secure else 'http'}://127.0.0.1:{self.port}/v1"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def answers(self, *answers: Answer) -> None:
        """Answer so from now on, one after another; a function makes its answer from the request."""
        self._answers = list(answers)

    def close(self) -> None:
        self._over.set()
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for each in self._open:
            _end(each)
        for thread in self._threads:
            thread.join(2)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._door.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock, self.connections), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._secure:
                sock = self._secure.wrap_socket(sock, server_side=True)
                self._open.append(sock)
            with sock.makefile("rb") as file:
                while (request := _read(file, number)) is not None:
                    if not self._say(sock, self._next(request)):
                        return
        except OSError:
            pass  # the client went away; that is its right
        finally:
            _end(sock)

    def _next(self, request: Request) -> list[Any]:
        with self._lock:
            self.requests.append(request)
            answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return answer(request) if callable(answer) else answer

    def _say(self, sock: socket.socket, steps: list[Any]) -> bool:
        """Take the steps of an answer; whether the connection is kept."""
        for step in steps:
            if isinstance(step, bytes):
                sock.sendall(step)
            elif isinstance(step, int | float):
                self._over.wait(step)
            elif isinstance(step, threading.Event):
                step.wait(5)
            else:
                if step == RESET:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    sock.close()
                return False
        return True


def _read(file: Any, connection: int) -> Request | None:
    first = file.readline().decode("latin-1").split()
    if len(first) < 3:
        return None
    headers = {}
    while (line := file.readline().decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    left = size = int(headers.get("content-length", 0))
    body = bytearray()
    while left and (piece := file.read(min(left, 1 << 16))):
        left -= len(piece)
        if size <= KEPT:
            body += piece
    return Request(first[0], first[1], headers, bytes(body), size - left, connection)


def _end(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it may be over already
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
