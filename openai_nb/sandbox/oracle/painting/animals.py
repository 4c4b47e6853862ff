"""Animals: the furry ones, most of them sitting and looking at us."""

from __future__ import annotations

from math import cos, pi, sin

from openai_nb.sandbox.oracle.painting.colours import INK, WHITE, Colour, dark, light, round_lit
from openai_nb.sandbox.oracle.painting.pens import Pen
from openai_nb.sandbox.oracle.painting.sprites import Look, Sprite

PINK: Colour = (236, 150, 160)


def _cat(pen: Pen, look: Look) -> None:
    coat = look.main
    pen.line([(54, 90), (72, 88), (76, 72), (68, 60)], dark(coat, 0.2), 7, curved=True)
    _sitting(pen, coat)
    for side in (-1, 1):
        pen.poly([(40 + side * 25, 30), (40 + side * 23, 2), (40 + side * 5, 15)], dark(coat, 0.08))
        pen.poly([(40 + side * 22, 24), (40 + side * 20.5, 9), (40 + side * 11, 16)], PINK)
    pen.disc(40, 32, 27, round_lit(coat), ry=22)
    for x, y in ((33, 17), (40, 19), (47, 17)):
        pen.line([(x, y - 5), (x + (40 - x) * 0.2, y + 1)], dark(coat, 0.3), 2.2)
    eyes(pen, 40, 31, 11, (150, 190, 90), slit=True)
    _muzzle(pen, 40, 41, light(coat, 0.55))
    for side in (-1, 1):
        for rise in (-3, 1):
            pen.line(
                [(40 + side * 15, 42 + rise / 2), (40 + side * 31, 41 + rise * 1.6)], light(coat, 0.7), 0.7
            )


def _fox(pen: Pen, look: Look) -> None:
    coat = look.main
    pen.blob([(54, 92), (70, 94), (79, 78), (74, 58), (66, 70), (58, 80)], round_lit(coat))
    pen.blob([(79, 76), (76, 58), (70, 62), (72, 72)], light(coat, 0.85))
    _sitting(pen, coat)
    for side in (-1, 1):
        pen.poly([(40 + side * 26, 30), (40 + side * 25, 0), (40 + side * 5, 16)], coat)
        pen.poly([(40 + side * 22, 24), (40 + side * 22, 8), (40 + side * 11, 17)], dark(coat, 0.7))
    pen.blob(
        [(40, 11), (60, 20), (68, 33), (54, 46), (40, 53), (26, 46), (12, 33), (20, 20)], round_lit(coat)
    )
    for side in (-1, 1):
        pen.blob(
            [(40, 52), (40 + side * 5, 36), (40 + side * 15, 35), (40 + side * 26, 34), (40 + side * 14, 46)],
            light(coat, 0.85),
        )
    eyes(pen, 40, 31, 11, INK, 3)
    pen.disc(40, 49, 3.6, INK, ry=3)


def _dog(pen: Pen, look: Look) -> None:
    coat = look.main
    pen.line([(56, 84), (70, 76), (75, 62)], coat, 6, curved=True)
    _sitting(pen, coat)
    pen.disc(40, 32, 25, round_lit(coat), ry=24)
    for side in (-1, 1):
        ear = [(40 + side * 14, 11), (40 + side * 26, 13), (40 + side * 34, 32), (40 + side * 29, 48)]
        pen.blob([*ear, (40 + side * 22, 36)], round_lit(dark(coat, 0.35)))
    pen.disc(50, 28, 9, light(coat, 0.4), ry=10, alpha=0.5)
    eyes(pen, 40, 29, 10, (84, 54, 36), 4)
    pen.disc(40, 43, 13, light(coat, 0.5), ry=10)
    pen.disc(40, 38, 5, INK, ry=3.6)
    pen.blob([(36, 47), (44, 47), (44, 55), (40, 58), (36, 55)], PINK)
    pen.arc(36, 44, 4.2, 20, 160, INK, 1.2)
    pen.arc(44, 44, 4.2, 20, 160, INK, 1.2)
    pen.box(28, 54, 52, 58.5, (204, 62, 60) if coat[0] - coat[2] < 90 else (60, 120, 190), r=2)


def _bear(pen: Pen, look: Look) -> None:
    coat = look.main
    _sitting(pen, coat)
    pen.disc(40, 76, 14, light(coat, 0.3), ry=16)
    for side in (-1, 1):
        pen.disc(40 + side * 20, 14, 9, dark(coat, 0.1))
        pen.disc(40 + side * 20, 14, 5, light(coat, 0.35))
    pen.disc(40, 32, 26, round_lit(coat), ry=24)
    eyes(pen, 40, 29, 10, INK, 3)
    pen.disc(40, 41, 11, light(coat, 0.5), ry=9)
    pen.disc(40, 37, 4.4, INK, ry=3.2)
    pen.arc(40, 41, 4, 20, 160, INK, 1.2)


def _rabbit(pen: Pen, look: Look) -> None:
    coat = look.main
    pen.disc(62, 88, 8, light(coat, 0.5))
    _sitting(pen, coat)
    for side in (-1, 1):
        pen.disc(40 + side * 10, 18, 6.5, round_lit(coat), ry=18)
        pen.disc(40 + side * 10, 19, 3.4, PINK, ry=13)
    pen.disc(40, 43, 21, round_lit(coat), ry=18)
    eyes(pen, 40, 41, 10, INK, 3.4)
    _muzzle(pen, 40, 49, light(coat, 0.6))


def _sheep(pen: Pen, look: Look) -> None:
    wool, skin = look.main, (70, 62, 66)
    for x in (38, 52, 82, 94):
        pen.box(x, 72, x + 7, 100, skin, r=3)
    for turn in range(10):
        a = turn * pi / 5
        pen.disc(67 + 38 * cos(a), 53 + 24 * sin(a), 15, round_lit(wool, 0.7))
    pen.disc(66, 52, 34, wool, ry=22)
    pen.disc(22, 44, 12, skin, ry=15)
    for x in (10, 34):
        pen.disc(x, 40, 7, skin, ry=3.5)
    pen.disc(22, 31, 12, light(wool, 0.2), ry=8)
    for x in (17, 26):
        pen.disc(x, 43, 2.4, WHITE)
        pen.disc(x, 43.4, 1.2, INK)


def _sitting(pen: Pen, coat: Colour) -> None:
    """A body that sits and looks at us."""
    pen.blob([(40, 42), (56, 56), (65, 82), (58, 98), (22, 98), (15, 82), (24, 56)], round_lit(coat, 1.3))
    pen.blob([(40, 54), (48, 66), (47, 84), (40, 90), (33, 84), (32, 66)], light(coat, 0.5), alpha=0.8)
    for side in (-1, 1):
        pen.disc(40 + side * 20, 94, 9, dark(coat, 0.1), ry=5.5)
        pen.disc(40 + side * 8, 95, 7, light(coat, 0.12), ry=5)


def eyes(pen: Pen, x: float, y: float, gap: float, iris: Colour, r: float = 5, slit: bool = False) -> None:
    """Two eyes, `gap` to both sides of the middle."""
    for side in (-1, 1):
        at = x + side * gap
        pen.disc(at, y, r + 0.6, INK)
        pen.disc(at, y, r, iris)
        pen.disc(at, y, r * (0.36 if slit else 0.55), INK, ry=r * (0.85 if slit else 0.55))
        pen.disc(at + r * 0.35, y - r * 0.4, r * 0.3, WHITE)


def _muzzle(pen: Pen, x: float, y: float, pale: Colour) -> None:
    for side in (-1, 1):
        pen.disc(x + side * 5, y + 3, 6.5, pale, ry=5)
    pen.poly([(x - 3.4, y - 2), (x + 3.4, y - 2), (x, y + 2)], PINK)
    for side in (-1, 1):
        pen.arc(x + side * 3, y + 2.5, 3, 10, 170, INK, 1)


ANIMALS = {
    "cat": Sprite(_cat, 0.8, 0.34, "ground", ("orange", "grey", "tan", "black"), 0.8),
    "fox": Sprite(_fox, 0.82, 0.34, "ground", ("orange",), 0.8),
    "dog": Sprite(_dog, 0.8, 0.36, "ground", ("tan", "brown", "beige"), 0.8),
    "bear": Sprite(_bear, 0.8, 0.38, "ground", ("brown", "chocolate"), 0.7),
    "rabbit": Sprite(_rabbit, 0.8, 0.3, "ground", ("beige", "grey", "white"), 0.85),
    "sheep": Sprite(_sheep, 1.2, 0.22, "ground", ("cream",), 0.65),
}
