"""Legend: what the colours of a map mean, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from openai_nb.plots.colouring import Categories, Measure
from openai_nb.plots.picture import boxes_for_missing_letters
from openai_nb.plots.style import OTHER, Theme, fonts
from openai_nb.plots.words import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def beside(figure: Figure, axes: Axes, colours: Categories, look: Theme) -> None:
    """Name the categories to the right of the map, which makes room."""
    from matplotlib.lines import Line2D

    names, shades = [shortened(name, 26) for name in colours.names], list(colours.colours)
    if (colours.codes < 0).any():
        names, shades = [*names, "none"], [*shades, OTHER]
    if not names:
        return
    dots = [Line2D([], [], ls="", marker="o", ms=6, color=shade, mew=0) for shade in shades]
    box = figure.legend(
        dots, ["x"] * len(dots), loc="upper left", bbox_to_anchor=(1, axes.get_position().y1), frameon=False,
        prop={"family": fonts(), "size": 9}, labelcolor=look.ink, handletextpad=0.2,
        labelspacing=0.55, borderaxespad=0.3,
    )  # fmt: skip
    for text, name in zip(box.get_texts(), names, strict=True):
        text.set_parse_math(False)
        text.set_text(name)
    with boxes_for_missing_letters():
        width = box.get_window_extent().width / figure.dpi
    begin = room(figure, axes, width + 0.1)
    box.set_bbox_to_anchor((begin, axes.get_position().y1), figure.transFigure)


def scale(figure: Figure, axes: Axes, measure: Measure, look: Theme) -> None:
    """A colour bar to the right of the map."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    known = measure.values[np.isfinite(measure.values)]
    if not len(known):
        return
    norm, colormap = ramp(measure, look)
    begin, place = room(figure, axes, 0.75), axes.get_position()
    slot = figure.add_axes((begin + 0.01, place.y0 + 0.2 * place.height, 0.016, 0.6 * place.height))
    beyond = (known.min() < norm.vmin, known.max() > norm.vmax)
    extend = {(False, False): "neither", (True, False): "min", (False, True): "max", (True, True): "both"}[
        beyond
    ]
    bar = figure.colorbar(ScalarMappable(norm, colormap), cax=slot, extend=extend)
    bar.outline.set_visible(False)
    bar.ax.tick_params(colors=look.ink, labelsize=8, length=0)
    if measure.dates:
        locator = AutoDateLocator(maxticks=6)
        bar.ax.yaxis.set_major_locator(locator)
        bar.ax.yaxis.set_major_formatter(ConciseDateFormatter(locator))


def directions(axes: Axes, names: tuple[str, str], look: Theme) -> None:
    """Name the two directions of the map at its lower left corner; their numbers would mean nothing."""
    (x, y), arm = (8, 8), 34  # points from the corner
    for tip, name, at, turn in (
        ((x + arm, y), names[0], (x + 5, y + 3), 0),
        ((x, y + arm), names[1], (x - 2, y + 5), 90),
    ):
        axes.annotate(
            "", tip, (x, y), xycoords="axes points", textcoords="axes points",
            arrowprops={"arrowstyle": "-|>,head_width=0.14,head_length=0.28", "color": look.soft, "lw": 0.8,
                        "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
        axes.annotate(
            name, at, xycoords="axes points", color=look.soft, size=7, rotation=turn,
            ha="right" if turn else "left", va="bottom",
        )  # fmt: skip


def note(axes: Axes, said: str, look: Theme) -> None:
    """A quiet word at the map's lower right."""
    line = axes.annotate(
        said, (1, 0), xytext=(-6, 6), xycoords="axes fraction", textcoords="offset points", color=look.soft,
        size=8, ha="right", va="bottom", family=fonts(), style="italic",
    )  # fmt: skip
    line.set_parse_math(False)


def shades(measure: Measure, look: Theme) -> Any:
    """The colour of each value (n, 4); grey where there is none."""
    from matplotlib.colors import to_rgba

    norm, colormap = ramp(measure, look)
    painted = colormap(norm(np.nan_to_num(measure.values, nan=norm.vmin)))
    painted[~np.isfinite(measure.values)] = to_rgba(OTHER)
    return painted


def room(figure: Figure, axes: Axes, inches: float) -> float:
    """Widen the figure to the right of the map; gives where that begins, as a share of the new width."""
    before, place = figure.get_figwidth(), axes.get_position()
    share = before / (before + inches)
    figure.set_figwidth(before + inches)
    axes.set_position((place.x0 * share, place.y0, place.width * share, place.height))
    return share


def ramp(measure: Measure, look: Theme) -> tuple[Any, Any]:
    """Viridis without its ends that a page would swallow, from the 1st to the 99th percentile."""
    import matplotlib
    from matplotlib.colors import LinearSegmentedColormap, Normalize

    ends = (0.22, 1.0) if look.dark else (0.0, 0.9)
    colormap = LinearSegmentedColormap.from_list("", matplotlib.colormaps["viridis"](np.linspace(*ends, 64)))
    known = measure.values[np.isfinite(measure.values)]
    low, high = np.percentile(known, (1, 99)) if len(known) else (0.0, 1.0)
    return Normalize(low, high if high > low else low + 1), colormap
