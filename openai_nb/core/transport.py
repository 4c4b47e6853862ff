"""Transport: one request at a time, and what to do when it fails.

Lost connections, time-outs and the statuses that mean "later" are tried again: twice unless said
otherwise, after min(0.5·2ⁿ, 8) s less up to a quarter, or as long as the server asks.  Nothing is
tried again once a stream has begun, nor when the account's quota is used up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import requests
from requests.structures import CaseInsensitiveDict

from openai_nb.core.encoding import encoded
from openai_nb.core.errors import OpenAIError, QuotaExceeded
from openai_nb.core.hangup import Carrier, caller
from openai_nb.core.limits import check
from openai_nb.core.multipart import Body, form, pairs
from openai_nb.core.refusals import read_refusal, silence
from openai_nb.core.retries import BROKEN, CONNECT_SECONDS, backoff, patience, unanswered


@dataclass(frozen=True)
class Exchange:
    """The last request and its answer, as far as they are worth a look."""

    verb: str
    path: str
    status: int
    request_id: str | None
    seconds: float
    attempts: int
    headers: Mapping[str, str] = field(repr=False)

    @property
    def limits(self) -> dict[str, str]:
        """What the server said of rate limits: requests, tokens, what remains, when it resets."""
        mark = "x-ratelimit-"
        return {
            k.lower().removeprefix(mark): v for k, v in self.headers.items() if k.lower().startswith(mark)
        }


class Transport:
    """Sends requests to one address, signed, over connections that are kept."""

    def __init__(
        self,
        base_url: str,
        auth: Callable[[requests.PreparedRequest], requests.PreparedRequest] | None = None,
        *,
        session: requests.Session | None = None,
        adapter: requests.adapters.BaseAdapter | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = 600.0,
        max_retries: int = 2,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        check(timeout, max_retries)
        self.base_url, self.auth = base_url.rstrip("/"), auth
        self.timeout: float | None = timeout
        self.max_retries, self._sleep = max_retries, sleep
        self._own = session is None
        self.session = session or _session()
        if adapter is not None:
            self.session.mount(f"{self.base_url}/", adapter)
        self.headers = {"Accept": "application/json", **(headers or {}), **_extras(self.session)}
        self.last: Exchange | None = None
        self._manner: dict[str, Any] | None = None

    def send(
        self,
        verb: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        stream: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The answer to one request, tried again where that can help.

        Raises `Unreachable` or `TimedOut` when nothing answers, and `Refused` when the API says no.
        """
        request = self._prepare(verb, path, query or {}, body, files or {})
        if headers:
            request.headers.update(headers)
        began, attempt, mine = time.monotonic(), 0, caller()
        while True:
            problem: OpenAIError
            pause: float | None
            try:
                if mine is None:
                    response = self._once(request, stream)
                else:
                    response = mine.wait(self._once, request, stream)
            except BROKEN as error:
                problem, pause = unanswered(error, self.base_url), backoff(attempt)
            else:
                self._note(request, response, time.monotonic() - began, attempt + 1)
                if response.status_code < 300:
                    return response
                problem, pause = read_refusal(response), patience(response, attempt)
            if attempt >= self.max_retries or pause is None or isinstance(problem, QuotaExceeded):
                raise problem
            (self._sleep if mine is None else mine.pause)(pause)
            attempt += 1

    def close(self) -> None:
        """Close the kept connections, unless the session is somebody else's."""
        if self._own:
            self.session.close()

    def using(self, **changes: Any) -> Transport:
        """The same connections with another `timeout` or `max_retries`."""
        twin = object.__new__(Transport)
        twin.__dict__.update(self.__dict__ | changes | {"_own": False})
        check(twin.timeout, twin.max_retries)
        return twin

    def _prepare(
        self, verb: str, path: str, query: Mapping[str, Any], body: Any, files: Mapping[str, Any]
    ) -> requests.PreparedRequest:
        """Built by hand: `Session.request` would cost more than all the rest of a call."""
        request = requests.PreparedRequest()
        request.method, request.hooks = verb, {}
        asked = urlencode(list(pairs(query, "[]")))
        request.url = f"{self.base_url}{path}{'?' if asked else ''}{asked}"
        request.headers = CaseInsensitiveDict(self.headers)
        if files:
            request.headers["Content-Type"], request.body = form(body or {}, files)  # type: ignore[assignment]
        elif body or (verb == "POST" and body is not None):  # a POST may say an empty object
            request.headers["Content-Type"] = "application/json"
            request.body = encoded(body)
        else:
            request.body = None
        if verb == "POST" or request.body is not None:
            request.headers["Content-Length"] = str(len(request.body or b""))
        if verb == "POST":
            request.headers["Idempotency-Key"] = f"openai-nb-{uuid4()}"
        return request

    def _once(self, template: requests.PreparedRequest, stream: bool) -> requests.Response:
        """One attempt; the body is read within it unless it is streamed."""
        request = template.copy()
        if isinstance(request.body, Body):
            request.body.rewind()
        if self.auth is not None:
            request = self.auth(request)
        manner = self._manner or self._settle()
        adapter = self.session.get_adapter(template.url or "")  # signing may write the path anew
        limits: Any = (min(CONNECT_SECONDS, self.timeout or CONNECT_SECONDS), self.timeout)
        response = adapter.send(request, stream=True, timeout=limits, **manner)
        silence(response)
        if not stream or response.status_code >= 300:
            _read(response)
        return response

    def _settle(self) -> dict[str, Any]:
        """Proxies and certificates, as session and environment say; looked up once."""
        session = self.session
        # What the owner of a session says of certificates goes before the environment.
        verify: Any = None if session.verify is True else session.verify
        manner = session.merge_environment_settings(self.base_url, {}, None, verify, None)
        self._manner = {name: manner[name] for name in ("proxies", "verify", "cert")}
        return self._manner

    def _note(
        self, request: requests.PreparedRequest, response: requests.Response, seconds: float, tries: int
    ) -> None:
        headers = response.headers
        path = urlsplit(request.url or "").path
        self.last = Exchange(
            str(request.method),
            path,
            response.status_code,
            headers.get("x-request-id"),
            seconds,
            tries,
            headers,
        )


def _read(response: requests.Response) -> None:
    """The whole body in one read: `Response.content` would gather it in small pieces first."""
    response._content = response.raw.read(decode_content=True)
    response._content_consumed = True  # type: ignore[attr-defined]
    response.raw.release_conn()
    if not response.content and not response.headers:  # http.client takes a cut head for a whole one
        raise requests.ConnectionError("The answer broke off within its head.")


def _session() -> requests.Session:
    session = requests.Session()
    # In a browser's Python there are no sockets: urllib3 fetches there, and is left to it.
    kind = requests.adapters.HTTPAdapter if sys.platform == "emscripten" else Carrier
    carrier = kind(pool_connections=4, pool_maxsize=512, max_retries=0)
    session.mount("https://", carrier)
    session.mount("http://", carrier)
    return session


def _extras(session: requests.Session) -> dict[str, str]:
    """Headers that the owner of a session put there; the ones every session has stay behind."""
    usual = requests.utils.default_headers()
    named = {str(name): str(value) for name, value in session.headers.items()}
    return {
        name: value for name, value in named.items() if usual.get(name) != value or name == "Accept-Encoding"
    }
