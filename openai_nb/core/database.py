"""Database: a file that processes share: a machine's answers, vectors, ledger, budgets; a proxy's calls.

SQLite in write-ahead mode: many processes may write a row each at the same time, and a row that was
written is there after a kill.
"""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from openai_nb.core.errors import Unkept

PATIENCE = 60.0  # seconds to wait for another writer
OPENINGS = 40  # tries to open a file that others create at this moment


class Database:
    """One SQLite file with tables made when first opened; None for one in memory.

    Threads share it; a forked child opens it anew.
    """

    def __init__(self, path: str | Path | None, schema: str, *, page_bytes: int = 4096) -> None:
        self.path = Path(path).expanduser() if path else None
        self._schema, self._page = schema, page_bytes
        self._lock = threading.RLock()
        self._opened: sqlite3.Connection | None = None
        self._pid = 0

    def rows(self, query: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """What `query` finds."""
        with self._lock:
            return self._db.execute(query, tuple(values)).fetchall()

    def run(self, query: str, values: Iterable[Any] = ()) -> int:
        """Change something, at once and for good; how many rows it concerned."""
        with self._lock:
            return self._db.execute(query, tuple(values)).rowcount

    def run_many(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        """Change many rows, all or none of them."""
        with self.alone() as db:
            db.executemany(query, rows)

    @contextlib.contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """Several steps that no other thread or process comes between; undone if one fails."""
        with self._lock:
            db = self._db
            db.execute("begin immediate")
            try:
                yield db
                db.execute("commit")
            except BaseException:
                if db.in_transaction:  # a full disk ends it by itself
                    db.execute("rollback")
                raise

    @property
    def bytes(self) -> int:
        """How large it is."""
        (pages,), (size,) = self.rows("pragma page_count")[0], self.rows("pragma page_size")[0]
        return int(pages) * int(size)

    def __reduce__(self) -> tuple[Any, ...]:
        """In a pickle it is where its file lies; elsewhere it is opened anew."""
        return partial(Database, page_bytes=self._page), (self.path, self._schema)

    def close(self) -> None:
        """Close the file; it opens again when asked something."""
        with self._lock:
            if self._opened is not None and self._pid == os.getpid():
                self._opened.close()
            self._opened = None

    @property
    def _db(self) -> sqlite3.Connection:
        if self._opened is None or self._pid != os.getpid():
            self._opened, self._pid = self._open(), os.getpid()
        return self._opened

    def _open(self) -> sqlite3.Connection:
        """Open it, patiently: when several processes create a file at once, SQLite refuses some of them."""
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for attempt in range(OPENINGS):
            try:
                return self._tried()
            except sqlite3.OperationalError as problem:
                if "locked" not in str(problem) or attempt == OPENINGS - 1:
                    raise
                time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 (only spreads the tries)
        raise AssertionError("unreachable")

    def _tried(self) -> sqlite3.Connection:
        where = str(self.path) if self.path else ":memory:"
        if self.path is not None:  # made here, so that it is never another's to read
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        db = sqlite3.connect(where, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            db.execute(f"pragma page_size = {self._page}")
            db.execute("pragma journal_mode = wal")
            db.execute("pragma synchronous = normal")
            db.executescript(self._schema)
        except BaseException:
            db.close()
            raise
        return db


def told(problem: Exception | None) -> Exception | None:
    """Trouble with a file as `Unkept`; what is none stays as it is."""
    if not isinstance(problem, sqlite3.Error | OSError):
        return problem
    error = Unkept(f"The file of answers cannot be used: {problem}.")
    error.__cause__ = problem
    return error
