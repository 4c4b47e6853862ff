"""Files: what the API holds for you: looked through, added to, fetched, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import Widget
from traitlets import Dict, List, Unicode

from openai_nb.data.checking import line, wrong
from openai_nb.data.jsonl import Problem
from openai_nb.data.uploading import upload
from openai_nb.looks.previews import preview
from openai_nb.panels.listed import Listed
from openai_nb.panels.rows import Column, Rows, kept, size
from openai_nb.panels.work import Steps, on_stop

if TYPE_CHECKING:
    from openai_nb.api.files import File
    from openai_nb.client import Client
    from openai_nb.core.page import Page

COLUMNS = (
    Column("filename", "Name", "minmax(10em, 3fr)"),
    Column("bytes", "Size", "6em", size, right=True),
    Column("purpose", "Purpose", "minmax(7em, 1fr)"),
    Column("status", "Status", "8em", badge=True),
    Column("created_at", "Created", "11.5em"),
)
PURPOSES = ("fine-tune", "batch", "assistants", "vision", "user_data", "evals")
LARGEST_PREVIEW = 8_000_000  # bytes that are fetched to be looked at
LARGEST_CHECK = 200_000_000  # bytes that are read to be looked through
CHECKING, WRONG, READY, SENDING, SENT = "checking", "wrong", "ready", "sending", "sent"


@dataclass(frozen=True)
class Staged:
    """A file on its way: where it lies, how it stands, how much of it is out, what is wrong in it."""

    path: Path
    state: str = CHECKING
    sent: float = 0.0
    problems: tuple[Problem, ...] = ()
    lines: tuple[str, ...] = ()  # what stands in the first bad lines


class FilesPanel(Listed):
    """Files of the API in a table: `FilesPanel()`.

    A file that is added is looked through first; where a line would be refused it waits for `send` or
    `discard`, else it is sent.  What is deleted is asked about once more: `yes` or `no`.
    """

    NAME = "Files"
    LABELS: ClassVar = {".oai-told": {"role": "status", "aria-live": "polite"}}

    purpose = Unicode("fine-tune")  # of the files that are added
    staged = List()  # of `Staged`
    shown = Dict()  # the preview: a bundle

    def __init__(self, *, client: Client | None = None, **traits: Any) -> None:
        super().__init__(client=client, **traits)
        self._cards: dict[Path, Staged] = {}
        self.files = Rows(COLUMNS, by="created_at")
        self.lists = (self.files,)

    # Verbs

    def look(self) -> None:
        """Fetch the list of files."""
        self.work(self._looking(), quiet=True)

    def add(self, path: str | Path) -> None:
        """Look a file of this machine through, and send it if nothing is wrong with it."""
        file = Path(path).expanduser()
        if not file.is_file():
            raise ValueError(f"There is no file {str(path)!r} here; paths start from {Path.cwd()}.")
        self._put(Staged(file))
        self.work(self._adding(file))

    def take(self, files: list[tuple[str, bytes]]) -> None:
        """Add files that were dropped on the panel."""
        raise ValueError("Drop files on the field that says so.")

    def send(self, name: str) -> None:
        """Send a file although something is wrong with it."""
        self.work(self._sending(self._waiting(name).path))

    def discard(self, name: str) -> None:
        """Do not send a file that waits."""
        with self._lock:
            del self._cards[self._waiting(name).path]
            self.freshen()

    def preview(self) -> None:
        """Show the beginning of the file that is chosen."""
        self.work(self._previewing(self.files.one))

    def download(self, directory: str = ".") -> None:
        """Write the files that are chosen into a directory of this machine, under their own names."""
        self.work(self._downloading(self._chosen(), directory))

    def delete(self) -> None:
        """Ask whether the files that are chosen shall be deleted."""
        ids = self._chosen()
        name = (self.files.get(ids[0]) or {}).get("filename", ids[0])
        what = name if len(ids) == 1 else f"{len(ids):,} files, {name} among them"
        self.ask(f"Delete {what}? It cannot be undone.", lambda: self.work(self._deleting(ids)))

    # What is shown

    def view(self) -> Widget:
        """The table, what can be done with a file, and the place where files are dropped."""
        from openai_nb.panels.files_view import FilesView

        return FilesView(self).widget

    def twin(self) -> dict[str, str]:
        """The first files of the table."""
        return kept(self.files, "No files.")

    def _looking(self) -> Steps:
        since = self.files.version
        found: list[Any] = []
        page: Page[File] | None = self.client.files.list()
        while page is not None:
            found += page.data
            self.files.set(found, since)
            yield self.news()
            page = page.next_page()
        self.files.prepare()

    def _adding(self, path: Path) -> Steps:
        if path.stat().st_size <= LARGEST_CHECK:
            data = path.read_bytes()
            found = wrong(data, self.purpose)
            if found:
                lines = tuple(line(data, each.line)[:200] if each.line else "" for each in found[:5])
                self._cards[path] = Staged(path, WRONG, problems=tuple(found), lines=lines)
                yield self.news()
                return
        yield from self._sending(path)

    def _sending(self, path: Path) -> Steps:
        self._cards[path] = Staged(path, SENDING)
        yield self.news()
        try:
            file = upload(
                self.client,
                path,
                self.purpose,
                lambda part: self._put(Staged(path, SENDING, part)),
                lambda metered: on_stop(metered.stop),
            )
        finally:
            self._cards.pop(path, None)
        self.files.put(file)
        yield self.news(told=f"{file.filename} is there now: {file.id}")

    def _previewing(self, id: str) -> Steps:
        row = self.files.get(id) or {}
        name, bytes_ = str(row.get("filename", id)), int(row.get("bytes") or 0)
        if bytes_ > LARGEST_PREVIEW:
            raise ValueError(f"{name} has {size(bytes_)}, too much to look into here: download it.")
        yield {"shown": preview(name, self.client.files.content(id)), "told": ""}

    def _downloading(self, ids: list[str], directory: str) -> Steps:
        for number, each in enumerate(ids, 1):
            path = self.client.files.download(each, directory or ".")
            more = f" ({number} of {len(ids)})" if len(ids) > 1 else ""
            yield {"told": f"Downloaded: {path}{more}"}

    def _deleting(self, ids: list[str]) -> Steps:
        for number, each in enumerate(ids, 1):
            self.client.files.delete(each)
            self.files.drop([each])
            told = f"Deleted: {number:,} of {len(ids):,}" if len(ids) > 1 else "Deleted."
            yield self.news(told=told, shown={})

    def _chosen(self) -> list[str]:
        if not self.files.chosen:
            raise ValueError("Choose a file first.")
        return list(self.files.chosen)

    def _waiting(self, name: str) -> Staged:
        each: Staged
        for each in self.staged:
            if name in (each.path.name, str(each.path)) and each.state == WRONG:
                return each
        raise ValueError(f"No file {name!r} waits here.")

    def _put(self, staged: Staged) -> None:
        with self._lock:
            self._cards[staged.path] = staged
            self.freshen()

    def freshen(self) -> None:
        """Bring up to date what is shown of files here and there."""
        super().freshen()
        self.staged = list(self._cards.values())

    def __repr__(self) -> str:
        return f"FilesPanel({self.files.total:,} files)"
