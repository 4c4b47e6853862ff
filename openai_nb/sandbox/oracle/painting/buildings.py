"""Buildings: houses, towers, bridges."""

from __future__ import annotations

from openai_nb.sandbox.oracle.painting.colours import INK, WHITE, Colour, dark, light, round_lit
from openai_nb.sandbox.oracle.painting.pens import Pen
from openai_nb.sandbox.oracle.painting.sprites import Look, Sprite

PANE = ((178, 212, 232), (110, 154, 190))
LIT_PANE = ((255, 236, 170), (250, 190, 96))
STONE: Colour = (176, 172, 176)


def _house(pen: Pen, look: Look) -> None:
    wall, roof, pane = look.main, _roof(look.main), LIT_PANE if look.night else PANE
    pen.box(74, 8, 85, 34, round_lit((160, 96, 80)))
    pen.box(72, 6, 87, 11, (120, 72, 62), r=1)
    pen.box(14, 46, 106, 99, round_lit(wall))
    pen.box(14, 46, 106, 53, dark(wall, 0.5), alpha=0.25)
    pen.poly([(4, 50), (36, 10), (84, 10), (116, 50)], (light(roof, 0.1), dark(roof, 0.2)))
    for row in range(1, 4):
        pen.line([(36 - row * 8, 10 + row * 10), (84 + row * 8, 10 + row * 10)], dark(roof, 0.25), 0.7)
    pen.box(53, 66, 69, 99, round_lit((126, 78, 54)), r=1)
    pen.disc(65.5, 84, 1.3, (240, 200, 100))
    for x in (24, 80):
        if look.night:
            pen.glow(x + 8, 69, 16, (255, 210, 120), 0.4)
        _window(pen, x, 61, 17, 17, pane)
        pen.box(x - 2, 80, x + 19, 83, light(wall, 0.5), r=0.5)
        for flower in range(4):
            pen.disc(x + 2 + flower * 4.4, 79.6, 1.9, (236, 100, 110) if flower % 2 else (250, 200, 90))
    pen.box(10, 96, 110, 100, dark(wall, 0.4), r=1)


def _castle(pen: Pen, look: Look) -> None:
    stone, pane = look.main, LIT_PANE if look.night else (70, 72, 96)
    roof = look.second if look.second != look.main else (90, 86, 150)
    for x, top, wide in ((8, 34, 20), (102, 34, 20), (38, 20, 18), (74, 20, 18)):
        _turret(pen, x, top, wide, stone, roof, pane)
    pen.box(22, 56, 108, 100, round_lit(stone))
    for x in range(22, 106, 10):
        pen.box(x, 51, x + 6, 58, light(stone, 0.08))
    pen.box(52, 66, 78, 100, dark(stone, 0.25))
    pen.disc(65, 78, 10, (84, 58, 46), ry=11)
    pen.box(55, 78, 75, 100, (84, 58, 46))
    for x in (59, 63, 67, 71):
        pen.line([(x, 70), (x, 99)], (54, 38, 34), 0.7)
    for x, y in ((30, 70), (40, 86), (92, 68), (84, 90), (34, 94), (98, 84)):
        pen.box(x, y, x + 6, y + 3, dark(stone, 0.14), r=0.6)


def _lighthouse(pen: Pen, look: Look) -> None:
    stripe = look.main
    pen.blob([(0, 100), (8, 90), (24, 86), (42, 88), (52, 100)], round_lit((118, 112, 112)))
    bands = 6
    for band in range(bands):
        top, low = 26 + band * 64 / bands, 26 + (band + 1) * 64 / bands
        a, b = 7 + (top - 26) * 0.09, 7 + (low - 26) * 0.09
        colour: Colour = stripe if band % 2 == 0 else (248, 246, 240)
        pen.poly([(26 - a, top), (26 + a, top), (26 + b, low), (26 - b, low)], colour)
    pen.poly([(29, 26), (33, 26), (39, 90), (31, 90)], dark(stripe, 0.9), alpha=0.16)
    pen.box(14, 23, 38, 27, INK, r=1)
    pen.glow(26, 17, 17, (255, 236, 160), 0.9 if look.night else 0.35)
    pen.box(20, 12, 32, 23, LIT_PANE)
    pen.line([(26, 12), (26, 23)], INK, 0.8)
    pen.blob([(18, 12.5), (26, 3), (34, 12.5)], stripe)
    for y in (40, 62):
        pen.box(24, y, 28, y + 6, INK, r=1.5)


def _windmill(pen: Pen, look: Look) -> None:
    pen.poly([(40, 34), (60, 34), (68, 100), (32, 100)], round_lit(look.main))
    pen.blob([(38, 36), (42, 24), (50, 19), (58, 24), (62, 36)], round_lit((124, 76, 62)))
    pen.box(45, 84, 55, 100, (100, 66, 50), r=2)
    _window(pen, 46, 54, 8, 10, LIT_PANE if look.night else PANE)
    turn = look.chance.uniform(0.1, 0.7)
    for quarter in range(4):
        _sail(pen, 50, 34, turn + quarter * 1.5708)
    pen.disc(50, 34, 3, INK)


def _tent(pen: Pen, look: Look) -> None:
    glow = (255, 210, 120) if look.night else dark(look.main, 0.55)
    pen.poly([(60, 12), (132, 98), (8, 98)], round_lit(look.main, 1.5))
    pen.poly([(60, 12), (78, 98), (40, 98)], glow)
    pen.poly([(60, 12), (58, 60), (40, 98), (36, 98)], light(look.main, 0.3))
    for x in (8, 132):
        pen.line([(60 + (x - 60) * 0.8, 78), (x + (6 if x > 60 else -6), 99)], (220, 214, 200), 0.7)


def _bridge(pen: Pen, look: Look) -> None:
    steel = look.main
    for x in (62, 198):
        pen.box(x - 5, 6, x + 5, 100, round_lit(steel))
        for y in (22, 44):
            pen.box(x - 9, y, x + 9, y + 4, dark(steel, 0.15))
    sag = [(-4, 56), (20, 44), (62, 9), (96, 44), (130, 55), (164, 44), (198, 9), (240, 44), (264, 56)]
    pen.line(sag, dark(steel, 0.1), 2.2, curved=True)
    for x in range(2, 260, 8):
        top = _cable(x)
        pen.line([(x, top), (x, 66)], light(steel, 0.2), 0.6)
    pen.box(-2, 64, 262, 71, round_lit(dark(steel, 0.25)))
    pen.line([(0, 63), (260, 63)], light(steel, 0.3), 1)


def _tower(pen: Pen, look: Look) -> None:
    iron, half_feet = look.main, [(3, 40), (9, 70), (21, 100), (11, 100), (5, 82)]
    right, left = ([(25 + side * x, y) for x, y in half_feet] for side in (1, -1))
    pen.blob([(25, 2), *right, (25, 80), *reversed(left)], round_lit(iron))
    for y, half in ((40, 5), (68, 11)):
        pen.box(25 - half, y, 25 + half, y + 3, dark(iron, 0.3), r=1)
    for low, high in ((66, 44), (98, 72)):
        for side in (-1, 1):
            brace = [(25 + side * (low - 36) * 0.28, low), (25 + side * (high - 30) * 0.12, high)]
            pen.line(brace, light(iron, 0.25), 0.8)
    if look.night:
        pen.glow(25, 30, 20, (255, 214, 130), 0.4)


def _church(pen: Pen, look: Look) -> None:
    wall, roof = look.main, _roof(look.main)
    pen.poly([(36, 56), (64, 36), (110, 36), (110, 100), (36, 100)], round_lit(wall))
    pen.poly([(30, 60), (60, 34), (116, 34), (116, 60)], round_lit(roof))
    pen.box(18, 34, 46, 100, round_lit(light(wall, 0.15)))
    pen.poly([(14, 36), (32, 6), (50, 36)], round_lit(roof))
    pen.line([(32, 0), (32, 8)], (226, 180, 80), 1.2)
    pen.line([(29, 3), (35, 3)], (226, 180, 80), 1.2)
    pen.disc(32, 48, 6, WHITE)
    pen.line([(32, 48), (32, 44)], INK, 0.9)
    pen.line([(32, 48), (35, 49)], INK, 0.9)
    for x in (60, 78, 96):
        _window(pen, x, 70, 8, 18, LIT_PANE if look.night else PANE)
    pen.box(27, 80, 37, 100, (110, 72, 54), r=4)


def _window(pen: Pen, x: float, y: float, wide: float, high: float, pane: tuple[Colour, Colour]) -> None:
    pen.box(x - 1.4, y - 1.4, x + wide + 1.4, y + high + 1.4, (250, 246, 238), r=0.8)
    pen.box(x, y, x + wide, y + high, pane)
    pen.line([(x + wide / 2, y), (x + wide / 2, y + high)], (250, 246, 238), 1)
    pen.line([(x, y + high / 2), (x + wide, y + high / 2)], (250, 246, 238), 1)


def _turret(
    pen: Pen,
    x: float,
    top: float,
    wide: float,
    stone: Colour,
    roof: Colour,
    pane: Colour | tuple[Colour, Colour],
) -> None:
    pen.box(x, top, x + wide, 100, round_lit(stone))
    pen.box(x - 1.5, top - 3, x + wide + 1.5, top + 2, light(stone, 0.1), r=0.6)
    pen.poly([(x - 3, top - 3), (x + wide / 2, top - 20), (x + wide + 3, top - 3)], round_lit(roof))
    pen.line([(x + wide / 2, top - 20), (x + wide / 2, top - 26)], INK, 0.7)
    pen.poly(
        [(x + wide / 2, top - 26), (x + wide / 2 + 7, top - 24), (x + wide / 2, top - 22)], (226, 70, 66)
    )
    pen.box(x + wide / 2 - 2, top + 8, x + wide / 2 + 2, top + 16, pane, r=2)


def _sail(pen: Pen, x: float, y: float, turn: float) -> None:
    from math import cos, sin

    def at(along: float, across: float) -> tuple[float, float]:
        return x + along * cos(turn) - across * sin(turn), y + along * sin(turn) + across * cos(turn)

    pen.poly([at(8, 1), at(33, 1), at(33, 9), at(8, 7)], (246, 238, 220), alpha=0.9)
    pen.line([at(0, 0), at(34, 0)], (110, 78, 58), 1.8)
    for along in (14, 20, 26):
        pen.line([at(along, 1), at(along, 8)], (150, 116, 88), 0.6)


def _cable(x: float) -> float:
    """How high the cable hangs there: a parabola between the towers, half ones outside."""
    reach = abs(x - 130)
    return 9 + (1 - (reach / 68) ** 2) * 46 if reach < 68 else 9 + min(1.0, ((reach - 68) / 66) ** 0.9) * 47


def _roof(wall: Colour) -> Colour:
    """A roof that stands out from its walls."""
    return (92, 98, 120) if wall[0] - wall[2] > 70 and wall[1] < 150 else (190, 84, 66)


BUILDINGS = {
    "house": Sprite(_house, 1.2, 0.32, "ground", ("cream", "peach", "mint", "beige"), 0.35),
    "castle": Sprite(_castle, 1.3, 0.42, "ground", ("silver", "tan"), 0.2),
    "lighthouse": Sprite(_lighthouse, 0.52, 0.46, "ground", ("red",), 0.25),
    "windmill": Sprite(_windmill, 1.0, 0.4, "ground", ("cream", "white"), 0.3),
    "tent": Sprite(_tent, 1.4, 0.22, "ground", ("orange", "teal", "red"), 0.5),
    "bridge": Sprite(_bridge, 2.6, 0.34, "water", ("coral", "silver"), 0.25),
    "tower": Sprite(_tower, 0.5, 0.56, "ground", ("brown", "grey"), 0.2),
    "church": Sprite(_church, 1.2, 0.4, "ground", ("cream", "white"), 0.3),
}
