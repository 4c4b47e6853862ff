"""Sight: what can be computed of a picture in a prompt: its size, colours and brightness."""

from __future__ import annotations

import base64
import binascii
import io
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.language import listing

MOST_PIXELS = 50_000_000

_NAMED = """black 0 0 0, white 255 255 255, grey 128 128 128, red 215 35 35, orange 245 140 30, yellow 245
    225 60, green 50 150 60, light green 150 215 140, turquoise 60 190 185, light blue 150 200 240, blue 40
    80 200, dark blue 20 30 90, purple 125 50 150, pink 245 150 190, brown 115 70 35, beige 225 205 170,
    dark grey 64 64 64, light grey 205 205 205, dark green 20 75 35, dark red 110 20 25"""
_ROWS = [entry.split() for entry in _NAMED.split(",")]
COLOURS = {" ".join(row[:-3]): tuple(int(part) for part in row[-3:]) for row in _ROWS}
"""Names of colours with their red, green and blue, 0 to 255."""


def describe(addresses: tuple[str, ...]) -> str:
    """What is seen in pictures given as `data:` URLs; others are not fetched, and that is said."""
    seen = [_one(address) for address in addresses]
    if len(seen) == 1:
        return f"The picture {seen[0]}"
    return "\n".join(f"{number}. Picture {number} {text}" for number, text in enumerate(seen, 1))


@lru_cache(maxsize=32)
def _one(address: str) -> str:
    if not address.startswith("data:"):
        return "is at an address, and the sandbox fetches nothing: hand it over as a `data:` URL."
    try:
        picture = _opened(address)
    except (OSError, ValueError, binascii.Error, SyntaxError):
        return "cannot be read: its data is not that of a picture Pillow knows."
    return _seen(picture)


def _opened(address: str) -> Any:
    from PIL import Image

    head, _, data = address.partition(",")
    raw = base64.b64decode(data) if head.endswith(";base64") else unquote_to_bytes(data)
    picture = Image.open(io.BytesIO(raw))
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError("the picture is too large")
    picture.load()
    return picture


def _seen(picture: Any) -> str:
    """Size, dominant colours, brightness and contrast of a picture."""
    pixels = np.asarray(picture.convert("RGBA").resize((48, 48)), np.float32).reshape(-1, 4)
    solid = pixels[pixels[:, 3] > 127, :3]
    rgb = solid if len(solid) else pixels[:, :3]
    light = float((rgb @ np.array([0.299, 0.587, 0.114], np.float32)).mean() / 255)
    spread = float(rgb.mean(axis=1).std() / 255)
    wide = "wide" if picture.width > picture.height else "tall"
    shape = "square" if picture.width == picture.height else wide
    tone = "dark" if light < 0.33 else "bright" if light > 0.66 else "of middling brightness"
    grain = "almost even" if spread < 0.05 else "rich in contrast" if spread > 0.22 else "of soft contrast"
    clear = f" {1 - len(solid) / len(pixels):.0%} of it is transparent." if len(solid) < len(pixels) else ""
    kind = f"{picture.format} of " if picture.format else ""
    return (
        f"is a {kind}{picture.width} × {picture.height} pixels ({shape}). Its main colours are "
        f"{_colours(rgb)}. "
        f"It is {tone} ({light:.0%}) and {grain}.{clear} "
        "What it shows, the sandbox cannot tell: it measures, it does not see."
    )


def _colours(rgb: NDArray[np.float32]) -> str:
    """The names of the colours that most pixels are near to, with their shares."""
    table = np.array(list(COLOURS.values()), np.float32)
    nearest = ((rgb[:, None, :] - table[None]) ** 2).sum(axis=2).argmin(axis=1)
    shares = np.bincount(nearest, minlength=len(table)) / len(rgb)
    names = list(COLOURS)
    return listing(
        [
            f"{names[place]} ({shares[place]:.0%})"
            for place in np.argsort(-shares)[:3]
            if shares[place] >= 0.06
        ]
    )
