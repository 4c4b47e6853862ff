"""Backdrops: what is there before the things are: rooms, fields, water, stars."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from openai_nb.sandbox.oracle.painting import grounds, settings, skies, streets
from openai_nb.sandbox.oracle.painting.colours import NAMED, Colour, brightness, dark, light, mix
from openai_nb.sandbox.oracle.painting.layouts import Frame
from openai_nb.sandbox.oracle.painting.lights import Light, grass
from openai_nb.sandbox.oracle.painting.nouns import SPRITES
from openai_nb.sandbox.oracle.painting.scenes import Scene
from openai_nb.sandbox.oracle.painting.textures import Floats

Spot = tuple[float, float]
ROADSTERS = frozenset({"car", "bus", "truck", "bicycle"})
SAND: Colour = (236, 212, 166)
SNOW: Colour = (234, 240, 248)
NEBULAE: tuple[tuple[Colour, ...], ...] = (
    ((150, 60, 170), (40, 110, 200)),
    ((220, 90, 110), (80, 60, 190)),
    ((30, 150, 160), (120, 60, 180)),
)


def backdrop(scene: Scene, frame: Frame, lamp: Spot, how: Light, chance: Random) -> Image.Image:
    """The scene without its things; the light comes from `lamp`."""
    w, h, ground = frame.width, frame.height, frame.ground
    tones = scene.places.get(ground, ()) or scene.places.get("sky", ())
    if ground == "deep":
        sheet = image(settings.deep(chance, w, h, scene.places.get("sea", tones)))
        settings.seaweed(chance, sheet)
        return sheet
    if ground in ("table", "room"):
        return image(settings.table(chance, w, h, frame.horizon, how, tones))
    if ground == "studio":
        return image(settings.studio(w, h, frame.horizon, tones[0] if tones else _pale(scene, how, chance)))
    if ground in ("space", "lunar"):
        glow = scene.places.get("space") or chance.choice(NEBULAE)
        sheet = image(skies.nebula(chance, w, h, how, glow))
        skies.stars(chance, sheet, h * 2, 420)
        return _lunar(sheet, frame, how, chance) if ground == "lunar" else sheet
    return _outdoors(scene, frame, lamp, how, chance)


def _outdoors(scene: Scene, frame: Frame, lamp: Spot, how: Light, chance: Random) -> Image.Image:
    w, h, horizon, places = frame.width, frame.height, frame.horizon, scene.places
    green, cold = grass(scene, chance), scene.cold
    if how.night and "city" in places:
        how = _over_town(how)
    canvas = skies.sky(chance, w, h, horizon, lamp, how)
    if how.night:
        sheet = image(canvas)
        skies.stars(chance, sheet, horizon, 260)
        canvas = np.asarray(sheet, np.float32).copy()
    if "rainbow" in places:
        canvas = skies.rainbow(canvas, horizon)
    if "mountain" in places:
        grounds.mountains(chance, canvas, horizon, how, places["mountain"], cold)
    if frame.ground == "meadow" and "city" not in places:
        grounds.hills(chance, canvas, horizon, how, SNOW if cold else green, low="mountain" in places)
    if "city" in places:
        _lay(canvas, streets.skyline(chance, w, h, horizon, how, places["city"]))
    _floor(scene, frame, canvas, lamp, how, green, chance)
    sheet = image(canvas)
    _furnish(scene, frame, sheet, how, green, chance)
    return sheet


def _over_town(how: Light) -> Light:
    """A night whose air is lit by the lamps below."""
    sky = (*how.sky[:-1], mix(how.sky[-1], (236, 150, 120), 0.42))
    return replace(how, sky=sky, haze=mix(how.haze, (190, 120, 130), 0.4))


def _floor(
    scene: Scene, frame: Frame, canvas: Floats, lamp: Spot, how: Light, green: Colour, chance: Random
) -> None:
    h, horizon, places = frame.height, frame.horizon, scene.places
    if frame.ground == "desert":
        dune = places["desert"][0] if places["desert"] else (230, 186, 124)
        grounds.hills(chance, canvas, horizon, how, dune)
        grounds.land(chance, canvas, horizon, how, dune, 0.05)
    elif frame.ground == "sea":
        grounds.sea(chance, canvas, horizon, lamp, how, places.get("sea", ()))
        if "beach" in places or ashore(scene):
            bow = np.sin(np.linspace(0.4, 3.0, frame.width) + chance.uniform(-0.3, 0.3)) * 0.035 * h
            edge = (horizon + (h - horizon) * 0.66 + bow).astype(np.float32)
            grounds.land(chance, canvas, edge - h * 0.008, how, (244, 244, 240), 0.02)  # the surf
            grounds.land(
                chance, canvas, edge, how, SNOW if scene.cold else SAND if "beach" in places else green, 0.06
            )
    else:
        tone = SNOW if scene.cold else (126, 124, 128) if "city" in places else green
        grounds.land(chance, canvas, horizon, how, tone, 0.035 if scene.cold else 0.075)


def ashore(scene: Scene) -> bool:
    """True when something wants firm ground beside the water."""
    standing = [thing for thing in scene.things if SPRITES[thing.noun].home in ("ground", "table")]
    return any(thing.home != "water" for thing in standing) or bool(
        scene.places.keys() & {"forest", "meadow"}
    )


def _furnish(
    scene: Scene, frame: Frame, sheet: Image.Image, how: Light, green: Colour, chance: Random
) -> None:
    """A road where something drives, grass and flowers where nothing does."""
    if frame.ground != "meadow":
        return
    nouns, places = {thing.noun for thing in scene.things}, scene.places
    city = "city" in places
    if not scene.cold and not city:
        _tufts(sheet, frame, how, green, places.get("meadow", ()), chance)
    top = frame.horizon + round((frame.height - frame.horizon) * (0.12 if city else 0.5))
    if "train" in nouns:
        streets.rails(sheet, top, how)
    elif nouns & ROADSTERS or city or "road" in places:
        streets.road(sheet, top, how, wide=city)


def _lunar(sheet: Image.Image, frame: Frame, how: Light, chance: Random) -> Image.Image:
    canvas = np.asarray(sheet, np.float32).copy()
    grounds.hills(chance, canvas, frame.horizon, how, (150, 150, 160))
    grounds.land(chance, canvas, frame.horizon, how, (182, 182, 188), 0.07)
    done = image(canvas)
    pen = ImageDraw.Draw(done)
    for _ in range(18):
        t = chance.random()
        x, y = (
            chance.uniform(0, frame.width),
            frame.horizon + (0.08 + 0.9 * t) * (frame.height - frame.horizon),
        )
        r = (0.008 + 0.035 * t * chance.random()) * frame.width
        pen.ellipse((x - r, y - r * 0.3, x + r, y + r * 0.3), fill=(112, 112, 122))
        pen.ellipse((x - r * 0.94, y - r * 0.16, x + r * 0.94, y + r * 0.32), fill=(146, 146, 155))
    return done


def _tufts(
    sheet: Image.Image, frame: Frame, how: Light, green: Colour, flowers: tuple[Colour, ...], chance: Random
) -> None:
    """Blades of grass and small flowers, larger towards the front."""
    pen, h = ImageDraw.Draw(sheet), frame.height
    bright = [flower for flower in flowers if flower[1] < max(flower)]
    bright = bright or [NAMED[chance.choice(("pink", "yellow", "white", "lavender"))] for _ in range(2)]
    for _ in range(420):
        t = chance.random() ** 0.7
        x, y = chance.uniform(0, frame.width), frame.horizon + (0.12 + 0.88 * t) * (h - frame.horizon)
        tall = (0.005 + 0.015 * t) * frame.unit
        tone = grounds.tinted(
            mix(green, chance.choice(((30, 66, 44), (246, 244, 170))), chance.uniform(0, 0.3)), how
        )
        for lean in (-0.5, 0, 0.55):
            tip = (x + lean * tall, y - tall * chance.uniform(0.7, 1.1))
            pen.line((x, y, *tip), tone, max(1, round(frame.unit * 0.0018)))
        if chance.random() < (0.4 if flowers else 0.07):
            r = tall * 0.27
            pen.ellipse(
                (x - r, y - tall - r, x + r, y - tall + r), grounds.tinted(chance.choice(bright), how)
            )


def _pale(scene: Scene, how: Light, chance: Random) -> Colour:
    """A plain colour that lets the things stand out."""
    tone = chance.choice(
        ((196, 214, 222), (226, 208, 196), (208, 204, 226), (204, 220, 204), (234, 216, 200))
    )
    shown = [colour for thing in scene.things for colour in thing.colours]
    if shown and brightness(shown[0]) > 0.82:
        tone = dark(tone, 0.3)
    return dark(tone, 0.6) if how.night else light(tone, 0.08)


def _lay(canvas: Floats, sheet: Image.Image) -> None:
    pixels = np.asarray(sheet, np.float32)
    canvas += (pixels[..., :3] - canvas) * (pixels[..., 3:] / 255)


def image(canvas: Floats) -> Image.Image:
    """An array of colours as a picture."""
    return Image.fromarray(np.clip(canvas + 0.5, 0, 255).astype(np.uint8))
