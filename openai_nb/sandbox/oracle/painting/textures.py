"""Textures: noise, gradients and ridges as arrays, the same for the same seed on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from openai_nb.sandbox.oracle.painting.colours import Colour

Floats = NDArray[np.floating[Any]]
TILE = 256


def source(chance: Random) -> np.random.RandomState:
    """Numpy's legacy generator, whose numbers never change between its versions (NEP 19)."""
    return np.random.RandomState(chance.getrandbits(32))


def noise(
    chance: Random, width: int, height: int, cells: float = 4, octaves: int = 4, stretch: float = 1
) -> Floats:
    """Soft clouds of values around 0.5, shape (height, width); `cells` bumps along the longer edge."""
    rough, unit, out, total = (
        source(chance),
        cells / max(width, height),
        np.zeros((height, width), np.float32),
        0.0,
    )
    for octave in range(octaves):
        shape = (2 + int(height * unit * 2**octave * stretch), 2 + int(width * unit * 2**octave))
        grain = Image.fromarray(rough.randint(0, 256, shape).astype(np.float32))
        out += np.asarray(grain.resize((width, height), Image.Resampling.BICUBIC), np.float32) * (
            0.5**octave / 255
        )
        total += 0.5**octave
    return out / total


def tile(chance: Random, cells: int = 16) -> Floats:
    """Noise of shape (256, 256) that joins to itself at all edges."""
    out = np.zeros((TILE, TILE), np.float32)
    for octave, much in ((cells, 0.6), (cells * 2, 0.3), (cells * 4, 0.1)):
        grain = source(chance).randint(0, 256, (octave, octave)).astype(np.uint8)
        wide = Image.fromarray(np.pad(grain, 2, mode="wrap"))
        box = (2.0, 2.0, 2.0 + octave, 2.0 + octave)
        out += np.asarray(wide.resize((TILE, TILE), Image.Resampling.BICUBIC, box=box), np.float32) * (
            much / 255
        )
    return out


def gradient(stops: Sequence[Colour], height: int, ease: float = 1.0) -> Floats:
    """Colours from top to bottom, shape (height, 1, 3)."""
    at = np.linspace(0, 1, height) ** ease * (len(stops) - 1)
    spread = np.array(stops, np.float64)
    return np.stack([np.interp(at, range(len(stops)), spread[:, k]) for k in range(3)], 1)[:, None].astype(
        np.float32
    )


def ridge(chance: Random, width: int, rough: float = 0.5, cells: float = 3, sharp: bool = True) -> Floats:
    """A skyline of heights from 0 to 1, shape (width,): sharp as mountains or round as hills."""
    out, total, x = np.zeros(width), 0.0, np.arange(width) / width
    for octave in range(7 if sharp else 3):
        knots, much = int(cells * 2**octave) + 2, rough**octave
        values = np.array([chance.random() for _ in range(knots)])
        at = x * (knots - 1.001)
        low = at.astype(int)
        part = at - low
        bend = part if sharp else part * part * (3 - 2 * part)
        out += much * (values[low] * (1 - bend) + values[low + 1] * bend)
        total += much
    out -= out.min()
    heights: Floats = (out / max(out.max(), 1e-6)).astype(np.float32)
    return heights


def radial(width: int, height: int, x: float, y: float, reach: float) -> Floats:
    """1 at a point, falling to 0 at `reach` pixels from it, shape (height, width)."""
    down = np.arange(height, dtype=np.float32)[:, None] - y
    across = np.arange(width, dtype=np.float32)[None, :] - x
    near: Floats = np.clip(1 - np.sqrt(down * down + across * across) / reach, 0, 1)
    return near


def enlarge(field: Floats, width: int, height: int) -> Floats:
    """A smooth field computed small, brought to its size."""
    return np.asarray(Image.fromarray(field).resize((width, height), Image.Resampling.BILINEAR), np.float32)


def blend(under: Floats, over: Floats | Colour, share: Floats | float) -> Floats:
    """`share` of one over the other; works on arrays of shape (..., 3)."""
    much = (
        share.astype(np.float32, copy=False)[..., None]
        if isinstance(share, np.ndarray)
        else np.float32(share)
    )
    out: Floats = np.asarray(over, np.float32) - under
    out *= much
    out += under
    return out
