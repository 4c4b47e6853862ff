"""Course: how one measure of a training run goes, for training and for validation data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.plots.style import Theme, quiet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Numbers = NDArray[np.float64]
Fields = tuple[str, ...]

DOTS = 600  # more of them make a blot


class Course:
    """The lines of one measure; set it anew as often as you like.

    `fields` holds the names under which training and validation values may come.  A `share` lies
    between 0 and 1 and is written in per cent.
    """

    def __init__(
        self, axes: Axes, name: str, fields: tuple[Fields, Fields], look: Theme, *, share: bool = False
    ) -> None:
        self._axes, self._share = axes, share
        self._lines = [
            _Line(axes, names, colour, share)
            for names, colour in zip(fields, (look.train, look.valid), strict=True)
        ]
        _dress(axes, name, look, share)
        self._key = _key(axes, look)
        self._empty = axes.text(
            0.5, 0.45, "not measured yet", transform=axes.transAxes, ha="center", color=look.soft, size=8
        )

    def set(self, points: Sequence[Mapping[str, Any]]) -> None:
        """Show these points."""
        tops = [line.set(points) for line in self._lines]
        for word, top in zip(self._key, tops, strict=True):
            word.set_visible(top is not None)
        known = [top for top in tops if top is not None]
        self._empty.set_visible(not known)
        last = max((point["step"] for point in points if "step" in point), default=1)
        self._axes.set_xlim(0, max(last, 1) * 1.01)
        self._axes.set_ylim(0, 1.02 if self._share else max(known, default=1.0) * 1.08 or 1.0)
        _part(self._lines, self._axes)


class _Line:
    """One kind of data: its values as dots, their moving average as a line, the last value in figures."""

    def __init__(self, axes: Axes, fields: Fields, colour: str, share: bool) -> None:
        self._fields, self._share = fields, share
        (self._dots,) = axes.plot([], [], ".", color=colour, alpha=0.28, ms=3.2, mew=0)
        (self._mean,) = axes.plot([], [], color=colour, lw=1.7, solid_joinstyle="round", clip_on=False)
        (self._end,) = axes.plot([], [], "o", color=colour, ms=4, mew=0, clip_on=False, zorder=5)
        self.label = axes.annotate(
            "", (1, 0), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points",
            va="center", color=colour, size=9, weight="bold", annotation_clip=False,
        )  # fmt: skip

    def set(self, points: Sequence[Mapping[str, Any]]) -> float | None:
        """Show the values among `points`; gives the height they need, None if there are none."""
        steps, values = self._measured(points)
        mean = smooth(values)
        self._dots.set_data(steps[:: len(steps) // DOTS + 1], values[:: len(steps) // DOTS + 1])
        self._mean.set_data(steps, mean)
        self._end.set_data(steps[-1:], values[-1:])
        self.label.set_visible(len(steps) > 0)
        if not len(steps):
            return None
        self.label.xy = (1, values[-1])
        self.label.set_text(f"{values[-1]:.0%}" if self._share else f"{values[-1]:#.3g}")
        return float(max(np.percentile(values, 99), mean.max()))

    def _measured(self, points: Sequence[Mapping[str, Any]]) -> tuple[Numbers, Numbers]:
        found = []
        for point in points:
            value = next((point[name] for name in self._fields if point.get(name) is not None), None)
            if value is not None and isfinite(value) and "step" in point:
                found.append((point["step"], value))
        table = np.array(found, np.float64).reshape(-1, 2)
        return table[:, 0], table[:, 1]


def smooth(values: Numbers) -> Numbers:
    """The moving average over about a fifteenth of the values; few values stay as they are.

    It is the mean of two exponential averages, one from each end: so it does not lag behind a
    falling loss, as one alone would.
    """
    keep = 1 - 2 / (max(1.0, min(len(values) / 15, 50.0)) + 1)
    return (_average(values, keep) + _average(values[::-1], keep)[::-1]) / 2


def _average(values: Numbers, keep: float) -> Numbers:
    """The exponential average so far, its start not drawn to zero (Kingma and Ba 2015, section 3)."""
    mean, left, out = 0.0, 1.0, np.empty(len(values))
    for number, value in enumerate(values.tolist()):
        mean, left = keep * mean + (1 - keep) * value, left * keep
        out[number] = mean / (1 - left)
    return out


def _part(lines: list[_Line], axes: Axes) -> None:
    """Move two last values apart where they would be printed over each other."""
    shown = sorted((line.label for line in lines if line.label.get_visible()), key=lambda label: label.xy[1])
    for label in shown:
        label.set_position((6, 0))
    if len(shown) == 2:
        low, high = axes.transData.transform([label.xy for label in shown])[:, 1] * 72 / axes.figure.dpi
        short = max(0.0, 11 - (high - low)) / 2  # a line of figures is 11 points high
        shown[0].set_position((6, -short))
        shown[1].set_position((6, short))


def _dress(axes: Axes, name: str, look: Theme, share: bool) -> None:
    from matplotlib.ticker import FixedLocator, MaxNLocator, PercentFormatter

    quiet(axes, look)
    axes.set_title(name, loc="left", color=look.ink, size=9, y=1.0, pad=8)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_locator(FixedLocator([0, 0.25, 0.5, 0.75, 1]) if share else MaxNLocator(4))
    axes.set_xlabel("step", ha="right", color=look.soft, size=8)
    axes.xaxis.set_label_coords(1, -0.11)  # fixed, as the title is: else each picture costs 10 ms more
    axes.yaxis.set_label_coords(0, 0.5)
    if share:
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def _key(axes: Axes, look: Theme) -> list[Any]:
    """Which colour is which, in words of that colour at the panel's upper right."""
    both = zip(("train", "validation"), (look.train, look.valid), (-58, 0), strict=True)
    return [
        axes.annotate(
            name, (1, 1), xycoords="axes fraction", xytext=(shift, 9), textcoords="offset points",
            ha="right", color=colour, size=8.5,
        )
        for name, colour, shift in both
    ]  # fmt: skip
