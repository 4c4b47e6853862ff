"""Answers: a whole answer, read as text or as a JSON object, or as what stands in its place."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import Garbled, Refused, Truncated

if TYPE_CHECKING:
    import requests

    from openai_nb.core.endpoint import Call, Endpoint
    from openai_nb.core.pieces import Pieces

LACKING = (404, 405, 501)  # what servers say to a path they do not have
NO_SUCH_PATH = re.compile(  # what servers say of a path that they would not say of a thing
    r"(404 page not found|Not Found|File Not Found|Resource not found|Unexpected endpoint or method.*)\.?"
)
MAY_BE_BARE = {"error", "message", "code", "status", "type", "param"}


def text(answer: requests.Response) -> str | None:
    """The text of an answer that may be a text; None where it is a JSON object or a page of HTML."""
    kind = answer.headers.get("content-type", "")
    if "json" in kind:
        _, said = _loaded(answer)
        return said if isinstance(said, str) else None
    words = answer.content.decode("utf-8", "replace")
    return None if "html" in kind and words.lstrip().startswith("<") else words


def content(answer: requests.Response) -> bytes:
    """The bytes of an answer that is a file or a sound; a page or an error in its place is told as such."""
    kind, body = answer.headers.get("content-type", ""), answer.content
    if "content-disposition" in answer.headers:  # a file, whatever it holds
        return body
    if "html" in kind and body.lstrip()[:1] == b"<":
        raise Garbled("A file was due and a page of HTML came.")
    if "json" in kind and b'"error"' in body[:200]:
        parsed(answer)
    return body


def parsed(answer: requests.Response) -> dict[str, Any]:
    """The JSON object of an answer; an error within is raised, whatever the status says."""
    raw = _object(answer)
    if raw.get("error") and raw.keys() <= MAY_BE_BARE:
        from openai_nb.core.refusals import hush, refused_within

        hush(answer)
        raw.clear()
        raise refused_within(answer.content.decode("utf-8", "replace"), answer)
    return raw


def _object(answer: requests.Response) -> dict[str, Any]:
    """The JSON object of an answer; `Garbled` or `Truncated` where there is none."""
    whole, raw = _loaded(answer)
    if isinstance(raw, dict):
        return raw
    from openai_nb.core.refusals import hush

    hush(answer)
    kind = answer.headers.get("content-type", "nothing known").partition(";")[0]
    if whole:
        raise Garbled(f"An object of the API was due and a JSON {type(raw).__name__} came.")
    if "json" in kind:
        raise Truncated("The answer broke off: it is not whole JSON.")
    raise Garbled(f"An answer of the API was due and {kind} came.")


def _loaded(answer: requests.Response) -> tuple[bool, Any]:
    """(whether it is JSON, what it says); the error of one that is not would hold all of it."""
    try:
        return True, json.loads(answer.content)
    except ValueError:
        return False, None


def unasked(answer: requests.Response, endpoint: Endpoint) -> Pieces | None:
    """The pieces of an answer that came as a stream, though none was asked for; None if it did not."""
    if "event-stream" not in answer.headers.get("content-type", ""):
        return None
    return next((each for each in endpoint.pieces if each.kind is not bytes), None)


def explain_lack(error: Refused, call: Call) -> None:
    """Let a refusal say that the server has no such call, where it is the path that was not found."""
    spoken_of = f"{error.body.get('message', '')}{error.code}".lower()
    bare = error.status in LACKING and not call.endpoint.in_path
    if NO_SUCH_PATH.fullmatch(error.message) or (bare and not re.search("model|deployment", spoken_of)):
        steps = call.endpoint.path.strip("/").split("/")
        family = ".".join(each for each in steps if not each.startswith("{"))
        said = error.message if error.body else f"status {error.status}"
        error.message = f"This server does not offer {family} ({call.endpoint}: {said})."
        error.advice = "Ask another server for it, or the sandbox: Client.sandbox()."
