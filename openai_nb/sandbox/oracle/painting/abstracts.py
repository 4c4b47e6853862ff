"""Abstracts: compositions for prompts that name nothing we can draw, seeded by their words."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from openai_nb.sandbox.oracle.painting.colours import Colour, dark, light, mix, palette
from openai_nb.sandbox.oracle.painting.textures import Floats, blend, enlarge, gradient, noise, ridge

Tones = tuple[Colour, ...]


def compose(size: tuple[int, int], colours: list[Colour], chance: Random) -> Image.Image:
    """One of five kinds of composition, in the prompt's colours or in five that go together."""
    tones = palette(chance)
    if colours:
        base = colours[:3]
        tones = tuple(tone for colour in base for tone in (dark(colour, 0.45), colour, light(colour, 0.5)))
    kind = chance.choice((ribbons, marble, circles, facets, arcs))
    return kind(size, tones, chance)


def ribbons(size: tuple[int, int], tones: Tones, chance: Random) -> Image.Image:
    """Waves behind waves, each with a soft edge of light."""
    width, height = size
    canvas = np.repeat(gradient((dark(tones[0], 0.2), mix(tones[0], tones[1], 0.5)), height), width, axis=1)
    y = np.arange(height, dtype=np.float32)[:, None]
    many = chance.choice((7, 8, 9))
    fall = np.arange(height, dtype=np.float32)
    for k in range(many):
        tone = _between(tones, k / (many - 1))
        middle = (0.08 + 0.86 * k / many) * height
        line = middle + (ridge(chance, width, 0.35, 1.5, sharp=False) - 0.5) * 0.36 * height
        top = max(0, int(line.min()) - 2)
        body = blend(
            np.broadcast_to(np.array(tone, np.float32), (height, 3)),
            light(tone, 0.7),
            np.exp(-fall / (0.05 * height)) * 0.35,
        )
        body = blend(body, dark(tone, 0.4), np.clip(fall / (0.3 * height), 0, 1) * 0.6)
        depth = y[top:] - line[None, :]
        canvas[top:] *= (1 - 0.25 * np.exp(np.minimum(depth, 0) / (0.02 * height)))[..., None]
        canvas[top:] = blend(
            canvas[top:], body[np.clip(depth, 0, height - 1).astype(np.int32)], np.clip(depth + 0.5, 0, 1)
        )
    return _image(canvas)


def marble(size: tuple[int, int], tones: Tones, chance: Random) -> Image.Image:
    """Noise bent by noise, coloured along the palette, with thin bright veins."""
    width, height = size
    w, h = max(2, width // 2), max(2, height // 2)
    bend, field = noise(chance, w, h, 2.5, 3), noise(chance, w, h, 2.0, 4)
    down, across = np.mgrid[0:h, 0:w].astype(np.float32)
    reach = 0.42 * min(w, h)
    rows = np.clip(down + (bend - 0.5) * 2 * reach, 0, h - 1).astype(int)
    columns = np.clip(across + (field - 0.5) * 2 * reach, 0, w - 1).astype(int)
    flow = field[rows, columns]
    flow = np.clip((flow - np.quantile(flow[::8, ::8], 0.03)) / (np.ptp(flow[::8, ::8]) * 0.9 + 1e-6), 0, 1)
    spread = np.array([_between(tones, k / 63) for k in range(64)], np.float32)
    colour = spread[(flow * 63).astype(int)]
    vein = np.clip(1 - np.abs(np.sin(flow * 22)) * 7, 0, 1) * 0.4
    colour = blend(colour, light(tones[-1], 0.6), vein)
    relief = np.clip(1 + (flow - np.roll(flow, (2, 2), (0, 1))) * 7, 0.8, 1.2)
    return _image(
        np.dstack([enlarge(np.ascontiguousarray(colour[..., k] * relief), width, height) for k in range(3)])
    )


def circles(size: tuple[int, int], tones: Tones, chance: Random) -> Image.Image:
    """Overlapping discs, rings and thin lines over a pale ground."""
    sheet = Image.new("RGB", (size[0] * 2, size[1] * 2), light(tones[-1], 0.72))
    pen, unit = ImageDraw.Draw(sheet, "RGBA"), min(size) * 2
    for _ in range(chance.choice((9, 11, 13))):
        x, y = chance.gauss(0.5, 0.22) * sheet.width, chance.gauss(0.48, 0.2) * sheet.height
        r, tone = chance.uniform(0.05, 0.24) * unit, chance.choice(tones)
        pen.circle((x, y), r, (*tone, chance.choice((120, 170, 225))))
        if chance.random() < 0.5:
            pen.circle((x, y), r * chance.uniform(0.4, 0.75), (*chance.choice(tones), 235))
        if chance.random() < 0.5:
            thick = max(2, int(unit * 0.0035))
            pen.circle((x, y), r * chance.uniform(1.12, 1.5), None, (*dark(tone, 0.3), 200), thick)
    for _ in range(7):
        a, reach = chance.uniform(0, pi), chance.uniform(0.2, 0.6) * unit
        x, y = chance.random() * sheet.width, chance.random() * sheet.height
        path = (x - reach * cos(a), y - reach * sin(a), x + reach * cos(a), y + reach * sin(a))
        thick = max(2, int(unit * chance.choice((0.002, 0.004, 0.008))))
        pen.line(path, (*dark(tones[0], 0.2), 210), thick)
    return sheet.reduce(2)


def facets(size: tuple[int, int], tones: Tones, chance: Random) -> Image.Image:
    """A net of triangles, lit like folded paper."""
    sheet, many = Image.new("RGB", (size[0] * 2, size[1] * 2)), chance.choice((9, 11, 13))
    pen, step, tilt = ImageDraw.Draw(sheet), max(sheet.size) / many, chance.uniform(0.2, 0.8)
    columns, rows = int(sheet.width / step) + 3, int(sheet.height / step) + 3
    at = {}
    for i in range(columns + 1):
        for j in range(rows + 1):
            x, y = (chance.uniform(-1.34, -0.66) for _ in range(2))
            at[i, j] = ((i + x + 0.5 * (j % 2)) * step, (j + y) * step)
    for i in range(columns):
        for j in range(rows):
            for corners in ((i, j), (i + 1, j), (i, j + 1)), ((i + 1, j), (i + 1, j + 1), (i, j + 1)):
                path = [at[corner] for corner in corners]
                x, y = (sum(point[axis] for point in path) / 3 for axis in (0, 1))
                share = tilt * x / sheet.width + (1 - tilt) * y / sheet.height + chance.uniform(-0.09, 0.09)
                tone, fold = _between(tones, share), chance.uniform(-0.16, 0.12)
                pen.polygon(path, light(tone, fold) if fold > 0 else dark(tone, -fold))
    return sheet.reduce(2)


def arcs(size: tuple[int, int], tones: Tones, chance: Random) -> Image.Image:
    """Fans of rings around a few points, as if stones fell into coloured water."""
    width, height = size
    sheet = Image.new("RGB", (width * 2, height * 2), light(tones[-1], 0.35))
    pen = ImageDraw.Draw(sheet)
    cell = max(width, height) * 2 / chance.choice((5, 6, 7))
    for row in range(int(sheet.height / cell * 2) + 3):
        for column in range(int(sheet.width / cell) + 2):
            x, y = (column + 0.5 * (row % 2)) * cell, row * cell / 2
            first = chance.randrange(len(tones))
            for ring in range(5):
                r = cell * 0.52 * (1 - ring / 5.2)
                tone = tones[(first + ring) % len(tones)]
                pen.ellipse((x - r, y - r, x + r, y + r), light(tone, 0.06 * ring))
    return sheet.reduce(2)


def _between(tones: Tones, share: float) -> Colour:
    """The palette read as one gradient, at `share` of its length."""
    at = min(max(share, 0.0), 0.9999) * (len(tones) - 1)
    return mix(tones[int(at)], tones[int(at) + 1], at % 1)


def _image(canvas: Floats) -> Image.Image:
    return Image.fromarray(np.clip(canvas + 0.5, 0, 255).astype(np.uint8))
