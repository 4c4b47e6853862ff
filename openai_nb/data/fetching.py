"""Fetching: the vectors of distinct texts, from the cache and then in packed requests."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.core.database import told
from openai_nb.core.errors import BadRequest, Garbled
from openai_nb.data import ledger, packing
from openai_nb.data.lanes import Ask, Lane, Outcome
from openai_nb.data.progress import Progress, Reporter
from openai_nb.data.spending import Spending

if TYPE_CHECKING:
    from openai_nb.data.cache import Cache

AT_ONCE = 8_192  # texts whose vectors are looked up in one go
NEWS = 0.1  # seconds between two looks at how far it is
COME_BACK = "what has come is kept; run it again for the rest"
GRACE = 0.9  # seconds that a stop waits for answers under way


class Table:
    """The vectors of distinct texts, as they come; how long they are is known with the first."""

    def __init__(self, texts: Sequence[str], keys: Sequence[bytes] = ()) -> None:
        self.texts, self.keys = texts, keys
        self.done = np.zeros(len(texts), np.bool_)
        self._values: NDArray[np.float32] | None = None
        self._lock = threading.Lock()

    def put(self, places: Sequence[int], rows: NDArray[np.float32]) -> None:
        """Vectors (m, d) for the texts at m places."""
        with self._lock:
            if self._values is None:
                self._values = np.empty((len(self.texts), rows.shape[1]), np.float32)
            values, d = self._values, self._values.shape[1]
        if rows.shape[1] != d:
            raise Garbled(f"The vectors have both {d} and {rows.shape[1]} dimensions.")
        values[places] = rows
        self.done[places] = True

    def recall(self, store: Cache) -> None:
        """Take what the cache holds."""
        for begin in range(0, len(self.keys), AT_ONCE):
            some = self.keys[begin : begin + AT_ONCE]
            if found := _vectors(store, some):
                places = [begin + place for place, key in enumerate(some) if key in found]
                self.put(places, np.stack([found[key] for key in some if key in found]))

    def rows(self, where: NDArray[np.intp], dimensions: int | None) -> NDArray[np.float32]:
        """A row for each of the places, NaN where it is -1 or nothing came; no copy where none is needed."""
        values, done = self._values, self.done.copy()
        if values is None:
            return np.full((len(where), dimensions or 0), np.nan, np.float32)
        if done.all() and len(where) == len(values) and (where == np.arange(len(where))).all():
            return values
        rows = values[where]
        rows[(where < 0) | ~done[where]] = np.nan
        return rows


class Run:
    """Requests for what a table lacks, until all have landed; a refused one is asked again in halves."""

    def __init__(
        self, table: Table, store: Cache | None, model: str, *, sandboxed: bool, cell: str = ""
    ) -> None:
        self.errors: dict[int, Exception] = {}
        self.failure: Exception | None = None  # what ended it before its time
        self.stopped = self.halted = False  # before the end; by the user
        self.table = table
        self._store, self._model = store, model
        self._about: dict[str, Any] = {"what": "embeddings", "sandboxed": sandboxed, "cell": cell}
        lacking = np.flatnonzero(~table.done).tolist()
        packed = packing.requests([table.texts[place] for place in lacking])
        self.todo = deque([lacking[each] for each in some] for some in packed)
        self._out: dict[int, list[int]] = {}
        self._news = threading.Condition()

    def over(self, lane: Lane, spending: Spending, report: Reporter | None = None) -> None:
        """Let the lane carry all requests; Stop ends it within a second."""
        began, known = time.monotonic(), int(self.table.done.sum())

        def tell(ended: str = "") -> None:
            if report is not None:
                report(self._progress(known, time.monotonic() - began, spending, lane, ended))

        try:
            lane.start(self._asks(lane), self._land)
            while not lane.wait(NEWS):
                tell()
        except KeyboardInterrupt:
            self.stopped = self.halted = True
            lane.stop()
            lane.wait(GRACE)
        self.failure = told(lane.failure)
        if self.failure is None and self.errors and not self.table.done.any():
            self.failure = next(iter(self.errors.values()))
        tell("failed" if self.failure else "stopped" if self.stopped else "paused" if lane.paused else "done")
        self.stopped = self.stopped or lane.paused

    def _progress(self, known: int, seconds: float, spending: Spending, lane: Lane, ended: str) -> Progress:
        done, rows = int(self.table.done.sum()), len(self.table.texts)
        left = (rows - done) * seconds / (done - known) if done > known else None
        return Progress(
            "embed",
            rows,
            done,
            failed=len(self.errors),
            cached=known,
            tokens=spending.read,
            cost=spending.cost,
            seconds=seconds,
            left=left,
            rejections=lane.rejections,
            first_error=str(next(iter(self.errors.values()), "")),
            ended=ended,
            advice="" if ended in ("", "done") else getattr(lane, "advice", "") or COME_BACK,
            note="" if ended else getattr(lane, "note", ""),
        )

    def told(self, where: NDArray[np.intp], index: Any) -> dict[Any, str]:
        """What went wrong, by the label of each row it concerns."""
        rows = np.flatnonzero(np.isin(where, list(self.errors))).tolist()
        return {row if index is None else index[row]: str(self.errors[where[row]]) for row in rows}

    def _asks(self, lane: Lane) -> Iterator[Ask]:
        """Requests, and halves of refused ones, until none is under way."""
        number = 0
        while not (self.stopped or lane.paused or lane.failure):
            with self._news:
                if not self.todo:
                    if not self._out:
                        return
                    self._news.wait(0.05)
                    continue
                places = self._out[number] = self.todo.popleft()
            texts = [self.table.texts[place] for place in places]
            yield Ask(number, b"", {"input": texts}, sum(map(packing.size, texts)))
            number += 1

    def _land(self, ask: Ask, outcome: Outcome) -> None:
        places, answer, error = self._out[ask.slot], outcome.answer, outcome.error
        if answer is not None:
            self._keep(places, answer, outcome.seconds)
        with self._news:
            if error is not None and _concerns_some(error, places):
                half = len(places) // 2
                self.todo.extendleft((places[half:], places[:half]))
            elif error is not None:
                self.errors.update(dict.fromkeys(places, error))
            del self._out[ask.slot]
            self._news.notify_all()

    def _keep(self, places: list[int], answer: Mapping[str, Any], seconds: float | None) -> None:
        """Put vectors on disk, then into the table; what is paid for counts even where no disk takes it."""
        rows = answer["vectors"]
        try:
            if self._store is not None:
                self._store.put_vectors([self.table.keys[place] for place in places], rows)
            ledger.shared().add(self._model, answer.get("usage"), seconds=seconds, **self._about)
        finally:
            self.table.put(places, rows)


def _vectors(store: Cache, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
    try:
        return store.vectors(keys)
    except (sqlite3.Error, OSError) as problem:
        raise told(problem) or problem from problem


def _concerns_some(error: Exception, places: list[int]) -> bool:
    """Whether a refusal may be about some of the texts only."""
    if not isinstance(error, BadRequest) or len(places) < 2:
        return False
    return error.param is None or error.param.startswith("input")
