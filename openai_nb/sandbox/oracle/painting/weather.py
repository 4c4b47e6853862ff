"""Weather: what falls or drifts before the whole scene."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from openai_nb.sandbox.oracle.painting.textures import Floats, blend, enlarge, noise


def fall(chance: Random, sheet: Image.Image, moods: set[str]) -> Image.Image:
    """The scene with the rain, snow, fog and lightning it asks for."""
    if "fog" in moods:
        sheet = fog(chance, sheet)
    if "storm" in moods:
        bolt(chance, sheet)
    if moods & {"rain", "storm"}:
        rain(chance, sheet)
    if "snow" in moods:
        snow(chance, sheet)
    return sheet


def rain(chance: Random, sheet: Image.Image) -> None:
    """Slanted streaks, the near ones longer."""
    width, height = sheet.size
    mark = Image.new("L", sheet.size)
    pen, unit = ImageDraw.Draw(mark), min(sheet.size)
    for _ in range(520):
        x, y, near = chance.uniform(-0.1, 1.1) * width, chance.uniform(-0.1, 1) * height, chance.random()
        long = unit * (0.018 + 0.05 * near)
        pen.line(
            (x, y, x - long * 0.22, y + long), round(50 + 90 * near), max(1, round(unit / 700 * (1 + near)))
        )
    sheet.paste(Image.new("RGB", sheet.size, (226, 236, 246)), (0, 0), mark)


def snow(chance: Random, sheet: Image.Image) -> None:
    """Flakes of three distances; the nearest out of focus."""
    width, height = sheet.size
    unit = min(sheet.size)
    for many, size, blur, strength in (
        (260, 0.0016, 0.0, 200),
        (130, 0.0034, 0.001, 225),
        (26, 0.0085, 0.004, 190),
    ):
        mark = Image.new("L", sheet.size)
        pen = ImageDraw.Draw(mark)
        for _ in range(many):
            x, y, r = (
                chance.uniform(0, width),
                chance.uniform(0, height),
                max(0.7, chance.uniform(0.7, 1.3) * size * unit),
            )
            pen.ellipse((x - r, y - r, x + r, y + r), strength)
        soft = mark.filter(ImageFilter.BoxBlur(blur * unit)) if blur else mark
        sheet.paste(Image.new("RGB", sheet.size, (255, 255, 255)), (0, 0), soft)


def fog(chance: Random, sheet: Image.Image) -> Image.Image:
    """Banks of mist, thickest in the middle of the picture."""
    width, height = sheet.size
    small_w, small_h = -(-width // 4), -(-height // 4)
    banks = noise(chance, small_w, small_h, 2.5, 4, stretch=3)
    rows = np.linspace(0, 1, small_h, dtype=np.float32)[:, None]
    much = np.clip(0.25 + 0.85 * np.exp(-(((rows - 0.58) / 0.24) ** 2)), 0, 1) * np.clip(
        banks * 1.9 - 0.25, 0, 1
    )
    pixels: Floats = np.asarray(sheet.convert("RGB"), np.float32)
    misty = blend(pixels, (228, 231, 233), enlarge(much.astype(np.float32), width, height) * 0.82)
    return Image.fromarray(misty.astype(np.uint8)).convert(sheet.mode)


def bolt(chance: Random, sheet: Image.Image) -> None:
    """A flash of lightning with two branches."""
    width, height = sheet.size
    mark = Image.new("L", sheet.size)
    pen, thick = ImageDraw.Draw(mark), max(2, min(sheet.size) // 170)
    start = (chance.uniform(0.25, 0.75) * width, 0.0)
    main = _zigzag(chance, start, height * 0.58, width * 0.03)
    pen.line(main, 255, thick, joint="curve")
    for k in (4, 7):
        pen.line(
            _zigzag(chance, main[k], height * 0.2, width * 0.045), 190, max(1, thick // 2), joint="curve"
        )
    halo = mark.filter(ImageFilter.GaussianBlur(thick * 4)).point(lambda v: min(255, v * 3))
    sheet.paste(Image.new("RGB", sheet.size, (196, 200, 255)), (0, 0), halo)
    sheet.paste(
        Image.new("RGB", sheet.size, (255, 255, 250)),
        (0, 0),
        mark.filter(ImageFilter.GaussianBlur(thick / 3)),
    )


def _zigzag(
    chance: Random, start: tuple[float, float], down: float, sway: float
) -> list[tuple[float, float]]:
    path = [start]
    for _ in range(11):
        x, y = path[-1]
        path.append((x + chance.uniform(-1, 1.1) * sway, y + down / 11))
    return path
