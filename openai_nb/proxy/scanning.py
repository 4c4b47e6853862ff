"""Scanning: usage and model read out of an answer while it passes, without holding it.

Only an object's own `usage` and `model` count, or those of its `response` (as the events of responses
have it): what a schema or a text in the answer calls "usage" does not.
"""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

_OUTSIDE = re.compile(rb'[":{}\[\]]')
_INSIDE = re.compile(rb'["\\]')
_PLACES = ([b""], [b"", b"response"])
MOST_BYTES = 1 << 16  # of a usage
MOST_NAME = 256


class Scanner:
    """One JSON text, in pieces; bounded memory, one step for each string, bracket and colon."""

    def __init__(self) -> None:
        self.usage: dict[str, Any] | None = None
        self.model: str | None = None
        self._path: list[bytes] = []
        self._string, self._in_string, self._escaped = b"", False, False
        self._key = b""  # of the value that is now due
        self._kept: bytearray | None = None  # of a usage

    def feed(self, data: bytes) -> None:
        """Look at the next bytes."""
        at, size = 0, len(data)
        while at < size:
            at = self._inside(data, at) if self._in_string else self._outside(data, at)

    def _inside(self, data: bytes, at: int) -> int:
        if self._escaped:
            self._escaped = False
            self._string += data[at : at + 1]
            self._keep(data[at : at + 1])
            return at + 1
        found = _INSIDE.search(data, at)
        end = found.start() if found else len(data)
        if len(self._string) < MOST_NAME:
            self._string += data[at : min(end, at + MOST_NAME)]
        if found is None:
            self._keep(data[at:])
            return end
        self._keep(data[at : end + 1])
        if found[0] == b"\\":
            self._string, self._escaped = self._string + b"\\", True
        else:
            self._in_string = False
            self._said()
        return end + 1

    def _said(self) -> None:
        """A string has ended: the model's name, if it is the value of that key."""
        if self._key == b"model" and self._path in _PLACES:
            with contextlib.suppress(ValueError):  # cut short, or no JSON: then it tells nothing
                self.model = json.loads(b'"%b"' % self._string)
        self._key = b""

    def _outside(self, data: bytes, at: int) -> int:
        found = _OUTSIDE.search(data, at)
        if self._key and data.find(b",", at, found.start() if found else len(data)) >= 0:
            self._key = b""  # its value was a number, or null
        if found is None:
            self._keep(data[at:])
            return len(data)
        mark, end = found[0], found.end()
        if mark in b"{[":
            if mark == b"{" and self._key == b"usage" and self._path in _PLACES:
                self._kept = bytearray()
                at = found.start()
            self._path.append(b"[" if mark == b"[" else self._key if self._path else b"")
            self._key = b""
        self._keep(data[at:end])
        if mark in b"}]" and self._path:
            self._path.pop()
            if self._kept is not None and self._path in _PLACES:
                self._done()
        elif mark == b'"':
            self._in_string, self._string = True, b""
        elif mark == b":":
            self._key = self._string
        return end

    def _keep(self, data: bytes) -> None:
        if self._kept is not None and len(self._kept) < MOST_BYTES:
            self._kept += data

    def _done(self) -> None:
        assert self._kept is not None
        kept, self._kept = self._kept, None
        with contextlib.suppress(ValueError):
            self.usage = json.loads(kept)
