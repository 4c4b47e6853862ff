"""Pictures: drawn by rule from what a prompt names; the same prompt, size and seed give the same pixels.

A picture says on its bottom edge what it shows and that a sandbox drew it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from openai_nb.sandbox.oracle.painting.abstracts import compose
from openai_nb.sandbox.oracle.painting.captions import caption, strip_height
from openai_nb.sandbox.oracle.painting.colours import NAMED
from openai_nb.sandbox.oracle.painting.compositions import cut_out, paint
from openai_nb.sandbox.oracle.painting.retouches import retouched, toned
from openai_nb.sandbox.oracle.painting.scenes import read
from openai_nb.sandbox.oracle.painting.seams import collage, filled, hole, without_ground
from openai_nb.sandbox.oracle.painting.styles import styled
from openai_nb.sandbox.oracle.stems import words

MOST_PIXELS = 1_600_000  # larger pictures are painted at this size and enlarged; the caption is not
FINER = {"low": 0.4, "standard": 1.0, "auto": 1.0, "medium": 1.0, "high": 1.0, "hd": 1.0}


_ADDS = re.compile(r"\b(add|draw|put|place|insert|include|with|give|wearing)\b", re.IGNORECASE)


def draw(
    prompt: str, size: tuple[int, int], *, seed: int = 0, transparent: bool = False, quality: str = "auto"
) -> Image.Image:
    """The prompt's scene at (width, height) pixels: RGB, or RGBA on a clear ground when `transparent`.

    Another seed is another composition. `quality="low"` paints fewer pixels and enlarges them.
    """
    sheet = picture(prompt, size, seed, transparent, FINER.get(quality, 1.0))
    caption(sheet, prompt)
    return sheet


def picture(
    prompt: str, size: tuple[int, int], seed: int, transparent: bool, finer: float = 1.0
) -> Image.Image:
    """The same without its caption."""
    plot = " ".join(word for word in words(prompt) or prompt.split() if word not in NAMED)
    scene, chance = read(prompt), _chance(f"{seed} {plot}")  # another colour is the same composition
    share = min(1.0, (MOST_PIXELS / (size[0] * size[1])) ** 0.5 * finer)
    inner = (max(8, round(size[0] * share)), max(8, round(size[1] * share)))
    if not scene.known:
        sheet = compose(inner, scene.colours, chance)
        if transparent:
            sheet = _rounded(sheet)
    else:
        sheet = cut_out(scene, inner, chance) if transparent else paint(scene, inner, chance)
    sheet = styled(sheet, scene.moods, chance)
    return sheet if sheet.size == size else sheet.resize(size, Image.Resampling.BICUBIC)


def edit(
    images: Sequence[Image.Image],
    prompt: str,
    *,
    mask: Image.Image | None = None,
    size: tuple[int, int] | None = None,
    seed: int = 0,
    transparent: bool = False,
) -> Image.Image:
    """The first image changed as the prompt says; other images are laid on it as prints.

    The prompt's scene is painted where the mask's alpha is 0 (without a mask: where the image's own is);
    all other pixels stay. Without any such place, changes of the whole picture are done ("black and white",
    "rotate by 30 degrees"), and things that are named are drawn into it.
    """
    if not images:
        raise ValueError("edit needs at least one image; none was given")
    image = _plain(images[0])
    if mask is not None and mask.size != image.size:
        raise ValueError(f"the mask is {mask.size}, the image {image.size}: give a mask of the image's size")
    where = hole(image if mask is None else mask)
    if mask is not None or where.getbbox():
        done = _painted(image, prompt, where, seed)
    else:
        done = _changed(image, list(images[1:]), prompt, seed)
    if transparent:
        done = without_ground(done)
    elif done.mode == "RGBA" and done.getchannel("A").getextrema()[0] == 255:
        done = done.convert("RGB")
    return done if size in (None, done.size) else done.resize(size or done.size, Image.Resampling.LANCZOS)


def vary(image: Image.Image, *, seed: int) -> Image.Image:
    """The image again, a little otherwise: another crop, other hues, another light; it says so below."""
    chance, plain = Random(f"vary {seed}"), _plain(image)
    alpha = plain.getchannel("A") if plain.mode == "RGBA" else None
    width, height = plain.size
    whole = height - strip_height(plain.size) if min(plain.size) >= 64 else height  # an old caption goes
    share = chance.uniform(0.8, 0.94)
    w, h = max(1, width * share), max(1, whole * share)
    x, y = chance.uniform(0, width - w), chance.uniform(0, whole - h)
    box = (x, y, x + w, y + h)
    hue, rest = chance.choice((-1, 1)) * chance.randint(7, 22), chance.uniform(0.9, 1.12)
    bands = list(
        plain.convert("RGB").resize(plain.size, Image.Resampling.BICUBIC, box=box).convert("HSV").split()
    )
    bands[0] = bands[0].point(lambda v: (v + hue) % 256)
    bands[1] = bands[1].point(lambda v: min(255, round(v / rest)))
    bands[2] = bands[2].point(lambda v: min(255, round(v * rest)))
    done = Image.merge("HSV", bands).convert("RGB")
    if alpha is not None:
        done.putalpha(alpha.resize(plain.size, Image.Resampling.BICUBIC, box=box))
    caption(done, "variation")
    return done


def encode(image: Image.Image, format: str = "png", *, compression: int = 100) -> bytes:
    """The image as a file: png, jpeg or webp, without dates or other data about it.

    `compression` is the quality of jpeg and webp, from 0 to 100, as the API counts it; png loses nothing.
    """
    options: dict[str, Any] = {
        "png": {"compress_level": 4},
        "jpeg": {"quality": max(1, min(95, compression)), "subsampling": 0 if compression > 90 else 2},
        "webp": {"quality": max(0, min(100, compression)), "method": 3},
    }
    if format not in options:
        raise ValueError(f"format must be png, jpeg or webp, not {format!r}")
    plain = _plain(image)
    if format == "jpeg" and plain.mode == "RGBA":
        ground = Image.new("RGB", plain.size, (255, 255, 255))
        ground.paste(plain, (0, 0), plain)
        plain = ground
    out = io.BytesIO()
    plain.save(out, format, **options[format])
    return out.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    """RGB, or RGBA when anything in it is transparent; what the file said about itself is left behind."""
    clear = "A" in image.getbands() or "transparency" in image.info
    if image.mode.startswith(("I", "F")):  # 16 bits and more a pixel: the range in it brought to 8
        values = np.asarray(image, np.float64)
        image = Image.fromarray(((values - values.min()) * (255 / max(np.ptp(values), 1))).astype(np.uint8))
    plain = image.convert("RGBA" if clear else "RGB")
    plain.info = {}
    return plain


def _painted(image: Image.Image, prompt: str, where: Image.Image, seed: int) -> Image.Image:
    """The prompt's scene in the hole, as large as the hole is."""
    box = where.getbbox()
    if box is None:
        return image
    new = Image.new("RGB", image.size)
    inner = draw(prompt, (max(16, box[2] - box[0]), max(16, box[3] - box[1])), seed=seed)
    new.paste(inner, box[:2])
    return filled(image, new, where)


def _changed(image: Image.Image, others: list[Image.Image], prompt: str, seed: int) -> Image.Image:
    """The whole picture changed: things drawn into it, or a retouch, or else the prompt's colours."""
    adds = read(prompt).things and _ADDS.search(prompt)
    done = None if adds else retouched(image, prompt)
    if done is None and read(prompt).things:
        done, things = image.copy(), picture(prompt, image.size, seed, transparent=True)
        done.paste(things, (0, 0), things)
    if done is None:
        done = image.copy() if others else toned(image, _chance(f"{seed} {prompt}"))
    if others:
        done = collage(done, [_plain(other) for other in others])
    caption(done, f"edit: {prompt}", solid=True)
    return done


def _chance(key: str) -> Random:
    """The chances of a picture, the same for the same key, whatever signs are in it."""
    return Random(key.encode("utf-8", "replace"))


def _rounded(sheet: Image.Image) -> Image.Image:
    """A composition with round corners and a clear rim."""
    mark = Image.new("L", (sheet.width * 2, sheet.height * 2))
    edge = min(mark.size) * 0.06
    box = (edge, edge, mark.width - edge, mark.height - edge)
    ImageDraw.Draw(mark).rounded_rectangle(box, edge * 2, fill=255)
    sheet = sheet.convert("RGBA")
    sheet.putalpha(mark.reduce(2))
    return sheet
