"""Usage: what calls took and cost, by day, model, cell, conversation and kind, from this machine's ledger."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import Widget
from traitlets import Enum, Unicode

from openai_nb.api.prices import AS_OF
from openai_nb.data import ledger
from openai_nb.data.sums import summed
from openai_nb.looks.bars import bars
from openai_nb.looks.prices import price
from openai_nb.looks.tables import bundle
from openai_nb.panels.listed import Listed
from openai_nb.panels.rows import Column, Rows
from openai_nb.panels.work import Steps

if TYPE_CHECKING:
    import pandas as pd

    from openai_nb.data.ledger import Ledger

WAYS = {"model": "Model", "day": "Day", "cell": "Cell", "conversation": "Conversation", "what": "Kind"}
SPANS = {"ever": None, "the last hour": 3600, "today": 86_400, "the last 7 days": 7 * 86_400}
SPANS["the last 30 days"] = 30 * 86_400


def count(value: Any) -> str:
    """A number of something; empty for none."""
    return f"{value:,.0f}" if value else ""


COLUMNS = (
    Column("id", "", "minmax(9em, 2fr)"),
    Column("calls", "Calls", "5em", count, right=True),
    Column("input_tokens", "Tokens in", "7em", count, right=True),
    Column("output_tokens", "Tokens out", "8em", count, right=True),
    Column("usd", "USD", "7em", price, right=True),
    Column("unpriced", "Unpriced", "7em", count, right=True),
    Column("cached", "Cached", "6em", count, right=True),
    Column("seconds", "Seconds", "6em", count, right=True),
)


class UsagePanel(Listed):
    """What the calls of this machine took: `UsagePanel()`, `UsagePanel(by="day", span="today")`.

    Calls whose price is not known are counted as unpriced, and never as $0.
    """

    NAME = "Usage"
    LOOKS = ("lists", "usage")
    LABELS: ClassVar = {".oai-told": {"role": "status", "aria-live": "polite"}}

    by = Enum(tuple(WAYS), "model")
    span = Enum(tuple(SPANS), "ever")
    total = Unicode("")
    chart = Unicode("")  # an SVG of the days

    def __init__(self, book: Ledger | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self.ledger = book or ledger.shared()
        self.rows = Rows(self._columns(), by="id" if self.by == "day" else "usd")
        self.lists = (self.rows,)
        self.observe(lambda _: self._order(), "by")
        self.observe(lambda _: self.look(), ["by", "span"])

    # Verbs

    def look(self) -> None:
        """Read the ledger anew."""
        if not any(each.quiet for each in self._works):  # else it is being read
            self.work(self._looking(), quiet=True)

    def clear(self) -> None:
        """Ask whether the ledger shall be forgotten."""
        self.ask("Forget what all calls of this machine took? It cannot be undone.", self._clear)

    @property
    def since(self) -> float | None:
        """The seconds since 1970 from which calls count."""
        seconds = SPANS[self.span]
        if self.span == "today":
            now = time.localtime()
            return time.mktime((*now[:3], 0, 0, 0, 0, 0, -1))
        return None if seconds is None else time.time() - seconds

    @property
    def frame(self) -> pd.DataFrame:
        """What is shown, as a table."""
        return summed(self.ledger.frame(self.since), self.by)

    # What is shown

    def view(self) -> Widget:
        """The sum, the days, the table."""
        from openai_nb.panels.usage_view import UsageView

        return UsageView(self).widget

    def twin(self) -> dict[str, str]:
        """The table and its sum."""
        rows = [self.rows.cells(row) for row in self.rows.found[:20]]
        titles = [each.title or WAYS[self.by] for each in COLUMNS]
        return bundle(titles, rows, note=self.total or "No calls yet.")

    def _order(self) -> None:
        self.rows.by, self.rows.down = "id" if self.by == "day" else "usd", True

    def _looking(self) -> Steps:
        while True:
            asked = self.by, self.span
            calls = self.ledger.frame(self.since)
            self.rows.set([_row(name, row.to_dict()) for name, row in summed(calls, self.by).iterrows()])
            yield self.news(total=_total(calls), chart=_chart(calls))
            if asked == (self.by, self.span):
                return  # else it was asked for something else meanwhile

    def _clear(self) -> None:
        self.ledger.clear()
        self.told = "The ledger is empty."
        self.look()

    def _columns(self) -> list[Column]:
        return [each._replace(title="Name") if each.name == "id" else each for each in COLUMNS]

    def __repr__(self) -> str:
        return f"UsagePanel({self.total or 'no calls yet'})"


def _row(name: Any, sums: Mapping[Any, Any]) -> dict[str, Any]:
    usd = None if sums["usd"] != sums["usd"] else float(sums["usd"])
    numbers = {each: float(sums[each]) for each in ("calls", "input_tokens", "output_tokens", "seconds")}
    more = {each: int(sums[each]) for each in ("unpriced", "cached")}
    return {"id": str(name) or "(elsewhere)", "usd": usd, **numbers, **more}


def _total(calls: pd.DataFrame) -> str:
    """All of it on one line."""
    if not len(calls):
        return "No calls yet."
    lacking = int((calls["usd"].isna() & ~calls["sandboxed"]).sum())
    sandboxed, known = int(calls["sandboxed"].sum()), calls["usd"].notna().any()
    tokens = [int(calls[name].fillna(0).sum()) for name in ("input_tokens", "output_tokens")]
    paid = price(float(calls["usd"].sum())) if known else ""
    parts = [
        paid,
        f"{len(calls):,} calls",
        f"{tokens[0]:,}→{tokens[1]:,} tokens",
        f"{lacking:,} unpriced, in no sum" if lacking else "",
        f"{sandboxed:,} in a sandbox" if sandboxed else "",
        f"prices of {AS_OF}" if known else "",
    ]
    return " · ".join(each for each in parts if each)


def _chart(calls: pd.DataFrame) -> str:
    """The money of each day; where nothing has a price, the tokens."""
    if not len(calls):
        return ""
    days = summed(calls, "day")
    if days["usd"].fillna(0).sum() > 0:
        return bars([(str(day), float(usd)) for day, usd in days["usd"].items()], "USD a day", price)
    tokens = days["input_tokens"].fillna(0) + days["output_tokens"].fillna(0)
    return bars(
        [(str(day), float(each)) for day, each in tokens.items()], "Tokens a day", lambda n: f"{n:,.0f}"
    )
