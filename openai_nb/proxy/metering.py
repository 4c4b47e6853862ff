"""Metering: what a passing answer has used, as far as it tells; and the one event we asked for ourselves."""

from __future__ import annotations

import json
import re
from typing import Any

from openai_nb.proxy.scanning import Scanner

_END = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_TOLD = b'"usage"'


class Meter:
    """Usage and model of an answer, read as its pieces pass; `events` counts those that came."""

    def __init__(self, *, streamed: bool) -> None:
        self.streamed, self.events = streamed, 0
        self.usage: dict[str, Any] | None = None
        self.model: str | None = None
        self._scanner = Scanner()
        self._line: bytes | None = b""  # the first letters of a line; None within its rest
        self._within = False  # … which is data

    def feed(self, piece: bytes) -> None:
        """Look at a piece on its way."""
        if not self.streamed:
            self._scan(piece)
        elif self.model and self._line == b"" and _TOLD not in piece and piece.endswith(b"\n"):
            self.events += piece.count(b"data:")  # the usual piece, and the quick way past it
        else:
            for line in piece.splitlines(keepends=True):
                self._part(line)

    def _part(self, text: bytes) -> None:
        """A line, or what came of it."""
        if self._line is not None:
            self._line += text
            if len(self._line) < 5 and not text.endswith((b"\n", b"\r")):
                return
            self._within = self._line.startswith(b"data:")
            if self._within:
                self.events += 1
                self._scanner = Scanner()
                text = self._line[5:]
            self._line = None
        if self._within:
            self._scan(text)
        if text.endswith((b"\n", b"\r")):
            self._line = b""

    def _scan(self, text: bytes) -> None:
        self._scanner.feed(text)
        self.usage = self._scanner.usage or self.usage
        self.model = self._scanner.model or self.model


class Swallow:
    """Takes out the event that tells the usage, where it was not the caller who asked for it."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, piece: bytes) -> bytes:
        """The whole events so far, less that one."""
        data = self._held + piece
        whole, at = [], 0
        if _TOLD not in data and data.endswith((b"\n\n", b"\r\n\r\n")):
            self._held = b""
            return data
        for end in _END.finditer(data):
            event = data[at : end.end()]
            at = end.end()
            if not _is_extra(event):
                whole.append(event)
        self._held = data[at:]
        return b"".join(whole)

    def rest(self) -> bytes:
        """What was held back, at the end."""
        held, self._held = self._held, b""
        return held


def _is_extra(event: bytes) -> bool:
    """Whether an event of a chat tells its usage and nothing else."""
    if _TOLD not in event:
        return False
    try:
        said = json.loads(event.partition(b"data:")[2])
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("choices") == [] and isinstance(said.get("usage"), dict)


def tokens(usage: dict[str, Any] | None) -> tuple[int, int]:
    """(input, output) tokens of a usage, by either of its spellings."""
    usage = usage or {}
    taken = [usage.get("prompt_tokens", usage.get("input_tokens"))]
    taken += [usage.get("completion_tokens", usage.get("output_tokens"))]
    first, second = (each if isinstance(each, int) and each > 0 else 0 for each in taken)
    return first, second
