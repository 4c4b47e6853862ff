"""Multipart: files as arguments, and the form they travel in (RFC 7578).

A file may be a path, bytes, an open binary file, `(name, content[, type])`, a PIL image, a numpy
image array, sound as `(samples, rate)`, or an `Audio` of IPython or ipywidgets.  Files on disk are
read while they are sent, never held in memory.
"""

from __future__ import annotations

import io
import mimetypes
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, Any, TypeAlias
from uuid import uuid4

from openai_nb.core.errors import BadType, BadValue

UPLOAD = "upload"
Upload: TypeAlias = Annotated[Any, UPLOAD]

_MAGIC = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"%PDF", "pdf"),
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\x1aE\xdf\xa3", "webm"),
    (b"{", "jsonl"),
)
_TYPES = {  # where the machine's own table may have none, or another
    "jsonl": "application/jsonl",
    "webp": "image/webp",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
}


@dataclass(frozen=True)
class Part:
    """A file as it travels: its name, its type, and where its bytes are."""

    name: str
    type: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]
    size: int


def part(value: Any) -> Part:
    """`value`, whatever stands for a file, ready to travel."""
    if isinstance(value, tuple):
        return _in_memory("sound.wav", _wav(*value)) if _is_sound(*value) else _named(*value)
    if isinstance(value, str | os.PathLike):
        return _on_disk(Path(value).expanduser())
    if isinstance(value, bytes | bytearray | memoryview):
        return _in_memory("", bytes(value))
    if hasattr(value, "read"):
        return _opened(value)
    if hasattr(value, "save") or hasattr(value, "__array_interface__"):
        return _in_memory("image.png", _png(value))
    for field in ("data", "value"):  # the players of IPython and ipywidgets
        if isinstance(held := getattr(value, field, None), bytes | bytearray | memoryview):
            return _in_memory("", bytes(held))
    ways = "(name, content), a PIL image, an image array, or sound as (samples, rate)"
    raise BadType(f"A {type(value).__name__} is no file; give a path, bytes, an open binary file, {ways}.")


def form(fields: Mapping[str, Any], files: Mapping[str, Any]) -> tuple[str, Body]:
    """(content type, body) of a form with `fields` and `files`."""
    boundary = f"openai-nb-{uuid4().hex}"
    segments: list[bytes | Part] = []
    plain = dict(pairs(fields, "[]"))
    for name, text in pairs(fields, "[]"):
        segments.append(_head(boundary, name) + b"\r\n" + text.encode() + b"\r\n")
    for name, value in files.items():
        several = isinstance(value, list)
        for each in value if several else [value]:
            file = part(each)
            label = f"{name}[]" if several else name
            segments += [_head(boundary, label, file), file, b"\r\n"]
    segments.append(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", Body(segments, plain)


def pairs(fields: Mapping[str, Any], list_mark: str = "") -> Iterator[tuple[str, str]]:
    """Nested values as the API writes them flat: `metadata[a]=b`, `include[]=c`."""
    for name, value in fields.items():
        if isinstance(value, Mapping):
            yield from pairs({f"{name}[{key}]": each for key, each in value.items()}, list_mark)
        elif isinstance(value, list | tuple):
            for each in value:
                yield from pairs({f"{name}{list_mark}": each}, list_mark)
        elif value is not None:
            yield name, str(value).lower() if isinstance(value, bool) else str(value)


class Body:
    """A form that is read piece by piece, and can be read again for another attempt."""

    def __init__(self, segments: Iterable[bytes | Part], fields: Mapping[str, str] | None = None) -> None:
        self._segments, self.fields = list(segments), fields or {}
        self._pieces: Iterator[bytes] | None = None
        self._rest = b""

    def __len__(self) -> int:
        return sum(each.size if isinstance(each, Part) else len(each) for each in self._segments)

    def rewind(self) -> None:
        """Begin again at the first byte."""
        self._pieces, self._rest = None, b""

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes at most; all that is left when negative."""
        self._pieces = self._pieces or self._read()
        if size < 0:
            rest, self._rest = self._rest + b"".join(self._pieces), b""
            return rest
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece

    def _read(self) -> Iterator[bytes]:
        for each in self._segments:
            if isinstance(each, bytes):
                yield each
                continue
            left = each.size  # as promised: what a log grew by would be taken for another request
            with each.open() as file:
                while left and (piece := file.read(min(left, 1 << 16))):
                    left -= len(piece)
                    yield piece
            if left:
                raise ValueError(f"{each.name} became {left} bytes shorter while it was sent; send it again.")


def _head(boundary: str, name: str, file: Part | None = None) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'
    if file is not None:
        head += f'; filename="{_quoted(file.name)}"\r\nContent-Type: {file.type}\r\n'
    return (head + "\r\n").encode()


def _quoted(text: str) -> str:
    # What browsers do (HTML standard, "multipart/form-data encoding algorithm").
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _named(name: str | None, content: Any, kind: str | None = None, *_: Any) -> Part:
    inner = part(content)
    name = name or inner.name
    return Part(name, kind or _type(name) or inner.type, inner.open, inner.size)


def _on_disk(path: Path) -> Part:
    if not path.is_file():
        raise FileNotFoundError(f"No file {str(path)!r}; the working directory is {str(Path.cwd())!r}.")
    name = path.name
    return Part(name, _type(name) or "application/octet-stream", lambda: path.open("rb"), path.stat().st_size)


def _in_memory(name: str, content: Any) -> Part:
    name, kind = _described(name, content)
    return Part(name, kind, lambda: io.BytesIO(content), len(content))


def _opened(file: Any) -> Part:
    """An open file, from where it stands; one that cannot be rewound is read now."""
    name = getattr(file, "name", "")
    name = Path(name).name if isinstance(name, str) else ""
    try:
        start = file.tell()
        size = file.seek(0, io.SEEK_END) - start
        file.seek(start)
    except (AttributeError, OSError, ValueError):
        return _in_memory(name, file.read())

    def again() -> AbstractContextManager[IO[bytes]]:
        file.seek(start)
        return nullcontext(file)  # it was open before, and stays so

    name, kind = _described(name, file.read(16))
    file.seek(start)
    return Part(name, kind, again, size)


def _described(name: str, content: Any) -> tuple[str, str]:
    """(name, type) of a file that begins with `content`."""
    if isinstance(content, str):
        raise BadType("The file is open for text; open it with mode 'rb'.")
    ending = _sniff(content)
    name = name or (f"upload.{ending}" if ending else "upload")
    return name, _type(name) or "application/octet-stream"


def _png(picture: Any) -> bytes:
    from PIL import Image

    image = picture if hasattr(picture, "save") else Image.fromarray(picture)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def _is_sound(first: Any, second: Any = None, *rest: Any) -> bool:
    """Whether a tuple is `(samples, rate)`, and not `(name, content)`."""
    return not rest and not isinstance(first, str) and isinstance(second, int | float)


def _wav(samples: Any, rate: float) -> bytes:
    """Sound as a WAV file of 16 bits: floats from -1 to 1, or integers; one row or column a channel."""
    import wave

    import numpy as np

    array = np.atleast_2d(np.asarray(samples))
    if not array.size:
        raise BadValue("The sound has no samples.")
    array = array.T if array.shape[0] < array.shape[1] else array
    if array.dtype.kind == "f":
        array = np.round(np.clip(np.nan_to_num(array), -1, 1) * 32767)
    elif array.dtype != np.int16:
        raise BadType(f"Samples are floats from -1 to 1 or 16-bit integers, not {array.dtype}.")
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(array.shape[1])
        file.setsampwidth(2)
        file.setframerate(int(rate))
        file.writeframes(array.astype("<i2").tobytes())
    return kept.getvalue()


def _sniff(content: bytes) -> str | None:
    if content[:4] == b"RIFF":
        return {b"WAVE": "wav", b"WEBP": "webp"}.get(content[8:12])
    if content[4:8] == b"ftyp":
        return "mp4"
    return next((ending for magic, ending in _MAGIC if content.startswith(magic)), None)


def _type(name: str) -> str | None:
    return _TYPES.get(name.rpartition(".")[2].lower()) or mimetypes.guess_type(name)[0]
