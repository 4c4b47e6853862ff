"""Words: names and texts on a map, kept off each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.plots.colouring import Categories
from openai_nb.plots.picture import boxes_for_missing_letters
from openai_nb.plots.placing import apart
from openai_nb.plots.style import OTHER, Theme, fonts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 24  # clusters that are named: more words would cover the map


def shortened(text: Any, letters: int) -> str:
    """The text in one line of at most so many letters."""
    line = " ".join(str(text).split())
    return line if len(line) <= letters else line[: letters - 1].rstrip(" ,.;:") + "…"


def on_clusters(
    axes: Axes, places: NDArray[np.float64], shown: NDArray[np.bool_], colours: Categories, look: Theme
) -> None:
    """Name each category where most of its points lie."""
    reach = 0.06 * float(np.diff(axes.get_ylim())[0])
    found = [code for code in range(len(colours.names)) if (shown & (colours.codes == code)).any()][:MOST]
    centres = np.array([heart(places[shown & (colours.codes == code)], reach) for code in found]).reshape(
        -1, 2
    )
    inks = [_mixed(colours.colours[code], look.label) for code in found]
    _write(axes, centres, [shortened(colours.names[code], 40) for code in found], inks, look, 8.5, "bold")


def on_points(axes: Axes, places: NDArray[np.float64], texts: Sequence[Any], look: Theme) -> None:
    """Give each point its text, just above it; where there is no room, points stay without."""
    lines = ["" if text is None or text != text else shortened(text, 30) for text in texts]
    _write(axes, places, lines, [look.label] * len(lines), look, 8, "normal", dot=9)


def heart(points: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    """The point with most others around it; a scattered group's median may lie where it has none."""
    few = points[:: len(points) // 500 + 1]
    apart = ((few[:, None] - few[None]) ** 2).sum(axis=2)
    heart: NDArray[np.float64] = few[np.exp(-apart / (2 * reach**2)).sum(axis=1).argmax()]
    return heart


def _mixed(colour: str, ink: str) -> Any:
    """The colour, halfway to the ink, so that words in it can be read."""
    from matplotlib.colors import to_rgb

    share = 0.35 if colour == OTHER else 0.5
    return tuple(share * np.array(to_rgb(colour)) + (1 - share) * np.array(to_rgb(ink)))


def _write(
    axes: Axes, centres: NDArray[np.float64], lines: Sequence[str], inks: Sequence[Any], look: Theme,
    size: float, weight: str, dot: float = 0,
) -> None:  # fmt: skip
    from matplotlib.patheffects import withStroke

    ratio = axes.figure.dpi / 72
    halo = [withStroke(linewidth=2.6, foreground=look.halo)]
    written = [
        axes.text(0, 0, line, color=ink, size=size, weight=weight, ha="center", va="center",
                  path_effects=halo, parse_math=False, family=fonts(), zorder=5)
        for line, ink in zip(lines, inks, strict=True)
    ]  # fmt: skip
    with boxes_for_missing_letters():
        boxes = [text.get_window_extent() for text in written]
    sizes = np.array([(box.width + 4 * ratio, box.height + 1 * ratio) for box in boxes]).reshape(-1, 2)
    sheet = axes.get_window_extent()
    corner = np.array([sheet.x0, sheet.y0])
    page = axes.transData.transform(centres) - corner
    dots = np.hstack([page, np.full((len(page), 2), dot * ratio)]) if dot else None
    above = page + np.array([0, dot * ratio])
    free = apart(above, sizes, (sheet.width, sheet.height), dots) + corner
    for text, place in zip(written, axes.transData.inverted().transform(free), strict=True):
        text.set_position(place)
    if dots is not None:
        for number, clear in enumerate(_clear(free - corner, sizes, dots)):
            written[number].set_visible(clear)


def _clear(places: NDArray[np.float64], sizes: NDArray[np.float64], dots: NDArray[np.float64]) -> list[bool]:
    """Which texts stand free: over no point's middle and over no text before them that stands free."""
    kept: list[bool] = []
    for place, size in zip(places, sizes, strict=True):
        before = np.flatnonzero(kept)
        near = np.abs(places[before] - place) < (sizes[before] + size) / 2 - 1.5
        over = np.abs(dots[:, :2] - place) < size / 2
        kept.append(not near.all(axis=1).any() and not over.all(axis=1).any())
    return kept
