"""Media: bytes with the type they bear: answers that are no JSON, and contents within an address."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


class Typed(bytes):
    """Bytes of a known type, such as `audio/wav`."""

    type: str

    def __new__(cls, content: bytes, type: str) -> Typed:
        """The same bytes, of this type."""
        made = super().__new__(cls, content)
        made.type = type
        return made


@dataclass(frozen=True)
class Stretched:
    """Bytes of a known type that are sent piece by piece, as they are made."""

    pieces: Iterator[bytes]
    type: str


def data_url(content: bytes, type: str) -> str:
    """An address that holds its content (RFC 2397)."""
    return f"data:{type};base64,{base64.b64encode(content).decode()}"


def as_file(name: str, text: str) -> dict[str, Any]:
    """A text as a file that comes with a question."""
    return {"type": "file", "file": {"filename": name, "file_data": data_url(text.encode(), "text/plain")}}
