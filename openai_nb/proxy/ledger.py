"""Ledger: the store of one host: SQLite (write-ahead log) in a file that all workers open.

A call is noted when it begins and booked before its last bytes go out, so that a process which is killed
loses nothing that was finished; what it had under way is found by the next one and booked with its reserve.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from openai_nb.core.database import Database
from openai_nb.core.processes import alive
from openai_nb.proxy.limits import Limits
from openai_nb.proxy.refusal import Refusal
from openai_nb.proxy.store import Call, Spent, period_start

SCHEMA = """
create table if not exists calls (
  number integer primary key autoincrement, process integer not null, user text not null, model text,
  began real not null, ended real, tokens integer not null default 0, reserve real not null
);
create index if not exists by_user on calls (user, began);
create index if not exists under_way on calls (user) where ended is null;
create table if not exists spent (
  day text not null, user text not null, model text not null,
  calls integer not null default 0, input integer not null default 0, output integer not null default 0,
  cost real not null default 0, unpriced integer not null default 0, lost integer not null default 0,
  primary key (user, day, model)
) without rowid;
"""
ADDED = ("calls", "input", "output", "cost", "unpriced", "lost")
WINDOW = 60.0  # seconds that rates look back
LONGEST = 3600.0  # seconds after which a call is taken for lost, whatever its process says
NO_RETRY = {"x-should-retry": "false"}


class Ledger:
    """Calls under way and what was spent; `path` None keeps them in memory, for one process."""

    def __init__(self, path: str | Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self._clock, self._process = clock, os.getpid()
        self._file = Database(path, SCHEMA)
        self.recover()

    def admit(self, call: Call, limits: Limits) -> int:
        """Note a call that begins; its number.  Raises `Refusal` where the limits are reached."""
        with self._file.alone() as db:
            now = self._clock()  # within the step: what others noted before it is not later
            self._check_rates(db, call.user, limits, now)
            if limits.budget is not None:
                self._check_budget(db, call.user, limits, now)
            row = (self._process, call.user, call.model, now, call.reserve)
            done = db.execute(
                "insert into calls (process, user, model, began, reserve) values (?, ?, ?, ?, ?)", row
            )
            return int(done.lastrowid or 0)

    def book(
        self,
        number: int,
        model: str | None,
        tokens: tuple[int, int],
        cost: float | None,
        *,
        again: bool = False,
    ) -> None:
        """Add what a call has used; `again` if some of it was booked before."""
        with self._file.alone() as db:
            found = db.execute("select user from calls where number = ?", (number,)).fetchone()
            if found is None:
                return
            db.execute(
                "update calls set tokens = tokens + ?, reserve = 0 where number = ?", (sum(tokens), number)
            )
            self._add(
                db,
                found[0],
                model,
                (int(not again), *tokens, cost or 0.0, int(cost is None and not again), 0),
            )

    def end(self, number: int) -> None:
        """Note that a call is over."""
        with self._file.alone() as db:
            db.execute("update calls set ended = ? where number = ?", (self._clock(), number))
        if number % 100 == 0:
            self._forget()

    def spent(self, since: str, user: str | None = None) -> list[Spent]:
        """What was used since a day, by a user or by all; the newest day first."""
        rows = self._file.rows(
            "select day, user, model, calls, input, output, cost, unpriced, lost from spent"
            " where day >= ? and (? is null or user = ?) order by day desc, user, model",
            (since, user, user),
        )
        return [Spent(*row) for row in rows]

    def recover(self) -> int:
        """Book what processes that are gone had under way, each with its reserve; how many there were."""
        with self._file.alone() as db:
            rows = db.execute(
                "select number, process, user, model, began, reserve from calls where ended is null"
            ).fetchall()
            late = self._clock() - LONGEST
            gone = [row for row in rows if row[4] < late or not alive(row[1])]
            for number, _, user, model, _, reserve in gone:
                db.execute("update calls set ended = began where number = ?", (number,))
                self._add(db, user, model, (0, 0, 0, reserve, 0, 1))
        return len(gone)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _check_rates(self, db: sqlite3.Connection, user: str, limits: Limits, now: float) -> None:
        ((under_way,),) = db.execute("select count(*) from calls where user = ? and ended is null", (user,))
        if under_way >= limits.concurrent:
            raise _later(f"{under_way} calls of yours are under way; no more may be at once.", 1.0)
        if limits.requests_per_minute is None and limits.tokens_per_minute is None:
            return
        recent = (user, now - WINDOW, now)
        ((count, used, oldest),) = db.execute(
            "select count(*), sum(tokens), min(began) from calls where user = ? and began > ? and began <= ?",
            recent,
        )
        most, tokens = limits.requests_per_minute, limits.tokens_per_minute
        wait = WINDOW - now + (oldest or now)
        if most is not None and count >= most:
            raise _later(f"You may make {most} requests a minute here.", wait)
        if tokens is not None and (used or 0) >= tokens:
            raise _later(f"You may use {tokens} tokens a minute here.", wait)

    def _check_budget(self, db: sqlite3.Connection, user: str, limits: Limits, now: float) -> None:
        since = period_start(limits.period, now)
        ((spent,),) = db.execute(
            "select (select coalesce(sum(cost), 0) from spent where user = ? and day >= ?)"
            " + (select coalesce(sum(reserve), 0) from calls where user = ? and ended is null)",
            (user, since, user),
        )
        if spent >= (limits.budget or 0.0):
            span = {"day": "today's", "month": "this month's", "ever": "your"}[limits.period]
            text = f"You have spent {span} budget of {limits.budget:.2f} USD at this proxy."
            raise Refusal(429, text, "insufficient_quota", NO_RETRY)

    def _add(self, db: sqlite3.Connection, user: str, model: str | None, values: tuple[float, ...]) -> None:
        day = datetime.fromtimestamp(self._clock(), UTC).date().isoformat()
        sums = ", ".join(f"{name} = {name} + excluded.{name}" for name in ADDED)
        db.execute(
            f"insert into spent (day, user, model, {', '.join(ADDED)}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  # names of ours
            f" on conflict (user, day, model) do update set {sums}",
            (day, user, model or "", *values),
        )

    def _forget(self) -> None:
        with self._file.alone() as db:
            db.execute("delete from calls where ended < ?", (self._clock() - 10 * WINDOW,))
        self.recover()


def _later(message: str, seconds: float) -> Refusal:
    wait = max(1, round(seconds + 0.5))
    return Refusal(429, message, "rate_limit_exceeded", {"Retry-After": str(wait)})
