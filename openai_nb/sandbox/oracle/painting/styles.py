"""Styles: a finished picture seen as a drawing, a watercolour, pixels or an old photograph."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from openai_nb.sandbox.oracle.painting.textures import Floats, blend, noise, source

LUMA = np.array((0.299, 0.587, 0.114), np.float32)


def styled(sheet: Image.Image, moods: set[str], chance: Random) -> Image.Image:
    """The picture in the styles asked for; its transparency stays."""
    alpha = sheet.getchannel("A") if sheet.mode == "RGBA" else None
    done = sheet.convert("RGB")
    for mood, style in STYLES.items():
        if mood in moods:
            done = style(done, chance)
    if not moods & {"line", "wash", "pixel"} and alpha is None:
        done = graded(done, chance)
    if alpha is not None:
        done.putalpha(alpha)
    return done


def graded(sheet: Image.Image, chance: Random) -> Image.Image:
    """A last touch: a little contrast, darker corners, and fine grain that hides steps in the gradients."""
    width, height = sheet.size
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    edge = 1.015 - 0.1 * np.clip(down * down + across * across - 0.5, 0, None)
    grain = source(chance).randint(0, 256, (128, 128)).astype(np.float32) / 256 * 4 - 2
    grain = np.tile(grain, (height // 128 + 1, width // 128 + 1))[:height, :width]
    pixels = np.asarray(sheet, np.float32) * edge[..., None]
    pixels += grain[..., None]
    np.clip(pixels, 0, 255, out=pixels)
    return Image.fromarray(pixels.astype(np.uint8))


def line(sheet: Image.Image, chance: Random) -> Image.Image:
    """Pencil on paper: each tone divided by its blurred negative, edges pressed harder."""
    grey = ImageOps.autocontrast(sheet.convert("L").filter(ImageFilter.GaussianBlur(min(sheet.size) / 900)))
    soft = ImageOps.invert(grey).filter(ImageFilter.GaussianBlur(min(sheet.size) / 110))
    base, over = np.asarray(grey, np.float32), np.asarray(soft, np.float32)
    dodge = np.clip(base * 255 / np.maximum(255 - over, 1), 0, 255) / 255
    strokes = dodge**3.2
    hatch = _hatching(sheet.size, base / 255)
    paper = 1 - 0.05 * noise(chance, *sheet.size, 120, 2)
    ink, ground = np.array((52, 50, 62), np.float32), np.array((250, 247, 240), np.float32)
    much = (1 - np.clip(strokes * hatch, 0, 1))[..., None]
    return _image((ground + (ink - ground) * much) * paper[..., None])


def _hatching(size: tuple[int, int], tone: Floats) -> Floats:
    """Slanted strokes where it is dark, crossed where it is darkest."""
    step = max(4, min(size) // 110)
    down, across = np.arange(size[1])[:, None], np.arange(size[0])[None, :]
    one = ((down + across) % step < max(1, step // 4)) & (tone < 0.5)
    two = ((down - across) % step < max(1, step // 4)) & (tone < 0.28)
    return 1 - 0.3 * one.astype(np.float32) - 0.3 * two.astype(np.float32)


def wash(sheet: Image.Image, chance: Random) -> Image.Image:
    """Watercolour: shapes run a little, pigment gathers at edges and in the grain, the border stays paper."""
    large, share = sheet.size, min(1.0, 760 / min(sheet.size))  # it is soft: fewer pixels will do
    sheet = sheet.resize(
        (max(1, round(large[0] * share)), max(1, round(large[1] * share))), Image.Resampling.BOX
    )
    width, height = sheet.size
    unit, pool = min(width, height), noise(chance, width, height, 5, 4)
    run = _run(sheet, chance)
    rim = ImageChops.difference(run, run.filter(ImageFilter.BoxBlur(unit / 110)))
    pixels = np.asarray(run, np.float32)
    pixels = pixels - np.asarray(rim, np.float32).max(-1, keepdims=True) * 0.55
    pixels = blend(pixels, (255, 253, 247), np.clip(0.06 + (pool - 0.36) * 1.15, 0.02, 0.5))
    pixels *= (0.955 + 0.08 * noise(chance, width, height, 190, 2))[..., None]
    down, across = np.arange(height)[:, None], np.arange(width)[None, :]
    near = np.minimum(np.minimum(down, height - 1 - down), np.minimum(across, width - 1 - across)) / unit
    border = np.clip((near - 0.028 - (pool - 0.5) * 0.05) * 34, 0, 1).astype(np.float32)
    paper = np.broadcast_to(np.array((251, 249, 243), np.float32), pixels.shape)
    return _image(blend(paper, pixels, border)).resize(large, Image.Resampling.BICUBIC)


def _run(sheet: Image.Image, chance: Random) -> Image.Image:
    """The picture with wavering edges, as wet paint has."""
    width, height = sheet.size
    unit = min(width, height)
    sway = [(noise(chance, width, height, 16, 3) - 0.5) * unit * 0.03 for _ in range(2)]
    rows = np.clip(np.arange(height)[:, None] + sway[0], 0, height - 1).astype(np.int32)
    columns = np.clip(np.arange(width)[None, :] + sway[1], 0, width - 1).astype(np.int32)
    return Image.fromarray(np.asarray(sheet)[rows, columns]).filter(ImageFilter.BoxBlur(unit / 500))


def pixel(sheet: Image.Image, chance: Random) -> Image.Image:
    """Large square pixels of few colours."""
    across = 96
    share = across / max(sheet.size)
    small = sheet.resize(
        (max(1, round(sheet.width * share)), max(1, round(sheet.height * share))), Image.Resampling.BOX
    )
    few = small.quantize(40, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE).convert("RGB")
    return few.resize(sheet.size, Image.Resampling.NEAREST)


def grey(sheet: Image.Image, chance: Random) -> Image.Image:
    """Black and white, with the contrast of film."""
    return ImageOps.autocontrast(sheet.convert("L"), cutoff=0.5).convert("RGB")


def sepia(sheet: Image.Image, chance: Random) -> Image.Image:
    """Brown, as old photographs are."""
    return ImageOps.colorize(sheet.convert("L"), (44, 28, 18), (255, 246, 222), (184, 142, 98))


STYLES = {"grey": grey, "sepia": sepia, "wash": wash, "line": line, "pixel": pixel}


def _image(pixels: Floats) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
