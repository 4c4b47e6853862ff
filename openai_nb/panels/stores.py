"""Stores: vector stores: made, filled with files, searched by meaning."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import Widget
from traitlets import Unicode

from openai_nb.panels.following import following
from openai_nb.panels.listed import Listed
from openai_nb.panels.rows import Column, Rows, joined, kept, size
from openai_nb.panels.work import Steps, Work

if TYPE_CHECKING:
    from openai_nb.client import Client

PURPOSE = "assistants"
MOST = 10  # chunks that a search shows


def counted(counts: Any) -> str:
    """How many files a store has, and how many of them are not taken in."""
    if not isinstance(counts, Mapping):
        return ""
    failed, coming = counts.get("failed") or 0, counts.get("in_progress") or 0
    more = [f"{coming:,} coming" if coming else "", f"{failed:,} failed" if failed else ""]
    return ", ".join(filter(None, (f"{counts.get('total') or 0:,}", *more)))


STORES = (
    Column("name", "Store", "minmax(8em, 2fr)"),
    Column("status", "Status", "8em", badge=True),
    Column("file_counts", "Files", "minmax(5em, 1fr)", counted),
    Column("usage_bytes", "Size", "6em", size, right=True),
    Column("created_at", "Created", "11.5em"),
)
FILES = (
    Column("filename", "File", "minmax(8em, 2fr)"),
    Column("status", "Status", "8em", badge=True),
    Column("usage_bytes", "Size", "6em", size, right=True),
    Column("last_error.message", "Error", "minmax(4em, 1fr)"),
)
FOUND = (
    Column("score", "Score", "5em", lambda value: f"{value:.3f}", right=True),
    Column("filename", "File", "minmax(6em, 1.4fr)"),
    Column("text", "Text", "minmax(10em, 3fr)"),
)


class StorePanel(Listed):
    """Make, fill and search vector stores: `StorePanel()`, `StorePanel(store)`.

    What is done is done with the store that is chosen.
    """

    NAME = "Vector stores"
    LABELS: ClassVar = {".oai-told": {"role": "status", "aria-live": "polite"}}

    shown = Unicode("")  # the text of the chunk that is chosen
    trouble = Unicode("")

    def __init__(self, store: Any = None, *, client: Client | None = None, **traits: Any) -> None:
        super().__init__(client=client, **traits)
        self.stores, self.files = Rows(STORES, by="created_at"), Rows(FILES)
        self.found = Rows(FOUND)
        self.lists = (self.stores, self.files, self.found)
        self._names: dict[str, str] = {}  # of files, by their id
        self._of = ""  # the store whose files are held
        self._follow: Work | None = None
        self._first = str(getattr(store, "id", store or ""))
        self.stores.observe(lambda _: self.follow(), "chosen")
        self.found.observe(lambda _: self._show(), "chosen")

    # Verbs

    def look(self) -> None:
        """Fetch the list of stores."""
        self.work(self._looking(), quiet=True)

    def create(self, name: str) -> None:
        """Make a store, and choose it."""
        if not name.strip():
            raise ValueError("Give the store a name.")
        store = self.client.vector_stores.create(name=name.strip())
        with self._lock:
            self.stores.put(store)
            self.freshen()
            self.stores.chosen = [store.id]

    def add(self, what: str | Path) -> None:
        """Put a file of this machine, or an uploaded one by its id, into the store that is chosen."""
        store = self.stores.one
        if isinstance(what, str) and what.startswith("file-"):
            self.work(self._putting(store, what))
            return
        path = Path(what).expanduser()
        if not path.is_file():
            raise ValueError(f"There is no file {str(what)!r} here; paths start from {Path.cwd()}.")
        self.work(self._putting(store, path))

    def search(self, question: str) -> None:
        """Find the chunks of the store that a question is about, the best first."""
        if not question.strip():
            raise ValueError("There is nothing to search for.")
        self.work(self._searching(self.stores.one, question.strip()))

    def remove(self) -> None:
        """Take the files that are chosen out of the store; they stay among the files."""
        if not self.files.chosen:
            raise ValueError("Choose a file of the store first.")
        self.work(self._removing(self.stores.one, list(self.files.chosen)))

    def delete(self) -> None:
        """Ask whether the store that is chosen shall be deleted."""
        store = self.stores.one
        name = (self.stores.get(store) or {}).get("name") or store
        self.ask(f"Delete the store {name}? Its files stay.", lambda: self._delete(store))

    def follow(self) -> None:
        """Show the files of the store that is chosen, until all are taken in."""
        if self._follow is not None:
            self._follow.stop()
            self._follow = None
        chosen = self.stores.chosen
        if not chosen or chosen[0] != self._of:
            self.files.set([])
            self.found.set([])
            self._of, self.shown = chosen[0] if chosen else "", ""
            self.freshen()
        if chosen:
            self._follow = self.work(self._following(chosen[0]), quiet=True)

    # What is shown

    def view(self) -> Widget:
        """The stores, the files of one, and what a search finds in it."""
        from openai_nb.panels.stores_view import StoreView

        return StoreView(self).widget

    def twin(self) -> dict[str, str]:
        """The stores, and what was found last."""
        lists = [kept(self.stores, "No stores.")]
        return joined([*lists, *([kept(self.found, "")] if self.found.total else [])])

    def _looking(self) -> Steps:
        since = self.stores.version
        self.stores.set(list(self.client.vector_stores.list()), since)
        yield self.news()
        first, self._first = self._first, ""
        with self._lock:
            if not self.stores.chosen and self.stores.found:
                self.stores.chosen = [first or str(self.stores.found[0]["id"])]

    def _following(self, store: str) -> Steps:
        api = self.client.vector_stores

        def look() -> bool:
            held = [{**each._raw, "filename": self._name(each.id)} for each in api.files.list(store)]
            before = self.files.all
            self.files.set(held)
            self.stores.add([api.retrieve(store)])
            return held != before

        def over() -> bool:
            return all(each.get("status") != "in_progress" for each in self.files.all)

        sandboxed = self.client.provider.sandboxed
        for trouble in following(look, over, sandboxed=sandboxed, threads=self.threads):
            yield self.news(trouble=trouble)

    def _putting(self, store: str, what: str | Path) -> Steps:
        file = str(what)
        if isinstance(what, Path):
            yield {"told": f"Uploading {what.name} …"}
            file = self.client.files.create(file=what, purpose=PURPOSE).id
        self.client.vector_stores.files.create(store, file_id=file)
        yield self.news(told=f"Taken in: {self._name(file)}")
        with self._lock:
            self.follow()

    def _searching(self, store: str, question: str) -> Steps:
        found = self.client.vector_stores.search(store, query=question, max_num_results=MOST)
        self.found.set(
            {"id": str(at), "score": each.score, "filename": each.filename, "text": str(each)}
            for at, each in enumerate(found.data)
        )
        yield self.news(told=f"{len(found.data)} places found" if found.data else "Nothing was found.")

    def _removing(self, store: str, ids: list[str]) -> Steps:
        for each in ids:
            self.client.vector_stores.files.delete(each, store)
            self.files.drop([each])
            yield self.news(told="Taken out.")

    def _delete(self, store: str) -> None:
        self.client.vector_stores.delete(store)
        with self._lock:
            self.stores.drop([store])
            self.freshen()

    def _name(self, file: str) -> str:
        """The name of a file by its id; asked for once."""
        if file not in self._names:
            self._names[file] = self.client.files.retrieve(file).filename
        return self._names[file]

    def _show(self) -> None:
        chosen = self.found.chosen
        self.shown = str((self.found.get(chosen[0]) or {}).get("text", "")) if chosen else ""

    def __repr__(self) -> str:
        return f"StorePanel({self.stores.total:,} stores)"
