"""Objects: what lies on a table or hangs on a wall."""

from __future__ import annotations

from math import cos, pi, sin

from openai_nb.sandbox.oracle.painting.colours import INK, WHITE, Colour, dark, light, mix, round_lit
from openai_nb.sandbox.oracle.painting.pens import Pen, Point, smooth
from openai_nb.sandbox.oracle.painting.sprites import Look, Sprite

WOOD: Colour = (166, 116, 76)


def _cup(pen: Pen, look: Look) -> None:
    for x in (44, 56, 68):
        pen.line([(x, 30), (x + 4, 22), (x - 2, 14), (x + 3, 5)], (226, 226, 232), 2, curved=True)
    pen.disc(56, 95, 50, round_lit(light(look.main, 0.2)), ry=5)
    pen.arc(94, 58, 14, -90, 90, dark(look.main, 0.1), 6)
    pen.blob(
        [(18, 38), (94, 38), (92, 66), (80, 88), (66, 94), (46, 94), (32, 88), (20, 66)],
        round_lit(look.main, 1.5),
    )
    pen.disc(56, 38, 38, light(look.main, 0.35), ry=7)
    pen.disc(56, 39, 34, ((120, 76, 50), (78, 48, 34)), ry=5)
    pen.line([(30, 50), (32, 66), (40, 82)], light(look.main, 0.55), 2.6, curved=True)


def _book(pen: Pen, look: Look) -> None:
    pen.poly([(4, 34), (72, 44), (140, 34), (140, 90), (72, 100), (4, 90)], round_lit(dark(look.main, 0.1)))
    for side in (-1, 1):
        far, lift = 72 + side * 64, 26
        page: list[Point] = [(72, 38), (72 + side * 22, 27), (72 + side * 46, 25), (far, lift + 6), (far, 84)]
        pen.poly(
            [*page, (72 + side * 46, 80), (72 + side * 22, 82), (72, 94)], ((252, 248, 238), (228, 218, 200))
        )
        for row in range(6):
            y = 40 + row * 7
            pen.line(
                [(72 + side * 8, y + 3), (72 + side * 30, y - 3), (72 + side * 56, y - 1)],
                (180, 172, 164),
                1,
                curved=True,
            )
    pen.line([(72, 38), (72, 96)], dark(look.main, 0.3), 1.2)
    pen.poly([(84, 33), (92, 30), (92, 98), (88, 92), (84, 99)], look.main)


def _lamp(pen: Pen, look: Look) -> None:
    pen.glow(38, 40, 40, (255, 226, 150), 0.55)
    pen.disc(38, 95, 20, round_lit((110, 92, 82)), ry=4.5)
    pen.blob(
        [(34, 46), (42, 46), (41, 66), (46, 80), (42, 94), (34, 94), (30, 80), (35, 66)],
        round_lit((150, 118, 92)),
    )
    pen.poly([(24, 8), (52, 8), (68, 50), (8, 50)], (light(look.main, 0.5), look.main))
    pen.disc(38, 50, 30, (255, 240, 190), ry=3.4)


def _apple(pen: Pen, look: Look) -> None:
    pen.line([(50, 28), (51, 14), (56, 6)], (100, 70, 50), 3.4, curved=True)
    pen.blob([(54, 20), (66, 6), (86, 8), (76, 22)], round_lit((104, 170, 80)))
    skin = [
        (50, 28),
        (66, 21),
        (88, 30),
        (94, 54),
        (84, 82),
        (66, 97),
        (50, 93),
        (34, 97),
        (16, 82),
        (6, 54),
        (12, 30),
        (34, 21),
    ]
    pen.blob(skin, round_lit(look.main, 1.6))
    pen.disc(50, 28, 12, dark(look.main, 0.4), ry=3.4, alpha=0.6)
    pen.blob([(22, 40), (32, 32), (34, 42), (24, 58)], WHITE, alpha=0.45)


def _orange(pen: Pen, look: Look) -> None:
    pen.disc(50, 56, 42, round_lit(look.main, 1.6))
    pen.blob([(50, 16), (62, 6), (80, 10), (68, 22)], round_lit((92, 156, 76)))
    pen.disc(50, 17, 4, (120, 90, 50), ry=2.4)
    pen.blob([(26, 44), (36, 32), (40, 38), (28, 56)], WHITE, alpha=0.4)


def _heart(pen: Pen, look: Look) -> None:
    turn = [k * 2 * pi / 60 for k in range(60)]
    path = [
        (55 + 3.1 * 16 * sin(t) ** 3, 44 - 3 * (13 * cos(t) - 5 * cos(2 * t) - 2 * cos(3 * t) - cos(4 * t)))
        for t in turn
    ]
    pen.poly(path, round_lit(look.main, 1.8))
    pen.blob([(22, 34), (28, 19), (40, 15), (32, 23), (27, 38)], WHITE, alpha=0.55)


def _chart(pen: Pen, look: Look) -> None:
    pen.box(4, 4, 136, 96, (252, 251, 248), r=5)
    for y in (28, 44, 60, 76):
        pen.line([(18, y), (126, y)], (226, 226, 230), 0.7)
    level = look.chance.uniform(20, 32)
    tops: list[Point] = []
    for bar in range(6):
        level = min(66, max(14, level + look.chance.uniform(-8, 18)))
        tone = mix(look.main, look.second, bar / 8)
        pen.box(24 + bar * 17, 86 - level, 35 + bar * 17, 86, (light(tone, 0.2), tone), r=2)
        tops.append((29.5 + bar * 17, 78 - level))
    pen.line(tops, INK, 1.4, curved=True)
    for top in tops:
        pen.disc(*top, 2.2, WHITE)
        pen.disc(*top, 1.5, look.main)
    pen.line([(18, 14), (18, 86), (128, 86)], (120, 120, 132), 1.4)


def _clock(pen: Pen, look: Look) -> None:
    pen.disc(50, 50, 48, round_lit(look.main))
    pen.disc(50, 50, 41, ((255, 253, 246), (232, 228, 216)))
    for k in range(12):
        a, far = k * pi / 6, 36 if k % 3 else 34
        pen.line(
            [(50 + 38 * sin(a), 50 - 38 * cos(a)), (50 + far * sin(a), 50 - far * cos(a))],
            INK,
            1.2 if k % 3 else 2.4,
        )
    hour = look.chance.uniform(0, 12)
    for a, reach, width in ((hour * pi / 6, 20, 3.4), (hour % 1 * 2 * pi, 31, 2.2)):
        pen.line([(50, 50), (50 + reach * sin(a), 50 - reach * cos(a))], INK, width)
    pen.disc(50, 50, 3, look.main)


def _guitar(pen: Pen, look: Look) -> None:
    pen.box(22, 4, 34, 16, round_lit((74, 50, 40)), r=2)
    pen.box(25, 14, 31, 62, round_lit((96, 64, 46)))
    body = [
        (28, 48),
        (42, 50),
        (45, 60),
        (41, 68),
        (50, 80),
        (46, 95),
        (28, 99),
        (10, 95),
        (6, 80),
        (15, 68),
        (11, 60),
        (14, 50),
    ]
    pen.blob(body, round_lit(look.main, 1.5))
    pen.disc(28, 70, 7.5, dark(look.main, 0.65))
    pen.box(20, 86, 36, 89, (74, 50, 40), r=1)
    for x in (26, 27.4, 28.7, 30):
        pen.line([(x, 10), (x, 87)], (236, 232, 220), 0.35)


def _candle(pen: Pen, look: Look) -> None:
    pen.glow(25, 18, 22, (255, 210, 110), 0.7)
    pen.box(16, 38, 34, 97, round_lit(look.main), r=3)
    pen.disc(25, 38, 9, light(look.main, 0.4), ry=2.4)
    pen.line([(25, 38), (25, 31)], INK, 1.2)
    pen.blob([(25, 6), (31, 20), (29, 30), (25, 33), (21, 30), (19, 20)], ((255, 214, 90), (250, 140, 50)))
    pen.disc(25, 26, 2.6, (255, 250, 220), ry=5)
    pen.disc(25, 97, 20, round_lit((190, 160, 110)), ry=3)


def _cake(pen: Pen, look: Look) -> None:
    pen.disc(60, 93, 56, round_lit((226, 228, 236)), ry=6)
    pen.box(16, 50, 104, 92, round_lit((246, 220, 180)), r=5)
    pen.box(16, 66, 104, 72, light(look.main, 0.2))
    drips = [(16 + k * 8, 60 + (6 if k % 2 else 1) + (k % 3) * 2) for k in range(12)]
    pen.blob([(14, 46), (60, 42), (106, 46), (106, 58), *reversed(drips), (14, 58)], round_lit(look.main))
    for k in range(5):
        x = 26 + k * 17
        pen.box(x - 2, 24, x + 2, 46, (light(look.second, 0.3), look.second), r=1)
        pen.glow(x, 19, 7, (255, 214, 120), 0.6)
        pen.blob([(x, 12), (x + 2.6, 19), (x, 23.5), (x - 2.6, 19)], (255, 190, 70))


def _gift(pen: Pen, look: Look) -> None:
    band = light(look.second, 0.2) if look.second != look.main else (250, 226, 150)
    pen.box(10, 44, 90, 98, round_lit(look.main), r=3)
    pen.box(4, 30, 96, 48, round_lit(light(look.main, 0.12)), r=3)
    pen.box(42, 30, 58, 98, band)
    for side in (-1, 1):
        pen.blob([(50, 30), (50 + side * 12, 8), (50 + side * 34, 8), (50 + side * 30, 26)], round_lit(band))
    pen.disc(50, 27, 6, dark(band, 0.12))


def _umbrella(pen: Pen, look: Look) -> None:
    pen.line([(60, 50), (60, 84), (66, 94), (76, 88)], (110, 80, 60), 3, curved=True)
    pen.line([(60, 12), (60, 4)], INK, 2)
    hem = [(110, 54), (98, 49), (86, 54), (73, 49), (60, 54), (47, 49), (34, 54), (22, 49), (10, 54)]
    pen.blob([(60, 10), (90, 20), *hem, (30, 20)], round_lit(look.main, 1.4))
    for side in (-1, 1):
        pen.line(
            [(60, 11), (60 + side * 18, 30), (60 + side * 25, 52)], dark(look.main, 0.2), 0.9, curved=True
        )


def _party_balloon(pen: Pen, look: Look) -> None:
    pen.line([(30, 62), (34, 76), (26, 88), (31, 99)], (120, 116, 120), 0.8, curved=True)
    pen.disc(30, 32, 25, round_lit(look.main, 1.8), ry=30)
    pen.poly([(30, 60), (34, 66), (26, 66)], dark(look.main, 0.2))
    pen.blob([(16, 26), (20, 12), (28, 9), (22, 17), (19, 30)], WHITE, alpha=0.55)


def _ball(pen: Pen, look: Look) -> None:
    pen.disc(50, 50, 48, round_lit(look.main, 1.7))
    edge = [(50 + 47.6 * cos(a), 50 + 47.6 * sin(a)) for a in (-0.35, -0.2, -0.05, 0.1, 0.2)]
    rim = [(50 - 47.6 * cos(a), 50 + 47.6 * sin(a)) for a in (0.2, 0.05, -0.1, -0.25, -0.35)]
    pen.poly(
        [
            *smooth([edge[0], (50, 44), rim[-1]], False)[::-1],
            *edge,
            *smooth([edge[-1], (50, 64), rim[0]], False),
            *rim,
        ],
        light(look.main, 0.75),
    )
    pen.blob([(28, 22), (40, 12), (48, 14), (32, 28)], WHITE, alpha=0.5)


OBJECTS = {
    "cup": Sprite(_cup, 1.14, 0.3, "table", ("teal", "coral", "white", "navy"), 0.7),
    "book": Sprite(_book, 1.44, 0.26, "table", ("crimson", "navy", "teal"), 0.8),
    "lamp": Sprite(_lamp, 0.76, 0.44, "table", ("peach", "cream", "mint"), 0.4),
    "apple": Sprite(_apple, 1.0, 0.22, "table", ("red", "crimson", "lime"), 0.85),
    "orange": Sprite(_orange, 1.0, 0.2, "table", ("orange",), 0.85),
    "heart": Sprite(_heart, 1.1, 0.42, "table", ("red", "rose", "crimson"), 0.6),
    "chart": Sprite(_chart, 1.4, 0.44, "table", ("azure", "teal", "coral"), 0.5),
    "clock": Sprite(_clock, 1.0, 0.34, "table", ("crimson", "teal", "navy"), 0.5),
    "guitar": Sprite(_guitar, 0.56, 0.56, "table", ("brown", "amber", "crimson"), 0.5),
    "candle": Sprite(_candle, 0.5, 0.34, "table", ("cream", "rose"), 0.6),
    "cake": Sprite(_cake, 1.2, 0.34, "table", ("pink", "chocolate", "mint"), 0.6),
    "gift": Sprite(_gift, 1.0, 0.28, "table", ("red", "teal", "violet"), 0.7),
    "umbrella": Sprite(_umbrella, 1.2, 0.32, "ground", ("red", "yellow", "azure"), 0.8),
    "party balloon": Sprite(
        _party_balloon, 0.6, 0.26, "sky", ("red", "gold", "azure", "violet", "lime"), 0.6
    ),
    "ball": Sprite(_ball, 1.0, 0.14, "ground", ("red", "azure", "gold"), 0.95),
}
