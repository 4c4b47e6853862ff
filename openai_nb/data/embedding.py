"""Embedding: a column of texts into vectors; each text once, many in a request, none asked for twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.core.database import Database
from openai_nb.core.errors import BadValue, OpenAIError
from openai_nb.core.vectors import read
from openai_nb.data import budget, sounding
from openai_nb.data import cache as caches
from openai_nb.data.batchlane import batched
from openai_nb.data.defaults import embedding_model, usual
from openai_nb.data.embeddings import Embeddings
from openai_nb.data.estimates import Estimate
from openai_nb.data.fetching import Run, Table
from openai_nb.data.halting import AGAIN, ANEW, AT_THE_API, UNASKED, VECTORS, Halted
from openai_nb.data.lanes import Lane
from openai_nb.data.pacer import Pacer
from openai_nb.data.progress import Reporter
from openai_nb.data.spending import Spending, payable
from openai_nb.data.text import column, distinct
from openai_nb.data.vectorlines import VectorLines
from openai_nb.data.workers import Live, wide

if TYPE_CHECKING:
    from openai_nb.client import Client
    from openai_nb.data.cache import Cache

IN_FLIGHT = 16  # requests; each brings up to 2,048 vectors, of 17 MB at 1,536 dimensions
IN_SANDBOX = 2  # it computes here, on this machine's cores
USAGE = re.compile(rb'"usage"\s*:\s*(\{[^{}]*\})')


def embed(
    texts: Any,
    *,
    model: str | None = None,
    client: Client | None = None,
    dimensions: int | None = None,
    cache: bool | Cache | None = None,
    max_in_flight: int | None = None,
    max_cost: float | None = None,
    progress: Reporter | bool = True,
    batch: bool = False,
    lane: Way | None = None,
) -> Embeddings:
    """The vectors of a column of texts, under its index.

    Each different text is sent once, and never again while the cache holds its vector.  What is missing or
    blank is not sent; its row is NaN, as is that of a text the API refused: `.errors` says why.  Stop ends it
    within a second, as `Halted` with what has come as its `partial`; reaching `max_cost` (USD) gives what has
    come.  Run again, it goes on from there.
    `batch=True` sends the texts through the Batch API, at half the price and within a day; stopped, they go
    on there, and the same call comes back to them.
    """
    words, index = column(texts)
    where, different = distinct(words)
    embedder = embedder_of(client, model, dimensions, cache)
    run = embedder.run(different, batch=batch)
    if run.todo:
        ceiling = payable(usual.max_cost() if max_cost is None else max_cost)
        report = usual.reporter() if progress is True else progress or None
        width = embedder.width(run, max_in_flight)
        run.over(*(lane(embedder, width) if lane else embedder.lane_for(run, width, ceiling)), report)
    found = Embeddings(
        words,
        run.table.rows(where, dimensions),
        index=index,
        model=embedder.model,
        embed=embedder,
        errors=run.told(where, index),
        stopped=run.stopped,
    )
    if run.failure is not None:
        if isinstance(run.failure, OpenAIError):
            run.failure.partial = found
        raise run.failure
    if run.halted:
        raise _halted(found, int(run.table.done[where[where >= 0]].sum()), embedder, batch)
    return found


def _halted(found: Embeddings, done: int, embedder: Embedder, batch: bool) -> Halted:
    rest, then = AT_THE_API if batch else UNASKED, AGAIN if embedder.cache is not None else ANEW
    return Halted(found, done, VECTORS, rest=rest, then=then)


def estimate(
    texts: Any,
    *,
    model: str | None = None,
    client: Client | None = None,
    dimensions: int | None = None,
    cache: bool | Cache | None = None,
    max_in_flight: int | None = None,
) -> Estimate:
    """What it will take to embed a column: tokens, USD, seconds; 32 of its texts are embedded, and kept."""
    words, _ = column(texts)
    embedder = embedder_of(client, model, dimensions, cache)
    run = embedder.run(distinct(words)[1])
    width = embedder.width(run, max_in_flight)
    pacer = embedder.pacer(width)
    lane, spending = embedder.lane(pacer, width, None)
    return sounding.estimate(run, lane, spending, pacer, rows=len(words), width=width)


@dataclass(frozen=True)
class Embedder:
    """How words become vectors: who is asked, for which model, and what keeps the answers."""

    client: Client
    model: str
    dimensions: int | None = None
    cache: Cache | None = None

    def __call__(self, words: list[str]) -> NDArray[np.float32]:
        """The vectors of some words, (n, d) float32; NaN for none.  A stop is raised."""
        kept = self.cache if self.cache is not None else False
        found = embed(
            words,
            client=self.client,
            model=self.model,
            dimensions=self.dimensions,
            cache=kept,
            progress=False,
        )
        if found.stopped:
            raise KeyboardInterrupt
        return np.asarray(found.values)

    def run(self, texts: list[str], *, batch: bool = False) -> Run:
        """Requests for the vectors of distinct texts, but for those that the cache holds."""
        table = Table(texts, self.keys(texts) if self.cache is not None or batch else ())
        if self.cache is not None:
            table.recall(self.cache)
        about: dict[str, Any] = {"sandboxed": self.client.provider.sandboxed, "cell": usual.cell()}
        if not batch:
            return Run(table, self.cache, self.model, **about)
        return VectorLines(table, self.cache, self.model, dimensions=self.dimensions, **about)

    def keys(self, texts: Iterable[str]) -> list[bytes]:
        """Where the vectors stand in the cache: by text, model, dimensions and who answers."""
        asked = {"model": self.model, "dimensions": self.dimensions}
        what = caches.key("/embeddings", asked, self.client.provider)
        return [blake2b(_bytes(text), key=what, digest_size=16).digest() for text in texts]

    def width(self, run: Run, most: int | None) -> int:
        """How many requests may be under way; no more than there are."""
        usually = IN_SANDBOX if self.client.provider.sandboxed else IN_FLIGHT
        return min(wide(most, usually), max(len(run.todo), 1))

    def pacer(self, width: int) -> Pacer:
        """What keeps to the limits; its budget is shared with the machine's other kernels."""
        provider = self.client.provider
        where = None if provider.sandboxed else caches.shared().path
        database = Database(where, budget.SCHEMA) if where else None
        return Pacer(width, budget.Budget(budget.scope(provider, self.model), database))

    def lane_for(self, run: Run, width: int, max_cost: float | None) -> tuple[Lane, Spending]:
        """What carries the requests of a run, up to a ceiling of USD; and what they spend."""
        if not isinstance(run, VectorLines):
            return self.lane(self.pacer(width), width, max_cost)
        spending = self._spending(max_cost, batch=True)
        about = ("/embeddings", self.model, "embed")
        return batched(self.client, run, spending, about, adopt=self.cache is not None), spending

    def lane(self, pacer: Pacer, width: int, max_cost: float | None) -> tuple[Live, Spending]:
        """Threads that send requests, up to a ceiling of USD; and what they spend."""
        spending = self._spending(max_cost)
        return Live(self.client, self.send, pacer=pacer, spending=spending, max_in_flight=width), spending

    def _spending(self, max_cost: float | None, *, batch: bool = False) -> Spending:
        ceiling = None if self.client.provider.sandboxed else max_cost
        spending = Spending(self.model, ceiling=ceiling, batch=batch)
        if spending.ceiling is not None and spending.cost is None:
            raise BadValue(f"max_cost needs a price, and {self.model!r} has none; leave max_cost out.")
        return spending

    def send(self, client: Any, body: Mapping[str, Any]) -> dict[str, Any]:
        """One request: its vectors, which travel in base64, and what it took."""
        texts = body["input"]
        wire = client.embeddings._encoded(model=self.model, input=texts, dimensions=self.dimensions)
        usage = USAGE.search(wire)
        return {"vectors": read(wire, len(texts)), "usage": json.loads(usage[1]) if usage else None}


Way = Callable[[Embedder, int], tuple[Lane, Spending]]  # another lane, so many requests wide


def embedder_of(
    client: Client | None, model: str | None, dimensions: int | None, cache: bool | Cache | None = None
) -> Embedder:
    """Whoever embeds where nobody or nothing else is named; `cache` None is the usual one, False none."""
    who = client or usual.client()
    wanted = usual.cache() if cache is None else cache
    kept = caches.shared(who.provider) if wanted is True else None if wanted is False else wanted
    return Embedder(who, model or embedding_model(who), dimensions, kept)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
