"""Settings: rooms, plain backdrops and the deep sea."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from openai_nb.sandbox.oracle.painting.colours import Colour, dark, light, mix
from openai_nb.sandbox.oracle.painting.grounds import Tones, tinted
from openai_nb.sandbox.oracle.painting.lights import Light
from openai_nb.sandbox.oracle.painting.textures import Floats, blend, gradient, noise, radial

WALLS: tuple[Colour, ...] = (
    (222, 208, 196),
    (186, 206, 202),
    (206, 200, 222),
    (226, 200, 190),
    (190, 204, 220),
)
WOODS: tuple[Colour, ...] = ((176, 124, 84), (150, 104, 74), (198, 154, 112))


def table(chance: Random, width: int, height: int, edge: int, how: Light, tones: Tones) -> Floats:
    """A wall with light from a window, and a wooden table before it."""
    wall = tinted(light(tones[0], 0.35) if tones else chance.choice(WALLS), how)
    canvas = np.repeat(gradient((light(wall, 0.12), dark(wall, 0.1)), height), width, axis=1)
    shine = radial(width, height, width * 0.24, height * 0.12, max(width, height) * 0.8)
    canvas = blend(canvas, (255, 246, 226), shine * (0.12 if how.night else 0.5))
    canvas[:edge] = blend(
        canvas[:edge], (255, 250, 236), _panes(chance, width, edge) * (0.05 if how.night else 0.3)
    )
    wood = tinted(chance.choice(WOODS), how)
    rows = height - edge
    grain = noise(chance, width, rows, 3, 4, stretch=16)
    board = np.repeat(gradient((light(wood, 0.16), dark(wood, 0.2)), rows), width, axis=1)
    canvas[edge:] = board * (0.86 + 0.28 * grain)[..., None]
    lip = max(2, height // 160)
    canvas[edge : edge + lip] = blend(canvas[edge : edge + lip], (255, 240, 214), 0.35)
    return canvas


def _panes(chance: Random, width: int, height: int) -> Floats:
    """A window's light thrown on the wall, soft at its edges."""
    sheet = Image.new("L", (max(1, width // 4), max(1, height // 4)))
    w, h = sheet.size
    pen, left, lean = ImageDraw.Draw(sheet), chance.uniform(0.42, 0.56) * w, 0.12 * w
    for column in range(2):
        for row in range(2):
            x, y = left + column * w * 0.19, (0.08 + row * 0.4) * h
            slant = lean * (row * 0.8)
            pen.polygon(
                [
                    (x + slant, y),
                    (x + w * 0.16 + slant, y),
                    (x + w * 0.16 + slant + lean * 0.7, y + h * 0.34),
                    (x + slant + lean * 0.7, y + h * 0.34),
                ],
                fill=255,
            )
    soft = sheet.filter(ImageFilter.GaussianBlur(max(1, w * 0.012))).resize((width, height))
    return np.asarray(soft, np.float32) / 255


def studio(width: int, height: int, edge: int, tone: Colour) -> Floats:
    """A plain backdrop that curves into the floor."""
    canvas = np.repeat(gradient((light(tone, 0.1), light(tone, 0.34)), height), width, axis=1)
    near = np.clip((np.arange(height, dtype=np.float32) - edge) / max(1, height - edge) + 0.25, 0, 1)[:, None]
    canvas = blend(canvas, dark(tone, 0.12), np.repeat(near, width, 1) * 0.5)
    return blend(
        canvas,
        light(tone, 0.75),
        radial(width, height, width / 2, height * 0.42, max(width, height) * 0.62) * 0.75,
    )


def deep(chance: Random, width: int, height: int, tones: Tones) -> Floats:
    """Under water: light from above in slanted rays, sand below."""
    blue = tones[0] if tones else chance.choice(((24, 96, 150), (20, 110, 140), (30, 84, 160)))
    canvas = np.repeat(
        gradient((light(blue, 0.55), light(blue, 0.12), blue, dark(blue, 0.45)), height), width, axis=1
    )
    down = np.arange(height, dtype=np.float32)[:, None] / height
    across = np.arange(width, dtype=np.float32)[None, :] / width
    fan = (across - 0.35) / (0.35 + down) * 9
    rays = (
        np.clip(np.sin(fan * 2.3 + 1.1) + 0.6 * np.sin(fan * 5.1) - 0.35, 0, 1)
        * np.clip(0.9 - down, 0, 1)
        * 0.24
    )
    canvas = blend(canvas, (236, 252, 255), rays.astype(np.float32))
    floor = 0.88 - 0.05 * noise(chance, width, 1, 2, 2)
    sand = np.clip((down - floor) * height, 0, 1)
    return blend(
        canvas, mix((226, 206, 160), blue, 0.45), sand * (0.55 + 0.3 * noise(chance, width, height, 40, 2))
    )


def seaweed(chance: Random, sheet: Image.Image) -> None:
    """Weeds on the ground and bubbles above them."""
    pen, unit = ImageDraw.Draw(sheet, "RGBA"), min(sheet.size)
    for _ in range(14):
        x, tone = chance.uniform(0, sheet.width), mix((40, 130, 100), (30, 70, 110), chance.random())
        tall, sway, phase = (
            chance.uniform(0.1, 0.26) * unit,
            chance.uniform(0.008, 0.02) * unit,
            chance.uniform(0, 6),
        )
        for step in range(40):
            share = step / 40
            at, r = x + sway * np.sin(phase + share * 7), unit * 0.008 * (1 - share) + 1
            y = sheet.height * 0.95 - tall * share
            pen.ellipse((at - r, y - r * 1.6, at + r, y + r * 1.6), (*tone, 235))
    for _ in range(26):
        x, y, r = (
            chance.uniform(0, sheet.width),
            chance.uniform(0.05, 0.85) * sheet.height,
            chance.uniform(0.003, 0.011) * unit,
        )
        pen.ellipse(
            (x - r, y - r, x + r, y + r), (230, 250, 255, 46), (236, 252, 255, 130), max(1, int(r / 5))
        )
