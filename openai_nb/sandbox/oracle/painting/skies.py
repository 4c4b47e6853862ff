"""Skies: gradients, stars, the glow around the sun, and wisps of cloud."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw

from openai_nb.sandbox.oracle.painting.colours import WHITE, Colour, light, mix
from openai_nb.sandbox.oracle.painting.lights import Light
from openai_nb.sandbox.oracle.painting.textures import Floats, blend, enlarge, gradient, noise, radial

QUARTER = 4  # soft things are computed at a quarter of the size


def sky(
    chance: Random, width: int, height: int, horizon: int, lamp: tuple[float, float], how: Light
) -> Floats:
    """The whole sheet as sky, shape (height, width, 3); below the horizon it is haze."""
    small_w, small_h = -(-width // QUARTER), -(-height // QUARTER)
    column = np.concatenate([gradient(how.sky, max(2, horizon)), np.broadcast_to(
        np.array(how.sky[-1], np.float32), (max(0, height - max(2, horizon)), 1, 3))])  # fmt: skip
    rows = np.linspace(0, len(column) - 1, small_h).astype(int)
    field = np.repeat(column[rows], small_w, axis=1)
    near = radial(small_w, small_h, lamp[0] / QUARTER, lamp[1] / QUARTER, max(small_w, small_h) * 0.75)
    field = blend(field, light(how.lamp, 0.1), near**2.2 * (0.28 if how.night else 0.75))
    wisps = noise(chance, small_w, small_h, 2.2, 5, stretch=3.2)
    much = np.clip((wisps - 0.5) * 3.4, 0, 1) * (0.16 if how.night else 0.42)
    fade = np.linspace(1, 0.25, small_h, dtype=np.float32)[:, None]
    field = blend(field, mix(how.sky[-1], WHITE, 0.15 if how.night else 0.5), much * fade)
    return np.dstack([enlarge(np.ascontiguousarray(field[..., k]), width, height) for k in range(3)])


def stars(chance: Random, sheet: Image.Image, low: int, many: int) -> None:
    """Stars of different sizes down to `low`; some of them shine."""
    unit = max(1.0, min(sheet.size) / 900)
    pen = ImageDraw.Draw(sheet, "RGBA")
    for _ in range(many):
        x, y, r = (
            chance.uniform(0, sheet.width),
            chance.uniform(0, max(1, low)),
            chance.choice((0.5, 0.7, 0.9, 1.4)) * unit,
        )
        tone: Colour = chance.choice(((255, 255, 255), (255, 240, 214), (206, 224, 255)))
        strength = round(255 * chance.uniform(0.3, 1) * (1 - 0.7 * y / max(1, low)))
        pen.ellipse((x - r, y - r, x + r, y + r), (*tone, strength))
        if r > 1.2 * unit and chance.random() < 0.3:
            for reach, faint in ((5, 0.5), (9, 0.25)):
                thin = (*tone, round(strength * faint))
                pen.line((x - reach * unit, y, x + reach * unit, y), thin, max(1, round(unit * 0.8)))
                pen.line((x, y - reach * unit, x, y + reach * unit), thin, max(1, round(unit * 0.8)))


def nebula(chance: Random, width: int, height: int, how: Light, tones: tuple[Colour, ...]) -> Floats:
    """Deep space with coloured clouds, shape (height, width, 3)."""
    small_w, small_h = -(-width // QUARTER), -(-height // QUARTER)
    field = np.repeat(gradient(how.sky, small_h), small_w, axis=1)
    bend = noise(chance, small_w, small_h, 2, 3)
    for tone in tones:
        cloud = noise(chance, small_w, small_h, 2.6, 5)
        much = np.clip((cloud * 0.7 + bend * 0.5 - 0.56) * 2.6, 0, 1) ** 1.4
        field = field + np.array(tone, np.float32) * much[..., None] * 0.62
    return np.dstack([enlarge(np.ascontiguousarray(field[..., k]), width, height) for k in range(3)])


def rainbow(canvas: Floats, horizon: int) -> Floats:
    """An arc of six colours above the horizon."""
    height, width = canvas.shape[:2]
    down = np.arange(height, dtype=np.float32)[:, None] - horizon * 1.04
    across = np.arange(width, dtype=np.float32)[None, :] - width * 0.5
    far = np.hypot(down, across) / min(width * 0.44, horizon * 0.92)
    bands = np.array(
        [(148, 110, 200), (80, 140, 220), (90, 190, 120), (250, 216, 90), (244, 150, 70), (226, 80, 76)]
    )
    at = np.clip((far - 0.86) / 0.14, 0, 1)
    hue = np.stack([np.interp(at, np.linspace(0, 1, 6), bands[:, k]) for k in range(3)], -1).astype(
        np.float32
    )
    soft = (
        np.clip(np.minimum(at, 1 - at) * 7, 0, 1) * (down < 0) * 0.5 * np.clip(-down / (horizon * 0.3), 0, 1)
    )
    return blend(canvas, hue, soft.astype(np.float32))
