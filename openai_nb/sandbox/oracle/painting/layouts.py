"""Layouts: where each thing of a scene stands, and how large."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from openai_nb.sandbox.oracle.painting.nouns import SPRITES
from openai_nb.sandbox.oracle.painting.scenes import Scene, Thing
from openai_nb.sandbox.oracle.painting.sprites import Sprite

LAMPS = ("sun", "moon", "crescent")
FAR = (*LAMPS, "star", "planet", "globe", "comet", "cloud")
BESIDE, HELD = ("beside", "near", "by"), ("holding", "carrying")
INSIDE = ("table", "studio", "room")
SEATS = {"chair": 0.42, "car": 0.84, "boat": 0.28, "cup": 0.66, "book": 0.62, "gift": 0.9, "computer": 0.88,
         "castle": 0.5, "tree": 0.5, "bridge": 0.36, "church": 0.6}  # fmt: skip
"""Where one sits on a thing, as a share of its height; on the others, at the top."""


@dataclass
class Spot:
    """One thing's place: the middle of its foot, and its height, in pixels; `held` when another holds it."""

    thing: Thing
    sprite: Sprite
    height: float
    home: str
    mirrored: bool
    x: float = 0.0
    foot: float = 0.0
    held: bool = False
    level: float = 0.0

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return self.height * self.sprite.aspect


@dataclass(frozen=True)
class Frame:
    """The sheet: its size, where the ground begins, and what the ground is."""

    width: int
    height: int
    horizon: int
    ground: str

    @property
    def unit(self) -> float:
        """The measure of things: the short edge, a little more in long sheets."""
        short, long = sorted((self.width, self.height))
        return float(short * min(1.25, long / short) ** 0.5)


def spread(scene: Scene, frame: Frame, chance: Random, lamp: float | None = None) -> list[Spot]:
    """A spot for every single thing, the far ones first; nothing hangs before the lamp."""
    rows: dict[str, list[Spot]] = {"sky": [], "ground": [], "water": []}
    kinds: list[list[Spot]] = []
    for thing in scene.things:
        home = _home(thing, frame)
        spots = [_sized(thing, home, scene, frame, chance) for _ in range(thing.count)]
        rows[home] += spots
        kinds.append(spots)
    _float(rows["sky"], frame, chance, lamp)
    _stand(rows["water"], frame, chance, shore=False)
    _stand(rows["ground"], frame, chance, shore=frame.ground == "sea")
    _link(scene, kinds, frame)
    return sorted([spot for spots in rows.values() for spot in spots], key=_order)


def _home(thing: Thing, frame: Frame) -> str:
    home = thing.home or SPRITES[thing.noun].home
    if frame.ground in ("space", "deep"):
        return "sky"  # nothing stands there
    if home in ("water", "deep"):
        return "water" if frame.ground == "sea" else "ground"
    if home == "sky":
        return "ground" if frame.ground == "table" and thing.noun not in (*FAR, "butterfly") else "sky"
    return "ground"


def _sized(thing: Thing, home: str, scene: Scene, frame: Frame, chance: Random) -> Spot:
    sprite = SPRITES[thing.noun]
    many = sum(each.count for each in scene.things if each.noun not in ("sun", "moon", "crescent", "cloud"))
    alone = 1.45 if many == 1 else 1.2 if many == 2 else 1.0
    if frame.ground in ("space", "deep"):
        alone *= 1.3
    if thing.noun in FAR and frame.ground not in ("space", "studio"):
        alone = 1.0
    size = min(sprite.size * alone, max(0.56, sprite.size)) * thing.size
    size *= min(1.0, (5 / thing.count) ** 0.45) * (chance.uniform(0.88, 1.1) if thing.count > 1 else 1.0)
    height = min(min(size, 0.8) * frame.unit, 0.9 * frame.width / sprite.aspect, 0.86 * frame.height)
    return Spot(thing, sprite, height, home, chance.random() < 0.5)


def _stand(spots: list[Spot], frame: Frame, chance: Random, shore: bool) -> None:
    """Side by side over the width in a chance order, in two rows when there are many, smaller if need be."""
    if not spots:
        return
    chance.shuffle(spots)
    rows = 2 if len(spots) > 5 else 1
    total, room = sum(spot.width for spot in spots), frame.width * rows * (0.96 if len(spots) > 1 else 0.9)
    share = room / total if total > room else 1.0
    if frame.ground in INSIDE:  # a still life fills its table
        tallest = max(spot.height for spot in spots)
        share = min(0.82 * room / total, 0.58 * frame.height / tallest, 1.9)
    for spot in spots:
        spot.height *= share
    gap = (frame.width * rows - total * share) / (len(spots) + 1)
    if frame.ground in INSIDE:
        gap *= 0.55
    x = (frame.width * rows - total * share - gap * (len(spots) - 1)) / 2 * chance.uniform(0.75, 1.25)
    for spot in spots:
        middle = x + spot.width / 2
        x += spot.width + gap * chance.uniform(0.8, 1.1)
        row = min(rows - 1, int(middle // frame.width))
        spot.x = middle - row * frame.width if spot.thing.side is None else spot.thing.side * frame.width
        _inside(spot, frame)
        spot.foot = _foot(spot, frame, chance, shore, row)


def _foot(spot: Spot, frame: Frame, chance: Random, shore: bool, row: int) -> float:
    floor = frame.height * 0.945 - frame.horizon
    depth = spot.sprite.depth + chance.uniform(-0.08, 0.08) - 0.22 * row
    if frame.ground == "studio":
        return (
            frame.height * (0.8 + chance.uniform(-0.012, 0.012))
            + min(0.0, 0.3 * frame.height - spot.height) * 0.1
        )
    if frame.ground == "table":
        depth = 0.26 + 0.42 * depth
    elif frame.ground == "room":
        depth = 0.2 + 0.7 * depth
    elif spot.home == "water":
        depth = 0.16 + 0.42 * depth
    elif shore:
        depth = 0.72 + 0.24 * depth
    else:
        depth = 0.14 + 0.74 * depth
    return max(frame.horizon + floor * min(depth, 0.97), spot.height * 0.98)


def _float(spots: list[Spot], frame: Frame, chance: Random, lamp: float | None) -> None:
    """In the air, each in a column of its own at a chance height, the lamp's column left free."""
    low = {"space": 0.92, "deep": 0.92, "studio": 0.88, "room": 0.7}.get(frame.ground, 0) * frame.height
    low = low or frame.horizon * 0.94
    free = [spot for spot in spots if spot.thing.noun not in LAMPS or lamp is None]
    chance.shuffle(free)
    left, right, first = 0.0, float(frame.width), chance.random()
    if lamp is not None and len(free) < len(spots):
        kept = 0.13 * frame.unit
        left, right = (lamp + kept, right) if lamp < frame.width / 2 else (left, lamp - kept)
    for place, spot in enumerate(free):
        column = (right - left) / len(free)
        spot.x = left + (place + 0.5) * column + chance.uniform(-0.14, 0.14) * column
        if spot.thing.side is not None:
            spot.x = spot.thing.side * frame.width
        _inside(spot, frame)
        spot.height = min(spot.height, low * 0.92)
        rise = 0.55 if len(free) == 1 else 0.1 + 0.8 * ((first + place * 0.618) % 1)
        if spot.thing.noun == "cloud":
            rise *= 0.55
        spot.foot = spot.height + (low - spot.height) * rise


def _link(scene: Scene, kinds: list[list[Spot]], frame: Frame) -> None:
    """Moves what is on, under or beside something to where it is said to be, neighbours first."""
    said = [
        ([spot for place in thing.link[1] for spot in kinds[place]], kinds[at], thing.link[0])
        for at, thing in enumerate(scene.things)
        if thing.link
    ]
    for first, second, word in sorted(said, key=lambda each: each[2] not in BESIDE):
        moved, base = (second, first[0]) if word in (*BESIDE, *HELD) else (first, second[0])
        for k, spot in enumerate(moved):
            _moved(spot, base, word, k - (0 if word in BESIDE else (len(moved) - 1) / 2), frame)


def _moved(spot: Spot, base: Spot, word: str, k: float, frame: Frame) -> None:
    side = 1 if base.x < frame.width / 2 else -1
    if word in ("on", "atop") and base.home != "sky":
        _sit(spot, base, k)
    elif word in HELD:
        over = spot.thing.noun in ("umbrella", "party balloon")
        spot.height = min(spot.height, base.height * (0.8 if over else 0.34))
        spot.x = base.x + side * base.width * (0.4 if over else 0.42 + 0.2 * k)
        spot.foot = max(base.foot - base.height * (0.5 if over else 0.24), spot.height)
        spot.held, spot.home, spot.level = True, base.home, base.foot + 1
    elif word not in (*BESIDE, *HELD) and _aloft(base, spot):
        return  # under a moon one stands where one would; and where a lamp hangs is settled last
    elif word in ("under", "below", "beneath"):
        spot.height = min(spot.height, base.height * 0.5)
        spot.x, spot.foot = base.x + k * spot.width, base.foot + 0.012 * frame.height
    elif word in ("over", "above"):
        spot.x, spot.foot = base.x + k * spot.width * 0.8, max(spot.height, base.foot - base.height * 1.08)
        spot.held = True
    elif word in BESIDE:
        spot.x = base.x + side * (base.width + spot.width) * (0.54 + k * 0.5)
    elif word == "behind":
        spot.x, spot.foot = base.x - side * base.width * 0.35, base.foot - 0.05 * frame.height
    elif word == "before":
        spot.x, spot.foot = base.x + side * base.width * 0.12, base.foot + 0.05 * frame.height
    _inside(spot, frame)


def _aloft(base: Spot, spot: Spot) -> bool:
    """Whether what is named for a place hangs in the sky and moves nothing."""
    return base.home == "sky" and (base.thing.noun in LAMPS or spot.home != "sky")


def _sit(spot: Spot, base: Spot, k: float) -> None:
    """Puts one thing on another, small beside what is large."""
    large = base.sprite.size > 0.29 and base.thing.noun != "chair"
    spot.height = min(spot.height, base.height * (0.36 if large else 0.8))
    spot.x = base.x + k * spot.width * 0.6
    spot.foot = max(base.foot - base.height * SEATS.get(base.thing.noun, 0.96), spot.height)
    spot.held, spot.level = True, base.foot + 1 + k
    spot.home = "ground" if base.home == "water" else base.home


def _inside(spot: Spot, frame: Frame) -> None:
    half = min(spot.width, frame.width) * 0.5
    spot.x = min(max(spot.x, half), frame.width - half)


def _order(spot: Spot) -> tuple[int, float]:
    if spot.home == "sky" and spot.thing.noun in FAR:
        return -1, spot.sprite.depth
    return (0 if spot.home == "sky" else 1), max(spot.foot, spot.level)
