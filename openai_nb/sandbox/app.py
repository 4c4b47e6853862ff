"""App: the sandbox as a WSGI app (PEP 3333): a request in, an answer out."""

from __future__ import annotations

import hmac
import itertools
import json
import traceback
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from openai_nb.core.events import Event, encode
from openai_nb.sandbox.faults import Faults, cut
from openai_nb.sandbox.forms import nested, parse
from openai_nb.sandbox.journal import Entry
from openai_nb.sandbox.media import Stretched
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.router import Router
from openai_nb.sandbox.store import Store

MOST_BYTES = 512 << 20  # a body of more is refused before it is read
Start = Callable[..., Any]


class Sandbox:
    """The whole API in one process, with its own store.

    `token` (if any) is what callers must bear; `batch` notes in the journal that a batch asks.
    """

    def __init__(
        self,
        router: Router,
        store: Store,
        *,
        token: str | None = None,
        faults: str = "",
        batch: bool = False,
    ) -> None:
        self.router, self.store, self.token, self.batch = router, store, token, batch
        self.faults = Faults(faults)
        self.failure = ""  # the trace of the last fault of our own
        self._requests = itertools.count(1)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """The answer to one request; whatever goes wrong within, it is an answer of the API."""
        headers = {"x-request-id": f"req_{next(self._requests):08x}", "x-openai-nb-sandbox": "1"}
        path = f"/{(environ.get('RAW_URI') or environ['PATH_INFO']).strip('/')}".removeprefix("/v1")
        entry = Entry(self.store, environ["REQUEST_METHOD"], path, batch=self.batch)
        try:
            manner, answer = self._answer(environ, entry)
        except Refusal as refusal:
            entry.end(refusal.status)
            return _reply(start, refusal.status, refusal.body, headers | refusal.headers)
        except Exception as error:
            self.failure = traceback.format_exc()
            entry.end(500)
            said = Refusal(500, f"The sandbox itself failed: {type(error).__name__}.")
            return _reply(start, 500, said.body, headers)
        if isinstance(answer, Stretched):
            entry.end(200)
            return _stretch(start, answer, headers, broken=manner == "cut")
        if isinstance(answer, Iterator):
            return _events(start, entry.watch(answer), headers, broken=manner == "cut")
        entry.end(200, answer)
        return _reply(start, 200, answer, headers)

    def _answer(self, environ: dict[str, Any], entry: Entry) -> tuple[str, Any]:
        self._admit(environ)
        manner = self.faults.next()
        handler, arguments = self.router.find(
            entry.method, entry.path, _given(environ), _headers(environ)
        )
        entry.arguments = arguments
        answer = handler(self.store, **arguments)
        if isinstance(answer, Iterator):  # what is wrong with the call shows before the first piece
            answer = _after(next(answer, None), answer)
        return manner, answer

    def _admit(self, environ: dict[str, Any]) -> None:
        if self.token is None:
            return
        said = environ.get("HTTP_AUTHORIZATION", "")
        if not hmac.compare_digest(said.encode("latin-1", "replace"), f"Bearer {self.token}".encode()):
            raise Refusal(
                401, "Incorrect API key provided: this sandbox has a token.", code="invalid_api_key"
            )


def _after(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    """The pieces of a stream whose first was asked for already."""
    if first is not None:
        yield first
    return (yield from rest)  # what a stream returns is for the journal


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    """What the request said above its body, by names in small letters."""
    marked = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    return {name[5:].replace("_", "-").lower(): value for name, value in marked.items()}


def _given(environ: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a request, from query and body."""
    given = nested(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MOST_BYTES:
        raise Refusal(413, f"The body has {length} bytes; {MOST_BYTES} are the most.")
    body = environ["wsgi.input"].read(length) if length else b""
    kind = environ.get("CONTENT_TYPE", "")
    if "multipart/form-data" in kind:
        return given | parse(kind, body)
    if not body:
        return given
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "We could not parse the JSON body of your request.") from None
    if not isinstance(said, dict):
        raise Refusal(400, "The JSON body of a request must be an object.")
    return given | said


def _reply(start: Start, status: int, answer: Any, headers: dict[str, str]) -> Iterable[bytes]:
    if isinstance(answer, bytes):
        body, kind = answer, getattr(answer, "type", "application/octet-stream")
    elif isinstance(answer, str):
        body, kind = answer.encode(), "text/plain; charset=utf-8"
    else:
        body, kind = json.dumps(answer, separators=(",", ":")).encode(), "application/json"
    about = {"Content-Type": kind, "Content-Length": str(len(body)), **headers}
    start(f"{status} {HTTPStatus(status).phrase}", list(about.items()))
    return [body]


def _stretch(
    start: Start, answer: Stretched, headers: dict[str, str], *, broken: bool = False
) -> Iterable[bytes]:
    start("200 OK", list({"Content-Type": answer.type, "Cache-Control": "no-store", **headers}.items()))
    return _broken(answer.pieces) if broken else answer.pieces


def _broken(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The first half; what follows is told by the connection alone, since bytes have no last word."""
    yield from cut(pieces)
    raise ConnectionResetError("A script cut this answer.")


def _events(
    start: Start, pieces: Iterator[Any], headers: dict[str, str], *, broken: bool = False
) -> Iterable[bytes]:
    about = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", **headers}
    start("200 OK", list(about.items()))
    wire = encode(_told(pieces))
    return cut(wire) if broken else wire


def _told(pieces: Iterator[Any]) -> Iterator[str | Event]:
    """Pieces as events: named ones by their `type`, others plain, these with `[DONE]` at their end.

    What is an event already goes out as it is.
    """
    named = False
    try:
        for piece in pieces:
            if isinstance(piece, Event):
                named = True
                yield piece
                continue
            text = json.dumps(piece, separators=(",", ":"))
            named = "type" in piece
            yield Event(piece["type"], text) if named else text
    except Refusal as refusal:
        yield json.dumps(refusal.body)
        return
    if not named:
        yield "[DONE]"
