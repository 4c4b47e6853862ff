"""Pens: shapes with smooth edges, drawn at twice the size and brought down.

A pen's sheet is 100 units high and `100 * aspect` wide; y grows downwards, 100 is where a thing stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from openai_nb.sandbox.oracle.painting.colours import Colour, Fill

Point = tuple[float, float]
FINER = 2  # pixels drawn for each pixel wanted, each way


class Pen:
    """Draws one thing on a clear sheet; what is drawn later covers what was drawn before."""

    def __init__(self, height: int, aspect: float = 1.0) -> None:
        self.height, self.width = max(2, height), max(2, round(height * aspect))
        self._scale = self.height * FINER / 100
        self.sheet = Image.new("RGBA", (self.width * FINER, self.height * FINER))
        self._draw = ImageDraw.Draw(self.sheet)

    def poly(self, points: Sequence[Point], fill: Fill, alpha: float = 1.0) -> None:
        """A shape with corners."""
        self._fill("polygon", [(x * self._scale, y * self._scale) for x, y in points], fill, alpha)

    def blob(self, points: Sequence[Point], fill: Fill, alpha: float = 1.0) -> None:
        """A shape without corners through these points."""
        self.poly(smooth(points), fill, alpha)

    def disc(
        self, x: float, y: float, rx: float, fill: Fill, ry: float | None = None, alpha: float = 1.0
    ) -> None:
        """An ellipse around a point; a circle when only one radius is given."""
        ry = rx if ry is None else ry
        corners = [(x - rx, y - ry), (x + rx, y + ry)]
        self._fill("ellipse", [(a * self._scale, b * self._scale) for a, b in corners], fill, alpha)

    def box(
        self, x0: float, y0: float, x1: float, y1: float, fill: Fill, r: float = 0, alpha: float = 1.0
    ) -> None:
        """A rectangle, with round corners of radius `r`."""
        corners = [(x0 * self._scale, y0 * self._scale), (x1 * self._scale, y1 * self._scale)]
        self._fill("rounded_rectangle", corners, fill, alpha, radius=r * self._scale)

    def line(self, points: Sequence[Point], colour: Colour, width: float, curved: bool = False) -> None:
        """A stroke with round ends."""
        path = [
            (x * self._scale, y * self._scale)
            for x, y in (smooth(points, closed=False) if curved else points)
        ]
        thick = max(1, round(width * self._scale))
        self._draw.line(path, (*colour, 255), thick, joint="curve")
        for x, y in (path[0], path[-1]):
            r = thick / 2
            self._draw.ellipse((x - r, y - r, x + r, y + r), (*colour, 255))

    def arc(
        self, x: float, y: float, r: float, start: float, end: float, colour: Colour, width: float
    ) -> None:
        """A part of a circle; angles in degrees, clockwise from three o'clock."""
        turn = np.radians(np.linspace(start, end, 24))
        self.line([(x + r * float(np.cos(a)), y + r * float(np.sin(a))) for a in turn], colour, width)

    def glow(self, x: float, y: float, r: float, colour: Colour, alpha: float = 0.6) -> None:
        """Soft light around a point, fading before the sheet ends."""
        high, wide = self.sheet.height, self.sheet.width
        down, across = np.arange(high, dtype=np.float32)[:, None], np.arange(wide, dtype=np.float32)[None, :]
        far = np.hypot(down - y * self._scale, across - x * self._scale) / (r * 1.5 * self._scale)
        room = np.minimum(np.minimum(down, high - down), np.minimum(across, wide - across)) / (0.14 * high)
        strength = np.clip(1 - far, 0, 1) ** 1.6 * np.clip(room, 0, 1) * 255 * alpha
        self._lay(Image.fromarray(strength.astype(np.uint8)), colour, (0, 0, wide, high))

    def done(self) -> Image.Image:
        """The thing at its size, light falling from the upper left."""
        small = self.sheet.reduce(FINER)
        down = np.linspace(1.07, 0.86, small.height, dtype=np.float32)[:, None]
        across = np.linspace(1.05, 0.94, small.width, dtype=np.float32)[None, :]
        pixels = np.asarray(small, np.float32) * np.dstack(
            [*[down * across] * 3, np.ones_like(down * across)]
        )
        return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))

    def _fill(self, shape: str, path: list[Point], fill: Fill, alpha: float, **extra: float) -> None:
        if isinstance(fill[0], int) and alpha == 1:
            getattr(self._draw, shape)(path, fill=(*fill, 255), **extra)
            return
        xs, ys = zip(*path, strict=True)
        left, top = max(0, int(min(xs))), max(0, int(min(ys)))
        right, low = min(self.sheet.width, int(max(xs)) + 2), min(self.sheet.height, int(max(ys)) + 2)
        if right <= left or low <= top:
            return
        mark = Image.new("L", (right - left, low - top))
        moved = [(x - left, y - top) for x, y in path]
        getattr(ImageDraw.Draw(mark), shape)(moved, fill=round(255 * alpha), **extra)
        self._lay(mark, fill, (left, top, right, low))

    def _lay(self, mark: Image.Image, fill: Fill, box: tuple[int, int, int, int]) -> None:
        paint = column(fill, box[3] - box[1]).resize(mark.size)
        paint.putalpha(mark)
        self.sheet.alpha_composite(paint, box[:2])


def column(fill: Fill, height: int) -> Image.Image:
    """A fill as a picture one pixel wide."""
    if isinstance(fill[0], int):
        return Image.new("RGB", (1, height), fill)
    top, bottom = np.array(fill[0], np.float32), np.array(fill[1], np.float32)
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    return Image.fromarray((top + (bottom - top) * share).astype(np.uint8))


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 10) -> list[Point]:
    """A curve through points (Catmull and Rom 1974), as many short lines."""
    p = np.array(points, np.float64)
    around = np.concatenate([p[-1:], p, p[:2]] if closed else [p[:1], p, p[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (around[k : len(around) - 3 + k, None, :] for k in range(4))
    path = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    curve = [(float(x), float(y)) for x, y in path.reshape(-1, 2)]
    return curve if closed else [*curve, (float(p[-1][0]), float(p[-1][1]))]
