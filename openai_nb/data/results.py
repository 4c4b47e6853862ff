"""Results: what has come of each row, in whatever order it came.

Rows that ask the same share a slot, so that it is asked once; values stand by slot.  Of rows that wait
nothing is held.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

UNASKED = "not asked yet"
EMPTY = "empty: none of its columns holds anything"


class Provenance(NamedTuple):
    """Where a value comes from and what it took."""

    cost: float | None = None  # USD; 0 from the cache, None where unpriced
    tokens: int | None = None
    request_id: str | None = None
    finish_reason: str | None = None
    cached: bool = False
    seconds: float | None = None


class Results:
    """Values, errors and provenance by slot, and which slot each row has."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.done = self.failed = self.cached = self.empty = 0  # rows
        self.first_error = ""
        self._slots = array("q")  # by row, as far as rows were looked at
        self._known: dict[bytes, int] = {}
        self._weights = array("q")
        self._values: list[Any] = []
        self._errors: dict[int, str] = {}
        self._told: dict[int, Provenance] = {}
        self._finished = bytearray()
        self._lock = threading.Lock()

    def place(self, key: bytes) -> tuple[int, bool]:
        """The slot of the next row, and whether it is a new one."""
        with self._lock:
            slot = self._known.setdefault(key, len(self._values))
            new = slot == len(self._values)
            if new:
                self._values.append(None)
                self._weights.append(0)
                self._finished.append(0)
            self._slots.append(slot)
            self._weights[slot] += 1
            if self._finished[slot]:
                self._count(slot, 1)
            return slot, new

    def fill(self, slot: int, value: Any, error: str | None, told: Provenance) -> None:
        """A slot is done, well or with an error."""
        with self._lock:
            self._values[slot] = value
            if error is not None:
                self._errors[slot] = error
                self.first_error = self.first_error or ("" if error == EMPTY else error)
            self._told[slot] = told
            if not self._finished[slot]:
                self._finished[slot] = 1
                self._count(slot, self._weights[slot])

    @property
    def seen(self) -> int:
        """How many rows were looked at."""
        return len(self._slots)

    @property
    def distinct(self) -> int:
        """How many different questions there were among them."""
        return len(self._values)

    def each(self, pick: Callable[[int], Any], missing: Any = None) -> Iterator[Any]:
        """`pick(slot)` for every row that is done, `missing` for the others."""
        slots, finished = self._slots[:], bytes(self._finished)
        for slot in slots:
            yield pick(slot) if finished[slot] else missing
        for _ in range(self.rows - len(slots)):
            yield missing

    def values(self) -> list[Any]:
        """The value of each row; None where there is none."""
        return list(self.each(self._values.__getitem__))

    def errors(self) -> list[str | None]:
        """Why a row has no value; None where all is well."""
        return list(self.each(self._errors.get, UNASKED))

    def provenance(self) -> list[Provenance]:
        """What each row took."""
        return list(self.each(self._told.__getitem__, Provenance()))

    def _count(self, slot: int, rows: int) -> None:
        self.done += rows
        error = self._errors.get(slot)
        self.failed += rows if error not in (None, EMPTY) else 0
        self.empty += rows if error == EMPTY else 0
        self.cached += rows if self._told[slot].cached else 0
