"""Gadgets: made things with screens, keys or gears, and signs."""

from __future__ import annotations

from math import cos, pi, sin

from openai_nb.sandbox.oracle.painting.colours import INK, WHITE, Colour, dark, light, round_lit
from openai_nb.sandbox.oracle.painting.pens import Pen
from openai_nb.sandbox.oracle.painting.sprites import Look, Sprite

SCREEN = ((58, 70, 110), (30, 36, 62))


def _computer(pen: Pen, look: Look) -> None:
    pen.box(22, 8, 128, 78, round_lit((72, 76, 90)), r=5)
    pen.box(27, 13, 123, 73, SCREEN, r=2)
    for row, (start, length) in enumerate(((0, 30), (6, 46), (12, 34), (12, 52), (6, 24), (0, 12))):
        tone = (look.main, (240, 200, 110), (140, 214, 180))[row % 3]
        pen.box(34 + start, 20 + row * 8.4, 34 + start + length, 23.4 + row * 8.4, light(tone, 0.15), r=1.4)
    pen.poly([(18, 82), (132, 82), (146, 96), (4, 96)], round_lit((204, 208, 216)))
    for row in range(3):
        pen.line([(24 - row * 4, 85.5 + row * 3), (126 + row * 4, 85.5 + row * 3)], (140, 146, 158), 1.5)
    pen.box(4, 95, 146, 99, (160, 164, 176), r=2)


def _phone(pen: Pen, look: Look) -> None:
    pen.box(4, 2, 50, 98, round_lit(dark(look.main, 0.1)), r=7)
    pen.box(7, 8, 47, 90, (light(look.main, 0.6), light(look.main, 0.15)), r=3)
    for row in range(4):
        for column in range(3):
            tone = ((240, 110, 100), (250, 200, 90), (110, 190, 240), (130, 210, 150))[(row + column) % 4]
            pen.box(12 + column * 11, 28 + row * 13, 20 + column * 11, 36 + row * 13, tone, r=2)
    pen.box(20, 4, 34, 5.6, INK, r=0.8)


def _camera(pen: Pen, look: Look) -> None:
    pen.poly([(46, 26), (54, 12), (86, 12), (94, 26)], round_lit((70, 72, 84)))
    pen.box(6, 24, 134, 96, round_lit(look.main), r=8)
    pen.box(6, 44, 134, 76, (58, 58, 70))
    pen.disc(70, 60, 30, round_lit((206, 210, 218)))
    pen.disc(70, 60, 24, (44, 46, 58))
    pen.disc(70, 60, 17, ((96, 120, 190), (34, 36, 78)))
    pen.disc(63, 53, 5, WHITE, alpha=0.7)
    pen.box(106, 30, 126, 39, (250, 236, 190), r=2)
    pen.disc(22, 34, 5, (230, 84, 74))


def _bulb(pen: Pen, look: Look) -> None:
    pen.glow(38, 38, 36, light(look.main, 0.3), 0.6)
    pen.blob([(38, 6), (62, 16), (68, 40), (56, 60), (50, 74), (26, 74), (20, 60), (8, 40), (14, 16)],
             (light(look.main, 0.75), light(look.main, 0.1)))  # fmt: skip
    pen.line([(30, 70), (28, 46), (33, 52), (38, 44), (43, 52), (48, 46), (46, 70)], (210, 120, 50), 1.6)
    for row in range(3):
        pen.box(26, 75 + row * 6, 50, 80 + row * 6, round_lit((176, 182, 192)), r=2)
    pen.disc(38, 95, 7, INK, ry=3)


def _star(pen: Pen, look: Look) -> None:
    pen.glow(50, 52, 42, light(look.main, 0.4), 0.4)
    reach = (46, 20)
    path = [(50 + reach[k % 2] * sin(k * pi / 5), 52 - reach[k % 2] * cos(k * pi / 5)) for k in range(10)]
    pen.poly(path, round_lit(look.main, 1.6))
    for k in range(0, 10, 2):
        pen.poly([(50, 52), path[k], path[k + 1]], light(look.main, 0.3), alpha=0.5)


def _gear(pen: Pen, look: Look) -> None:
    path = []
    for k in range(40):
        r, a = (47 if k % 4 in (1, 2) else 37), k * pi / 20
        path.append((50 + r * cos(a), 50 + r * sin(a)))
    pen.poly(path, round_lit(look.main, 1.6))
    pen.disc(50, 50, 24, dark(look.main, 0.2))
    pen.disc(50, 50, 20, round_lit(light(look.main, 0.1)))
    pen.disc(50, 50, 9, dark(look.main, 0.6))


def _flag(pen: Pen, look: Look) -> None:
    pen.box(6, 2, 10, 100, round_lit((150, 120, 90)), r=2)
    pen.blob(
        [(10, 8), (36, 4), (60, 12), (88, 8), (88, 50), (60, 54), (36, 46), (10, 50)], round_lit(look.main)
    )
    pen.blob(
        [(10, 22), (36, 18), (60, 26), (88, 22), (88, 36), (60, 40), (36, 32), (10, 36)],
        light(look.main, 0.75),
    )
    pen.disc(8, 3, 3.4, (236, 190, 80))


def _letter(pen: Pen, look: Look) -> None:
    pen.box(4, 16, 136, 96, round_lit((250, 244, 232)), r=4)
    pen.poly([(4, 94), (60, 52), (80, 52), (136, 94)], (232, 222, 204))
    pen.poly([(4, 18), (136, 18), (70, 66)], ((255, 251, 242), (226, 214, 194)))
    pen.disc(70, 62, 9, round_lit(look.main))


def _crown(pen: Pen, look: Look) -> None:
    pen.poly(
        [(8, 92), (2, 32), (30, 58), (60, 12), (90, 58), (118, 32), (112, 92)], round_lit(look.main, 1.6)
    )
    pen.box(8, 80, 112, 94, dark(look.main, 0.15), r=2)
    jewels: tuple[Colour, ...] = ((220, 60, 80), (70, 130, 220), (80, 180, 120))
    for place, (x, y) in enumerate(((2, 32), (60, 12), (118, 32))):
        pen.disc(min(114, max(6, x)), y, 5.5, round_lit(jewels[place]))
    for place, x in enumerate((30, 60, 90)):
        pen.disc(x, 87, 4.5, jewels[(place + 1) % 3])


def _diamond(pen: Pen, look: Look) -> None:
    gem = look.main
    top, tip = [(6, 38), (28, 12), (50, 38), (60, 12), (70, 38), (92, 12), (114, 38)], (60, 96)
    pen.poly([(28, 12), (92, 12), (114, 38), tip, (6, 38)], gem)
    for k in range(5):
        pen.poly([top[k], top[k + 1], top[k + 2]], light(gem, 0.25 + 0.1 * (k % 3)))
    for (x0, x1), tone in zip(
        ((6, 50), (50, 70), (70, 114)), (light(gem, 0.2), light(gem, 0.5), dark(gem, 0.15)), strict=True
    ):
        pen.poly([(x0, 38), (x1, 38), tip], tone)


def _chair(pen: Pen, look: Look) -> None:
    for x in (14, 50):
        pen.box(x, 62, x + 5, 100, (112, 78, 56), r=1)
    for x in (12, 52):
        pen.box(x, 4, x + 5, 66, round_lit((132, 92, 64)), r=2)
    for y in (10, 26, 42):
        pen.box(14, y, 56, y + 7, round_lit((150, 106, 74)), r=2)
    pen.box(6, 58, 64, 69, round_lit(look.main), r=4)


GADGETS = {
    "computer": Sprite(_computer, 1.5, 0.36, "table", ("azure", "coral", "mint"), 0.5),
    "phone": Sprite(_phone, 0.54, 0.36, "table", ("navy", "violet", "teal"), 0.6),
    "camera": Sprite(_camera, 1.4, 0.28, "table", ("silver", "teal", "coral"), 0.6),
    "bulb": Sprite(_bulb, 0.76, 0.42, "table", ("yellow", "amber"), 0.6),
    "star": Sprite(_star, 1.0, 0.3, "sky", ("gold", "yellow"), 0.5),
    "gear": Sprite(_gear, 1.0, 0.34, "table", ("silver", "teal", "grey"), 0.6),
    "flag": Sprite(_flag, 0.92, 0.34, "ground", ("red", "azure", "green"), 0.7),
    "letter": Sprite(_letter, 1.4, 0.28, "table", ("red", "crimson"), 0.7),
    "crown": Sprite(_crown, 1.2, 0.28, "table", ("gold",), 0.7),
    "diamond": Sprite(_diamond, 1.2, 0.3, "table", ("azure", "turquoise", "pink"), 0.7),
    "chair": Sprite(_chair, 0.7, 0.34, "ground", ("red", "teal", "gold"), 0.6),
}
