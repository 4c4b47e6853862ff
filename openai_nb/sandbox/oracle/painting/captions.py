"""Captions: what a picture is, written on it."""

from __future__ import annotations

import unicodedata

from PIL import Image, ImageDraw, ImageFont

BADGE = "sandbox"


def strip_height(size: tuple[int, int]) -> int:
    """How many pixels the caption takes at the bottom of a picture of this size."""
    return min(size[1] // 3, max(9, round(min(size) * 0.036)))


def caption(sheet: Image.Image, text: str, solid: bool = False) -> None:
    """Writes the prompt and the badge along the bottom edge, on a band; a solid one hides an older one."""
    width, height = sheet.size
    tall = strip_height(sheet.size)
    band = Image.new("RGBA", (width, tall), (22, 22, 34, 255 if solid else 172))
    pen, font = ImageDraw.Draw(band), ImageFont.load_default(size=max(6, tall * 0.56))
    pad, middle = tall * 0.42, tall * 0.5
    pen.text((width - pad, middle), BADGE, font=font, fill=(255, 214, 140, 255), anchor="rm")
    room = width - pen.textlength(BADGE, font=font) - 3.5 * pad
    shown = _fitting(pen, font, _plain(text), room)
    if shown:
        pen.text((pad, middle), shown, font=font, fill=(244, 244, 248, 235), anchor="lm")
    base = sheet.crop((0, height - tall, width, height)).convert("RGBA")
    base.alpha_composite(band)
    sheet.paste(base.convert(sheet.mode), (0, height - tall))


def _plain(text: str) -> str:
    """What the built-in font has letters for; the rest is left out."""
    flat = unicodedata.normalize("NFC", " ".join(text[:400].split()))
    kept = "".join(
        sign for sign in flat if sign.isprintable() and (ord(sign) < 0x250 or 0x2010 <= ord(sign) <= 0x2026)
    )
    return " ".join(kept.split())


def _fitting(
    pen: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, text: str, room: float
) -> str:
    if pen.textlength(text, font=font) <= room:
        return text
    while text and pen.textlength(text + "…", font=font) > room:
        text = text[: -max(1, len(text) // 12)].rstrip()
    return text + "…" if text else ""
