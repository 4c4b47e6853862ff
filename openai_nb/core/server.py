"""Server: a WSGI app on a port of this machine, a thread for each connection.

HTTP/1.1 with kept connections; streams go out in chunks, each at once; all else has its length.  It
listens on loopback and answers only those who came by its own name, so that no web page can reach it
through the browser (neither by another host's name nor from another origin).
"""

from __future__ import annotations

import contextlib
import io
import json
import socket
import sys
import threading
import time
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler
from itertools import chain
from socketserver import TCPServer, ThreadingMixIn
from typing import Any

from openai_nb.core.hosts import host_of
from openai_nb.core.wire import Wire
from openai_nb.core.wsgi import App, environ

LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}
MOST_BYTES, MOST_DIGITS = 512 << 20, 18  # of a body, and of its length
IDLE_SECONDS = 75.0
HEADERS_SECONDS = 20.0  # from the first letter of a request to the end of its headers
LINGER_SECONDS = 0.5
BODILESS = {"204", "304"}  # statuses whose answers have no body
MOST_HEADERS = 64 << 10  # bytes, of all together
TOO_MUCH = {
    400: "This is no HTTP request.",
    414: "The address has more than 65536 bytes.",
    431: "The headers are too long or too many.",
}


class Served(ThreadingMixIn, TCPServer):
    """An app that answers on a port until `close()`."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, app: App, port: int = 0, host: str = "127.0.0.1") -> None:
        self.app, self.host = app, host
        super().__init__((host, port), _Handler)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> Served:
        """Answer in a thread of its own, so that a notebook goes on."""
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def until_stopped(self, *words: str) -> None:
        """Say `words`, and answer in this thread until it is interrupted; the port is free then."""
        try:
            print(*words, sep="\n", flush=True)
            self.serve_forever(0.1)
        except KeyboardInterrupt:
            print("Stopped.")
        finally:
            self.server_close()

    def close(self) -> None:
        """Stop answering and free the port."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who hangs up is no news; anything else is."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Served
    wbufsize = -1  # headers and body leave in one packet

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        super().setup()
        self.rfile.close()  # another takes its place
        self._wire = Wire(self.request)
        self.rfile = self._read = io.BufferedReader(self._wire)

    def handle_one_request(self) -> None:
        """Wait for a request, and then not long for the end of its headers."""
        self._wire.allow(IDLE_SECONDS)
        self._wire.taken = 0
        try:
            self._read.peek(1)
        except TimeoutError:
            self.close_connection = True
            return
        self._wire.allow(HEADERS_SECONDS, together=True)
        super().handle_one_request()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What cannot be read as a request is refused in the API's words; nothing of it is said back."""
        self.request_version = self.protocol_version
        self._refuse(code, TOO_MUCH.get(code, TOO_MUCH[400]))

    def answer(self) -> None:
        """Hand one request to the app and its answer to the caller."""
        self._wire.allow(IDLE_SECONDS)
        if trouble := self._refusal():
            return self._refuse(*trouble)
        length = int(self.headers.get("Content-Length") or 0)
        try:
            body = self.rfile.read(length)
        except OSError:
            body = b""
        if len(body) < length:
            self.close_connection = True
            return None
        return self._reply(self.server.app(self._environ(body), self._begin))

    def __getattr__(self, name: str) -> Any:
        """`http.server` looks for `do_GET` and its like; all methods are answered alike."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def log_message(self, *_: Any) -> None:
        """Nothing is logged: a request line may hold what is private."""

    def _refusal(self) -> tuple[int, str] | None:
        """Why this request is not for us, if it is not."""
        length = self.headers.get_all("Content-Length") or []
        if self._wire.taken > MOST_HEADERS and self._length() > MOST_HEADERS:
            return 431, TOO_MUCH[431]
        if self.headers.get("Transfer-Encoding"):
            return 411, "Send a Content-Length; chunked requests are not read."
        if len(length) > 1 or any(not each.isdecimal() for each in length):
            return 400, "The Content-Length is not one number."
        if length and (len(length[0]) > MOST_DIGITS or int(length[0]) > MOST_BYTES):
            return 413, f"The body has {length[0][:MOST_DIGITS]} bytes; {MOST_BYTES} are the most."
        name = host_of(f"//{self.headers.get('Host', '')}")
        if name not in LOOPBACK and name != self.server.host:
            return 403, "This server answers on this machine only."
        origin = self.headers.get("Origin")
        if origin and host_of(origin) not in LOOPBACK:
            return 403, "Pages of other hosts get no answer here."
        return None

    def _length(self) -> int:
        """Bytes of all headers."""
        return sum(len(name) + len(value) + 4 for name, value in self.headers.items())

    def _refuse(self, status: int, message: str) -> None:
        """Say no before the body is read; the connection ends, since what follows is not a request."""
        self.close_connection = True
        error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
        text = json.dumps({"error": error})
        self.send_response(status)
        for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(text)))):
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(text.encode())
        self.wfile.flush()
        self._linger()

    def _linger(self) -> None:
        """Let the caller finish, for a moment: closing on unread bytes would take the answer back."""
        end = time.monotonic() + LINGER_SECONDS
        with contextlib.suppress(OSError):
            self.request.shutdown(socket.SHUT_WR)
            self.request.settimeout(LINGER_SECONDS)
            while time.monotonic() < end and self.request.recv(1 << 16):
                pass

    def _environ(self, body: bytes) -> dict[str, Any]:
        place = self.server
        told = environ(self.command, self.path, self.headers, body, place.host, place.port)
        return told | {"REMOTE_ADDR": self.client_address[0], "SERVER_PROTOCOL": self.request_version}

    def _begin(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self._status, self._headers = status, headers

    def _reply(self, body: Iterable[bytes]) -> None:
        try:
            pieces = iter(body)
            first = next(pieces, b"")
            form = self._form()
            self.send_response_only(int(self._status[:3]), self._status[4:])
            for name, value in self._headers:
                self.send_header(name, value)
            if form == "chunked":
                self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            if form != "bare":
                {"sized": self._whole, "chunked": self._chunks}[form](first, pieces)
            self.wfile.flush()
        finally:
            getattr(body, "close", bool)()  # an app is told when nobody listens any more

    def _form(self) -> str:
        """How the body goes out: `bare` without one, `sized` in one stretch, else in chunks."""
        if self.command == "HEAD" or self._status[:3] in BODILESS:
            return "bare"
        return "sized" if any(name.lower() == "content-length" for name, _ in self._headers) else "chunked"

    def _whole(self, first: bytes, rest: Iterable[bytes]) -> None:
        """Piece after piece, as large as the app makes them; nothing waits for the last of them."""
        for piece in chain((first,), rest):
            self.wfile.write(piece)

    def _chunks(self, first: bytes, rest: Iterable[bytes]) -> None:
        """Each piece at once; one that fails in between ends without the last chunk, so that it shows."""
        self._chunk(first)
        try:
            for piece in rest:
                self._chunk(piece)
        except Exception:
            self.close_connection = True
            raise
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, piece: bytes) -> None:
        if piece:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.flush()
