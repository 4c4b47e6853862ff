"""Heavens: what hangs in the sky."""

from __future__ import annotations

from math import cos, pi, sin

from openai_nb.sandbox.oracle.painting.colours import Colour, dark, light, mix, round_lit
from openai_nb.sandbox.oracle.painting.pens import Pen, Point
from openai_nb.sandbox.oracle.painting.sprites import Look, Sprite


def _sun(pen: Pen, look: Look) -> None:
    pen.glow(50, 50, 34, light(look.main, 0.4), 1.0)
    pen.glow(50, 50, 24, light(look.main, 0.6), 0.9)
    pen.disc(50, 50, 19.5, (light(look.main, 0.72), light(look.main, 0.3)))


def _moon(pen: Pen, look: Look) -> None:
    face = light(look.main, 0.25)
    pen.glow(50, 50, 33, face, 0.55)
    pen.disc(50, 50, 23, (light(face, 0.4), face))
    for x, y, r in ((42, 43, 5), (57, 56, 6.5), (59, 39, 3.4), (43, 60, 3.6), (51, 49, 2.4), (36, 52, 2.4)):
        pen.disc(x, y, r, dark(face, 0.13))
        pen.disc(x + 0.6, y + 0.6, r * 0.86, dark(face, 0.07))


def _crescent(pen: Pen, look: Look) -> None:
    face = light(look.main, 0.3)
    pen.glow(48, 50, 33, face, 0.5)
    outer = [
        (50 + 23 * cos(a), 50 + 23 * sin(a)) for a in (0.45 + k * (2 * pi - 0.9) / 40 for k in range(41))
    ]
    inner = [
        (57.2 + 16.6 * cos(a), 50 + 16.6 * sin(a))
        for a in (0.65 + k * (2 * pi - 1.3) / 40 for k in range(41))
    ]
    pen.poly([*outer, *reversed(inner)], (light(face, 0.4), face))


def _cloud(pen: Pen, look: Look) -> None:
    chance, body = look.chance, look.main
    below = mix(body, (116, 132, 172), 0.3)
    puffs = [
        (x, 80 - 36 * (1 - ((x - 100) / 96) ** 2) * chance.uniform(0.5, 1.1)) for x in range(30, 176, 13)
    ]
    for tone, lift, grow in (
        (below, 0, 1.0),
        (mix(below, body, 0.55), -4, 0.94),
        (light(body, 0.35), -9, 0.76),
    ):
        for x, y in puffs:
            r = (23 - abs(x - 100) * 0.11) * grow
            pen.disc(x - (1 - grow) * 10, min(y, 97 - r) + lift, r, tone)
    for x, y, r in ((58, 80, 15), (98, 83, 13), (138, 81, 14)):
        pen.disc(x, y, r * 1.7, mix(below, body, 0.35), ry=r * 0.7, alpha=0.45)


def _planet(pen: Pen, look: Look) -> None:
    ring = light(look.second, 0.45)
    for reach, tone, width in ((66, ring, 4), (58, dark(ring, 0.2), 3.4), (51, ring, 2.4)):
        pen.line(_ring(reach, pi), tone, width)
    pen.disc(75, 50, 36, round_lit(look.main, 1.6))
    for y, half, share in ((36, 32, 0.25), (48, 35, 0.12), (66, 31, 0.3)):
        band = [
            (75 - half, y),
            (75, y + 4),
            (75 + half, y - 4),
            (75 + half - 2, y + 1),
            (75, y + 9),
            (77 - half, y + 5),
        ]
        pen.blob(band, light(look.main, share), alpha=0.6)
    for reach, tone, width in ((66, ring, 4), (58, dark(ring, 0.2), 3.4), (51, ring, 2.4)):
        pen.line(_ring(reach, 0), tone, width)


def _ring(reach: float, start: float) -> list[Point]:
    """Half of a tilted ring: the far half from pi on, the near one from 0."""
    turn = [start + k * pi / 24 for k in range(25)]
    return [(75 + reach * cos(t) + 5 * sin(t), 50 + 17 * sin(t) - 0.2 * reach * cos(t)) for t in turn]


def _globe(pen: Pen, look: Look) -> None:
    sea, land = look.main, (96, 166, 96)
    pen.glow(50, 50, 33, light(sea, 0.5), 0.5)
    pen.disc(50, 50, 30, round_lit(sea, 1.6))
    for path in (
        [(34, 30), (46, 24), (56, 30), (50, 40), (40, 46), (32, 42)],
        [(54, 50), (68, 46), (74, 54), (66, 70), (58, 62)],
        [(28, 56), (38, 56), (42, 66), (36, 74), (28, 64)],
    ):
        pen.blob([(float(x), float(y)) for x, y in path], round_lit(land))
    pen.blob([(26, 40), (44, 38), (60, 42), (48, 45)], (255, 255, 255), alpha=0.6)
    pen.blob([(44, 62), (60, 58), (72, 62), (58, 66)], (255, 255, 255), alpha=0.5)


def _comet(pen: Pen, look: Look) -> None:
    tail: Colour = light(look.main, 0.5)
    for wide, alpha in ((20, 0.18), (13, 0.3), (7, 0.5)):
        pen.blob(
            [(6, 10), (80 - wide, 78 + wide * 0.2), (96, 90), (80 + wide * 0.3, 78 - wide)], tail, alpha=alpha
        )
    pen.glow(90, 84, 10, tail, 0.8)
    pen.disc(90, 84, 5.5, light(look.main, 0.85))


HEAVENS = {
    "sun": Sprite(_sun, 1.0, 0.4, "sky", ("amber", "yellow"), 0.0),
    "moon": Sprite(_moon, 1.0, 0.34, "sky", ("cream",), 0.0),
    "crescent": Sprite(_crescent, 1.0, 0.34, "sky", ("cream",), 0.0),
    "cloud": Sprite(_cloud, 2.0, 0.15, "sky", ("white",), 0.1),
    "planet": Sprite(_planet, 1.5, 0.3, "sky", ("peach", "teal", "violet", "coral"), 0.1),
    "globe": Sprite(_globe, 1.0, 0.5, "sky", ("blue",), 0.1),
    "comet": Sprite(_comet, 1.0, 0.22, "sky", ("azure", "amber"), 0.1),
}
