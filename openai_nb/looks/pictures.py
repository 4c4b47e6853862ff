"""Pictures: small enough for a notebook, whole enough to look at."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

Source = Any  # bytes of an encoded picture, or a PIL image

MAX_BYTES = 200_000
MAX_SIDE = 1024
_SMALLEST = 64
FONT = 13  # points, of a caption


def opened(source: Source) -> Image:
    """`source` as a PIL image, turned the way its camera held it."""
    from PIL import Image, ImageOps

    picture = Image.open(BytesIO(source)) if isinstance(source, bytes | bytearray | memoryview) else source
    return ImageOps.exif_transpose(picture)


def data_url(source: Source, max_side: int = MAX_SIDE) -> tuple[str, tuple[int, int]]:
    """The picture as a PNG data URL, at most `max_side` pixels long, and its (width, height)."""
    picture = opened(source)
    picture = picture if picture.mode in {"RGB", "RGBA", "L"} else picture.convert("RGBA")
    if max(picture.size) > max_side:
        picture = picture.copy()
        picture.thumbnail((max_side, max_side))
    return f"data:image/png;base64,{b64encode(_encoded(picture, 'PNG')).decode()}", picture.size


def preview(source: Source, max_bytes: int = MAX_BYTES) -> tuple[str, bytes]:
    """(mime, bytes) of a copy of at most `max_bytes`: a JPEG, or a PNG where it is see-through."""
    picture = opened(source)
    clear = _see_through(picture)
    kind, mime = ("PNG", "image/png") if clear else ("JPEG", "image/jpeg")
    picture = picture.convert("RGBA" if clear else "RGB")
    while True:
        for quality in (85, 70) if not clear else (0,):
            data = _encoded(picture, kind, quality)
            if len(data) <= max_bytes:
                return mime, data
        if max(picture.size) <= _SMALLEST:
            raise ValueError(f"{max_bytes} bytes are too few for any picture; allow a few thousand.")
        shrink = min(0.9, sqrt(max_bytes / len(data)))
        picture = picture.resize([max(1, int(side * shrink)) for side in picture.size])


def bundle(
    source: Source, caption: str = "", max_bytes: int = MAX_BYTES
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(data, metadata) for `display(data, metadata=metadata, raw=True)`: a preview and its caption.

    The metadata asks for the width and height of the original, up to 512 pixels a side.
    """
    picture = opened(source)
    mime, data = preview(picture, max_bytes)
    width, height = picture.size
    shrink = min(1.0, 512 / max(width, height))
    size = {"width": round(width * shrink), "height": round(height * shrink)}
    words = caption or f"A picture, {width} × {height}"
    return {mime: b64encode(data).decode(), "text/plain": words}, {mime: size}


def grid(sources: Sequence[Source], captions: Sequence[str] = (), side: int = 384) -> Image:
    """Several pictures side by side as one, each in a square of `side` pixels over its caption."""
    from PIL import Image, ImageDraw, ImageOps

    columns = ceil(sqrt(len(sources)))
    line, gap = (22 if any(captions) else 0), 8
    high = side + line + gap
    rows = ceil(len(sources) / columns)
    sheet = Image.new("RGB", (columns * (side + gap) - gap, rows * high - gap), "white")
    pen = ImageDraw.Draw(sheet)
    for at, source in enumerate(sources):
        left, top = at % columns * (side + gap), at // columns * high
        picture = ImageOps.pad(_on_white(opened(source)), (side, side), color="white")
        sheet.paste(picture, (left, top))
        if at < len(captions):
            words = _fitting(pen, captions[at], side - 4)
            pen.text((left + 2, top + side + 4), words, fill="black", font_size=FONT)
    return sheet


def _fitting(pen: Any, text: str, width: int) -> str:
    text = " ".join(text.split())
    if pen.textlength(text, font_size=FONT) <= width:
        return text
    while text and pen.textlength(f"{text}…", font_size=FONT) > width:
        text = text[:-1]
    return f"{text}…"


def _see_through(picture: Image) -> bool:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return False
    return picture.convert("RGBA").getchannel("A").histogram()[255] < picture.width * picture.height


def _on_white(picture: Image) -> Image:
    from PIL import Image

    if not _see_through(picture):
        return picture.convert("RGB")
    sheet = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(sheet, picture.convert("RGBA")).convert("RGB")


def _encoded(picture: Image, kind: str, quality: int = 0) -> bytes:
    out = BytesIO()
    options = {"quality": quality} if kind == "JPEG" else {}
    picture.save(out, kind, optimize=True, **options)
    return out.getvalue()
