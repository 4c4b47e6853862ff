"""Map: one question for each row of a table, and what was answered as columns beside it."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from openai_nb.core.database import Database
from openai_nb.core.errors import BadValue
from openai_nb.data import budget, cache, spending, tasks
from openai_nb.data.columnwise import columnwise, on_one_machine
from openai_nb.data.defaults import chat_model, usual
from openai_nb.data.estimates import Estimate, estimate
from openai_nb.data.fields import fields
from openai_nb.data.halting import AGAIN, ANEW, AT_THE_API, UNASKED, Halted
from openai_nb.data.how import How, how
from openai_nb.data.lanes import Lane
from openai_nb.data.pacer import Pacer
from openai_nb.data.progress import Reporter
from openai_nb.data.prompts import PLACE, Prompt
from openai_nb.data.results import Results
from openai_nb.data.run import FAILED, STOPPED, Run
from openai_nb.data.shapes import Shape
from openai_nb.data.tables import Table, attach, table
from openai_nb.data.tasks import Task
from openai_nb.data.workers import Live

if TYPE_CHECKING:
    import pandas as pd

    from openai_nb.client import Client

BESIDE = ("model", "system", "files")
RECENT = 8  # runs that `retry_failed` still knows


@columnwise
def map(  # noqa: A001 (it is what one calls it)
    df: Any,
    prompt: str,
    into: Any = None,
    *,
    model: str | None = None,
    client: Client | None = None,
    system: str = "",
    files: str | Collection[str] = (),
    max_in_flight: int | None = None,
    cache: bool | None = None,
    max_cost: float | None = None,
    dry_run: bool = False,
    meta: bool = False,
    progress: Reporter | bool = True,
    lane: Callable[[Run], Lane] | None = None,
    attempts: int = 5,
    batch: bool = False,
    **options: Any,
) -> Any:
    """Ask a model about each row of `df`, and put its answers beside the rows.

    `prompt` has the values of a row where it says `{{column}}`.  `into` is the name of a column of
    texts, or a schema whose fields become typed columns: a class, a dict, or "label good|bad, score float".
    Rows that ask the same are sent once.  A row that fails has its reason in the column `error`, and
    `.ai.retry_failed()` asks those alone.  `meta=True` adds cost (USD), tokens, request id, finish reason
    and whether the answer came from the cache.  Every answer is on disk before it counts: stopped or
    killed, the same call goes on where it was.  A stop is raised as `Halted`; its `partial`, in a notebook
    `_map`, is the table as far as it came.  `max_cost` (USD) pauses before it is crossed; `dry_run=True`
    answers with an `Estimate`.  `batch=True` sends the same questions through the Batch API, at half the
    price and within a day; stopped, they go on there, and the same call comes back to them.  `files` names
    columns of paths or addresses of pictures and files.
    Other fields of the API go along with each request, those of a server's own in `extra_body`.  Of a Series
    a Series comes back, or a table for a schema.
    """
    manner = how(client, max_in_flight, cache, max_cost, dry_run, meta, progress, lane, attempts, batch)
    return chat(
        "map", df, prompt, into, manner, {"model": model, "system": system, "files": files, **options}
    )


def chat(what: str, df: Any, prompt: str, into: Any, manner: How, options: Mapping[str, Any]) -> Any:
    """A chat question for each row of `df`; `what` it is called while it is asked."""
    rest = dict(options)
    model, system, files = (rest.pop(name, None) for name in BESIDE)
    rest = fields(what, rest, (*BESIDE, "into", *How.__dataclass_fields__))
    asked = table(df)
    if asked.series and not PLACE.search(prompt):
        prompt = f"{prompt}\n\n{{{{{asked.frame.columns[0]}}}}}"
    shape = Shape(into)
    words = Prompt(prompt, asked.frame.columns, system=system or "", files=files or ())
    task = tasks.chat(words, shape, model or chat_model(manner.client), rest, what)
    return run(asked, task, manner)


def run(asked: Table, task: Task, manner: How) -> Any:
    """Ask a task of each row; the table or Series with its answers, or an `Estimate`.

    Raises what ended the run before its time, be it the user's stop; its `partial` is the table with what was
    finished.
    """
    made = started(asked, task, manner)
    if manner.dry_run:
        pacer = paced(task, manner)
        few = live(made, manner, pacer)
        return estimate(made, lambda: asked.rows(task.columns), few, pacer, manner.max_in_flight)
    lane: Lane = manner.lane(made) if manner.lane else usual_lane(made, manner)
    ended = made.go(asked.rows(task.columns), lane, manner.progress)
    mark = uuid4().hex[:12]
    found = attach(asked, task.shape, made.results, meta=manner.meta, mark=mark)
    _remember(mark, Remembered(asked, task, replace(manner, dry_run=False)))
    if ended == FAILED and lane.failure:
        if hasattr(lane.failure, "partial"):
            lane.failure.partial = found
        raise lane.failure
    if ended == STOPPED:
        rest, then = AT_THE_API if manner.batch else UNASKED, AGAIN if manner.cache else ANEW
        raise Halted(found, made.results.done, rest=rest, then=then)
    return found


def started(asked: Table, task: Task, manner: How) -> Run:
    """A run that has not asked anything yet."""
    provider = manner.client.provider
    by_batch = manner.batch and not manner.dry_run  # a pilot is asked live
    money = spending.Spending(task.model, ceiling=manner.max_cost, most_written=task.longest, batch=by_batch)
    if manner.max_cost is not None and money.cost is None:
        if not provider.sandboxed:
            raise BadValue(f"max_cost needs a price, and {task.model!r} has none; leave max_cost out.")
        money.ceiling = None  # a sandbox costs nothing
    kept = cache.shared(provider) if manner.cache else None
    return Run(
        task, provider, money, Results(len(asked.frame)), kept, manner.meta or manner.dry_run, usual.cell()
    )


def paced(task: Task, manner: How) -> Pacer:
    """The pacer for who is asked; its budget is shared with the machine's other kernels."""
    provider = manner.client.provider
    where = cache.shared().path if not provider.sandboxed else None
    database = _budgets(where) if where else None
    return Pacer(manner.max_in_flight, budget.Budget(budget.scope(provider, task.model), database))


@functools.cache
def _budgets(path: Path) -> Database:
    """Opened once in a kernel."""
    return Database(path, budget.SCHEMA)


def usual_lane(made: Run, manner: How) -> Lane:
    """Threads of this process, or batches where these are wanted."""
    if not manner.batch:
        return live(made, manner, paced(made.task, manner))
    from openai_nb.data.batchlane import batched

    about = (made.task.path, made.task.model, made.task.what)
    return batched(manner.client, made, made.spending, about, adopt=manner.cache)


def live(made: Run, manner: How, pacer: Pacer) -> Live:
    """The lane of this process."""
    return Live(
        manner.client,
        made.task.send,
        pacer=pacer,
        spending=made.spending,
        max_in_flight=min(manner.max_in_flight, max(1, made.results.rows)),
        attempts=manner.attempts,
    )


@dataclass(frozen=True)
class Remembered:
    """What a table was made by."""

    asked: Table
    task: Task
    how: How


_recent: OrderedDict[str, Remembered] = OrderedDict()


@on_one_machine
def retry_failed(found: pd.DataFrame | pd.Series, **changes: Any) -> Any:
    """The same table, with the rows asked again that have no answer; `changes` are those of `How`.

    Raises `ValueError` for a table that no run of this kernel made.
    """
    mark = found.attrs.get("openai_nb", {}).get("run", "")
    if mark not in _recent:
        raise BadValue("No recent run made this table; run the map again: what was answered costs nothing.")
    before = _recent[mark]
    failed = before.asked.failed(found)
    if not len(failed.frame):
        return found
    try:
        return before.asked.mended(found, run(failed, before.task, replace(before.how, **changes)))
    except Halted as stop:
        stop.hold(before.asked.mended(found, stop.partial))
        raise


def _remember(mark: str, made: Remembered) -> None:
    _recent[mark] = made
    while len(_recent) > RECENT:
        _recent.popitem(last=False)


__all__ = ["Estimate", "How", "map", "retry_failed", "run"]
