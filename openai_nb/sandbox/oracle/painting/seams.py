"""Seams: painting into a hole of a picture, and leaving every pixel around it as it is."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter


def hole(mask: Image.Image) -> Image.Image:
    """Where a mask is fully transparent: 255 there, 0 elsewhere; nowhere in a mask without alpha."""
    if "A" not in mask.getbands() and "transparency" not in mask.info:
        return Image.new("L", mask.size)
    return mask.convert("RGBA").getchannel("A").point(lambda alpha: 255 if alpha == 0 else 0)


def filled(image: Image.Image, new: Image.Image, where: Image.Image) -> Image.Image:
    """`new` in the hole, softly at its rim; outside of it the image's own pixels, bit for bit."""
    soft = max(1.0, min(image.size) / 160)
    inside = ImageChops.darker(where.filter(ImageFilter.BoxBlur(soft)).point(_inward), where)
    under = image.convert("RGBA")
    gone = under.getchannel("A").point(lambda alpha: 255 if alpha == 0 else 0)
    inside = ImageChops.lighter(inside, ImageChops.darker(gone, where))  # no soft rim towards nothing
    done = Image.composite(new.convert("RGBA"), under, inside)
    return done if image.mode == "RGBA" else done.convert("RGB")


def _inward(share: int) -> float:
    """The inner half of a blurred edge, from 0 at the rim itself to 255."""
    return max(0.0, (share - 128) * 2.0)


def without_ground(image: Image.Image) -> Image.Image:
    """The picture with whatever touches its corners in one colour made transparent."""
    small = image.convert("RGB")
    small.thumbnail((384, 384))
    mark = small.filter(ImageFilter.MedianFilter(3))
    key, (w, h) = (255, 0, 254), small.size
    for corner in ((0, 0), (w - 1, 0), (0, h - 1), (w - 1, h - 1), (w // 2, 0)):
        ImageDraw.floodfill(mark, corner, key, thresh=42)
    ground = (np.asarray(mark) == np.array(key)).all(-1)
    alpha = Image.fromarray(np.where(ground, 0, 255).astype(np.uint8)).resize(
        image.size, Image.Resampling.BICUBIC
    )
    done = image.convert("RGBA")
    done.putalpha(ImageChops.darker(alpha, done.getchannel("A")))
    return done


def collage(image: Image.Image, others: list[Image.Image]) -> Image.Image:
    """The other pictures laid on the first as small prints with white rims."""
    done = image.convert("RGBA")
    each = min(0.34, 0.92 / len(others))
    for place, other in enumerate(others):
        card = _print(other, max(8, round(min(image.size) * each)), angle=(5, -4, 3)[place % 3])
        x = round((place + 0.5) / len(others) * image.width - card.width / 2)
        y = round(image.height * 0.9 - card.height)
        left, top = max(0, -x), max(0, -y)
        part = card.crop((left, top, min(card.width, done.width - x), min(card.height, done.height - y)))
        done.alpha_composite(part, (x + left, y + top))
    return done if image.mode == "RGBA" else done.convert("RGB")


def _print(picture: Image.Image, edge: int, angle: float) -> Image.Image:
    small = picture.convert("RGBA")
    small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    rim, shade = max(2, edge // 18), max(2, edge // 14)
    card = Image.new("RGBA", (small.width + 2 * rim, small.height + 2 * rim), (252, 251, 247, 255))
    card.alpha_composite(small, (rim, rim))
    room = Image.new("RGBA", (card.width + 4 * shade, card.height + 4 * shade))
    shadow = Image.new("L", room.size)
    shadow.paste(120, (2 * shade, 3 * shade, 2 * shade + card.width, 3 * shade + card.height))
    room.putalpha(shadow.filter(ImageFilter.GaussianBlur(shade * 0.7)))
    room.alpha_composite(card, (2 * shade, 2 * shade))
    return room.rotate(angle, Image.Resampling.BICUBIC, expand=True)
