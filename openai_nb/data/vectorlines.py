"""Vectorlines: texts to embed as lines of a batch, one text each, so that an answer is known by its text."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from openai_nb.core.encoding import encoded
from openai_nb.core.vectors import read
from openai_nb.data import ledger, packing
from openai_nb.data.fetching import Run, Table
from openai_nb.data.lanes import Ask, Lane, Outcome

if TYPE_CHECKING:
    from openai_nb.data.cache import Cache

TOGETHER = 512  # vectors that are written in one step


class VectorLines(Run):
    """The texts that a table lacks, each a question of its own; vectors are kept a few hundred at a time."""

    def __init__(
        self, table: Table, store: Cache | None, model: str, *, dimensions: int | None = None, **about: Any
    ) -> None:
        super().__init__(table, store, model, **about)
        self._about["batch"] = True
        self._body = {"model": model, "dimensions": dimensions, "encoding_format": "base64"}
        self._landed: list[tuple[Ask, Outcome]] = []
        self._lock = threading.Lock()

    def written(self, seconds: float) -> bool:
        """Put on disk what has landed; whether it is there."""
        with self._lock:
            some, self._landed = self._landed, []
            if some:
                self._write(some)
        return True

    def kept(self, keys: Sequence[bytes]) -> set[bytes] | None:
        """Those of the keys under which a vector is kept; None where none ever is."""
        return None if self._store is None else set(self._store.vectors(keys))

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        """The vector in the body of a batch's line, and what it took."""
        return {"vector": read(encoded(body), 1)[0]}

    def call(self, read: int) -> Sequence[Any]:
        """A whole batch in the ledger."""
        return ledger.call(self._model, {"prompt_tokens": read, "completion_tokens": 0}, **self._about)

    def _asks(self, lane: Lane) -> Iterator[Ask]:
        body = {name: value for name, value in self._body.items() if value is not None}
        for place in (place for some in self.todo for place in some):
            text = self.table.texts[place]
            yield Ask(place, self.table.keys[place], {**body, "input": text}, packing.size(text))

    def _land(self, ask: Ask, outcome: Outcome) -> None:
        if outcome.error is not None:
            self.errors[ask.slot] = outcome.error
            return
        with self._lock:
            self._landed.append((ask, outcome))
            full = len(self._landed) >= TOGETHER
        if full:
            self.written(0)

    def _write(self, some: list[tuple[Ask, Outcome]]) -> None:
        """Put vectors on disk, then into the table."""
        rows = np.stack([(outcome.answer or {})["vector"] for _, outcome in some])
        if self._store is not None:
            self._store.put_vectors([ask.key for ask, _ in some], rows)
        ours = [place for place, (ask, _) in enumerate(some) if ask.slot >= 0]
        if ours:
            self.table.put([some[place][0].slot for place in ours], rows[ours])
