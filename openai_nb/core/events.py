"""Events: server-sent events, bytes to text and back, as pure functions: no sockets here.

The format is the one of the HTML standard, "Server-sent events": lines end in LF, CR or CRLF,
a blank line ends an event, a line that begins with a colon is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_BREAK = re.compile(rb"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"


class Event(NamedTuple):
    """One event: what it is called (empty when it is not) and what it says."""

    name: str
    data: str


def decode(pieces: Iterable[bytes]) -> Iterator[Event]:
    """Each event, however the bytes were cut on their way.

    An event that the stream breaks off before its blank line is still given: the caller sees all
    that came, and can tell by what it says whether it was the end.
    """
    name, data = "", []
    for line in lines(pieces):
        if line.startswith(b"data: "):
            data.append(line[6:])
        elif not line:
            if data:
                yield Event(name, b"\n".join(data).decode("utf-8", "replace"))
            name, data = "", []
        elif line.startswith(b"data:"):
            data.append(line[5:])
        elif line.startswith(b"event:"):
            name = line[6:].removeprefix(b" ").decode("utf-8", "replace")
        elif line == b"data":
            data.append(b"")
        elif line == b"event":
            name = ""
    if data:
        yield Event(name, b"\n".join(data).decode("utf-8", "replace"))


def encode(items: Iterable[str | Event]) -> Iterator[bytes]:
    """The same, the other way round: one piece of bytes for each item."""
    for item in items:
        name, text = item if isinstance(item, Event) else ("", item)
        head = f"event: {name}\n" if name else ""
        body = "".join(f"data: {line}\n" for line in re.split("\r\n|\n|\r", text))
        yield f"{head}{body}\n".encode()


def lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines without their ends, from bytes cut anywhere; a byte order mark at the start is dropped."""
    held: list[bytes] = []  # the line begun, in pieces: joined once, so that a huge line stays cheap
    after_cr = False  # a CR ends its line at once; an LF behind it belongs to it
    for piece in _without_mark(pieces):
        if after_cr and piece:
            piece, after_cr = piece.removeprefix(b"\n"), False
        if b"\n" not in piece and b"\r" not in piece:
            held.append(piece)
            continue
        text = b"".join((*held, piece))
        if b"\r" not in text:  # the usual case, and the quick one
            *whole, rest = text.split(b"\n")
        else:
            *whole, rest = _BREAK.split(text)
            after_cr = text.endswith(b"\r")
        held = [rest] if rest else []
        yield from whole
    if rest := b"".join(held):
        yield rest


def _without_mark(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, less a byte order mark before the first."""
    rest, source = b"", iter(pieces)
    for piece in source:
        rest += piece
        if len(rest) >= len(_BOM) or not _BOM.startswith(rest):
            break
    yield rest.removeprefix(_BOM)
    yield from source
