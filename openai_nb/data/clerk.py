"""Clerk: writes each answer down, in the cache and the ledger, and only then hands it on.

A thread of its own, so that no stop comes between an answer and the disk.  Answers that come close together
are written in one step.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from openai_nb.data import ledger as ledgers
from openai_nb.data.cache import Cache
from openai_nb.data.lanes import Ask, Outcome
from openai_nb.data.ledger import Ledger

MOST = 512  # answers in one step
GATHERED = 0.02  # seconds in which answers are gathered for one step
Done = Callable[[Ask, Outcome, float | None], None]  # the last: USD, None if unpriced
_OVER: Any = object()
_USD = ledgers.COLUMNS.index("usd")


class Clerk:
    """Takes outcomes from any thread; calls `done(ask, outcome, usd)` for each one that is on disk."""

    def __init__(
        self,
        done: Done,
        *,
        cache: Cache | None,
        ledger: Ledger,
        what: str,
        model: str,
        cell: str = "",
        sandboxed: bool = False,
        batch: bool = False,
    ) -> None:
        self.failure: Exception | None = None
        self._done, self._cache, self._ledger = done, cache, ledger
        self._about: dict[str, Any] = {
            "what": what,
            "cell": cell,
            "sandboxed": sandboxed,
            "batch": batch,
        }
        self._model = model
        self._landed: SimpleQueue[Any] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="openai_nb-clerk", daemon=True)
        self._thread.start()

    def land(self, ask: Ask, outcome: Outcome) -> None:
        """An outcome has come."""
        self._landed.put((ask, outcome))

    def settle(self, seconds: float) -> bool:
        """Nothing more will come: wait at most so long until all is written; whether it is."""
        self._landed.put(_OVER)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def flush(self, seconds: float) -> bool:
        """Wait at most so long until what has come so far is written; whether it is."""
        mark = threading.Event()
        self._landed.put(mark)
        return mark.wait(seconds)

    def _work(self) -> None:
        over = False
        while not over:
            batch: list[tuple[Ask, Outcome]] = []
            item = self._landed.get()
            if isinstance(item, tuple) and self._landed.empty():
                time.sleep(GATHERED)
            while isinstance(item, tuple):
                batch.append(item)
                item = self._waiting() if len(batch) < MOST else None
            self._write(batch)
            over = item is _OVER
            if isinstance(item, threading.Event):
                item.set()

    def _waiting(self) -> Any:
        """What has come meanwhile; None where nothing has."""
        try:
            return self._landed.get_nowait()
        except Empty:
            return None

    def _write(self, batch: list[tuple[Ask, Outcome]]) -> None:
        """Put a batch on disk, then report each of it."""
        costs: list[float | None] = [None] * len(batch)
        try:
            told = [(ask.key, _kept(each)) for ask, each in batch if each.answer and each.error is None]
            if self._cache is not None and told:
                self._cache.put_many(told)
            paid = [place for place, (_, outcome) in enumerate(batch) if _took(outcome)]
            calls = [self._call(batch[place][1]) for place in paid]
            self._ledger.note_many(calls)
            for place, call in zip(paid, calls, strict=True):
                costs[place] = call[_USD]
        except Exception as problem:  # a full disk: what was paid for is still handed on
            self.failure = self.failure or problem
        for (ask, outcome), cost in zip(batch, costs, strict=True):
            self._done(ask, outcome, cost)

    def _call(self, outcome: Outcome) -> tuple[Any, ...]:
        usage = (outcome.answer or {}).get("usage")
        return ledgers.call(self._model, usage, seconds=outcome.seconds, **self._about)


def _took(outcome: Outcome) -> bool:
    """Whether the ledger is to be told what an answer took."""
    return bool(outcome.answer and outcome.answer.get("usage") and not outcome.noted)


def _kept(outcome: Outcome) -> dict[str, Any]:
    """The answer as it is kept: with the id of the request it came to."""
    return {**(outcome.answer or {}), "_request_id": outcome.request_id}
