"""Media: answers that are no JSON, with the type they bear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


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
