"""Heat: a table of numbers as shades, such as how alike each text is to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.core.errors import BadValue
from openai_nb.plots import style
from openai_nb.plots.words import shortened

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMED = 40  # rows or columns that are named
WRITTEN = 12  # rows and columns up to which each number is written
CELL = 0.34  # inches
LETTERS = 28  # of a name


def heatmap(
    table: pd.DataFrame | NDArray[Any],
    *,
    title: str | None = None,
    ordered: bool = True,
    theme: str = "light",
) -> Figure:
    """A table as shades, for instance `embeddings.similarity()`.

    Rows and columns that are alike stand together, unless `ordered` is false.  Up to forty are named, and of
    up to twelve each number is written.  A number that is missing stays blank.  Raises `ValueError` where a
    column holds anything else.
    """
    import pandas as pd

    look, frame = style.theme(theme), pd.DataFrame(table)
    values = _numbers(frame)
    rows, columns = _orders(values) if ordered else (np.arange(values.shape[0]), np.arange(values.shape[1]))
    values = values[np.ix_(rows, columns)]
    figure, axes = _sheet(values.shape, look, title)
    if not values.size:
        axes.set_axis_off()
        axes.text(0.5, 0.5, "nothing here", ha="center", color=look.soft, size=8)
        return figure
    norm, colormap = _scale(values, look)
    image = axes.imshow(values, cmap=colormap, norm=norm, aspect="auto", interpolation="nearest")
    _names(axes, frame.index[rows], frame.columns[columns], look)
    if max(values.shape) <= WRITTEN:
        _write(axes, values, norm, colormap)
    bar = figure.colorbar(image, ax=axes, fraction=0.035, pad=0.02)
    bar.outline.set_visible(False)
    bar.ax.tick_params(colors=look.soft, labelsize=8, length=0)
    return figure


def _numbers(frame: pd.DataFrame) -> NDArray[np.float64]:
    from pandas.api.types import is_numeric_dtype

    try:
        return frame.to_numpy(np.float64)
    except (TypeError, ValueError):
        others = [str(name) for name, kind in frame.dtypes.items() if not is_numeric_dtype(kind)]
        raise BadValue(f"a heat map is made of numbers; leave out {', '.join(others)}") from None


def _orders(values: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows, and columns, by where they stand along the direction in which they vary most."""
    finite = np.isfinite(values)
    known = np.where(finite, values, values[finite].mean() if finite.any() else 0.0)
    if min(known.shape) < 3:
        return np.arange(known.shape[0]), np.arange(known.shape[1])
    rows = _along(known)
    symmetric = known.shape[0] == known.shape[1] and np.allclose(known, known.T, atol=1e-5)
    return rows, rows if symmetric else _along(known.T)


def _along(known: NDArray[np.float64]) -> NDArray[np.intp]:
    """A chain through the rows: from one at an end, always on to the most similar one that is left."""
    centred = known - known.mean(axis=0)
    if len(known) > 2_000:
        first = np.linalg.svd(centred, full_matrices=False)[0][:, 0]
        return np.argsort(first, kind="stable")
    square = np.einsum("ij,ij->i", centred, centred)
    far = square[:, None] + square - 2 * centred @ centred.T
    here, left, chain = int(square.argmax()), np.ones(len(known), bool), []
    for _ in range(len(known)):
        chain.append(here)
        left[here] = False
        here = int(np.where(left, far[here], np.inf).argmin())
    return np.array(chain, np.intp)


def _sheet(shape: tuple[int, int], look: style.Theme, title: str | None) -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    high, wide = (float(np.clip(CELL * max(size, 1), 1.6, 7.0)) for size in shape)
    figure = Figure(figsize=(wide + 2.6, high + 1.4), dpi=100, facecolor=look.paper, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_facecolor("none")
    axes.spines[:].set_visible(False)
    if title:
        words = axes.set_title(
            shortened(title, 90), loc="left", color=look.ink, size=11, weight="bold", family=style.fonts()
        )
        words.set_parse_math(False)
    return figure, axes


def _scale(values: NDArray[np.float64], look: style.Theme) -> tuple[Any, Any]:
    """Cividis, made for all kinds of colour vision, over the middle 98 % off the diagonal."""
    import matplotlib
    from matplotlib.colors import Normalize

    own = values.shape[0] == values.shape[1] and np.allclose(np.diag(values), 1, atol=1e-3)
    seen = values[~np.eye(len(values), dtype=bool)] if own and len(values) > 1 else values
    known = seen[np.isfinite(seen)]
    low, high = np.percentile(known, (1, 99)) if len(known) else (0.0, 1.0)
    colormap = matplotlib.colormaps["cividis" if look.dark else "cividis_r"]
    return Normalize(low, high if high > low else low + 1, clip=True), colormap


def _names(axes: Axes, rows: Any, columns: Any, look: style.Theme) -> None:
    for axis, names in ((axes.yaxis, rows), (axes.xaxis, columns)):
        if len(names) > NAMED:
            axis.set_ticks([])
            continue
        axis.set_ticks(range(len(names)), [shortened(name, LETTERS) for name in names])
        for text in axis.get_ticklabels():
            text.set(color=look.ink, fontsize=8, family=style.fonts(), parse_math=False)
    axes.tick_params(length=0)
    if len(columns) <= NAMED:
        for text in axes.get_xticklabels():
            text.set(rotation=40, ha="right", rotation_mode="anchor")


def _write(axes: Axes, values: NDArray[np.float64], norm: Any, colormap: Any) -> None:
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            red, green, blue, _ = colormap(norm(value))
            dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
            axes.text(
                column, row, f"{value:.2f}", ha="center", va="center", size=7.5,
                color="#ffffff" if dark else "#111418",
            )  # fmt: skip
