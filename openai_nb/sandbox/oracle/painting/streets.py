"""Streets: rows of houses, roads and rails."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from openai_nb.sandbox.oracle.painting.colours import Colour, dark, light, mix
from openai_nb.sandbox.oracle.painting.grounds import Tones, tinted
from openai_nb.sandbox.oracle.painting.lights import Light
from openai_nb.sandbox.oracle.painting.pens import column

Box = tuple[float, float, float, float]


def skyline(chance: Random, width: int, height: int, horizon: int, how: Light, tones: Tones) -> Image.Image:
    """Houses behind houses, their windows lit at night, on a clear sheet."""
    sheet = Image.new("RGBA", (width, height))
    pen = ImageDraw.Draw(sheet)
    wall = tones[0] if tones else chance.choice(((86, 92, 124), (106, 98, 116), (78, 100, 118)))
    for row, (far, rise) in enumerate(((0.62, 0.42), (0.34, 0.32), (0.08, 0.22))):
        x = -chance.uniform(0, 0.05) * width
        while x < width:
            wide = chance.uniform(0.05, 0.1) * min(width, height * 1.4) * (0.8 + 0.25 * row)
            tall = chance.uniform(0.4, 1.0) * rise * height
            near = dark(wall, 0.3) if how.night and row == 2 else wall
            tone = mix(tinted(mix(near, (chance.randrange(256), 110, 120), 0.14), how), how.haze, far)
            pane = (
                mix((255, 218, 130), how.haze, far * 0.5)
                if how.night
                else mix(light(tone, 0.35), how.sky[0], 0.25)
            )
            _block(chance, pen, (x, horizon - tall, x + wide, horizon + 0.02 * height), tone)
            _windows(chance, pen, (x, horizon - tall, x + wide, horizon), pane, 0.4 if how.night else 0.85)
            x += wide * chance.uniform(1.0, 1.25)
    return sheet


def _block(chance: Random, pen: ImageDraw.ImageDraw, box: Box, tone: Colour) -> None:
    """A house front with a shaded side and one of three roofs."""
    x0, y0, x1, _ = box
    wide, middle = x1 - x0, (x0 + x1) / 2
    pen.rectangle(box, (*tone, 255))
    pen.rectangle((x0 + wide * 0.7, *box[1:]), (*dark(tone, 0.14), 255))
    kind = chance.random()
    if kind < 0.25:
        pen.rectangle((x0 + wide * 0.2, y0 - wide * 0.22, x0 + wide * 0.8, y0), (*dark(tone, 0.06), 255))
        pen.line((middle, y0 - wide * 0.7, middle, y0), (*dark(tone, 0.2), 255), max(1, int(wide / 30)))
    elif kind < 0.4:
        pen.polygon([(x0, y0), (middle, y0 - wide * 0.4), (x1, y0)], (*dark(tone, 0.05), 255))


def _windows(chance: Random, pen: ImageDraw.ImageDraw, box: Box, pane: Colour, share: float) -> None:
    """Rows of windows, a share of them lit."""
    x0, y0, x1, y1 = box
    step = max(5.0, (x1 - x0) / chance.choice((4, 5, 6)))
    for row in range(int((y1 - y0) / step)):
        for k in range(int((x1 - x0 - step * 0.6) / (step * 0.86)) + 1):
            x, y = x0 + step * (0.28 + 0.86 * k), y0 + step * (0.5 + row)
            if chance.random() < share:
                pen.rectangle((x, y, x + step * 0.4, y + step * 0.46), (*pane, 255))


def road(sheet: Image.Image, top: int, how: Light, wide: bool) -> None:
    """A road that runs along the picture; a wide one reaches its bottom."""
    low = sheet.height if wide else min(sheet.height, top + int(0.17 * sheet.height))
    _band(sheet, top, low, tinted((98, 100, 110), how))
    pen, thin = ImageDraw.Draw(sheet), max(1, sheet.height // 220)
    pale, middle = tinted((226, 222, 210), how), top + (low - top) * 0.66
    pen.line((0, top + thin * 2, sheet.width, top + thin * 2), pale, thin)
    for x in range(0, sheet.width, max(8, sheet.width // 9)):
        pen.rectangle((x, middle, x + sheet.width // 20, middle + thin * 2), pale)


def rails(sheet: Image.Image, top: int, how: Light) -> None:
    """Rails on their sleepers."""
    width, low = sheet.width, min(sheet.height, top + int(0.17 * sheet.height))
    _band(sheet, top, low, tinted((132, 118, 108), how))
    pen, thin, wood = ImageDraw.Draw(sheet), max(1, sheet.height // 220), tinted((96, 70, 54), how)
    for x in range(-20, width, max(8, width // 28)):
        above, below = top + thin * 3, low - thin * 4
        pen.polygon(
            [
                (x + 6, above),
                (x + width // 70 + 6, above),
                (x + width // 80, below),
                (x - width // 140, below),
            ],
            wood,
        )
    for share in (0.22, 0.72):
        y = top + int((low - top) * share)
        pen.line((0, y, width, y), tinted((196, 200, 208), how), thin * 2)


def _band(sheet: Image.Image, top: int, low: int, tone: Colour) -> None:
    if low > top:
        strip = column((light(tone, 0.1), dark(tone, 0.15)), low - top)
        sheet.paste(strip.resize((sheet.width, low - top)), (0, top))
