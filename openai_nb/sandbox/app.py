"""App: the sandbox as a WSGI app (PEP 3333): a request in, an answer out."""

from __future__ import annotations

import hmac
import itertools
import json
import re
import sqlite3
import traceback
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from openai_nb.sandbox import archives, azure, errands, front, journal
from openai_nb.sandbox.eras import check_model, check_operation
from openai_nb.sandbox.faults import Faults
from openai_nb.sandbox.forms import nested, parse
from openai_nb.sandbox.journal import Entry
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.replies import Reply, Start, reply, spoilt
from openai_nb.sandbox.router import Route, Router
from openai_nb.sandbox.specimens import specimen
from openai_nb.sandbox.store import Store

HALF = re.compile(rb"\\u[dD][89a-fA-F]")
MOST_BYTES = 512 << 20  # a body of more is refused before it is read
SEEN = (400, 404, 409)  # refusals that only a sandbox which looks closely gives


class Sandbox:
    """The whole API in one process, with its own store.

    `token` (if any) is what callers must bear; `batch` notes in the journal that a batch asks; `deployments`
    tells the models of those that Azure's addresses may name, beside the models themselves.
    """

    def __init__(
        self,
        router: Router,
        store: Store,
        *,
        token: str | None = None,
        faults: str = "",
        batch: bool = False,
        deployments: Mapping[str, str] | None = None,
    ) -> None:
        self.router, self.store, self.token, self.batch = router, store, token, batch
        self.faults, self.deployments = Faults(faults), deployments or {}
        self.failure = ""  # the trace of the last fault of our own
        self._requests = itertools.count(1)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """The answer to one request; whatever goes wrong within, it is an answer of the API."""
        raw, verb = environ.get("RAW_URI") or environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if verb == "GET" and raw in front.PATHS and "REMOTE_ADDR" in environ:  # only where it is served
            return front.show(self.store, self.token, environ, start)
        headers = {"x-request-id": f"req_{next(self._requests):08x}", "x-openai-nb-sandbox": "1"}
        place = azure.place(raw)
        entry = Entry(self.store, verb, place.path, batch=self.batch)
        try:
            answer = self._answer(environ, entry, place)
        except Refusal as refusal:
            entry.end(refusal.status)
            return reply(refusal.body, refusal.status).send(start, headers | refusal.headers)
        except ConnectionError:
            entry.end(0)
            raise
        except Exception as error:
            self.failure = traceback.format_exc()
            entry.end(500)
            return reply(Refusal(500, _fault(error)).body, 500).send(start, headers)
        return answer.send(start, headers)

    def reset(self) -> None:
        """Forget everything: what is held, the journal, the numbers of ids, the scripted trouble."""
        with self.store.step():
            self.store.clear()
        self.faults.clear()
        self._requests = itertools.count(1)

    def export(self, path: str | Path) -> Path:
        """Write all that is held into one file (a zip of JSON lines and contents); its path."""
        return archives.export(self.store, path)

    def restore(self, path: str | Path) -> None:
        """Hold what an export holds, in place of all there was; ValueError where the file is none."""
        archives.restore(self.store, path)
        errands.resume(self.store)

    def journal(self) -> list[dict[str, Any]]:
        """The requests so far, oldest first: rows for a DataFrame, without contents."""
        return journal.rows(self.store)

    def _answer(self, environ: dict[str, Any], entry: Entry, place: azure.Place) -> Reply:
        self._admit(environ)
        place.check(environ.get("QUERY_STRING", ""))
        manner = self.faults.next(entry.method, entry.path)
        store = self.store
        check_operation(store.era, entry.method, entry.path)
        route, arguments = self.router.find(
            entry.method, entry.path, self._given(environ, place), _headers(environ), lenient=store.lenient
        )
        check_model(store.era, arguments.get("model"))
        entry.arguments = arguments
        try:
            answer = self._asked(route, arguments)
        except Refusal as refusal:
            raise place.told(refusal) from None
        if isinstance(answer, Iterator):
            return spoilt(reply(entry.watch(answer)), manner)
        entry.end(200, answer)
        return spoilt(reply(answer), manner)

    def _asked(self, route: Route, arguments: dict[str, Any]) -> Any:
        """What the handler says; a lenient sandbox has a specimen of it where that says no."""
        try:
            answer = route.handler(self.store, **arguments)
            if isinstance(answer, Iterator):  # what is wrong with the call shows before the first piece
                answer = _after(next(answer, None), answer)
        except Refusal as refusal:
            if self.store.lenient and refusal.status in SEEN:
                return specimen(route.endpoint, arguments)
            raise
        return answer

    def _given(self, environ: dict[str, Any], place: azure.Place) -> dict[str, Any]:
        """The arguments of a request; a deployment stands for its model."""
        given = _given(environ)
        if environ.get("RAW_URI", "").startswith("/openai/"):
            given.pop(azure.VERSION_NAME, None)
        if place.deployment is not None:
            given["model"] = self.deployments.get(place.deployment, place.deployment)
        return given

    def _admit(self, environ: dict[str, Any]) -> None:
        if self.token is None:
            return
        said = environ.get("HTTP_AUTHORIZATION") or f"Bearer {environ.get('HTTP_API_KEY', '')}"
        if not hmac.compare_digest(said.encode("latin-1", "replace"), f"Bearer {self.token}".encode()):
            raise Refusal(
                401, "Incorrect API key provided: this sandbox has a token.", code="invalid_api_key"
            )


def _fault(error: Exception) -> str:
    """What went wrong here, and what helps where it is the disk; of anything else the kind alone."""
    if isinstance(error, sqlite3.OperationalError | OSError):
        reason = error.strerror if isinstance(error, OSError) else error
        return f"The sandbox cannot use its state ({reason}): make room, or give it another directory."
    return f"The sandbox itself failed: {type(error).__name__}."


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
        if HALF.search(body):  # half a character has no bytes: it could be neither kept nor said again
            json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refusal(400, "We could not parse the JSON body of your request.") from None
    if not isinstance(said, dict):
        raise Refusal(400, "The JSON body of a request must be an object.")
    return given | said
