"""Sprites: things that can be drawn by themselves, and how they are wont to stand in a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from PIL import Image

from openai_nb.sandbox.oracle.painting.colours import NAMED, Colour
from openai_nb.sandbox.oracle.painting.pens import Pen

Home = Literal["ground", "water", "sky", "table", "deep"]


@dataclass(frozen=True)
class Look:
    """How this one looks: its colours, whether it is night, and its chances."""

    main: Colour
    second: Colour
    night: bool
    chance: Random


@dataclass(frozen=True)
class Sprite:
    """One kind of thing: what draws it, width over height, height in the picture, and where it is at home."""

    draw: Callable[[Pen, Look], None]
    aspect: float
    size: float
    home: Home
    colours: tuple[str, ...] = ("red",)
    depth: float = 0.6


def render(
    sprite: Sprite, height: int, colours: tuple[Colour, ...], night: bool, chance: Random
) -> Image.Image:
    """The thing at this height in pixels, on a clear ground; colours not given are the thing's own."""
    own = NAMED[chance.choice(sprite.colours)]
    main = colours[0] if colours else own
    second = colours[1] if len(colours) > 1 else NAMED[chance.choice(sprite.colours)]
    pen = Pen(height, sprite.aspect)
    sprite.draw(pen, Look(main, second, night, chance))
    return pen.done()
