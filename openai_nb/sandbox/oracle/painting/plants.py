"""Plants: trees, flowers, and what grows beside them."""

from __future__ import annotations

from math import cos, pi, sin

from openai_nb.sandbox.oracle.painting.colours import WHITE, Colour, dark, light, mix, round_lit
from openai_nb.sandbox.oracle.painting.pens import Pen
from openai_nb.sandbox.oracle.painting.sprites import Look, Sprite

BARK: Colour = (112, 80, 60)
STEM: Colour = (82, 140, 78)


def _tree(pen: Pen, look: Look) -> None:
    leaf, chance = look.main, look.chance
    pen.blob([(36, 100), (40, 76), (38, 56), (46, 56), (45, 76), (50, 100)], round_lit(BARK))
    pen.line([(42, 70), (54, 58)], BARK, 2.6)
    pen.line([(42, 66), (30, 56)], BARK, 2.6)
    crown = [(20, 48), (62, 48), (16, 34), (66, 32), (42, 50), (28, 20), (54, 18), (41, 14), (41, 34)]
    for layer, (tone, lift, grow) in enumerate(
        ((dark(leaf, 0.22), 3, 15), (leaf, 0, 13), (light(leaf, 0.14), -5, 9))
    ):
        for x, y in crown:
            shift = chance.uniform(-2.5, 2.5)
            pen.disc(x + shift - layer, y + lift + shift / 2, grow + chance.uniform(-1.5, 1.5), tone)
    for _ in range(26):
        pen.disc(
            chance.uniform(14, 60),
            chance.uniform(8, 42),
            chance.uniform(0.8, 2.2),
            light(leaf, 0.32),
            alpha=0.7,
        )


def _pine(pen: Pen, look: Look) -> None:
    leaf = look.main
    pen.box(27, 84, 33, 100, round_lit(BARK))
    for low, high, half in ((90, 52, 26), (70, 34, 21), (50, 18, 16), (32, 2, 11)):
        ragged = [(30 - half * (1 - 2 * k / 6), low + (2.5 if k % 2 else -1)) for k in range(7)]
        pen.poly([(30, high), *reversed(ragged)], (leaf, dark(leaf, 0.25)))
        pen.poly(
            [(30, high), (30 - half * 0.9, low - 1), (30 - half * 0.3, low - 2)], light(leaf, 0.14), alpha=0.7
        )


def _palm(pen: Pen, look: Look) -> None:
    leaf = look.main
    pen.line([(34, 100), (37, 76), (42, 54), (50, 34)], BARK, 4.6, curved=True)
    for step in range(7):
        pen.line([(34 + step * 1.7, 92 - step * 8), (38 + step * 1.9, 91 - step * 8)], dark(BARK, 0.3), 0.8)
    for reach, drop in ((-42, 20), (-34, -6), (-18, -24), (16, -26), (34, -8), (40, 18), (-22, 34), (24, 34)):
        tip = (50 + reach, 34 + drop)
        bow = (50 + reach * 0.55, 34 + drop * 0.5 - 13)
        pen.blob([(50, 34), (bow[0], bow[1] - 2), tip, (bow[0] * 0.92 + 4, bow[1] + 8)], round_lit(leaf, 1.4))
        pen.line([(50, 34), bow, tip], dark(leaf, 0.3), 0.7, curved=True)
    for x, y in ((47, 38), (53, 39), (50, 42)):
        pen.disc(x, y, 3.2, round_lit((122, 84, 54)))


def _cactus(pen: Pen, look: Look) -> None:
    green = look.main
    pen.line([(30, 56), (16, 54), (14, 36)], dark(green, 0.1), 9, curved=True)
    pen.line([(30, 66), (46, 62), (48, 42)], dark(green, 0.1), 9, curved=True)
    pen.box(22, 8, 40, 100, round_lit(green), r=9)
    for x in (26.5, 31, 35.5):
        pen.line([(x, 16), (x, 98)], dark(green, 0.25), 0.8)
    for side in (-1, 0, 1):
        pen.disc(31 + side * 4, 8 + abs(side) * 2, 3, (240, 120, 160))


def _flower(pen: Pen, look: Look) -> None:
    _stem(pen, 25, 30)
    for ring, (count, reach, size) in enumerate(((8, 13, 8.5), (6, 7, 7))):
        for k in range(count):
            a = k * 2 * pi / count + ring * 0.4
            tone = dark(look.main, 0.1) if ring == 0 else light(look.main, 0.14)
            pen.disc(25 + reach * cos(a), 25 + reach * sin(a), size, round_lit(tone))
    pen.disc(25, 25, 6.5, ((252, 214, 92), (230, 160, 50)))


def _tulip(pen: Pen, look: Look) -> None:
    petal = look.main
    _stem(pen, 25, 34)
    for side in (-1, 1):
        pen.blob(
            [(25, 44), (25 + side * 15, 34), (25 + side * 14, 8), (25 + side * 4, 18)],
            round_lit(dark(petal, 0.12)),
        )
    pen.blob([(25, 46), (35, 36), (34, 18), (25, 4), (16, 18), (15, 36)], round_lit(petal, 1.4))
    pen.blob([(22, 40), (20, 24), (25, 10), (24, 26)], light(petal, 0.4), alpha=0.5)


def _sunflower(pen: Pen, look: Look) -> None:
    _stem(pen, 25, 30)
    for k in range(18):
        a = k * 2 * pi / 18
        b, c = a - 0.16, a + 0.16
        pen.blob(
            [
                (25 + 9 * cos(b), 25 + 9 * sin(b)),
                (25 + 23 * cos(a), 25 + 23 * sin(a)),
                (25 + 9 * cos(c), 25 + 9 * sin(c)),
                (25, 25),
            ],
            look.main if k % 2 else dark(look.main, 0.12),
        )
    pen.disc(25, 25, 11, ((120, 76, 44), (76, 46, 32)))
    for k in range(40):
        a, r = k * 2.39996, 1.6 * k**0.5
        pen.disc(25 + r * cos(a), 25 + r * sin(a), 0.6, (190, 130, 70))


def _mushroom(pen: Pen, look: Look) -> None:
    pen.blob([(38, 50), (62, 50), (64, 80), (70, 98), (30, 98), (36, 80)], ((250, 244, 228), (214, 202, 180)))
    pen.blob([(4, 56), (18, 24), (50, 8), (82, 24), (96, 56), (50, 64)], round_lit(look.main, 1.5))
    for x, y, r in ((30, 34, 7), (56, 24, 8), (76, 42, 6), (50, 48, 6), (20, 50, 4)):
        pen.disc(x, y, r, WHITE, ry=r * 0.8, alpha=0.93)


def _bush(pen: Pen, look: Look) -> None:
    for tone, lift, grow in (
        (dark(look.main, 0.2), 0, 24),
        (look.main, -6, 21),
        (light(look.main, 0.14), -15, 13),
    ):
        for x, y in ((26, 78), (54, 66), (84, 62), (110, 74), (70, 82)):
            pen.disc(x, y + lift, grow + look.chance.uniform(-2, 2), tone)


def _stem(pen: Pen, x: float, top: float) -> None:
    pen.line([(x, top), (x + 1.5, 66), (x - 1, 100)], STEM, 2.6, curved=True)
    pen.blob([(x, 84), (x + 8, 66), (x + 20, 60), (x + 14, 76)], round_lit(mix(STEM, WHITE, 0.1)))
    pen.blob([(x, 92), (x - 8, 74), (x - 20, 70), (x - 12, 86)], round_lit(dark(STEM, 0.1)))


PLANTS = {
    "tree": Sprite(_tree, 0.82, 0.42, "ground", ("green", "emerald", "olive"), 0.45),
    "pine": Sprite(_pine, 0.6, 0.42, "ground", ("emerald", "green"), 0.4),
    "palm": Sprite(_palm, 1.0, 0.5, "ground", ("green", "emerald"), 0.6),
    "cactus": Sprite(_cactus, 0.62, 0.3, "ground", ("emerald", "green"), 0.6),
    "flower": Sprite(_flower, 0.5, 0.26, "ground", ("pink", "violet", "coral", "azure"), 0.95),
    "tulip": Sprite(_tulip, 0.5, 0.26, "ground", ("red", "pink", "yellow", "violet"), 0.95),
    "sunflower": Sprite(_sunflower, 0.5, 0.36, "ground", ("yellow", "gold"), 0.9),
    "mushroom": Sprite(_mushroom, 1.0, 0.2, "ground", ("red", "crimson"), 0.9),
    "bush": Sprite(_bush, 1.36, 0.16, "ground", ("green", "emerald"), 0.6),
}
