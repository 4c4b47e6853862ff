"""Colours: their names, how they mix, and which go well together."""

from __future__ import annotations

from random import Random

Colour = tuple[int, int, int]
Fill = Colour | tuple[Colour, Colour]
"""One colour, or two for a change from top to bottom."""

NAMED: dict[str, Colour] = {
    "red": (214, 57, 52), "crimson": (176, 30, 52), "scarlet": (224, 58, 40), "orange": (240, 140, 48),
    "amber": (250, 176, 54), "yellow": (248, 208, 72), "gold": (226, 178, 68), "golden": (236, 186, 76),
    "lime": (170, 208, 72), "green": (76, 156, 88), "olive": (128, 132, 62), "mint": (152, 214, 184),
    "emerald": (38, 148, 108), "teal": (42, 146, 146), "turquoise": (64, 190, 188), "cyan": (84, 196, 218),
    "azure": (78, 160, 226), "blue": (58, 112, 204), "navy": (36, 54, 108), "indigo": (72, 66, 158),
    "purple": (132, 82, 176), "violet": (146, 96, 200), "lavender": (186, 168, 224),
    "magenta": (208, 66, 150),
    "pink": (242, 154, 188), "rose": (226, 112, 138), "salmon": (244, 150, 126), "coral": (246, 122, 102),
    "peach": (252, 196, 160), "brown": (132, 90, 58), "chocolate": (96, 62, 42), "tan": (206, 172, 128),
    "beige": (230, 214, 184), "cream": (250, 240, 216), "ivory": (250, 246, 232), "white": (246, 245, 241),
    "silver": (196, 202, 210), "grey": (136, 140, 146), "gray": (136, 140, 146), "black": (38, 38, 46),
}  # fmt: skip

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
INK: Colour = (44, 42, 58)

PALETTES: tuple[tuple[Colour, ...], ...] = (
    ((38, 70, 83), (42, 157, 143), (233, 196, 106), (244, 162, 97), (231, 111, 81)),
    ((29, 53, 87), (69, 123, 157), (168, 218, 220), (241, 250, 238), (230, 57, 70)),
    ((61, 52, 139), (118, 120, 237), (247, 184, 1), (241, 135, 1), (243, 91, 4)),
    ((34, 40, 75), (90, 79, 140), (180, 110, 160), (244, 160, 150), (254, 226, 190)),
    ((32, 60, 62), (82, 121, 111), (132, 169, 140), (202, 210, 180), (242, 204, 143)),
    ((64, 30, 62), (130, 48, 84), (204, 82, 92), (240, 150, 110), (250, 220, 170)),
    ((20, 52, 92), (36, 112, 160), (104, 182, 202), (238, 216, 160), (226, 140, 92)),
    ((46, 48, 71), (84, 88, 120), (165, 160, 180), (236, 220, 210), (224, 122, 95)),
)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two: `share` of the other, the rest of the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def light(colour: Colour, share: float = 0.25) -> Colour:
    """The colour with some white in it."""
    return mix(colour, WHITE, share)


def dark(colour: Colour, share: float = 0.25) -> Colour:
    """The colour with some night in it: a blue black, as shadows are."""
    return mix(colour, (18, 16, 40), share)


def round_lit(colour: Colour, strength: float = 1.0) -> tuple[Colour, Colour]:
    """The colour as it falls over a body lit from above."""
    return light(colour, 0.16 * strength), dark(colour, 0.16 * strength)


def brightness(colour: Colour) -> float:
    """How bright a colour looks, from 0 to 1 (the luma of ITU-R BT.601)."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


def palette(chance: Random) -> tuple[Colour, ...]:
    """Five colours that go together, from dark to light or from cold to warm."""
    return chance.choice(PALETTES)
