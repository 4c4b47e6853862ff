"""Attachments: pictures and files in a column, as parts of a message."""

from __future__ import annotations

import base64
import mimetypes
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
MAGIC = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"%PDF": "application/pdf",
}
ADDRESSES = ("https://", "http://", "data:")
READ_AS = 4000  # bytes of text that a picture is about as long as, in tokens
Part = dict[str, Any]


def is_attachment(value: Any) -> bool:
    """Whether a value is no text by itself: bytes, a path, or a picture."""
    if isinstance(value, bytes | bytearray | Path):
        return True
    image = getattr(sys.modules.get("PIL.Image"), "Image", None)
    return image is not None and isinstance(value, image)


def part(value: Any) -> Part:
    """The part of a message for a picture or file: a path, an address, bytes or a PIL picture.

    Raises `ValueError` for what the API does not read, `OSError` for a file that cannot be.
    """
    if isinstance(value, str) and value.startswith(ADDRESSES):
        return {"type": "image_url", "image_url": {"url": value}}
    name, data, kind = _opened(value)
    shown = name or f"{len(data):,} bytes"
    if not data:
        raise ValueError(f"{shown}: it is empty")
    if kind in PICTURES:
        return {"type": "image_url", "image_url": {"url": _url(kind, data)}}
    if kind == "application/pdf":
        return {"type": "file", "file": {"filename": name or "file.pdf", "file_data": _url(kind, data)}}
    try:
        return {"type": "text", "text": data.decode()}
    except UnicodeDecodeError:
        found = "no picture, PDF or text that the API reads" if b"\0" in data else "a text, but not in UTF-8"
        raise ValueError(f"{shown}: {found}") from None


def size(found: Part) -> int:
    """About how many bytes of text a part is as long as, in tokens."""
    return len(found["text"].encode()) if found["type"] == "text" else READ_AS


def _opened(value: Any) -> tuple[str, bytes, str]:
    """(name, bytes, kind)."""
    if isinstance(value, str | Path):
        path = Path(value).expanduser()
        data = path.read_bytes()
        return path.name, data, _known(data) or mimetypes.guess_type(path.name)[0] or ""
    if isinstance(value, bytes | bytearray):
        return "", bytes(value), _known(bytes(value))
    if hasattr(value, "save"):
        drawn = BytesIO()
        picture = value if value.mode in {"RGB", "RGBA", "L"} else value.convert("RGBA")
        picture.save(drawn, "PNG")
        return "", drawn.getvalue(), "image/png"
    raise ValueError(f"a {type(value).__name__} is no picture and no file")


def _known(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for begin, kind in MAGIC.items() if data.startswith(begin)), "")


def _url(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
