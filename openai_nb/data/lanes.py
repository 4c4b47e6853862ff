"""Lanes: ways in which questions reach the API: one by one over threads, or otherwise.

A lane is given questions one at a time, as it wants them, and lands an outcome for each; what does not land
was not asked.  `workers.Live` is the lane of this process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(slots=True)
class Ask:
    """A question: which of the distinct ones it is, its cache key, its body, and the bytes to be read."""

    slot: int
    key: bytes
    body: dict[str, Any]
    size: int


@dataclass(slots=True)
class Outcome:
    """What became of a question: the answer as the API sent it, what it says, or why it says nothing."""

    answer: dict[str, Any] | None = None
    value: Any = None
    error: Exception | None = None
    request_id: str | None = None
    seconds: float | None = None
    noted: bool = False  # whether the ledger has it already


Land = Callable[[Ask, Outcome], None]
Send = Callable[[Any, Mapping[str, Any]], dict[str, Any]]  # (client, body) to the answer


class Lane(Protocol):
    """What carries questions to the API.

    One that takes its time may have a `note`, how it stands, and `advice`, how to come back to it.
    """

    failure: Exception | None  # what ended the run before its time
    paused: bool  # whether a ceiling was reached
    rejections: int  # how often the server said "slow down"

    def start(self, asks: Iterator[Ask], land: Land) -> None:
        """Begin to take questions and to land their outcomes, from threads of its own."""

    def stop(self) -> None:
        """Send nothing more; what is under way may still land."""

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; whether all is over."""


class Guarded:
    """An iterator that many threads may ask."""

    def __init__(self, source: Iterator[Ask]) -> None:
        self._source, self._lock = source, threading.Lock()

    def __iter__(self) -> Guarded:
        return self

    def __next__(self) -> Ask:
        with self._lock:
            return next(self._source)
