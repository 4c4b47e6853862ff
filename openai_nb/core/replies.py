"""Replies: the head of an ordinary answer, read in one look.

`http.client` has the parser of e-mails read each head, which takes longer than all else that becomes of a
short answer.  What is not wholly ordinary, or has not come whole yet, is left to it.
"""

from __future__ import annotations

import re
from email.policy import compat32
from http.client import HTTPMessage, HTTPResponse
from typing import Any

MOST = 99  # headers; http.client takes no more
LONGEST = 65_536  # bytes of a head; http.client takes no longer line
ORDINARY = re.compile(rb"HTTP/1\.1 ([2-5]\d\d)(?: ([ -~]*))?\r\n((?:[!-9;-~]+:[\t -~]*\r\n)+)\r\n")
BODILESS = (204, 304)
PARTED = ("multipart/", "message/")  # the parser of e-mails looks for their parts
LENGTH = re.compile(r"(\d{1,18})?")


class Reply(HTTPResponse):
    """An answer as http.client has it; only its head is read in less time."""

    fp: Any
    shut: Any = None  # ends the reading of its body from another thread

    def begin(self) -> None:
        """Read the head."""
        seen = ORDINARY.match(self.fp.peek()) if self.headers is None else None
        named: list[tuple[str, str]] = _named(seen[3]) if seen and seen.end() < LONGEST else []
        first = {name.lower(): value for name, value in reversed(named)}
        if not seen or self.debuglevel or len(named) > MOST or not _ordinary(first):
            super().begin()
            return
        self.fp.read(seen.end())
        self.code = self.status = int(seen[1])
        self.reason, self.version = (seen[2] or b"").decode("ascii").strip(), 11
        self.headers = self.msg = _message(named)
        self._frame(first)

    def _frame(self, first: dict[str, str]) -> None:
        """How the body ends, by the first header of each name."""
        self.chunked = first.get("transfer-encoding", "").lower() == "chunked"
        if self.chunked:
            self.chunk_left: Any = None
        length = "" if self.chunked else first.get("content-length", "")
        self.length = int(length) if length else None
        if self.status in BODILESS or self._method == "HEAD":  # type: ignore[attr-defined]
            self.length = 0
        self.will_close = "close" in first.get("connection", "").lower() or not (
            self.chunked or self.length is not None
        )


def _named(lines: bytes) -> list[tuple[str, str]]:
    """The headers in some lines."""
    cut = (line.partition(":") for line in lines.decode("ascii").split("\r\n")[:-1])
    return [(name, value.lstrip(" \t")) for name, _, value in cut]


def _ordinary(first: dict[str, str]) -> bool:
    """Whether headers say nothing that http.client would look at twice."""
    return (
        bool(first)
        and LENGTH.fullmatch(first.get("content-length", "")) is not None
        and not first.get("content-type", "").lower().startswith(PARTED)
    )


def _message(named: list[tuple[str, str]]) -> HTTPMessage:
    message = HTTPMessage(compat32)
    for each in named:
        message.set_raw(*each)
    message.set_payload("")
    return message
