"""Estimates: what a column will take, from a few of its rows that are asked and paid for.

The pilot's answers are kept like any others, so that nothing is paid twice.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from openai_nb.api import prices
from openai_nb.core.clock import shown
from openai_nb.data.halting import Halted
from openai_nb.data.lanes import Ask, Land
from openai_nb.data.pacer import Pacer
from openai_nb.data.progress import dollars, span
from openai_nb.data.results import Results
from openai_nb.data.run import FAILED, STOPPED, Guarded, Run
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


class Weighing:
    """A lane that sends nothing, and notes how long each question is."""

    failure: Exception | None = None
    paused, rejections = False, 0

    def __init__(self) -> None:
        self.sizes = array("q")

    def start(self, asks: Iterator[Ask], land: Land) -> None:
        """Weigh all of them."""
        self.sizes.extend(ask.size for ask in asks)

    def stop(self) -> None:
        """Nothing is under way."""

    def wait(self, seconds: float) -> bool:
        """All is over."""
        return True


class Pilot:
    """A lane that sends only some of the questions, over another one."""

    def __init__(self, lane: Live, wanted: set[int]) -> None:
        self._lane, self._wanted = lane, wanted

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lane, name)

    def start(self, asks: Iterator[Ask], land: Land) -> None:
        """Send those that are wanted, by their place."""
        self._lane.start(Guarded(self._some(asks)), land)

    def _some(self, asks: Iterator[Ask]) -> Iterator[Ask]:
        last = max(self._wanted, default=-1)
        for place, ask in enumerate(asks):
            if place in self._wanted:
                yield ask
            if place >= last:
                return


def estimate(
    run: Run, rows: Callable[[], Iterable[Sequence[Any]]], lane: Live, pacer: Pacer, width: int
) -> Estimate:
    """What `run` will take; some of its questions are asked for that.

    Raises what kept the pilot from being asked.
    """
    weighing = Weighing()
    _whole(replace(run, results=Results(run.results.rows)).go(rows(), weighing))
    sizes, began = weighing.sizes, time.monotonic()
    count = min(len(sizes), MOST, max(FEWEST, len(sizes) // SHARE))
    wanted = {place * len(sizes) // count for place in range(count)}
    pilot: Any = Pilot(lane, wanted)
    if wanted and _whole(run.go(rows(), pilot)) == FAILED and lane.failure:
        raise lane.failure
    spent = time.monotonic() - began
    waits = [each.seconds for each in run.results.provenance() if each.seconds is not None]
    read = round(sum(sizes) / run.spending.bytes_per_token)
    written = round(len(sizes) * run.spending.answer)
    usage = {"prompt_tokens": read, "completion_tokens": written}
    left = (len(sizes) - len(waits)) / _speed(waits, width, pacer.rate((read + written) / max(1, len(sizes))))
    live, batch = (prices.cost(run.task.model, usage, batch=each) for each in (False, True))
    margin = _margin(run, len(sizes))
    rows_in_all = run.results.rows
    return Estimate(
        run.task.model, rows_in_all, len(sizes), read, written, live, batch, left + spent, margin, len(waits)
    )


def _whole(ended: str) -> str:
    """How a run ended; a stop is raised, for few rows say little."""
    if ended == STOPPED:
        raise Halted(None, 0)
    return ended


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
