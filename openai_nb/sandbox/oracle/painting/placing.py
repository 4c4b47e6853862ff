"""Placing: a thing drawn into a picture, in the picture's light, with its shadow or its mirror image."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from openai_nb.sandbox.oracle.painting.buildings import BUILDINGS
from openai_nb.sandbox.oracle.painting.colours import Colour
from openai_nb.sandbox.oracle.painting.layouts import LAMPS, Frame, Spot
from openai_nb.sandbox.oracle.painting.lights import Light
from openai_nb.sandbox.oracle.painting.sprites import render
from openai_nb.sandbox.oracle.painting.vehicles import VEHICLES

UNTURNED = frozenset({"book", "chart", "clock", "globe", "computer", "flag"})  # they would read backwards
SHINING = frozenset({*LAMPS, "star", "comet", "planet", "globe"})
LIGHTED = frozenset({*BUILDINGS, *VEHICLES, "lamp", "candle", "robot"})  # their lights stay on at night
OPEN_AIR = frozenset({"meadow", "sea", "desert"})


def place(sheet: Image.Image, spot: Spot, frame: Frame, how: Light, leaf: Colour, chance: Random) -> None:
    """Draws one thing where its spot says."""
    height = round(spot.height)
    own = Random(chance.random())
    if height < 3:
        return
    colours = spot.thing.colours or ((leaf,) if spot.thing.noun in ("tree", "bush") else ())
    picture = render(spot.sprite, height, colours, how.night, own)
    if spot.mirrored and spot.thing.noun not in UNTURNED:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if spot.thing.noun not in SHINING and frame.ground in {*OPEN_AIR, "deep", "lunar"}:
        picture = _in_light(picture, spot, frame, how)
    if spot.home == "water":
        _mirror(sheet, picture, round(spot.x - picture.width / 2), round(spot.foot - 0.03 * picture.height))
    elif spot.home != "sky" and not spot.held:
        _shadow(sheet, spot, picture.width, how)
    _over(sheet, picture, round(spot.x - picture.width / 2), round(spot.foot - picture.height))


def _in_light(picture: Image.Image, spot: Spot, frame: Frame, how: Light) -> Image.Image:
    """Tinted by the hour, and paler the farther it stands."""
    pixels = np.asarray(picture, np.float32).copy()
    if frame.ground == "deep":
        pixels[..., :3] = pixels[..., :3] * 0.86 + np.array((24, 60, 90), np.float32) * 0.3
    else:
        tint = np.broadcast_to(np.array(how.tint, np.float32), (*pixels.shape[:2], 3))
        if how.night and spot.thing.noun in LIGHTED:
            red, green, blue = (pixels[..., k] for k in range(3))
            lit = (red > 200) & (green > 140) & (blue < 0.68 * red)
            tint = np.where(lit[..., None], np.float32(1), tint)
        pixels[..., :3] *= tint
    if spot.home != "sky" and frame.ground in OPEN_AIR:
        near = (spot.foot - frame.horizon) / max(1, frame.height - frame.horizon)
        far = float(np.clip(0.42 - near * 0.8, 0, 0.34))
        pixels[..., :3] += (np.array(how.haze, np.float32) - pixels[..., :3]) * far
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _shadow(sheet: Image.Image, spot: Spot, width: int, how: Light) -> None:
    """A soft dark patch under a thing's foot."""
    wide, tall = max(4, round(width * 1.1)), max(4, round(min(width * 0.14, spot.height * 0.17)))
    mark = Image.new("L", (wide + 2 * tall, 3 * tall))
    ImageDraw.Draw(mark).ellipse((tall, tall, tall + wide, 2 * tall), fill=92 if how.night else 106)
    patch = Image.new("RGBA", mark.size, (16, 18, 38, 0))
    patch.putalpha(mark.filter(ImageFilter.BoxBlur(tall * 0.42)).filter(ImageFilter.BoxBlur(tall * 0.3)))
    _over(sheet, patch, round(spot.x - patch.width / 2 + width * 0.03), round(spot.foot - 1.62 * tall))


def _mirror(sheet: Image.Image, picture: Image.Image, x: int, line: int) -> None:
    """A thing upside down in the water, wavering and fading with depth."""
    low = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(
        (picture.width, max(2, picture.height // 2))
    )
    pixels = np.asarray(low, np.float32).copy()
    rows = np.arange(low.height)
    sway = (np.sin(rows * 28 / max(8, low.height)) * (1 + rows / low.height * 2) * low.width * 0.008).astype(
        int
    )
    pixels = np.stack([np.roll(pixels[row], sway[row], axis=0) for row in rows])
    pixels[..., 3] *= np.linspace(0.42, 0, low.height, dtype=np.float32)[:, None]
    pixels[..., :3] *= 0.8
    _over(sheet, Image.fromarray(pixels.astype(np.uint8)), x, line)


def _over(sheet: Image.Image, picture: Image.Image, x: int, y: int) -> None:
    """Lays a picture over the sheet, whatever hangs out cut off."""
    if sheet.mode != "RGBA":
        sheet.paste(picture, (x, y), picture)
        return
    left, top = max(0, -x), max(0, -y)
    part = picture.crop(
        (left, top, min(picture.width, sheet.width - x), min(picture.height, sheet.height - y))
    )
    if part.width > 0 and part.height > 0:
        sheet.alpha_composite(part, (x + left, y + top))
