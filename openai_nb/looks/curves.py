"""Curves: how measures go over the steps of a run, as a small drawing in the colours of the page.

The drawing is made by hand in 2 ms, where a picture takes 40: it can follow a run ten times a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import floor, isfinite, log10
from typing import NamedTuple

COLOURS = ("#2b8cc4", "#d55e00", "#2e9d6b", "#b0609a", "#c08a00", "#7a5cb8", "#5b8a2f", "#9a6a4a")
WIDE, HIGH = 480, 250  # of the drawing, in its own units
LEFT, RIGHT, TOP, BOTTOM = 40, 48, 26, 22
MOST = 240  # points of a line; more cannot be seen


Place = Callable[[float, float], tuple[float, float]]


class Line(NamedTuple):
    """One line: its name, and its (step, value) in order of step; `dashed` for validation."""

    name: str
    points: Sequence[tuple[float, float]]
    colour: int = 0
    dashed: bool = False


def curves(lines: Sequence[Line], *, title: str, share: bool = False) -> str:
    """An SVG of these lines, their moving average drawn over their faint values, the last value in figures.

    A `share` lies between 0 and 1 and is written in per cent.
    """
    finite = [each._replace(points=[(x, y) for x, y in each.points if isfinite(y)]) for each in lines]
    known = [each for each in finite if each.points]
    steps = [step for each in known for step, _ in each.points]
    values = sorted(value for each in known for _, value in each.points)
    if not values:
        return _frame(title, '<text x="236" y="130" text-anchor="middle">no step is measured yet</text>', [])
    ticks = _ticks(1.0 if share else values[min(len(values) - 1, int(len(values) * 0.99))])
    first, last, top = 0.0, max(max(steps), 1.0), ticks[-1]

    def place(step: float, value: float) -> tuple[float, float]:
        x = LEFT + (step - first) / (last - first) * (WIDE - LEFT - RIGHT)
        return x, TOP + (1 - min(value / top, 1.04)) * (HIGH - TOP - BOTTOM)

    grid = [_rule(place(first, each)[1], f"{each:.0%}" if share else f"{each:g}") for each in ticks]
    ends = _apart([place(*each.points[-1])[1] for each in known])
    drawn = [_line(each, place, end, share) for each, end in zip(known, ends, strict=True)]
    foot = f'<text x="{WIDE - RIGHT}" y="{HIGH - 4}" text-anchor="end">step {last:,.0f}</text>'
    return _frame(title, "".join([*grid, *drawn, foot]), known)


def _ticks(top: float) -> list[float]:
    """From 0 to beyond `top` in three to six round steps."""
    raw = max(top, 1e-9) / 4
    size = 10 ** floor(log10(raw))
    step = next(size * each for each in (1, 2, 2.5, 5, 10) if size * each >= raw * 0.999)
    return [round(step * number, 12) for number in range(int(-(-top * 0.999 // step)) + 1)]


def _rule(y: float, words: str) -> str:
    return (
        f'<path d="M{LEFT} {y:.1f}H{WIDE - RIGHT}" class="oai-rule"/>'
        f'<text x="{LEFT - 6}" y="{y + 3.5:.1f}" text-anchor="end">{words}</text>'
    )


def _line(line: Line, to: Place, end: float, share: bool) -> str:
    import numpy as np

    from openai_nb.plots.course import smooth

    points = line.points
    mean = smooth(np.array([value for _, value in points], np.float64))
    thin = range(0, len(points), len(points) // MOST + 1)
    chosen = sorted({*thin, len(points) - 1})
    raw = _path([to(*points[at]) for at in chosen])
    soft = _path([to(points[at][0], float(mean[at])) for at in chosen])
    colour, value = COLOURS[line.colour % len(COLOURS)], points[-1][1]
    dash = ' stroke-dasharray="5 3"' if line.dashed else ""
    words = f"{value:.0%}" if share else f"{value:#.3g}"
    at = f'x="{WIDE - RIGHT + 5}" y="{end + 3.5:.1f}"'
    return (
        f'<path d="{raw}" fill="none" stroke="{colour}" opacity="0.25"/>'
        f'<path d="{soft}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"{dash}/>'
        f'<text {at} style="fill:{colour};font-weight:600">{words}</text>'
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _apart(heights: Sequence[float]) -> list[float]:
    """Where last values are written so that none lies over another."""
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    found, before = list(heights), -99.0
    for at in order:
        found[at] = before = max(heights[at], before + 12)
    over = max(0.0, before - (HIGH - BOTTOM + 4))
    return [each - over for each in found]


def _frame(title: str, inside: str, lines: Sequence[Line]) -> str:
    keys = "".join(
        f'<span style="white-space:nowrap"><span style="color:{COLOURS[each.colour % len(COLOURS)]}">'
        f"{'┅' if each.dashed else '━'}</span> {escape(each.name)}</span>"
        for each in lines
    )
    return (
        f'<figure class="oai-curve"><figcaption><b>{escape(title)}</b>{keys}</figcaption>'
        f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{escape(title)}">{inside}</svg></figure>'
    )
