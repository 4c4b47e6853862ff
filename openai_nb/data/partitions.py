"""Partitions: the functions of this floor over a table that lives on a Dask cluster, part by part.

A part goes to a worker as one task and comes to rest as one Parquet file in a folder that all workers see.
A second run skips the parts that are finished.  Dask's dashboard shows the tasks under the function's name.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from openai_nb.api import prices
from openai_nb.core.errors import BadValue
from openai_nb.core.schemas import response_format
from openai_nb.data import ledger, parts
from openai_nb.data.defaults import chat_model, embedding_model, usual
from openai_nb.data.halting import Halted
from openai_nb.data.partfiles import Parts, Source, is_finished, noted_in, sources
from openai_nb.data.parts import Count, Work
from openai_nb.data.progress import Progress, Reporter

if TYPE_CHECKING:
    from distributed import Client as Cluster

NEWS = 0.1  # seconds between two looks at the parts
GRACE = 1.0  # seconds that a stop waits for parts under way
ENGINE = "Install openai-nb[dask]: it needs distributed and pyarrow, here and on the workers."


def over(
    function: str,
    data: Any,
    arguments: Sequence[Any],
    options: Mapping[str, Any],
    cluster: Cluster | None = None,
    out: str | Path | None = None,
) -> Parts:
    """Do `function` ("module:name") with every part of `data` on the workers; the parts, in `out`.

    Raises `ImportError` without Dask, `ValueError` without `out`, and what ended the run before its time: a
    stop, too.
    """
    try:
        from distributed import get_client
    except ImportError:
        raise ImportError(f"A cluster needs Dask. {ENGINE}") from None
    if out is None:
        raise BadValue("Say where the finished parts go: out=, a folder that all workers see.")
    options, report = _usual(function, options)
    folder = Path(out).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    client, max_cost = options.pop("client"), options.pop("max_cost")
    provider = None if client.provider.adapter is not None else client.provider
    work = Work(uuid4().hex, function, arguments, options, provider, max_cost, str(folder))
    told = _digest(function, arguments, options, client.provider.base_url)
    return Journey(cluster or get_client(), work, told).go(list(sources(data)), report)


def _usual(function: str, options: Mapping[str, Any]) -> tuple[dict[str, Any], Reporter | None]:
    """The options with what is usual here, since the workers know nothing of this kernel."""
    wrong = {"batch", "dry_run", "lane"} & {name for name, value in options.items() if value}
    if wrong:
        raise BadValue(f"{sorted(wrong)[0]} is not for a cluster; it works on one machine's table.")
    client = options.get("client") or usual.client()
    said, embeds = options.get("progress", True), function.endswith(":embed")
    ways = {"client": client, "max_cost": options.get("max_cost")}
    if ways["max_cost"] is None:
        ways["max_cost"] = None if client.provider.sandboxed else usual.max_cost()
    if not function.endswith(":moderate"):
        ways["model"] = options.get("model") or (embedding_model if embeds else chat_model)(client)
    if ways["max_cost"] is not None and prices.price(str(ways.get("model"))) is None:
        raise BadValue(f"max_cost needs a price, and {ways.get('model')!r} has none; leave max_cost out.")
    rest = {name: value for name, value in options.items() if name not in ("progress", "batch", "dry_run")}
    return {**rest, **ways}, usual.reporter() if said is True else said or None


class Journey:
    """One run over a cluster."""

    def __init__(self, cluster: Any, work: Work, told: str) -> None:
        self._cluster, self._work, self._told = cluster, work, told
        self._began, self._dashboard = time.monotonic(), dashboard(cluster)

    def go(self, sources: list[tuple[str, Any, int]], report: Reporter | None) -> Parts:
        """Do what is not done yet; Stop ends it within a second or two, with the finished parts kept."""
        from openai_nb.data.leases import Leases

        self._cluster.register_plugin(Leases())
        self._call("open", money=self._work.max_cost)
        found = Parts(Path(self._work.folder), [self._work.path(place) for place in range(len(sources))])
        rows = sum(each for _, _, each in sources)
        futures = self._sent(sources, found)
        try:
            while any(not each.done() for each in futures):
                self._look(futures, found, report, rows)
        except KeyboardInterrupt:
            self._stop(futures)
            found.ended = "stopped"
        try:
            self._count(futures, found)
        finally:
            self._tell(report, rows, found)
            self._call("close")
        self._tidy(found)
        if found.ended == "stopped":
            raise Halted(found, found.rows)
        return found

    def _sent(self, sources: list[tuple[str, Any, int]], found: Parts) -> list[Any]:
        """A task for each part that is not finished."""
        from dask.delayed import delayed

        lazy, plain = [], []
        for number, (name, source, _) in enumerate(sources):
            made_by = blake2b(f"{self._told} {name}".encode(), digest_size=16).hexdigest()
            if is_finished(self._work.path(number), made_by) is not None:
                found.skipped += 1
            elif isinstance(source, Source):
                plain.append((number, source, made_by))
            else:
                task = delayed(parts.do, pure=False)
                lazy.append(task(self._work, number, source, made_by, dask_key_name=self._key(number)))
        ask, how = self._cluster.submit, {"retries": 3}
        sent = [ask(parts.do, self._work, *each, pure=False, key=self._key(each[0]), **how) for each in plain]
        return sent + (self._cluster.compute(lazy, **how) if lazy else [])

    def _key(self, number: int) -> tuple[str, int]:
        """What Dask calls a part's task: all of a run are one group, named as the function is."""
        return f"{self._name}-{self._work.run}", number

    @property
    def _name(self) -> str:
        return self._work.function.rpartition(":")[2]

    def _look(self, futures: list[Any], found: Parts, report: Reporter | None, rows: int) -> None:
        """Tell how far it is; one part that ended the run stops all."""
        time.sleep(NEWS)
        over = [each.result() for each in futures if each.done() and each.status == "finished"]
        if any(count.failure or count.ended == "paused" for count in over):
            self._stop(futures)
        self._tell(report, rows)

    def _stop(self, futures: list[Any]) -> None:
        self._call("stop")
        until = time.monotonic() + GRACE
        while time.monotonic() < until and any(not each.done() for each in futures):
            time.sleep(NEWS / 2)
        self._cluster.cancel([each for each in futures if not each.done()])

    def _count(self, futures: list[Any], found: Parts) -> None:
        """Add up what the parts brought; raises what ended one of them."""
        over: list[Count] = [each.result() for each in futures if not each.cancelled()]
        here = parts.Count(-1).place
        for count in over:
            found.rows, found.failed = found.rows + count.rows, found.failed + count.failed
            found.tokens += count.tokens
            if count.cost is not None:
                found.cost = (found.cost or 0.0) + count.cost
            if count.tokens and count.place != here:  # the worker's ledger is another machine's
                usage = {"prompt_tokens": count.tokens}
                model = str(self._work.options.get("model", ""))
                ledger.shared().add(
                    model, usage, usd=count.cost, what=f"part {count.part}", cell=usual.cell()
                )
        if found.ended == "done":
            found.ended = next((each.ended for each in over if each.ended != "done"), "done")
        if failure := next((each.failure for each in over if each.failure), None):
            raise failure

    def _tell(self, report: Reporter | None, rows: int, found: Parts | None = None) -> None:
        if report is None:
            return
        known, done, failed, cached, tokens, nano = self._call("tally") or [0] * 6
        rows = max(rows, known)
        took = time.monotonic() - self._began
        left = (rows - done) * took / done if done else None
        ended, note = found.ended if found else "", self._dashboard if not found else ""
        note = f"{found.skipped:,} parts were finished before" if found and found.skipped else note
        told = Progress(
            self._name, rows, done, failed, cached, 0, tokens, nano / 1e9, took, left, ended=ended, note=note
        )
        report(told)

    def _tidy(self, found: Parts) -> None:
        """Delete parts of ours beyond the last: another cut of the table left them there."""
        for path in set(found.folder.glob("part-*.parquet")) - set(found.files):
            if noted_in(path):
                path.unlink()

    def _call(self, what: str, **said: Any) -> Any:
        from openai_nb.data.leases import NAME

        handler = getattr(self._cluster.scheduler, NAME)
        return self._cluster.sync(handler, what=what, run=self._work.run, **said)


def dashboard(cluster: Any) -> str:
    """Where the cluster's dashboard is, in words; empty where it has none."""
    try:
        link = cluster.dashboard_link
    except (LookupError, AttributeError):
        return ""
    return f"dashboard: {link}" if link else ""


def _digest(*said: Any) -> str:
    """What stands for a call: another prompt, schema or model is another call."""
    return blake2b(json.dumps(said, sort_keys=True, default=_plain).encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    try:
        return response_format(value)
    except (TypeError, ValueError):
        return repr(value)
