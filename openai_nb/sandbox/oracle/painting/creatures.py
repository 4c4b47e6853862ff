"""Creatures: what flies, swims or waddles."""

from __future__ import annotations

from openai_nb.sandbox.oracle.painting.animals import eyes
from openai_nb.sandbox.oracle.painting.colours import INK, WHITE, Colour, dark, light, mix, round_lit
from openai_nb.sandbox.oracle.painting.pens import Pen
from openai_nb.sandbox.oracle.painting.sprites import Look, Sprite

PINK: Colour = (236, 150, 160)


def _bird(pen: Pen, look: Look) -> None:
    coat = look.main
    pen.poly([(22, 56), (0, 44), (4, 58), (0, 68)], dark(coat, 0.25))
    pen.blob(
        [(14, 56), (44, 42), (84, 44), (104, 40), (112, 52), (96, 68), (60, 76), (28, 66)], round_lit(coat)
    )
    pen.blob([(48, 70), (84, 58), (104, 56), (92, 69), (64, 75)], light(look.main, 0.55), alpha=0.8)
    pen.poly([(111, 47), (127, 53), (110, 56)], (244, 170, 60))
    pen.disc(102, 48, 2.4, INK)
    pen.disc(102.8, 47.2, 0.9, WHITE)
    pen.blob(
        [(44, 52), (46, 26), (28, 4), (60, 10), (78, 34), (80, 54), (62, 60)], round_lit(dark(coat, 0.15))
    )
    pen.blob([(48, 50), (52, 30), (44, 14), (62, 26), (68, 46)], light(coat, 0.18), alpha=0.5)


def _duck(pen: Pen, look: Look) -> None:
    coat = look.main
    pen.blob([(8, 62), (22, 66), (50, 58), (86, 60), (98, 76), (82, 96), (40, 98), (16, 86)], round_lit(coat))
    pen.blob([(36, 70), (66, 66), (78, 76), (62, 88), (36, 84), (22, 74)], dark(coat, 0.14))
    pen.blob(
        [(72, 66), (70, 36), (84, 22), (100, 28), (104, 44), (96, 56), (98, 70), (86, 76)], round_lit(coat)
    )
    pen.blob([(102, 36), (120, 42), (116, 49), (102, 49)], (242, 150, 46))
    pen.disc(93, 36, 2.6, INK)
    pen.disc(93.8, 35.2, 0.9, WHITE)


def _owl(pen: Pen, look: Look) -> None:
    coat = look.main
    for side in (-1, 1):
        pen.poly([(40 + side * 24, 24), (40 + side * 26, 2), (40 + side * 8, 14)], dark(coat, 0.2))
    pen.blob([(40, 8), (64, 18), (70, 50), (64, 84), (40, 96), (16, 84), (10, 50), (16, 18)], round_lit(coat))
    pen.disc(40, 70, 19, light(coat, 0.45), ry=22)
    for row in range(3):
        for x in range(-1, 2):
            pen.arc(40 + x * 9, 58 + row * 9, 4, 20, 160, dark(coat, 0.2), 1.6)
    for side in (-1, 1):
        pen.blob(
            [(40 + side * 28, 40), (40 + side * 33, 66), (40 + side * 20, 86), (40 + side * 19, 56)],
            dark(coat),
        )
        pen.disc(40 + side * 12, 32, 13, light(coat, 0.6))
        pen.disc(40 + side * 12, 32, 8.5, (244, 190, 60))
        pen.disc(40 + side * 12, 32, 4.8, INK)
        pen.disc(40 + side * 12 + 1.8, 30, 1.6, WHITE)
        pen.disc(40 + side * 9, 96, 6, (236, 160, 60), ry=3)
    pen.poly([(36, 38), (44, 38), (40, 48)], (240, 156, 50))


def _penguin(pen: Pen, look: Look) -> None:
    coat = look.main
    for side in (-1, 1):
        pen.disc(36 + side * 10, 96, 9, (240, 156, 50), ry=4)
        pen.blob(
            [(36 + side * 20, 38), (36 + side * 34, 62), (36 + side * 28, 72), (36 + side * 20, 56)],
            dark(coat),
        )
    pen.blob(
        [(36, 4), (52, 12), (58, 44), (62, 74), (52, 94), (20, 94), (10, 74), (14, 44), (20, 12)],
        round_lit(coat),
    )
    pen.blob([(36, 34), (48, 44), (52, 74), (36, 92), (20, 74), (24, 44)], light(coat, 0.94))
    for side in (-1, 1):
        pen.disc(36 + side * 7, 24, 8, light(coat, 0.94), ry=10)
    eyes(pen, 36, 23, 6, INK, 2.6)
    pen.poly([(30, 29), (42, 29), (36, 38)], (242, 160, 50))


def _fish(pen: Pen, look: Look) -> None:
    coat, fin = look.main, dark(look.main, 0.22)
    pen.blob([(112, 50), (146, 18), (140, 50), (146, 82)], fin)
    pen.blob([(52, 24), (74, 2), (104, 14), (100, 36)], fin)
    pen.blob([(60, 76), (76, 96), (94, 88), (88, 68)], fin)
    pen.blob(
        [(6, 52), (34, 24), (74, 18), (112, 38), (122, 50), (112, 62), (74, 82), (34, 78)],
        round_lit(coat, 1.6),
    )
    for x in (54, 76, 96):
        pen.blob(
            [(x, 26), (x + 8, 28), (x + 12, 50), (x + 8, 72), (x, 74), (x + 5, 50)],
            light(coat, 0.6),
            alpha=0.75,
        )
    pen.blob([(56, 52), (76, 48), (82, 58), (66, 66)], fin)
    pen.disc(27, 45, 7.5, WHITE)
    pen.disc(26, 45, 4.2, INK)
    pen.disc(24.6, 43.4, 1.4, WHITE)
    pen.arc(10, 56, 8, 10, 70, dark(coat, 0.5), 1.8)


def _whale(pen: Pen, look: Look) -> None:
    coat = look.main
    for x in (48, 58):
        pen.line(
            [(52, 34), (52 + (x - 53) * 1.4, 16), (52 + (x - 53) * 3.6, 10)], (196, 226, 240), 3, curved=True
        )
    pen.blob([(150, 52), (164, 22), (186, 14), (180, 36), (192, 56), (170, 56), (156, 66)], dark(coat, 0.12))
    pen.blob(
        [(4, 66), (20, 42), (64, 34), (110, 44), (152, 54), (160, 64), (124, 88), (70, 98), (22, 92)],
        round_lit(coat),
    )
    pen.blob([(6, 74), (60, 82), (116, 84), (74, 97), (24, 91)], light(coat, 0.65))
    pen.blob([(66, 80), (88, 82), (98, 98), (78, 96)], dark(coat, 0.2))
    pen.disc(34, 64, 3.4, INK)
    pen.disc(35, 63, 1.1, WHITE)


def _butterfly(pen: Pen, look: Look) -> None:
    wing = look.main
    for side in (-1, 1):
        pen.blob(
            [(55, 44), (55 + side * 18, 8), (55 + side * 48, 6), (55 + side * 46, 40), (55 + side * 22, 54)],
            round_lit(wing, 1.4),
        )
        pen.blob(
            [(55, 50), (55 + side * 30, 52), (55 + side * 38, 74), (55 + side * 22, 92), (55 + side * 8, 72)],
            round_lit(mix(wing, look.second, 0.5), 1.4),
        )
        pen.disc(55 + side * 34, 24, 7, light(wing, 0.6))
        pen.disc(55 + side * 22, 70, 5, light(wing, 0.6))
        pen.line([(55, 28), (55 + side * 8, 12), (55 + side * 12, 6)], INK, 1.6, curved=True)
    pen.disc(55, 54, 3.6, INK, ry=28)


CREATURES = {
    "bird": Sprite(_bird, 1.28, 0.13, "sky", ("blue", "coral", "teal", "gold"), 0.4),
    "duck": Sprite(_duck, 1.22, 0.17, "water", ("yellow", "white"), 0.7),
    "owl": Sprite(_owl, 0.8, 0.3, "ground", ("brown", "tan"), 0.8),
    "penguin": Sprite(_penguin, 0.72, 0.32, "ground", ("black", "navy"), 0.75),
    "fish": Sprite(_fish, 1.5, 0.16, "deep", ("orange", "gold", "turquoise", "coral"), 0.5),
    "whale": Sprite(_whale, 1.95, 0.28, "deep", ("blue", "navy"), 0.4),
    "butterfly": Sprite(_butterfly, 1.1, 0.13, "sky", ("orange", "violet", "azure", "pink"), 0.8),
}
