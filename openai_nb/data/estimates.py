"""Estimates: what a column will take, from a few of its rows that are asked and paid for.

The pilot's answers are kept like any others, so that nothing is paid twice.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from openai_nb.api import prices
from openai_nb.core.clock import shown
from openai_nb.data.halting import Halted
from openai_nb.data.pacer import Pacer
from openai_nb.data.progress import dollars, span
from openai_nb.data.results import Results
from openai_nb.data.run import FAILED, STOPPED, Run
from openai_nb.data.workers import Live

FEWEST, MOST = 8, 32  # rows of a pilot
SHARE = 20  # one row of so many, between those


@dataclass(frozen=True)
class Estimate:
    """What a run will take: tokens, USD (None where unpriced), seconds; `margin` is a share of the cost."""

    model: str
    rows: int
    asked: int  # different questions that no cache knows, the pilot's among them
    read: int
    written: int
    cost: float | None
    batch_cost: float | None
    seconds: float
    margin: float
    pilot: int

    @property
    def tokens(self) -> int:
        """Tokens read and written."""
        return self.read + self.written

    def __str__(self) -> str:
        if not self.asked:
            return f"{self.rows:,} rows, all of them answered already: nothing to pay."
        price = dollars(self.cost) + (f" ± {self.margin:.0%}" if self.cost is not None else "")
        batch = f" (as a batch {dollars(self.batch_cost)})" if self.batch_cost is not None else ""
        return (
            f"{self.rows:,} rows, {self.asked:,} requests to {self.model}: about {self.tokens:,} tokens, "
            f"{price}{batch}, {span(shown(self.seconds))}.\n"
            f"Learnt from {self.pilot} rows that were asked and are kept."
        )

    __repr__ = __str__


def estimate(
    run: Run, rows: Callable[[], Iterable[Sequence[Any]]], lane: Live, pacer: Pacer, width: int
) -> Estimate:
    """What `run` will take; some of its questions are asked for that.

    Raises what kept the pilot from being asked.
    """
    places, sizes = _weighed(replace(run, results=Results(run.results.rows)), rows())
    began, whole = time.monotonic(), run.results.rows
    count = min(len(sizes), MOST, max(FEWEST, len(sizes) // SHARE))
    wanted = {places[each * len(sizes) // count] for each in range(count)}
    run = replace(run, results=Results(count))
    ended = run.go((row for place, row in enumerate(rows()) if place in wanted), lane) if wanted else ""
    if ended == STOPPED:
        raise Halted(None, 0)
    if ended == FAILED and lane.failure:
        raise lane.failure
    spent = time.monotonic() - began
    waits = [each.seconds for each in run.results.provenance() if each.seconds is not None]
    read = round(sum(sizes) / run.spending.bytes_per_token)
    written = round(len(sizes) * run.spending.answer)
    usage = {"prompt_tokens": read, "completion_tokens": written}
    left = (len(sizes) - len(waits)) / _speed(waits, width, pacer.rate((read + written) / max(1, len(sizes))))
    live, batch = (prices.cost(run.task.model, usage, batch=each) for each in (False, True))
    margin = _margin(run, len(sizes))
    return Estimate(
        run.task.model, whole, len(sizes), read, written, live, batch, left + spent, margin, len(waits)
    )


def _weighed(run: Run, rows: Iterable[Sequence[Any]]) -> tuple[array[int], array[int]]:
    """The rows whose questions the cache does not know, by number, and how long each question is."""
    places, sizes = array("q"), array("q")
    try:
        for place, ask in run.unknown(rows):
            places.append(place)
            sizes.append(ask.size)
    except KeyboardInterrupt:
        raise Halted(None, 0) from None
    return places, sizes


def _speed(waits: Sequence[float], width: int, allowed: float | None) -> float:
    """Rows a second: by how long the pilot's took, and by what the limits allow."""
    latency = sum(waits) / len(waits) if waits else 0.0
    return min(width / max(latency, 1e-3), allowed or float("inf"))


def _margin(run: Run, count: int) -> float:
    """Twice the standard error of the total, as a share of it: by how far rows were off the mean."""
    seen = run.spending.seen
    if len(seen) < 2 or count <= len(seen):
        return 0.0
    off = [taken - run.spending.expected(size) for size, taken in seen]
    mean = sum(off) / len(off)
    spread = sqrt(sum((each - mean) ** 2 for each in off) / (len(off) - 1))
    average = sum(taken for _, taken in seen) / len(seen)
    return 2 * spread / sqrt(len(seen)) / max(average, 1.0)
