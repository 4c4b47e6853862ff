"""Map: points on a plane, coloured by what they are, with words where they help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.plots import density, legend, style, words
from openai_nb.plots.colouring import Categories, Measure, colouring
from openai_nb.plots.style import Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Places = NDArray[np.float64]
Which = NDArray[np.bool_]

HEIGHT, WIDEST, NARROWEST = 5.0, 7.6, 5.4  # inches; the legend adds its own width
RIMMED = 1_000  # points up to which each has a rim, so that neighbours can be told apart
CROWD = 8_000  # points from which their density is drawn instead of each of them
LISTED = 10  # categories from which they are named on the map instead of beside it
READ_ALL = 30  # points up to which each is given its text


def scatter(
    coordinates: Any,
    *,
    labels: Sequence[Any] | None = None,
    texts: Sequence[Any] | None = None,
    title: str | None = None,
    names: Mapping[Any, str] | None = None,
    axes: tuple[str, str] | None = None,
    note: str = "",
    theme: str = "light",
) -> Figure:
    """A map of points (n, 2).

    `labels` colour the points: numbers and dates by a scale, all else by category.  Up to ten
    categories stand in a legend; more, and those that `names` (label to name) calls clusters, are
    written where most of their points lie.  Up to thirty points show their `texts`.  Points without
    a place (NaN) are left out; of more than some thousands the density is drawn.  `axes` are the names of
    the two directions, `note` is a quiet word below.  `theme` is "light", "dark" or "clear", which has
    no paper.
    """
    look = style.theme(theme)
    places = np.asarray(coordinates, np.float64).reshape(-1, 2)
    shown = np.isfinite(places.sum(axis=1))
    colours = None if labels is None else colouring(labels, names, look)
    figure, sheet = _sheet(places[shown], look, title)
    written = isinstance(colours, Categories) and (names is not None or len(colours.names) > LISTED)
    if isinstance(colours, Measure):
        legend.scale(figure, sheet, colours, look)
    elif colours is not None and not written:
        legend.beside(figure, sheet, colours, look)
    _frame(sheet, places[shown])
    _points(sheet, places, shown, colours, look)
    if axes is not None:
        legend.directions(sheet, axes, look)
    if note:
        legend.note(sheet, note, look)
    if isinstance(colours, Categories) and written:
        words.on_clusters(sheet, places, shown, colours, look)
    if texts is not None and shown.sum() <= READ_ALL:
        there = [text for text, here in zip(texts, shown, strict=True) if here]
        words.on_points(sheet, places[shown], there, look)
    return figure


def _sheet(places: Places, look: Theme, title: str | None) -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    wide, high = np.ptp(places, axis=0) if len(places) else (1, 1)
    width = float(np.clip(HEIGHT * wide / max(high, 1e-9), NARROWEST, WIDEST))
    figure = Figure(figsize=(width, HEIGHT + 0.3 * bool(title)), dpi=100, facecolor=look.paper)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.92 if title else 0.98))
    axes.set_axis_off()
    if title:
        line = axes.annotate(
            words.shortened(title, 90), (0.01, 1), xytext=(0, 8), xycoords="axes fraction",
            textcoords="offset points", color=look.ink, size=11, weight="bold", family=style.fonts(),
        )  # fmt: skip
        line.set_parse_math(False)
    return figure, axes


def _frame(axes: Axes, places: Places) -> None:
    """Room for all points, one unit as long upwards as sideways: nearness is what a map tells."""
    low, high = (places.min(axis=0), places.max(axis=0)) if len(places) else (np.zeros(2), np.ones(2))
    sheet = axes.get_window_extent()
    page = np.array([sheet.width, sheet.height])
    unit = max(*((high - low) / page), 1e-9) * 1.1
    (left, bottom), (right, top) = (low + high - unit * page) / 2, (low + high + unit * page) / 2
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)


def _points(axes: Axes, places: Places, shown: Which, colours: Any, look: Theme) -> None:
    there = np.flatnonzero(shown)
    count = len(there)
    if count > CROWD:
        radius = float(np.clip((150_000 / count) ** 0.35, 0.8, 2.2))
        density.shade(axes, places[there], _paint(colours, there, look), radius)
        return
    order = np.random.default_rng(0).permutation(there)  # mixed, so that no group hides another
    axes.scatter(
        places[order, 0],
        places[order, 1],
        s=float(np.clip(900 / max(count, 1) ** 0.62, 1.2, 60)),
        c=_paint(colours, order, look),
        alpha=float(np.clip((2_500 / max(count, 1)) ** 0.3, 0.3, 0.88)),
        edgecolors=look.halo if count <= RIMMED else "none",
        linewidths=0.4 if count <= RIMMED else 0,
    )


def _paint(colours: Categories | Measure | None, order: NDArray[np.intp], look: Theme) -> Any:
    """A colour for each point, in the order they are drawn."""
    from matplotlib.colors import to_rgba_array

    if colours is None:
        return np.tile(to_rgba_array(style.palette(1, look)), (len(order), 1))
    if isinstance(colours, Measure):
        return legend.shades(colours, look)[order]
    return to_rgba_array([*colours.colours, style.OTHER])[colours.codes[order]]
