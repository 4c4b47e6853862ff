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
    rest, first = b"", True
    for piece in pieces:
        rest += piece
        if first:
            if _BOM.startswith(rest[:3]) and len(rest) < 3:
                continue
            rest, first = rest.removeprefix(_BOM), False
        if b"\r" not in rest:  # the usual case, and the quick one
            *whole, rest = rest.split(b"\n")
            yield from whole
            continue
        held = rest[-1:] == b"\r"  # it may be the first half of CRLF
        *whole, last = _BREAK.split(rest[:-1] if held else rest)
        rest = last + b"\r" if held else last
        yield from whole
    if rest:
        yield from _BREAK.split(rest.removesuffix(b"\r"))
