"""Carrier: takes requests to their server, and looks nothing up twice on the way.

For each request anew `requests` finds pool and certificates, and urllib3 sends head and body one after the
other.  With many threads that costs more than it takes: each step into the kernel gives others the turn.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from urllib3.util.connection import is_connection_dropped

from openai_nb.core import shortcut
from openai_nb.core.replies import Reply
from openai_nb.core.shortcut import JOINED


class Together:
    """What a connection of urllib3 does so that a short request leaves in one piece."""

    response_class: Any = Reply
    _held: list[bytes] | None = None
    _last: Any = None  # what http.client knows of the answer that came last

    def request(self, method: str, url: str, body: Any = None, **named: Any) -> None:
        """Send a request."""
        if not isinstance(body, bytes) or len(body) > JOINED:
            super().request(method, url, body, **named)  # type: ignore[misc]
            return
        held: list[bytes] = []
        self._held = held
        try:
            super().request(method, url, body, **named)  # type: ignore[misc]
        finally:
            self._held = None
        self.send(b"".join(held))

    def send(self, data: Any) -> None:
        """Send some bytes, or hold them until the others are there."""
        if self._held is None:
            super().send(data)  # type: ignore[misc]
        else:
            self._held.append(data)

    def getresponse(self) -> Any:
        """The answer to what was sent."""
        answer = super().getresponse()  # type: ignore[misc]
        self._last = getattr(answer, "_original_response", None)
        return answer

    @property
    def free(self) -> bool:
        """Whether it stands, and all that came from it was read."""
        return self._last is not None and self._last.isclosed() and not is_connection_dropped(self)  # type: ignore[arg-type]

    def ask(self, request: bytes, method: str, seconds: float | None) -> Reply:
        """The answer to a whole request, over a connection that is free."""
        sock: Any = self.sock  # type: ignore[attr-defined]
        if sock.gettimeout() != seconds:
            sock.settimeout(seconds)
        with suppress(BrokenPipeError, ConnectionResetError):  # it may have answered before
            sock.sendall(request)
        self._last = reply = Reply(sock, method=method)
        reply.shut = sock.shutdown
        try:
            reply.begin()
        except BaseException:
            reply.close()
            raise
        if reply.will_close:
            self.close()  # type: ignore[attr-defined]  # the answer keeps what it is read from
        return reply


class Straight(HTTPAdapter):
    """An adapter that knows its pools, unless a proxy stands between."""

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        """The pools, none of which is known yet."""
        super().init_poolmanager(*args, **named)
        self._known: dict[Any, Any] = {}

    def send(self, request: PreparedRequest, *args: Any, **named: Any) -> Response:
        """The answer to a request; an ordinary one takes a connection that is free, without much ado."""
        if not args and not named.get("proxies") and self.max_retries.total == 0:
            pool = self._known.get(_way(request.url, named.get("verify", True), named.get("cert")))
            answer = None if pool is None else shortcut.taken(pool, request, named.get("timeout"))
            if answer is not None:
                return self.build_response(request, answer)
        return super().send(request, *args, **named)

    def get_connection_with_tls_context(
        self, request: PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """The pool for a request."""
        known = None if proxies else self._known.get(_way(request.url, verify, cert))
        if known is not None and known.pool is not None:  # it may have been closed
            return known
        return super().get_connection_with_tls_context(request, verify, proxies, cert)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Let a pool check certificates as is wanted, once."""
        way = _way(url, verify, cert)
        if self._known.get(way) is not conn:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            if conn.proxy is None:
                self._known[way] = conn

    def request_url(self, request: PreparedRequest, proxies: Any) -> str:
        """The path and the query of a request."""
        url = request.url or ""
        begin = None if proxies or "#" in url else _path(url)
        return super().request_url(request, proxies) if begin is None else url[begin:]

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        """The answer; cookies are only looked for where some were sent."""
        if "set-cookie" in resp.headers:
            return super().build_response(req, resp)
        response = Response()
        response.status_code, response.reason = resp.status, resp.reason
        response.headers = CaseInsensitiveDict(resp.headers)
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw, response.request, response.url = resp, req, str(req.url)
        response.connection = self
        return response


def _way(url: Any, verify: Any, cert: Any) -> tuple[Any, ...]:
    """Scheme, host and port of an address, and how certificates are checked there."""
    return url[: _path(url)], verify, cert


def _path(url: str) -> int | None:
    """Where the path of an address begins; None where it has none."""
    found = url.find("/", len("https://"))
    return found if found > 0 else None
