"""Bars: an amount for each day, as a small drawing in the colours of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from html import escape

WIDE, HIGH = 1000, 120  # of the drawing, in its own units
TOP, BOTTOM = 14, 18
MOST = 31  # days that are shown
COLOUR = "#2b8cc4"


def bars(days: Sequence[tuple[str, float]], title: str, say: Callable[[float], str]) -> str:
    """An SVG with a bar for each day, (YYYY-MM-DD, amount), and for those between; the last month of them."""
    shown = _every(days)
    most = max((amount for _, amount in shown), default=0.0)
    if not most:
        return ""
    step = WIDE / max(len(shown), 7)
    drawn = "".join(_bar(at * step, step, day, amount, most, say) for at, (day, amount) in enumerate(shown))
    base = f'<path d="M0 {HIGH - BOTTOM}H{WIDE}" class="oai-rule"/>'
    head = (
        f"<figcaption><b>{escape(title)}</b><span>the most on a day: {escape(say(most))}</span></figcaption>"
    )
    label = escape(f"{title}, {shown[0][0]} to {shown[-1][0]}; the most is {say(most)}")
    svg = f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{label}">{base}{drawn}</svg>'
    return f'<figure class="oai-bars">{head}{svg}</figure>'


def _every(days: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The days in order, with those on which nothing was."""
    known = {day: amount for day, amount in days if amount == amount}
    if not known:
        return []
    last = date.fromisoformat(max(known))
    first = max(date.fromisoformat(min(known)), last - timedelta(days=MOST - 1))
    every = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    return [(f"{day}", known.get(f"{day}", 0.0)) for day in every]


def _bar(x: float, step: float, day: str, amount: float, most: float, say: Callable[[float], str]) -> str:
    high = (HIGH - TOP - BOTTOM) * amount / most
    y, wide = HIGH - BOTTOM - high, max(step - 4, 2)
    words = escape(f"{day}: {say(amount)}")
    name = f'<text x="{x + wide / 2:.1f}" y="{HIGH - 5}" text-anchor="middle">{escape(day[8:])}</text>'
    place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    return f'<g><title>{words}</title><rect {place} rx="2" fill="{COLOUR}"/>{name}</g>'
