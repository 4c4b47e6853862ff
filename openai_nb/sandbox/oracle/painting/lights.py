"""Lights: what an hour and a weather do to all colours of a scene."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from openai_nb.sandbox.oracle.painting.colours import NAMED, Colour, dark, light, mix
from openai_nb.sandbox.oracle.painting.scenes import Scene


@dataclass(frozen=True)
class Light:
    """The sky's colours from top to horizon, the haze before far things, the lamp, the tint of near ones."""

    hour: str
    sky: tuple[Colour, ...]
    haze: Colour
    lamp: Colour
    tint: tuple[float, float, float]
    night: bool = False


DAYS = (
    Light(
        "day", ((74, 148, 218), (142, 198, 236), (222, 238, 240)), (206, 226, 236), (255, 244, 196), (1, 1, 1)
    ),
    Light(
        "day",
        ((96, 170, 222), (170, 216, 236), (252, 240, 214)),
        (230, 232, 224),
        (255, 240, 180),
        (1.02, 1, 0.97),
    ),
    Light(
        "day",
        ((62, 138, 200), (128, 196, 222), (214, 238, 226)),
        (200, 226, 224),
        (255, 248, 210),
        (0.99, 1, 1.01),
    ),
)
SUNSETS = (
    Light(
        "sunset",
        ((66, 58, 120), (158, 82, 134), (240, 128, 104), (254, 204, 132)),
        (246, 164, 124),
        (255, 226, 150),
        (1.0, 0.84, 0.78),
    ),
    Light(
        "sunset",
        ((48, 78, 134), (132, 118, 160), (244, 158, 112), (255, 220, 150)),
        (238, 178, 138),
        (255, 230, 160),
        (1.0, 0.87, 0.8),
    ),
)
DAWNS = (
    Light(
        "dawn",
        ((112, 136, 190), (196, 178, 208), (250, 202, 190), (255, 232, 200)),
        (240, 214, 208),
        (255, 236, 200),
        (1.0, 0.93, 0.92),
    ),
)
NIGHTS = (
    Light(
        "night",
        ((10, 14, 40), (24, 34, 78), (56, 70, 122)),
        (52, 66, 112),
        (244, 240, 214),
        (0.6, 0.64, 0.86),
        True,
    ),
    Light(
        "night",
        ((14, 12, 44), (42, 32, 90), (92, 66, 126)),
        (70, 58, 112),
        (246, 238, 210),
        (0.64, 0.6, 0.84),
        True,
    ),
)
RAINY = Light(
    "day",
    ((104, 120, 142), (146, 160, 176), (190, 198, 202)),
    (176, 186, 194),
    (226, 230, 232),
    (0.84, 0.88, 0.93),
)
SNOWY = Light(
    "day",
    ((158, 184, 214), (202, 216, 232), (236, 238, 244)),
    (226, 232, 242),
    (255, 250, 232),
    (0.96, 0.99, 1.03),
)
FOGGY = Light(
    "day",
    ((186, 196, 204), (208, 214, 218), (226, 228, 228)),
    (218, 222, 224),
    (255, 248, 230),
    (0.93, 0.95, 0.97),
)
NEON = Light(
    "night",
    ((20, 8, 52), (84, 20, 120), (236, 66, 150), (255, 150, 120)),
    (120, 40, 140),
    (255, 214, 120),
    (0.74, 0.56, 0.95),
    True,
)
SPACE = Light(
    "space", ((8, 8, 26), (20, 16, 52), (30, 24, 70)), (40, 34, 84), (250, 246, 230), (0.9, 0.9, 1.0), True
)


def choose(scene: Scene, ground: str, chance: Random) -> Light:
    """The light a scene on this ground asks for; in the day, one of several days."""
    moods = scene.moods
    found = chance.choice(DAYS)
    if ground in ("space", "lunar"):
        found = SPACE
    elif "neon" in moods:
        found = NEON
    elif moods & {"night"} or any(thing.noun in ("moon", "crescent", "comet") for thing in scene.things):
        found = chance.choice(NIGHTS)
    elif moods & {"sunset", "dawn"}:
        found = chance.choice(SUNSETS if "sunset" in moods else DAWNS)
    elif moods & {"rain", "storm"}:
        found = RAINY
    elif moods & {"snow", "winter"}:
        found = SNOWY
    elif "fog" in moods:
        found = FOGGY
    return _toned(found, scene.places.get("sky", ()))


def _toned(found: Light, colours: tuple[Colour, ...]) -> Light:
    """The same light under a sky of these colours."""
    if not colours:
        return found
    top, low = colours[0], colours[-1]
    if found.night:
        top, low = dark(top, 0.55), dark(low, 0.3)
    sky = (dark(top, 0.12), mix(top, low, 0.5), light(low, 0.55))
    return replace(found, sky=sky, haze=light(low, 0.45))


def leaf(scene: Scene, chance: Random) -> Colour:
    """The colour of trees in this season, which may be red or white."""
    if "autumn" in scene.moods:
        return chance.choice(((214, 122, 52), (226, 162, 60), (190, 78, 50), (170, 110, 54)))
    if scene.cold:
        return chance.choice(((148, 176, 176), (176, 196, 202), (124, 156, 158)))
    if "spring" in scene.moods:
        return chance.choice(((152, 196, 92), (244, 180, 200), (176, 208, 112)))
    return NAMED[chance.choice(("green", "emerald", "olive"))]


def grass(scene: Scene, chance: Random) -> Colour:
    """The colour of the ground in this season, or the one the prompt names."""
    named = [colour for colour in scene.places.get("meadow", ()) if colour[1] >= max(colour)]
    if named:
        return named[0]
    if "autumn" in scene.moods:
        return chance.choice(((176, 150, 84), (160, 142, 82)))
    return chance.choice(((124, 172, 88), (108, 164, 92), (142, 178, 88)))
