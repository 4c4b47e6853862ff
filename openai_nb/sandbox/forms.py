"""Forms: reading what a multipart body brings (RFC 7578)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from openai_nb.sandbox.refusal import Refusal


@dataclass(frozen=True)
class Uploaded:
    """A file as it arrived."""

    name: str
    type: str
    content: bytes = field(repr=False)


def parse(content_type: str, body: bytes) -> dict[str, Any]:
    """The fields and files of a form; names such as `a[]` and `a[b]` are nested again."""
    found = re.search(r'boundary="?([^";,]+)"?', content_type)
    if not found:
        raise Refusal(400, "The form names no boundary.")
    mark = b"--" + found[1].encode("latin-1")
    values: dict[str, Any] = {}
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise Refusal(400, "The form breaks off before its last boundary.")
    for piece in pieces[1:-1]:
        head, gap, content = piece.partition(b"\r\n\r\n")
        if not gap:
            raise Refusal(400, "A part of the form has no content.")
        _place(values, *_part(head.decode("utf-8", "replace"), content))
    return values


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """The arguments of a query, nested again."""
    values: dict[str, Any] = {}
    for name, value in pairs:
        _place(values, name, value)
    return values


def _part(head: str, content: bytes) -> tuple[str, str | Uploaded]:
    name = re.search(r'[; ]name="([^"]*)"', head)
    if not name:
        raise Refusal(400, "A part of the form has no name.")
    file = re.search(r'filename="([^"]*)"', head)
    if not file:
        return name[1], content.decode("utf-8", "replace")
    kind = re.search(r"(?im)^content-type:\s*(\S+)", head)
    plain = file[1].replace("%22", '"').replace("\\", "/").rpartition("/")[2]
    return name[1], Uploaded(plain or "upload", kind[1] if kind else "application/octet-stream", content)


def _place(values: dict[str, Any], name: str, value: Any) -> None:
    """Put `value` where its bracketed name says; what stands there already stays."""
    first, *steps = re.findall(r"[^\[\]]+|\[\]", name) or [name]
    while steps and steps != ["[]"]:
        inner = values.setdefault(first, {})
        if not isinstance(inner, dict):
            return
        values, (first, *steps) = inner, steps
    if not steps:
        values[first] = value
    elif isinstance(kept := values.setdefault(first, []), list):
        kept.append(value)
