"""Parts: what a worker of a cluster does with one part of a table.

A part that is finished is a Parquet file, written whole or not at all; one that is not is begun again and
finds in the worker's cache what was answered before.  Only counts travel back.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from openai_nb.core.places import cache_file
from openai_nb.data import budget
from openai_nb.data.lanes import Lane
from openai_nb.data.pacer import Pacer
from openai_nb.data.partfiles import Source, arrow, is_finished, with_vectors, write
from openai_nb.data.progress import Progress
from openai_nb.data.spending import Spending
from openai_nb.data.workers import Live

if TYPE_CHECKING:
    from openai_nb.client import Client
    from openai_nb.data.leases import Call
    from openai_nb.providers import Provider

WIDTH = 64  # requests in flight for each part


@dataclass(frozen=True)
class Work:
    """What is done with each part; `provider` is None for a sandbox in each worker."""

    run: str
    function: str  # "module:name" on this floor
    arguments: Sequence[Any]
    options: Mapping[str, Any]
    provider: Provider | None
    max_cost: float | None
    folder: str

    def path(self, number: int) -> Path:
        """Where a finished part lies."""
        return Path(self.folder) / f"part-{number:05d}.parquet"


@dataclass(frozen=True)
class Count:
    """What came of a part."""

    part: int
    rows: int = 0
    failed: int = 0
    tokens: int = 0
    cost: float | None = None
    ended: str = "done"
    failure: Exception | None = None
    place: tuple[str, str] = field(default_factory=lambda: (socket.gethostname(), str(cache_file())))


def do(work: Work, number: int, source: Any, made_by: str) -> Count:
    """One part, from its rows to its file; `made_by` stands for the call and for the rows."""
    from distributed import get_worker

    from openai_nb.data.leases import from_worker

    if is_finished(work.path(number), made_by) is not None:
        return Count(number)
    call = from_worker(get_worker())
    ways = Ways(work, number, call)
    if ways.tell(Progress(work.function, 0)):
        return Count(number, ended="stopped")
    frame = source.read() if isinstance(source, Source) else source
    name = work.function.partition(":")[2]
    try:
        found = _asked(work, frame, ways)
    except Exception as problem:  # raised, it would be tried again, as if the worker were to blame
        if hasattr(problem, "partial"):
            problem.partial = None  # only counts travel
        return Count(number, failure=problem, ended="failed")
    finally:
        ways.settle()
    last = ways.last or Progress(name, len(frame), len(frame), ended="done")
    if last.ended == "done":
        beside = with_vectors(frame, found) if name == "embed" else arrow(found)
        write(work.path(number), beside, {"by": made_by, "failed": last.failed})
    return Count(number, last.done, last.failed, last.tokens, last.cost, last.ended)


def _asked(work: Work, frame: Any, ways: Ways) -> Any:
    """What the function of the call makes of a part's rows."""
    module, _, name = work.function.partition(":")
    function = getattr(import_module(f"openai_nb.data.{module}"), name)
    options = {**work.options, "client": client(work.provider), "progress": ways.hear}
    lane = ways.embedding if name == "embed" else ways.asking
    return function(frame, *work.arguments, lane=lane, **options)


class Ways:
    """The lanes of a part: their limits and their money are those of the whole cluster."""

    def __init__(self, work: Work, number: int, call: Call) -> None:
        self.last: Progress | None = None
        self._work, self._number, self._call = work, number, call
        self._lane: Live | None = None
        self._pacer: Pacer | None = None
        self._spending: Spending | None = None

    def asking(self, made: Any) -> Lane:
        """For questions about rows."""
        task, options = made.task, self._work.options
        made.spending = self._purse(task.model, task.longest)
        attempts, width = options.get("attempts") or 5, options.get("max_in_flight") or WIDTH
        return self._live(
            task.send, made.spending, task.model, min(width, max(1, made.results.rows)), attempts
        )

    def embedding(self, embedder: Any, width: int) -> tuple[Lane, Spending]:
        """For texts to embed."""
        spending = self._purse(embedder.model, None)
        return self._live(embedder.send, spending, embedder.model, width, 5), spending

    def hear(self, progress: Progress) -> None:
        """Note how far this part is, and pass it on."""
        self.last = progress
        self.tell(progress)

    def tell(self, progress: Progress) -> bool:
        """Tell the scheduler how far this part is, and answer whether to stop."""
        numbers = (
            progress.rows,
            progress.done,
            progress.failed,
            progress.cached,
            progress.tokens,
            round(1e9 * (progress.cost or 0)),
        )
        stops = bool(self._call("tell", run=self._work.run, part=self._number, numbers=numbers))
        if stops and self._lane:
            self._lane.paused = True
            self._lane.stop()
        return stops

    def settle(self) -> None:
        """Give back the leave and the money that are left."""
        if self._pacer is not None:
            self._pacer.give_back()
        if self._spending is not None and hasattr(self._spending, "give_back"):
            self._spending.give_back()

    def _purse(self, model: str, longest: int | None) -> Spending:
        from openai_nb.data.leases import ClusterSpending

        if self._work.max_cost is None:
            return Spending(model, most_written=longest)
        self._spending = ClusterSpending(model, self._call, self._work.run, most_written=longest)
        return self._spending

    def _live(self, send: Any, spending: Spending, model: str, width: int, attempts: int) -> Live:
        from openai_nb.data.leases import ClusterBudget

        who = client(self._work.provider)
        scope = budget.scope(who.provider, model)
        pacer = self._pacer = Pacer(width, ClusterBudget(scope, self._call, uuid4().hex))
        self._lane = Live(who, send, pacer=pacer, spending=spending, max_in_flight=width, attempts=attempts)
        return self._lane


def client(provider: Provider | None) -> Client:
    """A client of this worker's own, kept with its connections."""
    from openai_nb.client import Client

    if provider is None:
        return _sandbox()
    named = budget.scope(provider, "")
    if named not in _clients:
        _clients[named] = Client(provider=provider)
    return _clients[named]


_clients: dict[bytes, Client] = {}


@cache
def _sandbox() -> Client:
    from openai_nb.client import Client

    return Client.sandbox()
