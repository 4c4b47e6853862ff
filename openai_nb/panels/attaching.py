"""Attaching: a file as a part of what is said to a model."""

from __future__ import annotations

import base64
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
SOUNDS = {"audio/x-wav": "wav", "audio/wav": "wav", "audio/vnd.wave": "wav", "audio/mpeg": "mp3"}
LONGEST = 400_000  # characters of a text; more would fill the model's whole memory
THUMBNAIL = 12_000  # bytes of a picture in the transcript
MOST_COPIES = 64  # small copies that are kept

_copies: dict[bytes, str] = {}


@dataclass(frozen=True)
class Attachment:
    """A file: its name, its bytes and, as `part`, how a model is told of it."""

    name: str
    data: bytes

    @property
    def kind(self) -> str:
        """Its MIME type, by its name."""
        return mimetypes.guess_type(self.name)[0] or ""

    @property
    def part(self) -> dict[str, Any]:
        """A picture, a sound, a PDF or a text as a part of a message; raises `ValueError` for others."""
        if self.kind in PICTURES:
            return {"type": "image_url", "image_url": {"url": self._url(self.kind)}}
        if self.kind in SOUNDS:
            sound = {"data": base64.b64encode(self.data).decode(), "format": SOUNDS[self.kind]}
            return {"type": "input_audio", "input_audio": sound}
        if self.kind == "application/pdf":
            return {"type": "file", "file": {"filename": self.name, "file_data": self._url(self.kind)}}
        return {"type": "text", "text": self._text()}

    def _text(self) -> str:
        try:
            words = self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValueError(
                f"{self.name} is neither text nor a picture (png, jpg, gif, webp), sound (wav, mp3) or PDF."
            ) from None
        if len(words) > LONGEST:
            raise ValueError(f"{self.name} has {len(words):,} characters; {LONGEST:,} can be attached.")
        fence = "`" * max(3, 1 + max(map(len, words.split()), default=0) * ("```" in words))
        return f"{self.name}:\n{fence}\n{words}\n{fence}"

    def _url(self, kind: str) -> str:
        return f"data:{kind};base64,{base64.b64encode(self.data).decode()}"


def chip(part: dict[str, Any]) -> dict[str, str]:
    """How an attached part is shown: its name, and a small picture where it is one."""
    kind = part.get("type", "")
    if kind == "image_url":
        return {"name": "picture", "picture": _small(part["image_url"]["url"])}
    if kind == "input_audio":
        return {"name": "sound"}
    if kind == "file":
        return {"name": str(part["file"].get("filename") or part["file"].get("file_id") or "file")}
    return {"name": str(part.get("text", "")).partition(":\n")[0][:60] or kind}


def _small(url: str) -> str:
    """A small copy of a picture that came as a data URL; nothing of one that is elsewhere."""
    head, _, data = url.partition(",")
    if not head.startswith("data:image/"):
        return ""
    mark = sha256(data.encode()).digest()
    if mark not in _copies:
        if len(_copies) >= MOST_COPIES:
            _copies.clear()
        _copies[mark] = _copied(data)
    return _copies[mark]


def _copied(data: str) -> str:
    from openai_nb.looks.pictures import preview

    try:
        kind, small = preview(base64.b64decode(data), THUMBNAIL)
    except (ValueError, OSError):  # not the picture it claims to be
        return ""
    return f"data:{kind};base64,{base64.b64encode(small).decode()}"
