"""Replies: answers on their way out: JSON, bytes, streams, and what scripted trouble makes of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openai_nb.core.events import Event, encode
from openai_nb.core.wsgi import status_line
from openai_nb.sandbox.media import Stretched
from openai_nb.sandbox.refusal import Refusal

LOGIN = b"<!doctype html><title>Sign in</title><p>Please sign in to this network to go on.</p>"
Start = Callable[..., Any]


@dataclass
class Reply:
    """A status, what is said above the body, and the body; `whole` if it is there at once."""

    status: int
    type: str
    body: Iterable[bytes]
    whole: bool = True

    def send(self, start: Start, headers: dict[str, str]) -> Iterable[bytes]:
        """Begin the answer; the body."""
        about = {"Content-Type": self.type, **headers}
        if self.whole:
            self.body = list(self.body)
            about["Content-Length"] = str(sum(map(len, self.body)))
        else:
            about["Cache-Control"] = "no-store"
        start(status_line(self.status), list(about.items()))
        return self.body


def reply(answer: Any, status: int = 200) -> Reply:
    """An answer as it goes out: bytes and texts as they are, iterators as streams, all else as JSON."""
    if isinstance(answer, Stretched):
        return Reply(status, answer.type, answer.pieces, whole=False)
    if isinstance(answer, Iterator):
        return Reply(status, "text/event-stream; charset=utf-8", encode(_told(answer)), whole=False)
    if isinstance(answer, bytes):
        return Reply(status, getattr(answer, "type", "application/octet-stream"), [answer])
    if isinstance(answer, str):
        return Reply(status, "text/plain; charset=utf-8", [answer.encode()])
    return Reply(status, "application/json", [json.dumps(answer, separators=(",", ":")).encode()])


def spoilt(answer: Reply, word: str) -> Reply:
    """The answer as a word of a script makes it."""
    name, _, value = word.partition(":")
    if name == "html":
        return Reply(200, "text/html; charset=utf-8", [LOGIN])
    if name == "empty":
        return Reply(answer.status, answer.type, [], answer.whole)
    if name == "drip":
        return Reply(answer.status, answer.type, _late(answer.body, float(value or 1)), whole=False)
    if name == "nodone":
        left = (piece for piece in answer.body if not piece.startswith(b"data: [DONE]"))
        return Reply(answer.status, answer.type, left, answer.whole)
    if name == "garble":
        return Reply(answer.status, answer.type, _garbled(answer.body), answer.whole)
    if name == "cut":
        ends = answer.type.startswith("text/event-stream")
        return Reply(answer.status, answer.type, _cut(answer.body, ends), whole=False)
    return answer


def _late(pieces: Iterable[bytes], seconds: float) -> Iterator[bytes]:
    """Each piece late; what is in one piece comes in four."""
    if isinstance(pieces, list):
        whole = b"".join(pieces)
        size = max(1, -(-len(whole) // 4))
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    for piece in pieces:
        time.sleep(seconds)
        yield piece


def _garbled(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The first JSON object in it loses its second half, its last line end aside."""
    pieces = list(pieces)
    place = next((n for n, piece in enumerate(pieces) if b"{" in piece), None)
    for number, piece in enumerate(pieces):
        text = piece.rstrip(b"\n")
        yield text[: len(text) // 2] + piece[len(text) :] if number == place else piece


def _cut(pieces: Iterable[bytes], ends: bool) -> Iterator[bytes]:
    """The first half.  Events have a last word that is missed; for all else the connection is lost."""
    kept = list(pieces)
    if len(kept) == 1:
        kept = [kept[0][: len(kept[0]) // 2], b""]
    yield from kept[: max(1, len(kept) // 2)]
    if not ends:
        raise ConnectionResetError("A script cut this answer.")


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
