"""Errors: what went wrong and what to do, in two lines."""

from __future__ import annotations

import re
import traceback
from functools import cache
from typing import Any, TypeVar

from openai_nb.core.errors import OpenAIError

E = TypeVar("E", bound=OpenAIError)

# A notebook stores an error's value beside its lines; together they stay within 400 bytes.
FIRST, SECOND, VALUE, STOPPED = 140, 120, 50, 105
_RED, _PLAIN = "\x1b[31m", "\x1b[0m"
_ESCAPE_CODE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")
_TAG = re.compile(r"<[A-Za-z/!?][^>]*>")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_KEY = re.compile(r"\b(sk-|sess-)[\w\-]{8,}?([\w\-]{4})\b")

_last = ""


def two_lines(error: OpenAIError) -> list[str]:
    """What was wrong, and what to do: at most 400 bytes with their colours, and no HTML."""
    name = type(error).__name__
    wrong = _cut(plain(error.message), FIRST - len(name) - 2 - len(_RED + _PLAIN))
    return [f"{_RED}{name}{_PLAIN}: {wrong}", _second(error)]


def one_line(error: OpenAIError) -> str:
    """The same on one line, without colours, for a panel or below a table: at most 262 bytes."""
    wrong = _cut(plain(error.message), FIRST)
    end = "" if wrong.endswith((".", "!", "?", ":", "…")) else "."
    return f"{wrong}{end} {_second(error)}".strip()


def shown(error: E) -> E:
    """`error` itself, which from now on shows in two lines; `last_trace` has the rest."""
    global _last
    _last = _KEY.sub(r"\1…\2", "".join(traceback.format_exception(error)))
    kind: Any = type(error)
    error.__class__ = _brief(kind)
    return error


def last_trace() -> str:
    """The whole trace of the error last shown in two lines; empty if there was none."""
    return _last


class Stopped(KeyboardInterrupt):
    """The user's stop, in one line; Run All ends here, and what had come is kept.

    Without `characters` there was no text to keep, nor could there have been.
    """

    def __init__(self, characters: int | None = None, where: str = "") -> None:
        place = f" in {where}" if where else ""
        noun = "character" if characters == 1 else "characters"
        kept = f"{characters:,} {noun} kept{place}" if characters else "before the first word"
        super().__init__("" if characters is None else _cut(plain(kept), 60))

    def _render_traceback_(self) -> list[str]:
        return [_cut(f"Stopped: {self}" if str(self) else "Stopped.", STOPPED)]


def plain(text: str) -> str:
    """A server's words on one line: no escape codes, no tags, nothing unseen, no key."""
    text = _UNSEEN.sub("", _TAG.sub(" ", _ESCAPE_CODE.sub("", str(text))))
    return _KEY.sub(r"\1…\2", " ".join(text.split()))


@cache
def _brief(kind: Any) -> Any:
    """The class `kind`, under its own name, with a short trace and a short text."""
    if hasattr(kind, "_render_traceback_"):
        return kind

    def _render_traceback_(self: OpenAIError) -> list[str]:
        return two_lines(self)

    def __str__(self: OpenAIError) -> str:  # noqa: N807  (a method of the class made below)
        return _cut(plain(self.message), VALUE)

    methods = {"_render_traceback_": _render_traceback_, "__str__": __str__}
    return type(kind.__name__, (kind,), {**methods, "__module__": kind.__module__, "__doc__": kind.__doc__})


def _second(error: OpenAIError) -> str:
    """The advice, when to come back and the request's id; the advice gives way."""
    facts = []
    if error.retry_after is not None:
        facts.append(f"retry after {error.retry_after:g} s")
    if error.request_id:
        facts.append(f"request {_cut(plain(error.request_id), 48)}")
    tail = f" ({', '.join(facts)})" if facts else ""
    return _cut(plain(error.advice), SECOND - len(tail.encode())) + tail


def _cut(text: str, size: int) -> str:
    """`text` within `size` bytes."""
    data = text.encode("utf-8", "replace")
    if len(data) <= size:
        return data.decode()
    return data[: max(0, size - 3)].decode("utf-8", "ignore").rstrip() + "…"
