"""Batches: many requests in one file: looked through, sent, followed, and their answers read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import Widget
from traitlets import Any as AnyTrait
from traitlets import Unicode

from openai_nb.api.batches import ENDED
from openai_nb.api.lines import problems, written
from openai_nb.data import reckoning
from openai_nb.data.batching import rows
from openai_nb.data.calls import afford
from openai_nb.data.checking import USUAL, endpoint
from openai_nb.panels.following import following
from openai_nb.panels.listed import Listed
from openai_nb.panels.rows import Column, Rows, joined, kept
from openai_nb.panels.usual import known_model
from openai_nb.panels.work import Steps, Work

if TYPE_CHECKING:
    import pandas as pd

    from openai_nb.client import Client


def done(counts: Any) -> str:
    """How many of a batch's requests are answered, how many failed."""
    if not isinstance(counts, Mapping):
        return ""
    failed = counts.get("failed") or 0
    told = f"{(counts.get('completed') or 0) + failed:,} / {counts.get('total') or 0:,}"
    return f"{told}, {failed:,} failed" if failed else told


BATCHES = (
    Column("id", "Batch", "minmax(9em, 2fr)"),
    Column("endpoint", "Endpoint", "minmax(8em, 1.5fr)"),
    Column("status", "Status", "8em", badge=True),
    Column("request_counts", "Done", "minmax(6em, 1fr)", done),
    Column("created_at", "Created", "11.5em"),
)
RESULTS = (
    Column("custom_id", "Request", "minmax(6em, 1fr)"),
    Column("answer", "Answer", "minmax(10em, 4fr)"),
    Column("error", "Error", "minmax(5em, 1.5fr)"),
    Column("output_tokens", "Tokens", "6em", right=True),
)


class BatchPanel(Listed):
    """Send and follow batches: `BatchPanel()`, `BatchPanel(requests=df)`.

    `requests` are texts, the arguments of calls, a DataFrame of such, or the path or id of a file.  The batch
    that is chosen is followed while cells stay free, and its answers shown once it has ended.
    """

    NAME = "Batches"
    LABELS: ClassVar = {".oai-told": {"role": "status", "aria-live": "polite"}}

    requests = AnyTrait(None)
    endpoint = Unicode(USUAL)  # of requests that do not say it themselves
    model = Unicode("")
    trouble = Unicode("")

    def __init__(self, batch: Any = None, *, client: Client | None = None, **traits: Any) -> None:
        super().__init__(client=client, **traits)
        self.batches, self.answers = Rows(BATCHES, by="created_at"), Rows(RESULTS)
        self.lists = (self.batches, self.answers)
        self._follow: Work | None = None
        self._first = str(getattr(batch, "id", batch or ""))
        self._read = ""  # the batch whose answers are held
        self.model = self.model or known_model(client, "chat")
        self.batches.observe(lambda _: self.follow(), "chosen")

    @property
    def batch(self) -> Mapping[str, Any]:
        """The batch that is chosen; empty where none is."""
        chosen = self.batches.chosen
        return (self.batches.get(chosen[0]) or {}) if chosen else {}

    @property
    def results(self) -> pd.DataFrame:
        """The answers that are shown, a row for each request in the order of the file."""
        from openai_nb.data.frames import frame

        held = [{name: value for name, value in row.items() if name != "id"} for row in self.answers.all]
        return frame(held, index="custom_id")

    # Verbs

    def look(self) -> None:
        """Fetch the list of batches."""
        self.work(self._looking(), quiet=True)

    def check(self) -> bytes:
        """The file that would be sent; raises `ValueError` that names the first bad line."""
        data = self._lines()
        wrong = next(problems(data, endpoint(data)), None)
        if wrong:
            where = f"Line {wrong.line}: " if wrong.line else ""
            raise ValueError(f"{where}{wrong.message} Nothing was sent.")
        count = sum(1 for line in data.splitlines() if line.strip())
        self.told = f"{count:,} requests to {endpoint(data)}; nothing is wrong."
        return data

    def create(self) -> None:
        """Send the requests, and begin a batch of them."""
        if isinstance(self.requests, str) and self.requests.startswith("file-"):
            self.work(self._creating(self.requests, None))
        else:
            self.work(self._creating("", self.check()))

    def cancel(self) -> None:
        """Ask whether the batch that is chosen shall be stopped."""
        batch_id = self.batches.one
        self.ask(f"Cancel {batch_id}? What is answered is kept.", lambda: self._cancel(batch_id))

    def follow(self) -> None:
        """Follow the batch that is chosen."""
        if self._follow is not None:
            self._follow.stop()
            self._follow = None
        chosen = self.batches.chosen
        if not chosen or chosen[0] != self._read:
            self.answers.set([])
            self._read = ""
            self.freshen()
        if chosen and not self._read:
            self._follow = self.work(self._following(chosen[0]), quiet=True)

    # What is shown

    def view(self) -> Widget:
        """The batches, the answers of one, and what begins another."""
        from openai_nb.panels.batches_view import BatchView

        return BatchView(self).widget

    def twin(self) -> dict[str, str]:
        """The batches, and the first answers of the one that is chosen."""
        held = [(self.batches, "No batches."), *([(self.answers, "")] if self.answers.total else [])]
        return joined([kept(rows, empty) for rows, empty in held])

    def _looking(self) -> Steps:
        since = self.batches.version
        self.batches.set(list(self.client.batches.list()), since)
        yield self.news()
        first, self._first = self._first, ""
        with self._lock:
            if not self.batches.chosen and self.batches.found:
                self.batches.chosen = [first or str(self.batches.found[0]["id"])]

    def _following(self, batch_id: str) -> Steps:
        def look() -> bool:
            before = self.batches.get(batch_id)
            self.batches.add([self.client.batches.retrieve(batch_id)])
            return before != self.batches.get(batch_id)

        def over() -> bool:
            return (self.batches.get(batch_id) or {}).get("status") in ENDED

        sandboxed = self.client.provider.sandboxed
        for trouble in following(look, over, sandboxed=sandboxed, threads=self.threads):
            yield self.news(trouble=trouble)
        if over() and self.batch.get("status") != "failed":
            found = rows(self.client.batches.results(batch_id))
            self.answers.set({"id": str(at), **row} for at, row in enumerate(found))
            self._read = batch_id
            yield self.news()
        elif over():
            told = (self.batch.get("errors") or {}).get("data") or [{}]
            raise ValueError(
                f"{batch_id} was not begun. Line {told[0].get('line')}: {told[0].get('message')}"
            )

    def _lines(self) -> bytes:
        given = self.requests
        if given is None or (isinstance(given, str) and not given.strip()):
            raise ValueError("Name the requests first: a DataFrame, a list, or a file of JSON lines.")
        if isinstance(given, bytes):
            return given
        if isinstance(given, str | Path):
            path = Path(given).expanduser()
            if not path.is_file():
                raise ValueError(f"There is no file {str(given)!r} here; paths start from {Path.cwd()}.")
            return path.read_bytes()
        return written(given, self.endpoint, {"model": self.model} if self.model else {})

    def _creating(self, file: str, data: bytes | None) -> Steps:
        where = self.endpoint
        if data is not None:
            afford(*reckoning.posted(data), self.client.provider)
            yield {"told": "Uploading …"}
            sent = self.client.files.create(file=("requests.jsonl", data), purpose="batch")
            file, where = sent.id, endpoint(data)
        batch = self.client.batches.create(input_file_id=file, endpoint=where, completion_window="24h")
        self.batches.put(batch)
        yield self.news(told=f"Begun: {batch.id}")
        with self._lock:
            self.freshen()
            self.batches.chosen = [batch.id]

    def _cancel(self, batch_id: str) -> None:
        batch = self.client.batches.cancel(batch_id)
        with self._lock:
            self.batches.add([batch])
            self.freshen()

    def __repr__(self) -> str:
        return f"BatchPanel({self.batches.total:,} batches)"
