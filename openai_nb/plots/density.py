"""Density: a crowd of points as a picture whose tone tells how many lie where, and its hue of what kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Numbers = NDArray[np.float64]
Pixels = NDArray[np.float32]

DPI = 144  # of the picture, as a map is saved
FAINTEST = 0.4  # how opaque a lone point is: it must still be seen


def shade(axes: Axes, places: Numbers, colours: Numbers, radius: float) -> None:
    """Draw points (n, 2), each a disc of `radius` pixels in its colour (n, 4), as one picture.

    Where points meet, their colours mix as their numbers do; how opaque it is grows with the
    logarithm of how many there are, so neither a lone point is lost nor a crowd a blot.
    """
    sheet = axes.get_window_extent()
    scale = DPI / axes.figure.dpi
    size = max(round(sheet.height * scale), 1), max(round(sheet.width * scale), 1)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    across = (places[:, 0] - left) * (size[1] / (right - left))
    up = (places[:, 1] - bottom) * (size[0] / (top - bottom))
    pixel = up.astype(np.intp).clip(0, size[0] - 1) * size[1] + across.astype(np.intp).clip(0, size[1] - 1)
    layers = _spread(_layers(pixel, colours, size), radius)
    axes.imshow(
        _toned(layers), extent=(left, right, bottom, top), origin="lower", interpolation="nearest",
        aspect="auto", zorder=1,
    )  # fmt: skip


def _layers(pixel: NDArray[np.intp], colours: Numbers, size: tuple[int, int]) -> Pixels:
    """How many points each pixel has, and the sums of their reds, greens and blues: (4, high, wide)."""
    weights = [None, *(np.ascontiguousarray(colours[:, channel]) for channel in range(3))]
    counted = [np.bincount(pixel, each, size[0] * size[1]) for each in weights]
    return np.array(counted, np.float32).reshape(4, *size)


def _spread(layers: Pixels, radius: float) -> Pixels:
    """Each point as a disc, its rim softened."""
    reach = int(np.ceil(radius))
    wide = np.pad(layers, ((0, 0), (reach, reach), (reach, reach)))
    out = np.zeros_like(layers)
    high, across = layers.shape[1:]
    for down in range(2 * reach + 1):
        for right in range(2 * reach + 1):
            share = min(max(radius + 0.5 - np.hypot(down - reach, right - reach), 0.0), 1.0)
            if share:
                out += np.float32(share) * wide[:, down : down + high, right : right + across]
    return out


def _toned(layers: Pixels) -> Pixels:
    """The picture (high, wide, 4) of counts and sums of colours."""
    count = layers[0]
    there = count > 0
    picture = np.zeros((*count.shape, 4), np.float32)
    if there.any():
        many = max(float(np.percentile(count[there], 99)), 2.0)
        tone = np.log1p(count[there]) / np.log1p(many)
        picture[there, :3] = (layers[1:, there] / count[there]).T
        picture[there, 3] = np.clip(FAINTEST * np.minimum(count[there], 1) + (1 - FAINTEST) * tone, 0, 1)
    return picture.clip(0, 1)
