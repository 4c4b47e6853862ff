"""Run: one column of questions, from the rows to what has come of them.

Rows are looked at a few hundred at a time, as the lane wants them: keyed, matched with those that ask
the same, looked up in the cache.  Whatever is asked is on disk before it is counted as done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import Any

from openai_nb.core.database import told
from openai_nb.core.errors import OpenAIError
from openai_nb.data import cache as caching
from openai_nb.data import ledger
from openai_nb.data.cache import Cache
from openai_nb.data.clerk import Clerk
from openai_nb.data.lanes import Ask, Guarded, Lane, Outcome
from openai_nb.data.progress import Progress, Reporter, dollars
from openai_nb.data.results import EMPTY, Provenance, Results
from openai_nb.data.spending import Spending, tokens
from openai_nb.data.tasks import Task

FEWEST, MOST = 16, 512  # rows that are looked at in one step: others wait meanwhile
NEWS = 0.25  # seconds between two lines of progress
GRACE = 0.6  # seconds after a stop in which requests may be answered and the cache is looked through
LAST = 0.2  # seconds to write what has come then
LATEST = 60.0  # seconds to write what comes after the end
RECALLED, ANSWERED = Provenance(cost=0.0, cached=True), Provenance()
STOPPED, PAUSED, FAILED, DONE = "stopped", "paused", "failed", "done"


@dataclass
class Run:
    """A task and its rows; `go(lane)` asks what the cache does not know, and says how that ended."""

    task: Task
    provider: Any
    spending: Spending
    results: Results
    cache: Cache | None
    keep: bool = False  # provenance by row
    cell: str = ""
    ended: str = ""
    written: Callable[[float], bool] = field(default=lambda seconds: True, init=False)
    _lane: Lane | None = field(default=None, init=False)
    _report: Reporter | None = field(default=None, init=False)
    _began: float = field(default=0.0, init=False)
    _until: float = field(default=float("inf"), init=False)  # when the last look at the rows ends

    def go(self, rows: Iterable[Sequence[Any]], lane: Lane, report: Reporter | None = None) -> str:
        """Ask; how it ended: "done", "stopped", "paused" or "failed", with the reason in `lane.failure`."""
        self._began, self._lane, self._report = time.monotonic(), lane, report
        clerk = Clerk(
            self._written,
            cache=self.cache,
            ledger=ledger.shared(),
            what=ledger.resource(self.task.path),
            model=self.task.model,
            cell=self.cell,
            sandboxed=self.provider.sandboxed,
            batch=self.spending.batch,
        )
        self.written = clerk.flush
        asks = Guarded(self._asks(rows))
        try:
            lane.start(asks, lambda ask, outcome: clerk.land(ask, self._read(outcome)))
            self._watch(lane, clerk)
        except KeyboardInterrupt:
            self.ended = STOPPED
        if self.ended or lane.failure or lane.paused:
            self._halt(lane, clerk, asks)
        lane.failure = told(lane.failure)
        threading.Thread(target=_close, args=(lane, clerk), daemon=True).start()
        self.ended = self.ended or (FAILED if lane.failure else PAUSED if lane.paused else DONE)
        self._tell(self.ended)
        return self.ended

    def kept(self, keys: Sequence[bytes]) -> set[bytes] | None:
        """Those of the keys under which an answer is kept; None where none ever is."""
        return None if self.cache is None else set(self.cache.get_many(keys))

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        """The answer that the body of a batch's line is."""
        return body

    def call(self, read: int) -> None:
        """Nothing for a whole batch: each of its rows is noted by itself."""

    def unknown(self, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Ask]]:
        """The questions that the cache does not know, each once, by the number of its row; none is asked."""
        rest = iter(rows)
        for first in count(0, MOST):
            if not (some := list(islice(rest, MOST))):
                return
            yield from ((first + place, ask) for place, ask in self._lacking(some))

    def _asks(self, rows: Iterable[Sequence[Any]]) -> Iterator[Ask]:
        """The questions that the cache does not know, each once."""
        rest, step = iter(rows), FEWEST
        while time.monotonic() < self._until and (some := list(islice(rest, step))):
            step = min(MOST, 2 * step)  # until a question comes up that is to be asked
            for _, ask in self._lacking(some):
                if self._until == float("inf"):
                    step = FEWEST
                    yield ask

    def _lacking(self, some: Sequence[Sequence[Any]]) -> Iterator[tuple[int, Ask]]:
        """The new questions of some rows, by their place among them; what the cache knows is filled in."""
        fresh = [(place, ask) for place, values in enumerate(some) if (ask := self._ask(values))]
        found = self.cache.get_many([ask.key for _, ask in fresh]) if self.cache and fresh else {}
        for place, ask in fresh:
            if ask.key not in found or not self._recall(ask, found[ask.key]):
                yield place, ask

    def _ask(self, values: Sequence[Any]) -> Ask | None:
        """The question of a row; None where there is none, or another row asks the same."""
        try:
            found = self.task.question(values)
            key = caching.key(self.task.path, found[0], self.provider) if found else b""
            wrong = EMPTY
        except (ValueError, TypeError, OSError) as problem:  # a file that is not there, say
            found, wrong = None, f"{type(problem).__name__}: {problem}"
            key = wrong.encode()
        slot, new = self.results.place(key)
        if new and found is None:
            self.results.fill(slot, None, wrong, ANSWERED)
        return Ask(slot, key, *found) if new and found else None

    def _recall(self, ask: Ask, answer: Any) -> bool:
        """Take an answer from the cache; whether it could be read."""
        try:
            value = self.task.read(answer)
        except (OpenAIError, LookupError, TypeError):
            return False
        told = RECALLED
        if self.keep:
            told = _provenance(answer, Outcome(request_id=answer.get("_request_id")), 0.0, cached=True)
        self.results.fill(ask.slot, value, None, told)
        return True

    def _read(self, outcome: Outcome) -> Outcome:
        """An outcome with what its answer says, or with why that is nothing."""
        if outcome.answer is None:
            return outcome
        try:
            return replace(outcome, value=self.task.read(outcome.answer))
        except Exception as problem:  # a paid answer that cannot be used is still paid, and noted
            return replace(outcome, error=problem)

    def _written(self, ask: Ask, outcome: Outcome, cost: float | None) -> None:
        """An outcome is on disk: count it as done, if it is of one of these rows."""
        if ask.slot < 0:
            return
        told = _provenance(outcome.answer or {}, outcome, cost) if self.keep else ANSWERED
        error = None if outcome.error is None else _in_words(outcome.error)
        self.results.fill(ask.slot, outcome.value, error, told)

    def _watch(self, lane: Lane, clerk: Clerk) -> None:
        """Wait for the end, and tell how far it is."""
        while not lane.wait(NEWS):
            self._tell()
            if clerk.failure:
                lane.failure = lane.failure or clerk.failure
                lane.stop()
        while not clerk.flush(NEWS):
            self._tell()

    def _halt(self, lane: Lane, clerk: Clerk, asks: Guarded) -> None:
        """Send nothing more; what is under way has a moment, and what the cache knows is taken along."""
        self._until = time.monotonic() + GRACE
        lane.stop()
        for _ in asks:  # none of them is asked any more
            pass
        lane.wait(max(0.0, self._until - time.monotonic()))
        clerk.flush(LAST)

    def _tell(self, ended: str = "") -> None:
        if self._report is not None:
            self._report(self.progress(ended))

    def progress(self, ended: str = "") -> Progress:
        """How far it is."""
        results, took = self.results, time.monotonic() - self._began
        asked = results.done - results.cached - results.empty
        left = (results.rows - results.done) * took / asked if asked else None
        return Progress(
            self.task.what,
            results.rows,
            results.done,
            results.failed,
            results.cached,
            results.empty,
            self.spending.read + self.spending.written,
            self.spending.cost,
            took,
            left,
            self._lane.rejections if self._lane else 0,
            results.first_error,
            ended,
            _advice(ended, self.spending.ceiling, getattr(self._lane, "advice", "")),
            "" if ended else getattr(self._lane, "note", ""),
        )


def _provenance(
    answer: Mapping[str, Any], outcome: Outcome, cost: float | None, *, cached: bool = False
) -> Provenance:
    choices = answer.get("choices") or [{}]
    return Provenance(
        cost=cost,
        tokens=sum(tokens(answer["usage"])) if answer.get("usage") else None,
        request_id=outcome.request_id,
        finish_reason=choices[0].get("finish_reason"),
        cached=cached,
        seconds=outcome.seconds,
    )


def _in_words(problem: Exception) -> str:
    message = problem.message if isinstance(problem, OpenAIError) else str(problem)
    return f"{type(problem).__name__}: {message}"


def _advice(ended: str, ceiling: float | None, said: str) -> str:
    """What to do about a run that ended before its time; the lane may know better."""
    if ended and ended != DONE and said:
        return said
    if ended == PAUSED:
        return f"max_cost is {dollars(ceiling)}: finished rows are kept, a higher one goes on"
    return "finished rows are kept; run it again for the others" if ended in (STOPPED, FAILED) else ""


def _close(lane: Lane, clerk: Clerk) -> None:
    """Let what was still under way be written, too."""
    while not lane.wait(1.0):
        pass
    clerk.settle(LATEST)
