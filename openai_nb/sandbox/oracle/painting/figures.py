"""Figures: people, robots and others who stand on two legs."""

from __future__ import annotations

from openai_nb.sandbox.oracle.painting.colours import INK, WHITE, Colour, dark, light, round_lit
from openai_nb.sandbox.oracle.painting.pens import Pen
from openai_nb.sandbox.oracle.painting.sprites import Look, Sprite

SKINS: tuple[Colour, ...] = ((250, 214, 184), (228, 178, 138), (190, 132, 92), (128, 84, 58))
HAIRS: tuple[Colour, ...] = ((54, 40, 38), (110, 70, 44), (200, 150, 80), (150, 74, 48))


def _person(pen: Pen, look: Look) -> None:
    skin, hair, shirt = look.chance.choice(SKINS), look.chance.choice(HAIRS), look.main
    for side in (-1, 1):
        pen.line([(27 + side * 4, 66), (27 + side * 5, 94)], (58, 66, 96), 7.5)
        pen.disc(27 + side * 6.5, 97, 5.5, INK, ry=3)
        pen.line(
            [(27 + side * 9, 38), (27 + side * 15, 52), (27 + side * 16, 62)],
            dark(shirt, 0.12),
            6,
            curved=True,
        )
        pen.disc(27 + side * 16, 64, 3.2, skin)
    pen.blob([(18, 36), (27, 33), (36, 36), (39, 54), (37, 69), (17, 69), (15, 54)], round_lit(shirt))
    pen.box(24.5, 28, 29.5, 36, dark(skin, 0.1), r=2)
    pen.disc(27, 19, 13, hair, ry=13.5)
    pen.disc(27, 21.5, 10.5, round_lit(skin, 0.5), ry=11)
    pen.blob([(14, 19), (18, 8), (28, 5), (38, 10), (40, 19), (32, 13), (22, 14)], hair)
    for side in (-1, 1):
        pen.disc(27 + side * 4.4, 22, 1.4, INK)
        pen.disc(27 + side * 6.5, 26.5, 2, (236, 140, 130), alpha=0.45)
    pen.arc(27, 24.5, 3.4, 25, 155, (150, 70, 70), 1)


def _robot(pen: Pen, look: Look) -> None:
    steel, joint = look.main, (84, 90, 106)
    for side in (-1, 1):
        pen.box(40 + side * 12 - 5, 78, 40 + side * 12 + 5, 94, joint, r=2)
        pen.box(40 + side * 13 - 9, 91, 40 + side * 13 + 9, 99, round_lit(dark(steel)), r=3.5)
        pen.line([(40 + side * 24, 54), (40 + side * 34, 62), (40 + side * 33, 72)], joint, 6)
        pen.arc(40 + side * 33, 76, 4.5, 100, 440 if side > 0 else 360, dark(steel), 3.4)
        pen.box(40 + side * 28 - 3, 20, 40 + side * 28 + 3, 34, joint, r=2)
    pen.line([(40, 12), (40, 4)], joint, 2.4)
    pen.glow(40, 4, 6, (255, 90, 80))
    pen.disc(40, 4, 3.4, (240, 84, 74))
    pen.box(17, 47, 63, 80, round_lit(steel, 1.4), r=7)
    pen.box(25, 54, 55, 73, dark(steel, 0.45), r=4)
    for place, colour in enumerate(((250, 200, 80), (110, 214, 150), (110, 190, 246))):
        pen.disc(32 + place * 8, 60, 2.6, colour)
    pen.line([(30, 68), (35, 66), (39, 69.5), (44, 65), (50, 68)], (120, 230, 190), 1.4)
    pen.box(33, 42, 47, 49, joint, r=2)
    pen.box(13, 11, 67, 44, round_lit(steel, 1.4), r=10)
    pen.box(19, 17, 61, 37, (34, 40, 58), r=7)
    for side in (-1, 1):
        pen.glow(40 + side * 10, 26, 7, (130, 230, 255), 0.5)
        pen.disc(40 + side * 10, 26, 4.8, (150, 236, 255))
        pen.disc(40 + side * 10 + 1.4, 24.6, 1.5, WHITE)
    pen.arc(40, 28, 6, 30, 150, (150, 236, 255), 1.5)


def _snowman(pen: Pen, look: Look) -> None:
    snow = ((255, 255, 255), (206, 220, 238))
    for side in (-1, 1):
        pen.line([(36 + side * 14, 50), (36 + side * 30, 36), (36 + side * 34, 30)], (104, 76, 58), 2)
    pen.disc(36, 79, 24, snow, ry=21)
    pen.disc(36, 50, 18, snow, ry=17)
    pen.disc(36, 27, 13, snow)
    pen.box(21, 13, 51, 16.5, INK, r=1.5)
    pen.box(26, 1, 46, 15, INK, r=1.5)
    pen.box(26, 9.5, 46, 13, look.main)
    pen.blob([(22, 37), (36, 40), (50, 37), (49, 43), (36, 46), (23, 43)], look.main)
    pen.poly([(44, 42), (50, 42), (52, 60), (45, 59)], dark(look.main, 0.15))
    for x, y in ((31, 24), (41, 24), (36, 52), (36, 59), (36, 72)):
        pen.disc(x, y, 1.8, INK)
    pen.poly([(36, 26.5), (53, 30), (36, 31.5)], (240, 136, 50))
    pen.arc(36, 28, 6.5, 55, 125, INK, 1.2)


def _ghost(pen: Pen, look: Look) -> None:
    sheet = look.main
    pen.glow(38, 50, 36, light(sheet, 0.5), 0.35)
    edge = [(66, 92), (57, 84), (48, 95), (38, 86), (28, 95), (19, 84), (10, 92)]
    pen.blob(
        [(38, 6), (60, 18), (67, 50), *edge, (9, 50), (16, 18)],
        (light(sheet, 0.5), dark(sheet, 0.12)),
        alpha=0.93,
    )
    for side in (-1, 1):
        pen.disc(38 + side * 10, 36, 4.6, INK, ry=6)
        pen.disc(38 + side * 10 + 1.4, 34, 1.5, WHITE)
        pen.disc(38 + side * 17, 46, 4, (240, 160, 176), ry=2.4, alpha=0.6)
    pen.disc(38, 51, 3.6, INK, ry=4.6)


def _astronaut(pen: Pen, look: Look) -> None:
    suit: Colour = (236, 239, 245)
    pen.box(13, 34, 51, 70, round_lit((150, 158, 176)), r=6)
    for side in (-1, 1):
        pen.line([(32 + side * 7, 68), (32 + side * 9, 90)], dark(suit, 0.08), 12)
        pen.box(32 + side * 9 - 8, 89, 32 + side * 9 + 8, 98, (120, 128, 148), r=4)
        pen.line([(32 + side * 16, 44), (32 + side * 24, 56), (32 + side * 22, 64)], suit, 10)
        pen.disc(32 + side * 22, 66, 5.4, (120, 128, 148))
    pen.box(16, 38, 48, 76, round_lit(suit), r=10)
    pen.box(23, 50, 41, 62, (84, 96, 128), r=2.5)
    for place, colour in enumerate((look.main, (250, 200, 80), (110, 214, 150))):
        pen.disc(27 + place * 5, 54, 1.7, colour)
    pen.disc(32, 22, 21, round_lit(suit), ry=20)
    pen.disc(32, 23, 16, ((74, 104, 170), (26, 30, 62)), ry=14)
    pen.blob([(22, 20), (28, 13), (38, 12), (30, 16), (25, 24)], WHITE, alpha=0.6)
    pen.box(9, 38, 14, 46, look.main, r=1)


FIGURES = {
    "person": Sprite(_person, 0.54, 0.34, "ground", ("red", "teal", "gold", "violet"), 0.7),
    "robot": Sprite(_robot, 0.8, 0.4, "ground", ("silver", "teal", "azure"), 0.75),
    "snowman": Sprite(_snowman, 0.72, 0.34, "ground", ("red", "teal"), 0.75),
    "ghost": Sprite(_ghost, 0.76, 0.28, "ground", ("white",), 0.7),
    "astronaut": Sprite(_astronaut, 0.64, 0.36, "ground", ("red", "orange"), 0.7),
}
