"""Grounds: what lies under the sky, from far mountains to the grass before our feet."""

from __future__ import annotations

from random import Random

import numpy as np

from openai_nb.sandbox.oracle.painting.colours import Colour, dark, light, mix
from openai_nb.sandbox.oracle.painting.lights import Light
from openai_nb.sandbox.oracle.painting.textures import TILE, Floats, blend, noise, ridge, tile

Tones = tuple[Colour, ...]


def tinted(colour: Colour, how: Light) -> Colour:
    """A colour in this light."""
    red, green, blue = (min(255, round(part * share)) for part, share in zip(colour, how.tint, strict=True))
    return red, green, blue


def mountains(chance: Random, canvas: Floats, horizon: int, how: Light, tones: Tones, snowy: bool) -> None:
    """Two chains with lit and shaded faces and snow on their peaks."""
    height, width = canvas.shape[:2]
    rock = tones[0] if tones else chance.choice(((96, 106, 140), (108, 104, 124), (92, 116, 132)))
    for rise, far, cells in ((0.74, 0.5, 2.6), (0.42, 0.18, 3.6)):
        line = horizon - ridge(chance, width, 0.48, cells) * rise * horizon - 0.03 * height
        lit = mix(tinted(light(rock, 0.3), how), how.haze, far)
        shade = mix(tinted(dark(rock, 0.35), how), how.haze, far)
        snow = mix(tinted((252, 253, 255), how), how.haze, far * 0.5)
        _faces(chance, canvas, line, horizon, (lit, shade, snow, how.haze), 0.6 if snowy else 0.26)


def _faces(chance: Random, canvas: Floats, line: Floats, horizon: int, tones: Tones, snow: float) -> None:
    height, width = canvas.shape[:2]
    top, low = max(0, int(line.min()) - 1), min(height, horizon + 2)
    if low <= top:
        return
    depth = np.arange(top, low, dtype=np.float32)[:, None] - line[None, :]
    jitter = (noise(chance, width, low - top, 26, 3) - 0.5) * width * 0.03
    wide = max(3, width // 70)
    slope = np.convolve(np.gradient(np.pad(line, wide, mode="edge")), np.ones(wide) / wide, "same")[
        wide:-wide
    ]
    at = np.clip(np.arange(width)[None, :] + depth * 0.42 + jitter, 0, width - 1).astype(np.int32)
    lit = np.clip(0.5 - slope[at] * 1.1, 0, 1).astype(np.float32)
    part = canvas[top:low]
    body = blend(np.broadcast_to(np.array(tones[1], np.float32), part.shape), tones[0], lit)
    span = max(1.0, float(horizon - line.min()))
    height_here = (horizon - line)[None, :] / span
    cap = np.clip((height_here - 0.42) * snow * span * 1.5 - depth + jitter * 1.6, 0, 6) / 6
    body = blend(body, tones[2], cap * (0.5 + 0.5 * lit))
    body = blend(body, tones[3], np.clip(depth / span, 0, 1) ** 1.5 * 0.75)
    canvas[top:low] = blend(part, body, np.clip(depth + 0.5, 0, 1))


def hills(chance: Random, canvas: Floats, horizon: int, how: Light, green: Colour, low: bool = False) -> None:
    """Round hills, the far ones paler."""
    height, width = canvas.shape[:2]
    many, rise = 2, 0.45 if low else 1.0
    for k in range(many):
        far = 0.62 - 0.34 * k / max(1, many - 1)
        line = (
            horizon
            + (0.02 * k - 0.02 - ridge(chance, width, 0.4, 1.6 + k, sharp=False) * (0.13 - 0.04 * k) * rise)
            * height
        )
        top, low = max(0, int(line.min()) - 1), min(height, horizon + int(0.06 * height))
        depth = np.arange(top, low, dtype=np.float32)[:, None] - line[None, :]
        tone = mix(tinted(green, how), how.haze, far)
        body = blend(
            np.broadcast_to(np.array(light(tone, 0.12), np.float32), (low - top, width, 3)),
            dark(tone, 0.1),
            np.clip(depth / (0.12 * height), 0, 1),
        )
        canvas[top:low] = blend(canvas[top:low], body, np.clip(depth + 0.5, 0, 1))


def land(
    chance: Random, canvas: Floats, line: int | Floats, how: Light, tone: Colour, rough: float = 0.16
) -> None:
    """A plain seen at a slant, from `line` down: grass, sand or snow, by its tone."""
    height, width = canvas.shape[:2]
    edge = np.broadcast_to(np.asarray(line, np.float32), (width,))
    top = max(0, int(edge.min()))
    if top >= height:
        return
    y = np.arange(top, height, dtype=np.float32)[:, None]
    t = (y - top) / max(1, height - top)
    grain = _slanted(tile(chance, 12), t, width, 0.5)
    far, near = mix(tinted(light(tone, 0.18), how), how.haze, 0.32), tinted(dark(tone, 0.16), how)
    body = blend(
        np.broadcast_to(np.array(far, np.float32), (height - top, width, 3)),
        near,
        np.repeat(t, width, 1) ** 0.8,
    )
    body = body * (1 + (grain - 0.5) * rough * 2)[..., None]
    canvas[top:] = blend(canvas[top:], body, np.clip(y - edge[None, :] + 0.5, 0, 1))


def sea(
    chance: Random, canvas: Floats, horizon: int, lamp: tuple[float, float], how: Light, tones: Tones
) -> None:
    """Water that mirrors the sky and glitters under the lamp."""
    height, width = canvas.shape[:2]
    rows = height - horizon
    if rows < 2:
        return
    t = np.arange(rows, dtype=np.float32)[:, None] / rows
    deep = tinted(tones[0] if tones else (28, 92, 142), how)
    mirror = np.array(how.sky, np.float32)
    sky = np.stack(
        [np.interp(1 - t[:, 0], np.linspace(0, 1, len(mirror)), mirror[:, k]) for k in range(3)], 1
    )[:, None]
    body = blend(np.repeat(sky.astype(np.float32), width, 1), deep, np.repeat(0.42 + 0.45 * t**0.7, width, 1))
    wave = _slanted(tile(chance, 16), t, width, 0.16)
    body += ((wave - 0.5) * 62 * (0.25 + t))[..., None]
    across = np.abs(np.arange(width, dtype=np.float32)[None, :] - lamp[0]) / (width * (0.035 + 0.13 * t))
    spark = np.clip((wave - 0.5) * 7 + 0.55 - across * 0.75, 0, 1) * np.exp(-0.5 * across**2) * (1 - 0.45 * t)
    canvas[horizon:] = blend(body, how.lamp, spark * 0.85)


def _slanted(grain: Floats, t: Floats, width: int, squeeze: float) -> Floats:
    """A tile as a floor seen at a slant: finer towards the horizon, shape (rows, width)."""
    z = 1 / (t + 0.07)
    across = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) * z * 70
    row = (z * 70 * (0.5 / squeeze)).astype(np.int32) % TILE
    near = grain[row, across.astype(np.int32) % TILE]
    return near + (np.float32(0.5) - near) * np.clip(z / 14 - 0.15, 0, 0.85)
