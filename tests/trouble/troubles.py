"""Troubles: what can go wrong on the wire, made of the answer that would have come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openai_nb.core.errors import (
    Conflict,
    Garbled,
    OpenAIError,
    Refused,
    ServerFault,
    TimedOut,
    TooMuch,
    Truncated,
    Unreachable,
)
from tests.server import CLOSE, RESET, chunked, events, reply

STALL = 0.15  # seconds of patience where a server falls silent
Spoil = Callable[[bytes, bool], list[Any]]  # (an answer as it would travel, whether in pieces) to what comes


@dataclass(frozen=True)
class Trouble:
    """What comes instead of an answer, the error it is told as, and whether one request is tried again.

    `begun` stands for those whose answer comes in pieces, of which some have come.
    """

    spoil: Spoil
    error: type[OpenAIError]
    again: bool = False
    begun: tuple[type[OpenAIError], bool] | None = None
    pauses: tuple[float, ...] = ()  # that the server asks for
    timeout: float = 5.0

    def expected(self, streamed: bool) -> tuple[type[OpenAIError], bool]:
        """(the error, whether a request is tried again)."""
        return self.begun if streamed and self.begun else (self.error, self.again)


def parts(wire: bytes) -> tuple[bytes, bytes]:
    """(head, body)."""
    head, end, body = wire.partition(b"\r\n\r\n")
    return head + end, body


def before(*steps: Any) -> Spoil:
    return lambda wire, streamed: list(steps)


def within_head(end: str) -> Spoil:
    return lambda wire, streamed: [wire[:24], 0.01, end]


def after_head(*steps: Any) -> Spoil:
    return lambda wire, streamed: [parts(wire)[0], 0.01, *steps]


def within(*steps: Any) -> Spoil:
    """Some of the body comes: of a stream its first piece and half of the next."""

    def spoil(wire: bytes, streamed: bool) -> list[Any]:
        head, body = parts(wire)
        return [head + body[: len(body) // 2], 0.01, *steps]

    return spoil


def drip(wire: bytes, streamed: bool) -> list[Any]:
    """All of it, a little at a time."""
    size = max(1, len(wire) // 8)
    return [step for at in range(0, len(wire), size) for step in (wire[at : at + size], 0.015)]


def json(whole: bytes) -> Spoil:
    """A whole HTTP answer that holds no whole JSON, or the wrong one."""

    def spoil(wire: bytes, streamed: bool) -> list[Any]:
        return chunked(b"data: " + whole + b"\n\n") if streamed else reply(whole)

    return spoil


def refusing(status: int, **headers: str) -> Spoil:
    error = {"error": {"message": f"no: {status}", "type": "x", "code": None, "param": None}}
    return lambda wire, streamed: reply(error, status, **headers)


PAGE = b"<!doctype html><title>Welcome to our network</title><form>Log in</form>"
LOST = (Truncated, False)  # never again once pieces have come
STATUSES = {408: Refused, 409: Conflict, 429: TooMuch, 500: ServerFault, 502: ServerFault, 503: ServerFault}

TROUBLES = {
    "reset before the headers": Trouble(before(RESET), Unreachable, True),
    "closed before the headers": Trouble(before(CLOSE), Unreachable, True),
    "reset inside the headers": Trouble(within_head(RESET), Unreachable, True),
    "closed inside the headers": Trouble(within_head(CLOSE), Unreachable, True, begun=LOST),
    "reset after the headers": Trouble(after_head(RESET), Truncated, True, begun=LOST),
    "closed after the headers": Trouble(after_head(CLOSE), Truncated, True, begun=LOST),
    "reset in the middle": Trouble(within(RESET), Truncated, True, begun=LOST),
    "closed in the middle": Trouble(within(CLOSE), Truncated, True, begun=LOST),
    "silent from the start": Trouble(before(9), TimedOut, True, timeout=STALL),
    "silent in the middle": Trouble(within(9), TimedOut, True, begun=(TimedOut, False), timeout=STALL),
    "an empty body": Trouble(lambda wire, streamed: reply(b"", kind=""), Garbled, begun=LOST),
    "a page of another kind": Trouble(lambda *_: reply(PAGE, kind="text/html"), Garbled),
    "JSON that ends early": Trouble(json(b'{"id": "chatcmpl-1", "choi'), Truncated),
    "JSON that is none": Trouble(json(b'{"id": nope}'), Truncated),
    "JSON that is no object": Trouble(json(b"[1, 2]"), Garbled),
    **{f"{status}": Trouble(refusing(status), error, True) for status, error in STATUSES.items()},
    **{
        f"{status} with Retry-After": Trouble(
            refusing(status, retry_after="0.05"), error, True, pauses=(0.05,)
        )
        for status, error in STATUSES.items()
    },
    "429 with a Retry-After nobody waits for": Trouble(refusing(429, retry_after="1000"), TooMuch),
    "503 with a Retry-After nobody waits for": Trouble(refusing(503, retry_after="1000"), ServerFault),
    "an error in an answer of status 200": Trouble(
        lambda wire, streamed: (
            chunked(*events({"error": {"message": "no"}}))
            if streamed
            else reply({"error": {"message": "no"}})
        ),
        ServerFault,
    ),
}
HARMLESS = {"a slow drip": Trouble(drip, OpenAIError, timeout=0.5)}
FILES = "a file may hold anything, so that nothing in it can be wrong"
SENSELESS = {  # (trouble, work): why there is nothing to test
    ("an empty body", "download"): "a file may be empty",
    ("JSON that ends early", "download"): FILES,
    ("JSON that is none", "download"): FILES,
    ("JSON that is no object", "download"): FILES,
    ("an error in an answer of status 200", "download"): FILES,
}
