"""WSGI: talk to an app in this process as if it were a server: no socket, no port, no thread."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from email.message import Message
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from requests import ConnectionError as NoConnection
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import ProtocolError

App = Callable[..., Iterable[bytes]]


class WSGIAdapter(BaseAdapter):
    """A `requests` transport that calls `app` instead of a socket (PEP 3333)."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        """The app's answer; its body is asked for piece by piece, as it is read."""
        response = Response()
        response.request, response.url = request, request.url or ""

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], None]:
            response.status_code, response.reason = int(status[:3]), status[4:]
            response.headers = CaseInsensitiveDict(headers)
            return lambda _: None

        try:
            body = self.app(_asked(request), start)
            pieces = iter(body)
            first = next(pieces, b"")  # a WSGI app may only call `start` when its body is first read
        except ConnectionError as error:
            raise NoConnection(ProtocolError("Connection aborted.", error), request=request) from error
        response.raw = _Body(first, pieces, getattr(body, "close", None))
        return response

    def close(self) -> None:
        """Nothing is open."""


def status_line(status: int, reason: str | None = None) -> str:
    """The status as WSGI wants it said; `reason` is what a server calls one that HTTP has no name for."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} {re.sub(r'[^ -~]', '', reason or '') or 'Unknown'}"


def environ(
    verb: str,
    target: str,
    headers: Mapping[str, str] | Message,
    body: bytes,
    host: str = "localhost",
    port: int = 80,
) -> dict[str, Any]:
    """A request, with path and query as `target`, as an app wants to be told of it."""
    path, _, query = target.partition("?")
    return {
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        "REQUEST_METHOD": verb,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "RAW_URI": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _asked(request: PreparedRequest) -> dict[str, Any]:
    url = urlsplit(request.url or "")
    target = f"{url.path}?{url.query}"
    body, name = _content(request.body), url.hostname or "localhost"
    return environ(str(request.method), target, request.headers, body, name, url.port or 80)


def _content(body: Any) -> bytes:
    if body is None:
        return b""
    if hasattr(body, "read"):
        return bytes(body.read())
    return body.encode() if isinstance(body, str) else bytes(body)


class _Body:
    """The file face of a WSGI body, one piece per read."""

    chunked = True

    def __init__(self, first: bytes, rest: Iterator[bytes], close: Callable[[], object] | None) -> None:
        self._first, self._rest, self._close, self.closed = first, rest, close, False

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        try:
            if self._first and not self.closed:
                first, self._first = self._first, b""
                yield first
            while not self.closed and (piece := next(self._rest, None)) is not None:
                yield piece
        except ConnectionError as error:  # as it would show on a socket
            raise ProtocolError("Connection broken.", error) from error
        finally:
            self.close()

    def read(self, *_: Any, **__: Any) -> bytes:
        return b"".join(self.stream())

    def close(self) -> None:
        self.closed = True
        close, self._close = self._close, None
        if close is not None:
            try:
                close()
            except ValueError:  # a generator that another thread is in: it ends with its present piece
                self._close = close

    def release_conn(self) -> None:
        """There is none."""
