"""Sums: what the calls of a ledger took, added up by day, model, cell or conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ADDED = ("input_tokens", "output_tokens", "seconds", "unpriced", "cached")


def summed(calls: pd.DataFrame, by: str) -> pd.DataFrame:
    """A row for each model, cell, conversation, kind (`what`) or UTC day; the dearest first, days the latest.

    `usd` is missing where no call had a price; `unpriced` counts the calls of live models without one.
    """
    table = calls.assign(
        day=calls["at"].dt.strftime("%Y-%m-%d"), unpriced=calls["usd"].isna() & ~calls["sandboxed"]
    )
    found = table.groupby(by, sort=True)
    added = found.agg(dict.fromkeys(ADDED, "sum"))
    added.insert(0, "calls", found.size())
    added.insert(3, "usd", found["usd"].sum(min_count=1))
    order = added.sort_values(["usd", "calls"], ascending=False, na_position="last", kind="stable")
    return order if by != "day" else added.sort_index(ascending=False)
