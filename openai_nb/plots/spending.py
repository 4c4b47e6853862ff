"""Spending: what calls cost, and what tokens they took, from day to day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from openai_nb.core.errors import BadValue
from openai_nb.plots import style
from openai_nb.plots.words import shortened

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS = 6  # that have a colour; the others are one
OTHERS = "others"
FINE = 2.0  # days up to which hours are shown


def spending(
    calls: pd.DataFrame, *, by: str = "model", title: str | None = None, theme: str = "light"
) -> Figure:
    """USD and tokens over time, one bar a day (or an hour, for two days at most), by model or another column.

    `calls` is a ledger's `frame()`.  Calls without a known price are counted below, never drawn as free; what
    a sandbox or the cache answered cost nothing and counts among the tokens only.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    look = style.theme(theme)
    figure = Figure(figsize=(7.6, 2.9), dpi=100, facecolor=look.paper, layout="constrained")
    FigureCanvasAgg(figure)
    table, step = _timed(calls, by)
    kinds = _kinds(table)
    colours = dict(zip(kinds, [*style.palette(min(len(kinds), KINDS), look), style.OTHER], strict=False))
    for axes, column, name in zip(figure.subplots(1, 2), ("usd", "tokens"), ("USD", "tokens"), strict=True):
        _bars(axes, table, column, step, colours)
        _dress(axes, name, table[column].sum(), look)
    _key(figure, colours, look)
    _below(figure, calls, look)
    if title:
        _above(figure, title, look)
    return figure


def _above(figure: Figure, title: str, look: style.Theme) -> None:
    words = figure.suptitle(
        shortened(title, 90), x=0.01, ha="left", color=look.ink, size=11, weight="bold", family=style.fonts()
    )
    words.set_parse_math(False)


def _timed(calls: pd.DataFrame, by: str) -> tuple[pd.DataFrame, str]:
    """Sums for each step of time and each kind, and how long a step is: "D" or "h"."""
    import pandas as pd

    if by not in calls:
        raise BadValue(f"there is no column {by!r} in these calls; there are {', '.join(calls.columns)}")
    span = (calls["at"].max() - calls["at"].min()) / pd.Timedelta("1D") if len(calls) else 0.0
    step = "h" if span <= FINE else "D"
    tokens = calls["input_tokens"].fillna(0).astype(float) + calls["output_tokens"].fillna(0).astype(float)
    plain = pd.DataFrame(
        {
            "at": calls["at"].dt.tz_convert(None).dt.floor(step),
            "kind": calls[by].astype(str),
            "usd": calls["usd"].fillna(0.0),
            "tokens": tokens,
        }
    )
    largest = plain.groupby("kind")[["usd", "tokens"]].sum().sort_values(["usd", "tokens"], ascending=False)
    few = set(largest.index[:KINDS])
    plain["kind"] = plain["kind"].where(plain["kind"].isin(few), OTHERS)
    return plain.groupby(["at", "kind"], as_index=False).sum(), step


def _kinds(table: pd.DataFrame) -> list[str]:
    """The kinds, the dearest first and the others last."""
    sums = table.groupby("kind")[["usd", "tokens"]].sum().sort_values(["usd", "tokens"], ascending=False)
    return sorted(sums.index.tolist(), key=lambda kind: kind == OTHERS)


def _bars(axes: Axes, table: pd.DataFrame, column: str, step: str, colours: dict[str, str]) -> None:
    wide = table.pivot(index="at", columns="kind", values=column).fillna(0.0)
    days = wide.index.to_numpy()
    floor = np.zeros(len(wide))
    for kind, colour in colours.items():
        if kind in wide:
            high = wide[kind].to_numpy()
            width = np.timedelta64(20, "h") if step == "D" else np.timedelta64(50, "m")
            axes.bar(days, high, bottom=floor, width=width, color=colour, linewidth=0)
            floor = floor + high
    axes.set_ylim(0, float(floor.max(initial=0)) * 1.12 or 1.0)


def _dress(axes: Axes, name: str, total: float, look: style.Theme) -> None:
    from matplotlib.ticker import EngFormatter, MaxNLocator

    style.quiet(axes, look)
    said = f"{total:,.2f} USD" if name == "USD" else f"{total:,.0f} tokens"
    axes.set_title(said, loc="left", color=look.ink, size=9)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    if name == "tokens":
        axes.yaxis.set_major_formatter(EngFormatter(sep=""))
    _times(axes, look)


def _times(axes: Axes, look: style.Theme) -> None:
    """Days or hours below the bars."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    if axes.patches:
        locator = AutoDateLocator(minticks=2, maxticks=6)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
        axes.xaxis.get_offset_text().set(color=look.soft, size=8)
    else:
        axes.set_xticks([])
        axes.set_yticks([])
        axes.text(0.5, 0.45, "nothing yet", transform=axes.transAxes, ha="center", color=look.soft, size=8)


def _key(figure: Figure, colours: dict[str, str], look: style.Theme) -> None:
    from matplotlib.patches import Patch

    if not colours:
        return
    boxes = [Patch(color=colour) for colour in colours.values()]
    key = figure.legend(
        boxes, ["x"] * len(boxes), loc="outside right upper", frameon=False, labelcolor=look.ink,
        prop={"family": style.fonts(), "size": 8.5}, handlelength=0.9, handleheight=0.9,
    )  # fmt: skip
    for text, kind in zip(key.get_texts(), colours, strict=True):
        text.set_parse_math(False)
        text.set_text(shortened(kind, 28))


def _below(figure: Figure, calls: Any, look: style.Theme) -> None:
    """How many calls have no price."""
    free = calls["cached"].astype(bool) | calls["sandboxed"].astype(bool)
    unpriced = int((calls["usd"].isna() & ~free).sum())
    if unpriced:
        figure.supxlabel(
            f"{unpriced:,} calls have no known price and are not in USD",
            x=0.01,
            ha="left",
            color=look.soft,
            size=8,
        )
