"""Calls: one request: from the cache where it may be, weighed before it is sent, then noted in the ledger.

Trouble with their file, such as a full disk, never costs an answer that was paid for.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from openai_nb.api import prices
from openai_nb.core.errors import OpenAIError
from openai_nb.core.record import Record, asdict
from openai_nb.data.defaults import usual
from openai_nb.data.progress import dollars

if TYPE_CHECKING:
    from openai_nb.client import Client
    from openai_nb.data.cache import Cache
    from openai_nb.providers import Provider

T = TypeVar("T")
OURS = "openai_nb"  # what we note within a kept answer


class TooDear(OpenAIError):
    """A call that may cost more than `max_cost`; nothing was sent."""


class Shelf:
    """Where one request's answer stands, if it is kept at all; a sandbox computes its own anew."""

    def __init__(
        self, path: str, body: Mapping[str, Any], provider: Provider, *, fresh: bool = False
    ) -> None:
        from openai_nb.data import cache

        self._cache: Cache | None = None
        self._fresh = fresh
        if usual.cache() and not provider.sandboxed:
            self._cache = tried(lambda: cache.shared(provider))
            self._key = cache.key(path, body, provider)

    def find(self) -> tuple[dict[str, Any], float | None] | None:
        """The answer that was given before, and the seconds it took; None where it has to be asked for."""
        kept = self._cache
        if kept is None or self._fresh:
            return None
        found = tried(lambda: kept.get(self._key))
        if not isinstance(found, dict):
            return None
        return found, found.pop(OURS, {}).get("seconds")

    def keep(self, raw: Mapping[str, Any], seconds: float) -> bool:
        """Keep an answer, if it came to its own end; whether it is kept."""
        kept = self._cache
        if kept is None:
            return False
        noted = {**raw, OURS: {"seconds": round(seconds, 1)}}
        return bool(tried(lambda: kept.put(self._key, noted)))


@dataclass(frozen=True)
class Called:
    """What came of a call, as JSON has it.

    `cost` (USD, None: unpriced) and `seconds` (None: unknown) are those of when it was asked; `kept` says
    that asking again is free, `found` that it was answered before.
    """

    answer: dict[str, Any]
    model: str
    cost: float | None
    seconds: float | None
    kept: bool
    sandboxed: bool
    found: bool = False

    @property
    def usage(self) -> Any:
        """What it took, as the server told it."""
        return self.answer.get("usage")


@dataclass(frozen=True)
class Question:
    """A call to be made: its path and body, with files by `digest`.

    `estimate` is about what it will cost, in USD, None where that is unknown; `usd` reads the cost off the
    answer where its usage does not tell.
    """

    what: str
    path: str
    body: Mapping[str, Any]
    estimate: float | None = None
    usd: Callable[[Mapping[str, Any]], float | None] | None = None

    def put(self, client: Client, send: Callable[[], Any], *, fresh: bool = False, cell: str = "") -> Called:
        """The answer that `send` gets, or the cache has; raises `TooDear` before it would cost too much."""
        who, model = client.provider, str(self.body.get("model"))
        shelf = Shelf(self.path, self.body, who, fresh=fresh)
        found, began = shelf.find(), time.monotonic()
        if found is not None:
            raw, seconds = found
            kept = True
        else:
            afford(model, self.estimate, who)
            answer = send()
            raw = asdict(answer) if isinstance(answer, Record) else answer
            seconds = round(time.monotonic() - began, 1)
            kept = shelf.keep(raw, seconds)
        usd = prices.cost(model, raw.get("usage")) if self.usd is None else self.usd(raw)
        cost = None if who.sandboxed else usd
        taken = {"seconds": None if found else seconds, "usd": cost, "cached": found is not None}
        note(model, raw.get("usage"), who, what=self.what, cell=cell, **taken)
        return Called(raw, model, cost, seconds, kept, who.sandboxed, found is not None)


def note(model: str, usage: Any, provider: Provider, **about: Any) -> None:
    """Write a call into the ledger; `about` are the words of `Ledger.add`."""
    from openai_nb.data import ledger

    tried(lambda: ledger.shared().add(model, usage, sandboxed=provider.sandboxed, **about))


def afford(model: str, usd: float | None, provider: Provider, *, of: str = "", less: str = "") -> None:
    """Let a call of about so many USD pass, or raise `TooDear` before it is sent.

    `of` says what the cost is made of, `less` how one asks for less.
    """
    most = usual.max_cost()
    if most is None or provider.sandboxed or (usd is None and not provider.models):
        return  # a server of one's own is unpriced
    if usd is None:
        raise TooDear(f"{model} is unpriced, so max_cost cannot be kept.", _raised("None", less))
    if usd > most:
        made = f" ({of})" if of else ""
        more = _raised(f"{usd * 1.2:.2g}", less)
        raise TooDear(f"This may cost {dollars(usd)}{made}; max_cost is ${most:g}.", more)


def digest(upload: Any) -> str:
    """What a file is called in the cache: by its bytes."""
    from openai_nb.core.multipart import part

    with part(upload).open() as file:
        return sha256(file.read()).hexdigest()


def tried(step: Callable[[], T]) -> T | None:
    """What `step` gives; None where the file fails it."""
    try:
        return step()
    except (sqlite3.Error, OSError, ValueError):
        return None


def _raised(value: str, less: str) -> str:
    asked = f"Ask for less ({less})" if less else "Ask for less"
    return f"Nothing was sent. {asked}, or `%config OpenAINb.max_cost = {value}`."
