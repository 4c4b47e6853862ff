"""Accounts: tables of what was used: the ledger of this machine, and that of the organization."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openai_nb.magics.arguments import Misused
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.data.ledger import Ledger

UNITS = {"m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
WEEK = 7 * UNITS["d"]


def since(words: str | None) -> float | None:
    """Seconds since 1970 that `7d`, `today` or `2026-11-01` means; None for no limit."""
    if not words:
        return None
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)\s*([mhdw])", words):
        return time.time() - float(found[1]) * UNITS[found[2]]
    if words == "today":
        return datetime.now().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    try:
        return datetime.fromisoformat(words).timestamp()
    except ValueError:
        raise Misused(f"--since {words} is no time.", "Say 30m, 12h, 7d, today or 2026-11-01.") from None


def calls(words: str | None) -> Any:
    """The calls one by one, oldest first."""
    with _ledger() as ledger:
        return ledger.frame(since(words))


def summed(by: str, words: str | None) -> Any:
    """The calls since then added up by model, cell, conversation, kind (`what`) or day; the dearest first."""
    from openai_nb.data import sums

    return sums.summed(calls(words), by)


def organization(words: str | None) -> Any:
    """What the organization used, by day and model; the last week unless it is said since when."""
    return _frame(_admin().completions(start_time=_start(words), bucket_width="1d", group_by=["model"]))


def costs(words: str | None) -> Any:
    """What the organization paid, by day and line item."""
    return _frame(_admin().costs(start_time=_start(words), bucket_width="1d", group_by=["line_item"]))


def clear() -> None:
    """Forget what the ledger of this machine holds."""
    with _ledger() as ledger:
        ledger.clear()


@contextmanager
def _ledger() -> Iterator[Ledger]:
    """The ledger of this machine; trouble with its file is `Unkept`."""
    from openai_nb.core.database import told
    from openai_nb.data import ledger

    try:
        yield ledger.shared()
    except (sqlite3.Error, OSError) as problem:
        raise told(problem) or problem from None


def _admin() -> Any:
    return current().client.admin.organization.usage


def _start(words: str | None) -> int:
    return int(since(words) or time.time() - WEEK)


def _frame(buckets: Any) -> Any:
    """A row for each result, under the day it begins; columns of which nothing is known are left out."""
    import pandas as pd

    from openai_nb.api.buckets import rows
    from openai_nb.data.frames import frame

    table = frame(rows(buckets), index=None).dropna(axis="columns", how="all")
    if "start_time" in table:
        table.insert(0, "day", pd.to_datetime(table.pop("start_time"), unit="s", utc=True))
    return table.drop(columns=["object", "end_time"], errors="ignore")
