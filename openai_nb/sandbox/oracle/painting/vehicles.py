"""Vehicles: on wheels, on water, in the air."""

from __future__ import annotations

from openai_nb.sandbox.oracle.painting.colours import INK, WHITE, Colour, dark, light, mix, round_lit
from openai_nb.sandbox.oracle.painting.pens import Pen
from openai_nb.sandbox.oracle.painting.sprites import Look, Sprite

GLASS = ((206, 232, 246), (128, 172, 206))
LIT_GLASS = ((255, 232, 160), (250, 200, 110))
TYRE: Colour = (44, 44, 52)
STEEL: Colour = (190, 196, 206)


def _car(pen: Pen, look: Look) -> None:
    body, glass = look.main, LIT_GLASS if look.night else GLASS
    pen.blob([(46, 50), (66, 22), (86, 14), (126, 14), (148, 24), (166, 50)], round_lit(dark(body, 0.08)))
    pen.poly([(60, 48), (74, 26), (102, 21), (102, 48)], glass)
    pen.poly([(108, 48), (108, 21), (132, 24), (152, 48)], glass)
    pen.blob(
        [(8, 66), (14, 52), (50, 47), (164, 47), (196, 54), (206, 68), (202, 82), (12, 82)],
        round_lit(body, 1.5),
    )
    pen.box(8, 72, 206, 84, dark(body, 0.3), r=5)
    pen.line([(105, 50), (105, 76)], dark(body, 0.3), 0.9)
    pen.box(112, 56, 122, 58.5, dark(body, 0.4), r=1)
    pen.line([(20, 60), (192, 60)], light(body, 0.35), 1)
    pen.disc(14, 62, 5, (255, 240, 190), ry=4)
    pen.box(197, 58, 205, 65, (226, 60, 50), r=2)
    if look.night:
        pen.glow(12, 62, 14, (255, 240, 180), 0.6)
    for x in (52, 162):
        _wheel(pen, x, 82, 17)


def _bus(pen: Pen, look: Look) -> None:
    body, glass = look.main, LIT_GLASS if look.night else GLASS
    pen.box(4, 8, 216, 86, round_lit(body), r=9)
    pen.box(4, 58, 216, 66, light(body, 0.7))
    for place in range(5):
        pen.box(44 + place * 34, 20, 72 + place * 34, 50, glass, r=3)
    pen.box(8, 20, 36, 80, glass, r=3)
    pen.line([(22, 20), (22, 80)], dark(body, 0.3), 1.6)
    pen.disc(10, 74, 4, (255, 240, 190))
    pen.box(4, 80, 216, 87, dark(body, 0.35), r=3)
    for x in (60, 172):
        _wheel(pen, x, 85, 14)


def _truck(pen: Pen, look: Look) -> None:
    body = look.main
    pen.box(72, 6, 212, 78, round_lit((236, 236, 232)), r=4)
    pen.box(72, 50, 212, 58, body)
    pen.blob([(6, 80), (8, 52), (22, 46), (32, 22), (62, 22), (68, 30), (68, 80)], round_lit(body))
    pen.poly([(28, 48), (36, 28), (58, 28), (58, 48)], LIT_GLASS if look.night else GLASS)
    pen.box(4, 76, 212, 85, (70, 74, 86), r=3)
    pen.disc(10, 66, 4, (255, 240, 190))
    for x in (36, 150, 186):
        _wheel(pen, x, 84, 15)


def _train(pen: Pen, look: Look) -> None:
    body, trim = look.main, (240, 200, 90)
    for rise, x in ((0, 52), (-9, 66), (-16, 86)):
        pen.disc(x, 17 + rise * 0.6, 9 + x / 18, (238, 238, 240), alpha=0.75)
    pen.poly([(36, 48), (39, 24), (34, 18), (56, 18), (51, 24), (54, 48)], round_lit((60, 62, 74)))
    pen.disc(88, 40, 9, trim)
    pen.box(26, 42, 138, 78, (light(body, 0.3), dark(body, 0.2)), r=8)
    for x in (58, 92, 126):
        pen.box(x, 42, x + 4, 78, trim)
    pen.box(132, 14, 190, 80, round_lit(body), r=3)
    pen.box(126, 10, 196, 18, dark(body, 0.4), r=3)
    pen.box(142, 28, 178, 50, LIT_GLASS if look.night else GLASS, r=3)
    pen.disc(26, 58, 8, (255, 240, 190))
    pen.poly([(8, 96), (28, 76), (34, 96)], (80, 84, 98))
    pen.box(20, 76, 196, 86, (70, 72, 86), r=2)
    for x, r in ((52, 12), (82, 12), (112, 12), (160, 16)):
        _wheel(pen, x, 98 - r, r, (204, 66, 58))
    pen.line([(52, 88), (118, 88)], STEEL, 2.4)


def _bicycle(pen: Pen, look: Look) -> None:
    frame = look.main
    for x in (34, 126):
        pen.arc(x, 68, 28, 0, 360, TYRE, 3.6)
        pen.arc(x, 68, 25, 0, 360, STEEL, 1)
        for turn in range(0, 180, 30):
            _spoke(pen, x, 68, 25, turn)
    for path in (
        [(34, 68), (60, 30), (112, 30), (74, 70), (34, 68)],
        [(56, 22), (74, 70)],
        [(126, 68), (108, 16)],
    ):
        pen.line(path, frame, 4)
    pen.line([(108, 16), (118, 12), (124, 16)], TYRE, 3.6, curved=True)
    pen.blob([(44, 20), (66, 18), (68, 23), (52, 26)], (74, 54, 46))
    pen.disc(74, 70, 7, STEEL)
    pen.disc(74, 70, 3.6, TYRE)
    pen.line([(74, 70), (80, 84)], TYRE, 2.6)
    pen.line([(76, 85), (85, 85)], TYRE, 2.6)


def _boat(pen: Pen, look: Look) -> None:
    hull, sail = (look.main, (250, 247, 238))
    pen.line([(56, 4), (56, 80)], (128, 92, 64), 2.4)
    pen.blob([(60, 8), (80, 30), (98, 70), (78, 73), (60, 72), (62, 40)], (sail, dark(sail, 0.14)))
    pen.blob(
        [(52, 18), (50, 50), (52, 72), (34, 73), (18, 70), (38, 46)], (mix(sail, hull, 0.25), dark(sail, 0.2))
    )
    pen.poly([(56, 3), (70, 7), (56, 11)], hull)
    pen.blob(
        [(4, 76), (30, 79), (84, 79), (114, 74), (102, 94), (86, 99), (32, 99), (16, 94)],
        round_lit(hull, 1.5),
    )
    pen.line([(8, 80), (110, 79)], light(hull, 0.7), 2)


def _ship(pen: Pen, look: Look) -> None:
    hull, glass = look.main, LIT_GLASS if look.night else GLASS
    for x in (88, 112):
        pen.box(x, 14, x + 14, 46, round_lit((226, 90, 70)), r=2)
        pen.box(x, 14, x + 14, 21, INK, r=2)
    pen.box(52, 44, 152, 60, (250, 250, 248), r=3)
    pen.box(40, 58, 168, 76, ((250, 250, 248), (214, 220, 228)), r=3)
    for x in range(60, 148, 11):
        pen.box(x, 48, x + 6, 55, glass, r=1)
    for x in range(50, 162, 13):
        pen.disc(x, 67, 2.6, glass)
    pen.blob(
        [(2, 70), (30, 75), (170, 75), (206, 66), (188, 94), (170, 99), (36, 99), (18, 92)],
        round_lit(hull, 1.3),
    )
    pen.line([(8, 79), (198, 76)], WHITE, 1.6)


def _rocket(pen: Pen, look: Look) -> None:
    body: Colour = (240, 240, 244)
    pen.glow(25, 88, 14, (255, 180, 80), 0.8)
    pen.blob([(17, 76), (25, 74), (33, 76), (30, 90), (25, 100), (20, 90)], ((255, 220, 110), (240, 100, 50)))
    pen.blob([(21, 76), (29, 76), (27, 86), (25, 91), (23, 86)], (255, 248, 210))
    for side in (-1, 1):
        pen.blob(
            [(25 + side * 10, 48), (25 + side * 22, 64), (25 + side * 23, 80), (25 + side * 10, 72)],
            round_lit(look.main),
        )
    pen.blob([(25, 2), (35, 18), (38, 42), (34, 72), (25, 76), (16, 72), (12, 42), (15, 18)], round_lit(body))
    pen.blob([(25, 2), (32, 11), (35, 21), (25, 23), (15, 21), (18, 11)], round_lit(look.main))
    pen.disc(25, 36, 7.5, (110, 120, 140))
    pen.disc(25, 36, 5.4, ((150, 220, 250), (60, 110, 180)))
    pen.disc(23, 34, 1.5, WHITE)
    pen.box(15, 62, 35, 66, look.main)


def _balloon(pen: Pen, look: Look) -> None:
    one, two = look.main, light(look.main, 0.62)
    pen.blob(
        [(36, 2), (60, 11), (68, 34), (58, 56), (42, 70), (30, 70), (14, 56), (4, 34), (12, 11)],
        round_lit(one, 1.5),
    )
    for reach, colour in ((18, two), (4.5, one)):
        seam = [(1.0, 16), (1.25, 36), (0.4, 70)]
        right, left = ([(36 + side * reach * x, y) for x, y in seam] for side in (1, -1))
        pen.blob([(36, 2), *right, *reversed(left)], round_lit(colour))
    for side in (-1, 1):
        pen.line([(36 + side * 6, 70), (36 + side * 5, 84)], (110, 84, 64), 0.9)
    if look.night:
        pen.glow(36, 62, 16, (255, 214, 120), 0.7)
    pen.box(29, 84, 43, 97, round_lit((166, 116, 70)), r=2.4)
    pen.box(28, 83, 44, 86.5, (120, 80, 50), r=1.5)


def _plane(pen: Pen, look: Look) -> None:
    body: Colour = (242, 244, 248)
    pen.blob([(150, 44), (168, 10), (182, 8), (178, 48)], round_lit(look.main))
    pen.blob([(84, 44), (104, 20), (116, 22), (112, 46)], dark(body, 0.2))
    pen.blob(
        [(4, 56), (16, 46), (60, 42), (150, 42), (186, 48), (150, 64), (40, 68), (12, 64)], round_lit(body)
    )
    pen.poly([(10, 60), (60, 62), (150, 60), (140, 65), (40, 68), (14, 65)], look.main, alpha=0.85)
    for x in range(44, 142, 11):
        pen.disc(x, 51, 2.3, (96, 140, 190))
    pen.poly([(12, 50), (26, 46), (28, 52), (14, 54)], (96, 140, 190))
    pen.blob(
        [(76, 58), (104, 56), (136, 90), (124, 94), (90, 68)], round_lit(mix(body, look.main, 0.25), 1.4)
    )


def _kite(pen: Pen, look: Look) -> None:
    pen.line([(34, 58), (42, 74), (28, 84), (38, 98)], INK, 0.8, curved=True)
    for x, y in ((40, 72), (30, 84), (37, 95)):
        pen.poly([(x - 4, y - 2), (x + 4, y + 2), (x + 4, y - 2), (x - 4, y + 2)], look.second)
    pen.poly([(34, 2), (34, 60), (8, 24)], look.main)
    pen.poly([(34, 2), (60, 24), (34, 60)], light(look.main, 0.4))
    pen.line([(8, 24), (60, 24)], INK, 0.8)


def _wheel(pen: Pen, x: float, y: float, r: float, rim: Colour = STEEL) -> None:
    pen.disc(x, y, r, TYRE)
    pen.disc(x, y, r * 0.62, round_lit(rim))
    pen.disc(x, y, r * 0.22, dark(rim, 0.5))


def _spoke(pen: Pen, x: float, y: float, r: float, turn: float) -> None:
    from math import cos, radians, sin

    a = radians(turn)
    pen.line([(x - r * cos(a), y - r * sin(a)), (x + r * cos(a), y + r * sin(a))], STEEL, 0.5)


VEHICLES = {
    "car": Sprite(_car, 2.12, 0.22, "ground", ("red", "blue", "teal", "gold"), 0.8),
    "bus": Sprite(_bus, 2.2, 0.27, "ground", ("red", "yellow", "blue"), 0.7),
    "truck": Sprite(_truck, 2.16, 0.27, "ground", ("red", "blue", "orange"), 0.7),
    "train": Sprite(_train, 2.0, 0.26, "ground", ("green", "navy", "crimson"), 0.6),
    "bicycle": Sprite(_bicycle, 1.6, 0.24, "ground", ("teal", "red", "navy"), 0.85),
    "boat": Sprite(_boat, 1.18, 0.24, "water", ("crimson", "navy", "teal", "brown"), 0.5),
    "ship": Sprite(_ship, 2.08, 0.2, "water", ("navy", "crimson", "teal"), 0.4),
    "rocket": Sprite(_rocket, 0.5, 0.46, "sky", ("red", "orange", "teal"), 0.5),
    "balloon": Sprite(_balloon, 0.72, 0.3, "sky", ("red", "orange", "teal", "violet", "gold", "azure"), 0.4),
    "plane": Sprite(_plane, 1.9, 0.16, "sky", ("red", "blue", "teal"), 0.4),
    "kite": Sprite(_kite, 0.68, 0.22, "sky", ("red", "gold", "azure"), 0.6),
}
