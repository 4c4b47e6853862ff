"""Retouches: changes to a picture as a whole that a prompt can ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from openai_nb.sandbox.oracle.painting import styles, weather
from openai_nb.sandbox.oracle.painting.colours import NAMED, Colour, dark, light, palette

Retouch = Callable[[Image.Image, str], Image.Image]


def retouched(image: Image.Image, prompt: str) -> Image.Image | None:
    """The picture with every change the prompt names, in the order of this table; None when it names none."""
    text, found = " ".join(prompt.lower().split())[:2000], False
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    sheet = image.convert("RGB")
    for pattern, change in RETOUCHES.items():
        if re.search(rf"\b(?:{pattern})", text):
            sheet, found = change(sheet, text), True
            if alpha is not None and change in (_rotate, _flip, _border):
                alpha = change(alpha.convert("RGB"), text).getchannel("R")
    if not found:
        return None
    if alpha is not None:
        sheet.putalpha(alpha)
    return sheet


def toned(image: Image.Image, chance: Random) -> Image.Image:
    """The picture leaning towards five colours that go together, for prompts that name no change we know."""
    dusk, _, middle, _, dawn = palette(chance)
    grey = ImageOps.autocontrast(image.convert("L"))
    mood = ImageOps.colorize(grey, dark(dusk, 0.3), light(dawn, 0.4), middle)
    done = Image.blend(image.convert("RGB"), mood, 0.45)
    if image.mode == "RGBA":
        done.putalpha(image.getchannel("A"))
    return done


def _brighter(sheet: Image.Image, text: str) -> Image.Image:
    return ImageEnhance.Brightness(sheet).enhance(_much(text, 1.3))


def _darker(sheet: Image.Image, text: str) -> Image.Image:
    return ImageEnhance.Brightness(sheet).enhance(1 / _much(text, 1.4))


def _contrast(sheet: Image.Image, text: str) -> Image.Image:
    less = re.search(r"(less|lower|reduce\w*|low) (the )?contrast", text)
    return ImageEnhance.Contrast(sheet).enhance(0.65 if less else _much(text, 1.4))


def _vivid(sheet: Image.Image, text: str) -> Image.Image:
    return ImageEnhance.Color(sheet).enhance(_much(text, 1.6))


def _faded(sheet: Image.Image, text: str) -> Image.Image:
    return ImageEnhance.Color(sheet).enhance(0.45)


def _warmer(sheet: Image.Image, text: str) -> Image.Image:
    return _scaled(sheet, (1.12, 1.02, 0.84))


def _cooler(sheet: Image.Image, text: str) -> Image.Image:
    return _scaled(sheet, (0.86, 0.99, 1.13))


def _night(sheet: Image.Image, text: str) -> Image.Image:
    return _scaled(ImageEnhance.Color(sheet).enhance(0.75), (0.36, 0.42, 0.66))


def _sunset(sheet: Image.Image, text: str) -> Image.Image:
    return _scaled(sheet, (1.1, 0.82, 0.66))


def _blur(sheet: Image.Image, text: str) -> Image.Image:
    return sheet.filter(ImageFilter.GaussianBlur(min(sheet.size) / 90 * _much(text, 1.0)))


def _sharpen(sheet: Image.Image, text: str) -> Image.Image:
    return sheet.filter(ImageFilter.UnsharpMask(max(1, min(sheet.size) / 400), 160, 1))


def _grey(sheet: Image.Image, text: str) -> Image.Image:
    return sheet.convert("L").convert("RGB")


def _invert(sheet: Image.Image, text: str) -> Image.Image:
    return ImageOps.invert(sheet)


def _flip(sheet: Image.Image, text: str) -> Image.Image:
    upside = re.search(r"vertical|upside|top to bottom", text)
    return ImageOps.flip(sheet) if upside else ImageOps.mirror(sheet)


def _rotate(sheet: Image.Image, text: str) -> Image.Image:
    """Turned by the degrees named, or by a right angle; the size stays, the picture is fitted into it."""
    named = re.search(r"(\d{1,3})\s*(?:°|deg)", text)
    angle = float(named[1]) if named else 90.0
    angle *= 1 if re.search(r"counter|anti|to the left|\bleft\b", text) else -1
    turned = sheet.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=_edge(sheet))
    return turned if turned.size == sheet.size else ImageOps.pad(turned, sheet.size, color=_edge(sheet))


def _border(sheet: Image.Image, text: str) -> Image.Image:
    """A frame in the colour named, white without one; the picture is made smaller, not cut."""
    named = [NAMED[word] for word in re.findall(r"[a-z]+", text) if word in NAMED]
    wide = max(2, round(min(sheet.size) * 0.05))
    inner = sheet.resize(
        (max(1, sheet.width - 2 * wide), max(1, sheet.height - 2 * wide)), Image.Resampling.LANCZOS
    )
    framed = Image.new("RGB", sheet.size, named[0] if named else (255, 255, 255))
    framed.paste(inner, (wide, wide))
    return framed


def _pixelate(sheet: Image.Image, text: str) -> Image.Image:
    return styles.pixel(sheet, Random(0))


def _vignette(sheet: Image.Image, text: str) -> Image.Image:
    down = np.linspace(-1, 1, sheet.height, dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, sheet.width, dtype=np.float32)[None, :]
    fall = np.clip(1.12 - 0.5 * (down * down + across * across), 0.2, 1)
    return Image.fromarray((np.asarray(sheet, np.float32) * fall[..., None]).astype(np.uint8))


def _tint(sheet: Image.Image, text: str) -> Image.Image:
    """All tones between a dark and a light one of the colour named."""
    tone: Colour = next(NAMED[word] for word in re.findall(r"[a-z]+", text) if word in NAMED)
    toned = ImageOps.colorize(sheet.convert("L"), dark(tone, 0.75), light(tone, 0.9), tone)
    return Image.blend(sheet, toned, 0.75)


def _weather(mood: str) -> Retouch:
    return lambda sheet, text: weather.fall(Random(text), sheet.copy(), {mood})


def _style(name: str) -> Retouch:
    return lambda sheet, text: styles.STYLES[name](sheet, Random(text))


def _much(text: str, usual: float) -> float:
    """A little less when the prompt says slightly, more when it says much."""
    if re.search(r"slight|a (little|bit)|subtl|gentl|soft", text):
        return 1 + (usual - 1) * 0.45 if usual != 1 else 0.5
    return 1 + (usual - 1) * 1.7 if re.search(r"\b(much|very|strong|heav|a lot|extreme)", text) else usual


def _scaled(sheet: Image.Image, shares: tuple[float, float, float]) -> Image.Image:
    pixels = np.asarray(sheet, np.float32) * np.array(shares, np.float32)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _edge(sheet: Image.Image) -> Colour:
    """The mean colour of the picture's rim."""
    pixels = np.asarray(sheet, np.float32)
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]).mean(0)
    return int(rim[0]), int(rim[1]), int(rim[2])


_COLOUR = "|".join(name for name in NAMED if name not in ("black", "white", "grey", "gray"))
RETOUCHES: dict[str, Retouch] = {
    "black and white|black & white|gr[ae]y ?scale|monochrome|desaturate|b&w": _grey,
    "sepia|vintage|old photo": _style("sepia"),
    rf"(?:make (?:it|this|the (?:image|picture|photo)) (?:all )?|tint \w* ?)(?:{_COLOUR})": _tint,
    "bright|lighter|lighten": _brighter,
    "darker|darken": _darker,
    "contrast": _contrast,
    "vivid|saturate|more colou?rful|vibrant": _vivid,
    "faded|mute|less colou?rful|pastel": _faded,
    "warm": _warmer,
    "cooler|colder|cool tone": _cooler,
    "(?:at|to|into|make it|as) (?:a )?night|night ?time": _night,
    "sunset|golden hour": _sunset,
    "invert|negative": _invert,
    "watercolou?r|painting of it|like a painting": _style("wash"),
    "sketch|line (?:drawing|art)|pencil": _style("line"),
    "pixelat|pixel art|8-?bit|mosaic": _pixelate,
    "snow(?:y|ing|fall)|add snow|with snow": _weather("snow"),
    "rain(?:y|ing)|add rain|with rain": _weather("rain"),
    "fog|mist": _weather("fog"),
    "blur|out of focus": _blur,
    "sharp": _sharpen,
    "vignette": _vignette,
    "flip|mirror": _flip,
    "rotat|turn (?:it|the \\w+) (?:left|right|by|\\d)": _rotate,
    "border|frame": _border,
}
"""What the prompt may say, as patterns, and what is then done."""
