"""Ledger: what each call took, in tokens, seconds and USD: by cell, model, conversation and day."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openai_nb.api.prices import cost
from openai_nb.core.database import Database
from openai_nb.core.places import cache_file
from openai_nb.core.record import Record, asdict

if TYPE_CHECKING:
    import pandas as pd

CALLS = """
create table if not exists calls (
  number integer primary key, at real not null, what text not null, model text not null,
  cell text not null, conversation text not null,
  input_tokens integer, output_tokens integer, cached_tokens integer, usd real, seconds real,
  cached integer not null, sandboxed integer not null, batch integer not null
);
create index if not exists calls_by_time on calls (at);
"""
COLUMNS = ["at", "what", "model", "cell", "conversation"]
COLUMNS += ["input_tokens", "output_tokens", "cached_tokens", "usd", "seconds"]
COLUMNS += ["cached", "sandboxed", "batch"]
OLDER = {  # words that stood for the same in rows of before
    "assistant": "threads",
    "complete": "completions",
    "edit": "edits",
    "embed": "embeddings",
    "image": "images",
    "map": "chat",
    "moderate": "moderations",
}
ADD = f"insert into calls ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 (own names)


class Ledger:
    """A row for each call; in a file it is shared by all kernels of the machine."""

    def __init__(self, path: str | Path | None = None) -> None:
        self._db = Database(path, CALLS)

    def add(
        self,
        model: str,
        usage: Mapping[str, Any] | Record | None,
        *,
        what: str = "chat",
        cell: str = "",
        conversation: str = "",
        seconds: float | None = None,
        usd: float | None = None,
        cached: bool = False,
        sandboxed: bool = False,
        batch: bool = False,
    ) -> float | None:
        """Note a call, and answer what it cost in USD: 0 if it came from the cache, None if unpriced.

        `what` is the API's own word, as `resource` has it.  Without `usd` the price table and the usage tell.
        """
        about: dict[str, Any] = {"what": what, "cell": cell, "conversation": conversation, "seconds": seconds}
        row = call(model, usage, usd=usd, cached=cached, sandboxed=sandboxed, batch=batch, **about)
        self.note(row)
        return row[COLUMNS.index("usd")]  # type: ignore[no-any-return]

    def note(self, row: Sequence[Any]) -> None:
        """Note a call that `call` made a row of."""
        self._db.run(ADD, row)

    def note_many(self, rows: Sequence[Sequence[Any]]) -> None:
        """Note calls, all in one step."""
        if len(rows) == 1:
            self.note(rows[0])
        elif rows:
            self._db.run_many(ADD, rows)

    def rows(self, since: float | None = None) -> list[dict[str, Any]]:
        """The calls since then (seconds since 1970), oldest first."""
        query = f"select {', '.join(COLUMNS)} from calls where at >= ? order by number"  # noqa: S608
        found = [dict(zip(COLUMNS, row, strict=True)) for row in self._db.rows(query, [since or 0.0])]
        for row in found:
            row["what"] = OLDER.get(row["what"], row["what"])
            row |= {name: bool(row[name]) for name in ("cached", "sandboxed", "batch")}
        return found

    def frame(self, since: float | None = None) -> pd.DataFrame:
        """The calls as a table; `at` is a UTC timestamp, `usd` is missing where a call is unpriced."""
        import pandas as pd

        table = pd.DataFrame(self.rows(since), columns=COLUMNS)
        table["at"] = pd.to_datetime(table["at"].astype("float64"), unit="s", utc=True)
        for name in ("input_tokens", "output_tokens", "cached_tokens"):
            table[name] = table[name].astype("Int64")
        return table.astype({"usd": "float64", "seconds": "float64"})

    def spent(self, since: float | None = None) -> float:
        """USD that the priced calls since then cost (seconds since 1970)."""
        query = "select coalesce(sum(usd), 0.0) from calls where at >= ?"
        return float(self._db.rows(query, [since or 0.0])[0][0])

    def clear(self) -> None:
        """Forget all calls."""
        self._db.run("delete from calls")

    def close(self) -> None:
        """Close the file; it opens again when asked something."""
        self._db.close()


def call(
    model: str,
    usage: Mapping[str, Any] | Record | None,
    *,
    what: str = "chat",
    cell: str = "",
    conversation: str = "",
    seconds: float | None = None,
    usd: float | None = None,
    cached: bool = False,
    sandboxed: bool = False,
    batch: bool = False,
) -> tuple[Any, ...]:
    """A call as a row of the ledger, for `ADD`."""
    if cached:
        usd = 0.0
    elif usd is None and not sandboxed:
        usd = cost(model, usage, batch=batch)
    tokens = _tokens(usage)
    return time.time(), what, model, cell, conversation, *tokens, usd, seconds, cached, sandboxed, batch


def resource(path: str) -> str:
    """The API's own word for what a call is of: `chat` for /chat/completions, `speech` for /audio/speech."""
    first, *rest = path.strip("/").split("/")
    return rest[0] if first == "audio" and rest else first


@cache
def _at(path: Path | None) -> Ledger:
    return Ledger(path)


def shared() -> Ledger:
    """The machine's ledger, in the file of its cache."""
    return _at(cache_file())


def _tokens(usage: Mapping[str, Any] | Record | None) -> tuple[int | None, int | None, int | None]:
    """(read, written, read from the server's own cache), as far as the usage tells."""
    told = asdict(usage) if isinstance(usage, Record) else usage or {}
    details = told.get("prompt_tokens_details") or told.get("input_tokens_details") or {}
    read = told.get("prompt_tokens", told.get("input_tokens"))
    return read, told.get("completion_tokens", told.get("output_tokens")), details.get("cached_tokens")
