"""Manifest: which batches are under way and which rows each of them carries, in the file of the cache.

Whatever is done about a batch is written here before and after, so that a program that dies in between
leaves enough behind for the next one to go on, neither losing a batch nor beginning it twice.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, finalize

from openai_nb.core.database import Database
from openai_nb.core.places import cache_file
from openai_nb.data import ledger

if TYPE_CHECKING:
    import pandas as pd

    from openai_nb.client import Client
    from openai_nb.providers import Provider

SCHEMA = """
create table if not exists batches (
  mark text primary key, scope blob not null, address text not null, path text not null, model text not null,
  what text not null, rows integer not null, tokens integer not null, at real not null,
  state text not null, file text not null, batch text not null, ended text not null
);
create table if not exists batch_rows (
  scope blob, key blob, mark text, primary key (scope, key)
) without rowid;
create index if not exists batch_rows_by_mark on batch_rows (mark);
"""
PLANNED, UPLOADED, BEGUN, READ = "planned", "uploaded", "begun", "read"
AT_ONCE = 500  # keys in one query; SQLite takes a limited number


@dataclass(frozen=True)
class Entry:
    """A batch: the mark it is known by, whose it is, what it carries, and how far it has come."""

    mark: str
    scope: bytes
    address: str
    path: str
    model: str
    what: str
    rows: int
    tokens: int  # about, of its questions
    at: float = 0.0  # when it was planned, in seconds since 1970
    state: str = PLANNED
    file: str = ""
    batch: str = ""
    ended: str = ""  # how


_NAMES = ", ".join(field.name for field in fields(Entry))


class Manifest:
    """The batches of this machine and their rows; without a `path`, of this process."""

    def __init__(self, path: str | Path | None = None) -> None:
        self._db = Database(path, SCHEMA + ledger.CALLS)
        if path:
            self.folder = Path(path).expanduser().with_suffix(".batches")
        else:
            self.folder = Path(tempfile.mkdtemp(prefix="openai_nb-"))
            finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        door = self.folder / "door.sqlite" if path else None
        self._door = Database(door, "create table if not exists door (open integer);")

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """No other program sends or reads a batch meanwhile; the system lets go of it when this one dies."""
        with contextlib.ExitStack() as inside:
            while True:
                try:
                    inside.enter_context(self._door.alone())
                    break
                except sqlite3.OperationalError as problem:
                    if "locked" not in str(problem):  # another program is at a long upload
                        raise
            yield

    def plan(self, entry: Entry, keys: Sequence[bytes]) -> dict[bytes, str]:
        """Note a batch that is to be; where others carry some of its rows, say which and note nothing."""
        with self._db.alone() as db:
            if taken := dict(self._carried(db, entry.scope, keys)):
                return taken
            db.execute(f"insert into batches ({_NAMES}) values ({_marks(13)})", astuple(entry))  # noqa: S608
            rows = ((entry.scope, key, entry.mark) for key in keys)
            db.executemany("insert into batch_rows values (?, ?, ?)", rows)
        return {}

    def carried(self, scope: bytes, keys: Sequence[bytes]) -> dict[bytes, str]:
        """By which batches these rows are carried, as far as they are."""
        with self._db.alone() as db:
            return dict(self._carried(db, scope, keys))

    def entry(self, mark: str) -> Entry | None:
        """The batch of this mark."""
        found = self._db.rows(f"select {_NAMES} from batches where mark = ?", [mark])  # noqa: S608
        return Entry(*found[0]) if found else None

    def note(self, mark: str, **changes: str) -> None:
        """Note how far a batch has come: `state`, `file`, `batch`."""
        names = ", ".join(f"{name} = ?" for name in changes)
        self._db.run(f"update batches set {names} where mark = ?", [*changes.values(), mark])  # noqa: S608

    def close_entry(self, mark: str, ended: str, call: Sequence[Any] | None = None) -> None:
        """A batch is over, and all it brought is kept: its rows may be carried by others.

        A `call` that stands for all of it goes into the ledger in the same step: with it or not at all.
        """
        if call and self._db.path is None:  # the ledger is in another place
            ledger.shared().note(call)
        with self._db.alone() as db:
            if call and self._db.path is not None:
                db.execute(ledger.ADD, call)
            db.execute("update batches set state = ?, ended = ? where mark = ?", [READ, ended, mark])
            db.execute("delete from batch_rows where mark = ?", [mark])

    def entries(self, scope: bytes | None = None, *, ended: bool = False) -> list[Entry]:
        """The batches that are not over (or all), oldest first."""
        which = "" if ended else "where state != 'read'"
        found = self._db.rows(f"select {_NAMES} from batches {which} order by at")  # noqa: S608 (own words)
        return [each for each in (Entry(*row) for row in found) if scope in (None, each.scope)]

    def spool(self, mark: str) -> Path:
        """Where the lines of a batch lie on this machine until it is over."""
        return self.folder / f"{mark}.jsonl"

    def sweep(self, older: float = 86_400.0) -> None:
        """Delete lines that no batch needs any more and nobody has written to for so many seconds."""
        wanted = {self.spool(each.mark) for each in self.entries()}
        for path in self.folder.glob("*.jsonl"):
            with contextlib.suppress(OSError):
                if path not in wanted and time.time() - path.stat().st_mtime > older:
                    path.unlink()

    def _carried(
        self, db: sqlite3.Connection, scope: bytes, keys: Iterable[bytes]
    ) -> Iterator[tuple[bytes, str]]:
        rest = iter(keys)
        while some := list(islice(rest, AT_ONCE)):
            query = f"select key, mark from batch_rows where scope = ? and key in ({_marks(len(some))})"  # noqa: S608
            yield from db.execute(query, [scope, *some]).fetchall()


_of_sandboxes: WeakKeyDictionary[Any, Manifest] = WeakKeyDictionary()


@cache
def _at(path: Path | None) -> Manifest:
    return Manifest(path)


def shared(provider: Provider | None = None) -> Manifest:
    """The machine's manifest; for a sandbox in this process one that lives as long as it does."""
    if provider is not None and provider.sandboxed:
        owner = provider.adapter or provider.auth
        return _of_sandboxes.setdefault(owner, Manifest()) if owner is not None else Manifest()
    return _at(cache_file())


def pending(client: Client | None = None) -> pd.DataFrame:
    """The batches that have begun and were not read yet, by id: those of a client, or all of this machine.

    The same call that began one brings its answers home, in any kernel.
    """
    import pandas as pd

    found = shared(client.provider if client else None).entries()
    if client is not None:
        found = [each for each in found if each.address == client.provider.base_url]
    names = ["what", "model", "rows", "state", "at", "address"]
    rows = [[getattr(each, name) for name in names] for each in found]
    index = pd.Index([each.batch or each.mark for each in found], name="batch", dtype="object")
    table = pd.DataFrame(rows, columns=names, index=index)
    table["at"] = pd.to_datetime(table["at"].astype("float64"), unit="s", utc=True)
    return table


def _marks(count: int) -> str:
    return ",".join("?" * count)
