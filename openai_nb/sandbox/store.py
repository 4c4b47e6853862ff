"""Store: what the sandbox remembers, in SQLite; ids, clock and order.

In memory it lasts as long as the process and numbers its ids, so that the same calls give the same
ids; in a directory it does so with a seed.  There it survives, and several processes may share it
(write-ahead log).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from uuid import uuid4

from openai_nb.core.places import replacing
from openai_nb.sandbox.eras import CLASSIC, known

SCHEMA = """
create table if not exists things (
  born integer primary key autoincrement,
  kind text not null, id text not null, parent text not null, body text not null,
  unique (kind, id)
);
create index if not exists by_parent on things (kind, parent, born);
create table if not exists contents (id text primary key, data blob not null);
create table if not exists requests (
  number integer primary key autoincrement, created_at integer not null, body text not null
);
create index if not exists by_time on requests (created_at);
create table if not exists numbers (prefix text primary key, number integer not null);
"""
TABLES = {  # what an export holds beside the contents of files
    "things": ("kind", "id", "parent", "body"),
    "requests": ("created_at", "body"),
    "numbers": ("prefix", "number"),
}
MOST_REQUESTS = 100_000  # that are remembered; older ones are forgotten
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Store:
    """Things by kind and id, each with the parent it belongs to, and the contents of files."""

    def __init__(
        self,
        directory: str | Path | None = None,
        *,
        clock: Callable[[], float] = time.time,
        step_seconds: float | None = 0.02,
        pace: float | None = None,
        seed: int | None = None,
        era: str = CLASSIC,
        lenient: bool = False,
    ) -> None:
        """`step_seconds` is the pause between training steps (None: none), `pace` tokens a second.

        `era` is what is offered; a `lenient` sandbox answers whatever the types allow.
        """
        self.step_seconds, self.pace, self.seed = step_seconds, pace, seed
        self.era, self.lenient = known(era), lenient
        self.directory = Path(directory).expanduser() if directory else None
        self._clock, self._lock = clock, threading.RLock()
        if self.directory:
            self.directory.mkdir(parents=True, exist_ok=True)
            (self.directory / "contents").mkdir(exist_ok=True)
        where = str(self.directory / "sandbox.sqlite") if self.directory else ":memory:"
        self._db = sqlite3.connect(where, check_same_thread=False, isolation_level=None, timeout=30)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(SCHEMA)

    def new(self, prefix: str) -> str:
        """A fresh id such as `file-…`."""
        if self.directory and self.seed is None:
            return f"{prefix}{uuid4().hex[:24]}"
        ((number,),) = self._do(
            "insert into numbers values (?, 1) "
            "on conflict do update set number = number + 1 returning number",
            (prefix,),
        )
        seeded = f"{prefix}{number}" if self.seed is None else f"{self.seed} {prefix}{number}"
        digest = hashlib.blake2b(seeded.encode(), digest_size=24).digest()
        return prefix + "".join(LETTERS[byte % len(LETTERS)] for byte in digest)

    def now(self) -> int:
        """The time in seconds since 1970."""
        return int(self._clock())

    def put(self, kind: str, thing: dict[str, Any], parent: str = "") -> dict[str, Any]:
        """Keep `thing` under its id, in place of what was there; the thing itself."""
        self._do(
            "insert into things (kind, id, parent, body) values (?, ?, ?, ?) "
            "on conflict (kind, id) do update set body = excluded.body",
            (kind, thing["id"], parent, json.dumps(thing)),
        )
        return thing

    def change(self, kind: str, id: str, **fields: Any) -> dict[str, Any] | None:
        """Set some fields of a thing, in one step that no other can come between; the thing, or None."""
        with self.step():
            thing = self.get(kind, id)
            if thing is not None:
                self.put(kind, {**thing, **fields})
                return {**thing, **fields}
        return None

    def get(self, kind: str, id: str) -> dict[str, Any] | None:
        """The thing with this id, if there is one."""
        found = self._do("select body from things where kind = ? and id = ?", (kind, id))
        return json.loads(found[0][0]) if found else None

    def all(self, kind: str, parent: str = "") -> list[dict[str, Any]]:
        """Everything of one kind and parent, oldest first."""
        rows = self._do("select body from things where kind = ? and parent = ? order by born", (kind, parent))
        return [json.loads(body) for (body,) in rows]

    def delete(self, kind: str, id: str) -> bool:
        """Forget a thing; whether it was there."""
        return bool(self._do("delete from things where kind = ? and id = ? returning id", (kind, id)))

    def write(self, id: str, data: bytes) -> None:
        """Keep the contents of a file."""
        if self.directory:
            with replacing(self._path(id)) as file:
                file.write(data)
        else:
            self._do("insert or replace into contents values (?, ?)", (id, data))

    def read(self, id: str) -> bytes | None:
        """The contents of a file."""
        if self.directory:
            path = self._path(id)
            return path.read_bytes() if path.is_file() else None
        found = self._do("select data from contents where id = ?", (id,))
        return bytes(found[0][0]) if found else None

    def erase(self, id: str) -> None:
        """Forget the contents of a file."""
        if self.directory:
            self._path(id).unlink(missing_ok=True)
        else:
            self._do("delete from contents where id = ?", (id,))

    def note(self, row: dict[str, Any]) -> None:
        """Write down a request that came at its `created_at`."""
        (number,) = self._do(
            "insert into requests (created_at, body) values (?, ?) returning number",
            (row["created_at"], json.dumps(row)),
        )[0]
        if number % 1000 == 0:
            self._do("delete from requests where number <= ?", (number - MOST_REQUESTS,))

    def newest(self, count: int) -> list[dict[str, Any]]:
        """The last `count` requests, newest first."""
        found = self._do("select body from requests order by number desc limit ?", (count,))
        return [json.loads(body) for (body,) in found]

    def noted(self, start: int = 0, end: int | None = None) -> list[dict[str, Any]]:
        """The requests from `start` to before `end` (seconds since 1970), oldest first."""
        found = self._do(
            "select body from requests where created_at >= ? and created_at < ? order by number",
            (start, 1 << 62 if end is None else end),
        )
        return [json.loads(body) for (body,) in found]

    def counts(self) -> dict[str, int]:
        """How many things there are of each kind."""
        return dict(self._do("select kind, count(*) from things group by kind order by kind", ()))

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """All rows of one of `TABLES`, oldest first."""
        return self._do(f"select {', '.join(TABLES[table])} from {table} order by rowid", ())  # noqa: S608

    def written(self) -> list[str]:
        """The ids of all contents."""
        if self.directory:
            names = (path.name for path in (self.directory / "contents").iterdir())
            return sorted(unquote(name) for name in names if not name.endswith(".part"))
        return [name for (name,) in self._do("select id from contents order by id", ())]

    def fill(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        """Add rows to one of `TABLES`."""
        columns = TABLES[table]
        places = ", ".join("?" * len(columns))
        with self._lock:
            self._db.executemany(
                f"insert into {table} ({', '.join(columns)}) values ({places})",  # noqa: S608
                rows,
            )

    def clear(self) -> None:
        """Forget everything."""
        for name in self.written():
            self.erase(name)
        for table in TABLES:
            self._do(f"delete from {table}", ())  # noqa: S608  # a name of our own

    @contextmanager
    def step(self) -> Iterator[None]:
        """Everything within happens as one, also for other processes."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("begin immediate")
            try:
                yield
                self._db.execute("commit")
            except BaseException:
                if self._db.in_transaction:  # a full disk ends it by itself
                    self._db.execute("rollback")
                raise

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._db.close()

    def _do(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    def _path(self, id: str) -> Path:
        assert self.directory is not None
        # The name of a fine-tuned model has colons, which some systems take for something else.
        return self.directory / "contents" / quote(Path(id).name, safe="")
