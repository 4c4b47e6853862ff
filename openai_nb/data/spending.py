"""Spending: what answers took, what the next ones will take, and a ceiling that is not crossed.

Tokens are reckoned from bytes, at the rate that the API's own `usage` has shown so far on this very
column: from 32 rows the total is right within a few parts in a hundred, where "four letters a token" is
wrong by up to a third.  No tokenizer is needed.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from numbers import Real
from typing import Any

from openai_nb.api import prices
from openai_nb.core.errors import BadValue

BYTES_PER_TOKEN = 4.0  # before anything is learnt
FEWEST_BYTES_PER_TOKEN = 2.0  # as bad as it gets for text in any script
ANSWER = 100.0  # tokens, before anything is learnt
SEEN = 64  # answers that are remembered one by one
PILOT = 32  # questions of a first batch, where a ceiling shall hold
MARGIN = 1.25  # over the most that was seen, where a ceiling shall hold


def payable(max_cost: float | None) -> float | None:
    """The ceiling of a run in USD, or None for none; raises `BadValue` for what is no amount."""
    if max_cost is not None and not (isinstance(max_cost, Real) and max_cost >= 0):
        raise BadValue(f"max_cost is {max_cost!r}; give USD, 0 or more.")
    return max_cost


class Spending:
    """What one run took so far, in tokens and USD; threads share it."""

    def __init__(
        self,
        model: str,
        *,
        ceiling: float | None = None,
        most_written: int | None = None,
        batch: bool = False,
    ) -> None:
        self.model, self.ceiling, self.batch = model, ceiling, batch
        self._first, self._out = PILOT if batch else 1, 0  # questions out before an answer tells the cost
        self.read = self.written = self.answers = 0
        self.cost: float | None = 0.0 if prices.price(model) else None
        self._most_written, self._promised = most_written, 0.0
        self._bytes = self._longest = 0
        self.seen: list[tuple[int, int]] = []  # (bytes, tokens) of the first answers
        self._lock = threading.Lock()

    def add(self, size: int, usage: Mapping[str, Any] | None) -> float | None:
        """Note what an answer to `size` bytes took; its USD, None if unpriced."""
        if not usage:
            return None
        read, written = tokens(usage)
        paid = prices.cost(self.model, usage, batch=self.batch)
        with self._lock:
            self.read += read
            self.written += written
            self.answers += 1
            self._bytes += size
            if len(self.seen) < SEEN:
                self.seen.append((size, read + written))
            self._longest = max(self._longest, written)
            if paid is not None:
                self.cost = (self.cost or 0.0) + paid
        return paid

    def expected(self, size: int) -> float:
        """About how many tokens, read and written, a question of `size` bytes will take."""
        return size / self.bytes_per_token + self.answer

    @property
    def bytes_per_token(self) -> float:
        """Bytes a token, as learnt so far."""
        return self._bytes / self.read if self.read and self._bytes else BYTES_PER_TOKEN

    @property
    def answer(self) -> float:
        """Tokens an answer takes, as learnt so far."""
        return self.written / self.answers if self.answers else ANSWER

    def promise(self, size: int) -> float | None:
        """Set aside what a question may cost at most; None where it has to wait, or cannot be paid."""
        if self.ceiling is None:
            return 0.0
        with self._lock:
            most = self._most(size)
            if (self.cost or 0.0) + self._promised + most > self.ceiling:
                return None
            self._out = self._out + 1 if self._promised else 1
            if not self.answers and self._out > self._first:
                return None  # the first answers are waited for: they tell what the others cost
            self._promised += most
            return most

    def keep(self, promised: float) -> None:
        """A question whose cost was set aside is over."""
        if promised:
            with self._lock:
                self._promised = max(0.0, self._promised - promised)

    @property
    def promised(self) -> bool:
        """Whether some questions are still out."""
        return self._promised > 1e-12

    def _most(self, size: int) -> float:
        """USD a question of `size` bytes may cost at most, by the most that was seen so far."""
        rate = self.bytes_per_token / MARGIN if self.answers else FEWEST_BYTES_PER_TOKEN
        seen = MARGIN * self._longest if self.answers else ANSWER
        written = min(self._most_written or seen, seen) if self.answers else self._most_written or seen
        usage = {"prompt_tokens": int(size / rate) + 1, "completion_tokens": int(written) + 1}
        return prices.cost(self.model, usage, batch=self.batch) or 0.0


def tokens(usage: Mapping[str, Any] | None) -> tuple[int, int]:
    """(read, written) tokens, in the words of either kind of answer."""
    told = usage or {}
    read = told.get("prompt_tokens", told.get("input_tokens")) or 0
    return int(read), int(told.get("completion_tokens", told.get("output_tokens")) or 0)
