"""Compositions: a scene painted, from the sky behind to the weather before."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from openai_nb.sandbox.oracle.painting import weather
from openai_nb.sandbox.oracle.painting.backdrops import backdrop
from openai_nb.sandbox.oracle.painting.colours import Colour
from openai_nb.sandbox.oracle.painting.layouts import LAMPS, Frame, Spot, spread
from openai_nb.sandbox.oracle.painting.lights import choose, leaf
from openai_nb.sandbox.oracle.painting.nouns import SPRITES
from openai_nb.sandbox.oracle.painting.placing import place
from openai_nb.sandbox.oracle.painting.scenes import Scene, Thing

EMBLEMS = frozenset({"heart", "chart", "gear", "diamond", "crown", "bulb", "letter", "phone", "star"})
INDOORS = frozenset(
    {"cat", "dog", "rabbit", "person", "robot", "ghost", "chair", "owl", "bear", "party balloon"}
)
HORIZONS = {
    "table": 0.6,
    "room": 0.66,
    "studio": 0.68,
    "sea": 0.54,
    "lunar": 0.66,
    "meadow": 0.6,
    "desert": 0.58,
}


def paint(scene: Scene, size: tuple[int, int], chance: Random) -> Image.Image:
    """The scene as an opaque picture."""
    frame = _frame(scene, size, chance)
    how = choose(scene, frame.ground, chance)
    high = chance.uniform(0.66, 0.78) if how.hour in ("sunset", "dawn") else chance.uniform(0.24, 0.38)
    across = chance.choice((chance.uniform(0.14, 0.32), chance.uniform(0.68, 0.86)))
    lamp = (size[0] * across, frame.horizon * high)
    sheet = backdrop(scene, frame, lamp, how, chance)
    full = _populated(scene, frame, how.night, chance)
    green = leaf(scene, chance)
    for spot in _lit(spread(full, frame, chance, lamp[0]), lamp, frame):
        place(sheet, spot, frame, how, green, chance)
    return weather.fall(chance, sheet, scene.moods)


def cut_out(scene: Scene, size: tuple[int, int], chance: Random) -> Image.Image:
    """The things alone, on a clear sheet; a scene without things as a soft round vignette."""
    if not scene.things:
        whole = paint(scene, size, chance).convert("RGBA")
        mark, (w, h) = Image.new("L", size), size
        ImageDraw.Draw(mark).ellipse((w * 0.08, h * 0.07, w * 0.92, h * 0.9), fill=255)
        whole.putalpha(mark.filter(ImageFilter.GaussianBlur(min(size) * 0.02)))
        return whole
    how, frame = choose(scene, "studio", chance), Frame(*size, round(size[1] * 0.62), "studio")
    sheet, green = Image.new("RGBA", size), leaf(scene, chance)
    for spot in spread(scene, frame, chance):
        place(sheet, spot, frame, how, green, chance)
    return sheet


def _frame(scene: Scene, size: tuple[int, int], chance: Random) -> Frame:
    ground = _ground(scene)
    share = HORIZONS.get(ground, 0.9)
    if ground == "meadow" and "city" in scene.places:
        share = 0.74
    elif ground == "meadow" and scene.things and _homes(scene) == {"sky"}:
        share = 0.8
    return Frame(*size, round(size[1] * (share + chance.uniform(-0.03, 0.03))), ground)


def _ground(scene: Scene) -> str:
    """What the scene stands on: what it says, or what its things are wont to stand on."""
    places, homes, nouns = (
        scene.places.keys() - {"sky"},
        _homes(scene),
        {thing.noun for thing in scene.things},
    )
    for named in ("studio", "deep", "lunar", "space", "sea", "table", "desert"):
        if named in places or (named == "studio" and "minimal" in scene.moods):
            return "room" if named == "table" and nouns & INDOORS else named
    if places:
        return "meadow"
    if homes == {"sky"} and nouns & {"planet", "globe", "comet", "rocket"}:
        return "space"
    if homes == {"deep"}:
        return "deep"
    if "water" in homes:
        return "sea"
    if nouns and nouns <= EMBLEMS:
        return "studio"
    if homes == {"table"}:
        return "table"
    indoors = all(noun in INDOORS or SPRITES[noun].home == "table" for noun in nouns)
    return "room" if indoors and (homes >= {"table"} or "chair" in nouns) else "meadow"


def _homes(scene: Scene) -> set[str]:
    return {thing.home or SPRITES[thing.noun].home for thing in scene.things}


def _populated(scene: Scene, frame: Frame, night: bool, chance: Random) -> Scene:
    """The scene with what goes without saying: sun or moon, clouds, the trees of a forest."""
    extra = _above(scene, frame, night, chance) if frame.ground in ("meadow", "sea", "desert") else []
    nouns = {thing.noun for thing in scene.things}
    if "forest" in scene.places:
        extra += [
            Thing("pine", chance.choice((6, 7)), size=0.8),
            Thing("tree", chance.choice((3, 4)), size=0.85),
        ]
    if frame.ground == "desert" and not nouns & {"cactus", "palm"}:
        extra.append(Thing("cactus", 2, size=0.7))
    if "beach" in scene.places and "palm" not in nouns and not scene.cold:
        extra.append(Thing("palm", side=chance.choice((0.12, 0.88))))
    if not scene.things and not scene.places.keys() & {"forest", "city", "desert"}:
        alone = {"sea": Thing("boat"), "meadow": Thing("tree", 2, size=0.8), "deep": Thing("fish", 5),
                 "space": Thing("planet"), "table": Thing("cup"), "lunar": Thing("astronaut")}  # fmt: skip
        extra += [alone[frame.ground]] if frame.ground in alone else []
    return replace(scene, things=[*scene.things, *extra])


def _above(scene: Scene, frame: Frame, night: bool, chance: Random) -> list[Thing]:
    nouns = {thing.noun for thing in scene.things}
    gloomy = bool(scene.moods & {"rain", "storm", "snow"})
    grey: tuple[Colour, ...] = ((188, 198, 210),) if gloomy else ()
    above = []
    if not nouns & set(LAMPS) and not gloomy and "fog" not in scene.moods:
        above.append(Thing(chance.choice(("moon", "crescent")) if night else "sun", size=0.9))
    if "cloud" not in nouns and not night and "fog" not in scene.moods:
        above.append(Thing("cloud", chance.choice((2, 3)) + gloomy, grey, size=1.3 if gloomy else 1.0))
    return above


def _lit(spots: list[Spot], lamp: tuple[float, float], frame: Frame) -> list[Spot]:
    """The spots with sun and moon where the light comes from."""
    for spot in spots:
        if spot.thing.noun in LAMPS and spot.thing.side is None and spot.home == "sky":
            spot.x, spot.foot = lamp[0], lamp[1] + spot.height / 2
            if frame.ground in ("table", "room", "studio", "space", "deep"):
                spot.x, spot.foot = frame.width / 2, frame.height * 0.46 + spot.height / 2
    return spots
