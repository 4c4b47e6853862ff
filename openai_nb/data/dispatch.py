"""Dispatch: brings planned batches on their way, each exactly once.

Between two steps a program may die, and an answer may be lost on its way: so before a batch is begun a
second time, the API is asked whether it was begun the first time, by the mark in its metadata or its file.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openai_nb.api.batches import ENDED
from openai_nb.core.errors import OpenAIError, Refused
from openai_nb.data.harvest import no_room
from openai_nb.data.lanes import Ask
from openai_nb.data.manifest import BEGUN, PLANNED, UPLOADED, Entry, Manifest

if TYPE_CHECKING:
    from openai_nb.api.batches import Batch
    from openai_nb.client import Client

MARK = "openai_nb"  # the name of the mark in a batch's metadata
SLACK = 300.0  # seconds by which two clocks may differ
LOOKED_BACK = 1000  # batches that are looked through where nothing says since when
SHORTEST, LONGEST = 5.0, 600.0  # seconds until a batch that found no room tries again
LIMIT = re.compile(r"limit:?\s*([\d,]{3,})", re.IGNORECASE)


@dataclass
class Parcel:
    """A batch that this run waits for: its rows, and how it stands."""

    entry: Entry
    asks: dict[bytes, Ask]
    promised: float = 0.0
    doubtful: bool = False  # it may have been begun although the manifest does not say so
    refusals: int = 0
    why: str = ""  # the last refusal
    next_look: float = 0.0
    status: str = ""
    done: int = 0  # lines, as the API counts them


class Dispatch:
    """Uploads and begins batches for one client and model."""

    def __init__(self, client: Client, manifest: Manifest, endpoint: str) -> None:
        self.limit: int | None = None  # tokens that may wait in the API's queue, as far as it told
        self._client, self._once = client, client.using(max_retries=0)
        self._manifest, self._endpoint = manifest, endpoint
        self._known: list[Batch] | None = None

    def forward(self, parcel: Parcel) -> None:
        """Bring a parcel as far on its way as it goes now; another program's steps are seen and kept."""
        with self._manifest.alone():
            parcel.entry = self._manifest.entry(parcel.entry.mark) or parcel.entry
            if parcel.entry.state == PLANNED:
                self._upload(parcel)
            if parcel.entry.state == UPLOADED:
                self._begin(parcel)

    def refused(self, parcel: Parcel, why: str) -> None:
        """There was no room for it: it goes later, each time after a longer wait."""
        parcel.refusals, parcel.why, parcel.status = parcel.refusals + 1, why, ""
        parcel.next_look = time.monotonic() + min(SHORTEST * 2 ** (parcel.refusals - 1), LONGEST)
        if told := LIMIT.search(why):
            self.limit = int(told[1].replace(",", ""))
        self._noted(parcel, state=UPLOADED, batch="")

    def adopt(self, origin: str) -> Batch | None:
        """A batch with these rows that another machine, or a manifest now lost, has begun."""
        if self._known is None:
            ours = {each.mark for each in self._manifest.entries(ended=True)}
            begun = islice(self._begun(0.0), LOOKED_BACK)
            self._known = [each for each in begun if _mark(each) and _mark(each) not in ours]
        for batch in self._known:
            if _mark(batch).startswith(f"{origin}-") and (batch.status not in ENDED or batch.output_file_id):
                self._known.remove(batch)
                return batch
        return None

    def tidy(self, parcel: Parcel) -> None:
        """Delete the file that was uploaded; one that is gone already is as well."""
        if parcel.entry.file:
            try:
                self._client.files.delete(parcel.entry.file)
            except OpenAIError:
                return

    def _upload(self, parcel: Parcel) -> None:
        entry, path = parcel.entry, self._manifest.spool(parcel.entry.mark)
        file_id = self._uploaded(entry, path) if parcel.doubtful else None
        if file_id is None:
            parcel.doubtful = True  # until the answer is here
            file_id = self._once.files.create(file=path, purpose="batch").id
        parcel.doubtful = False
        self._noted(parcel, state=UPLOADED, file=file_id)

    def _uploaded(self, entry: Entry, path: Path) -> str | None:
        """The file of an upload whose answer was lost."""
        for file in self._client.files.list(purpose="batch", order="desc"):
            if file.filename == path.name and file.bytes == path.stat().st_size:
                return file.id
            if file.created_at < entry.at - SLACK:
                break
        return None

    def _begin(self, parcel: Parcel) -> None:
        entry = parcel.entry
        if parcel.doubtful and (found := self._found(entry)):
            self._noted(parcel, state=BEGUN, batch=found.id)
            return
        if not self._has_room(parcel):
            parcel.next_look = time.monotonic() + SHORTEST
            return
        try:
            batch = self._once.batches.create(
                input_file_id=entry.file,
                endpoint=self._endpoint,
                completion_window="24h",
                metadata={MARK: entry.mark},
            )
        except OpenAIError as problem:
            if isinstance(problem, Refused) and no_room(problem.code, problem.message):
                self.refused(parcel, problem.message)
                return
            parcel.doubtful = problem.passing
            raise
        parcel.doubtful = False
        self._noted(parcel, state=BEGUN, batch=batch.id)

    def _has_room(self, parcel: Parcel) -> bool:
        """Whether the tokens of a batch may join those that wait; alone it may always try."""
        waiting = [each.tokens for each in self._manifest.entries(parcel.entry.scope) if each.state == BEGUN]
        return self.limit is None or not waiting or sum(waiting) + parcel.entry.tokens <= self.limit

    def _found(self, entry: Entry) -> Batch | None:
        """The batch that was begun for an entry, if one was."""
        begun = self._begun(entry.at - SLACK)
        return next(
            (each for each in begun if entry.mark == _mark(each) or entry.file == each.input_file_id), None
        )

    def _begun(self, since: float) -> Iterator[Batch]:
        """The batches that the API knows, newest first; failed ones never began."""
        for batch in self._client.batches.list(limit=100):
            if batch.created_at < since:
                return
            if batch.status != "failed":
                yield batch

    def _noted(self, parcel: Parcel, **changes: Any) -> None:
        self._manifest.note(parcel.entry.mark, **changes)
        parcel.entry = self._manifest.entry(parcel.entry.mark) or parcel.entry


def _mark(batch: Batch) -> str:
    return (batch.metadata or {}).get(MARK) or ""
