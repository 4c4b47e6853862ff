"""Shelf: answers given before, the book of what each call took, and what one call may cost.

Trouble with their file, such as a full disk, never costs an answer that was paid for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from openai_nb.api.prices import cost
from openai_nb.core.errors import OpenAIError
from openai_nb.magics import options
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.data.cache import Cache

T = TypeVar("T")
OURS = "openai_nb"  # what we note within a kept answer
ANSWER = 1000  # tokens an answer is reckoned with where no longest is named


class TooDear(OpenAIError):
    """A call that may cost more than `max_cost`; nothing was sent."""


class Shelf:
    """Where one request's answer stands, if it is kept at all; a sandbox computes its own anew."""

    def __init__(self, path: str, body: Mapping[str, Any], *, fresh: bool = False) -> None:
        from openai_nb.data import cache

        provider = current().client.provider
        self._cache: Cache | None = None
        self._fresh = fresh
        if options.current().cache and not provider.sandboxed:
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


def note(model: str, usage: Any, **about: Any) -> None:
    """Write a call into the ledger; `about` are the words of `Ledger.add`."""
    from openai_nb.data import ledger

    sandboxed = current().client.provider.sandboxed
    tried(lambda: ledger.shared().add(model, usage, sandboxed=sandboxed, **about))


def afford(model: str, read: int, written: int | None) -> None:
    """Let a call of so many tokens pass, or raise `TooDear` before it is sent.

    Without `written`, an answer of a thousand tokens is reckoned with.
    """
    most = options.current().max_cost
    provider = current().client.provider
    if most is None or provider.sandboxed:
        return
    usd = expected(model, read, written)
    if usd is None and not provider.models:
        return  # a server of one's own has no prices
    if usd is None:
        raise TooDear(f"{model} is unpriced, so max_cost cannot be kept.", _raise_to("None"))
    if usd > most:
        answer = f"an answer of {written or ANSWER:,}"
        raise TooDear(
            f"This may cost ${usd:.4f} ({read:,} tokens and {answer}); max_cost is ${most:g}.",
            _raise_to(f"{usd * 1.2:.2g}"),
        )


def expected(model: str, read: int, written: int | None) -> float | None:
    """USD that a call of so many tokens costs; None where the model is unpriced."""
    return cost(model, {"prompt_tokens": read, "completion_tokens": written or ANSWER})


def tried(step: Callable[[], T]) -> T | None:
    """What `step` gives; None where the file fails it."""
    try:
        return step()
    except (sqlite3.Error, OSError, ValueError):
        return None


def _raise_to(value: str) -> str:
    return f"Ask for less (--max-tokens), or `%config OpenAINb.max_cost = {value}`."
