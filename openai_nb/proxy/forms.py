"""Forms: the model that a form names, found without holding the form (RFC 7578)."""

from __future__ import annotations

import mmap
import re
from typing import IO

from openai_nb.proxy.refusal import Refusal

_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s";,]{1,70}))', re.IGNORECASE)
_NAME = re.compile(rb'(?i)(?<![\w*])name\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]+)')
MOST_HEAD = 8192
MOST_NAME = 256


def model_of(kind: str, file: IO[bytes]) -> str | None:
    """The model a form names, None if it names none.

    A form that could be read in two ways is refused: several boundaries or models, names in other spellings.
    """
    marks = _BOUNDARY.findall(kind)
    if len(marks) != 1:
        raise Refusal(400, "The form names no boundary, or several.")
    boundary = b"--" + "".join(marks[0]).encode("latin-1")
    file.seek(0, 2)
    if not file.tell():
        return None
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as body:
        return _found(body, boundary)


def _found(body: mmap.mmap, boundary: bytes) -> str | None:
    models: list[str] = []
    at = 0 if body[: len(boundary)] == boundary else _next(body, boundary, 0)
    while at >= 0 and body[at + len(boundary) : at + len(boundary) + 2] != b"--":
        end = body.find(b"\r\n\r\n", at, at + MOST_HEAD)
        if end < 0:
            raise Refusal(400, "A part of the form has no end of its head.")
        head, after = body[at + len(boundary) : end], _next(body, boundary, end + 2)
        if _name(head) == b"model":
            models.append(body[end + 4 : min(after, end + 4 + MOST_NAME)].decode("utf-8", "replace"))
        at = after
    if at < 0:
        raise Refusal(400, "The form breaks off before its last boundary.")
    if len(models) > 1:
        raise Refusal(400, "The form names several models.")
    return models[0].strip() if models else None


def _next(body: mmap.mmap, boundary: bytes, start: int) -> int:
    """Where the next boundary begins, behind the line end before it; -1 if nowhere."""
    found = body.find(b"\r\n" + boundary, start)
    return found if found < 0 else found + 2


def _name(head: bytes) -> bytes:
    if re.search(rb"(?i)name\*", head):
        raise Refusal(400, "The form has a name in a spelling that is not read here.")
    names = _NAME.findall(head)
    if len(names) != 1:
        raise Refusal(400, "A part of the form has no name, or several.")
    return bytes(names[0].strip(b'"').replace(b"\\", b"").lower())
