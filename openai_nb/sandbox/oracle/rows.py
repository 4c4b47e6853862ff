"""Rows: the parts of a text that each make one item of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from openai_nb.sandbox.oracle import facts
from openai_nb.sandbox.oracle.fields import kind_of, spaced
from openai_nb.sandbox.oracle.filling import Source
from openai_nb.sandbox.oracle.language import is_order, keywords, sentences

MOST = 200  # names around which a text is cut
_LIST = re.compile(r"(?:^|[:\s])((?:[\w'-]+(?: [\w'-]+){0,3}, )+(?:and |or )?[\w'-]+(?: [\w'-]+){0,3})")


def rows(source: Source, shape: Mapping[str, Any]) -> list[str]:
    """The parts of a text that speak of one thing each: lines, sentences, or what stands around each name."""
    text = source.told or source.text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    parts = [line for line in lines if not is_order(line)] if len(lines) > 2 else sentences(text)
    parts = [part for part in parts if not is_order(part) or source.told] or parts
    anchors = [field for field in shape.get("properties", {}) if kind_of(field) == "person"]
    if anchors and len(lines) <= 2:
        return around(text, facts.persons(text)[:MOST]) or parts
    return [piece for part in parts for piece in re.split(r";\s+", part)]


def around(text: str, names: list[str]) -> list[str]:
    """A text cut before each of the names, so that what is said of each stays with it."""
    starts = sorted({text.find(name) for name in names} - {-1})
    if not starts:
        return []
    ends = [*starts[1:], len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def values(source: Source, shape: Mapping[str, Any], name: str) -> list[Any]:
    """The single values a text offers for a list of plain ones."""
    text = source.told or source.text
    kind = shape.get("type", "string")
    if kind in ("integer", "number"):
        return [int(number) if number.is_integer() else number for number in facts.numbers(text)]
    if "enum" in shape:
        low = text.lower()
        return [
            option
            for option in shape["enum"]
            if re.search(rf"(?<!\w){re.escape(str(option).lower())}(?!\w)", low)
        ]
    return list(dict.fromkeys(_texts(source, text, name, str(shape.get("description") or ""))))


def _texts(source: Source, text: str, name: str, description: str) -> list[str]:
    sort = kind_of(name, description)
    if sort == "summary":
        return [line for line in sentences(text) if not is_order(line)][:5]
    stated = listed(source.stated(name)[0]) if source.stated(name) else []
    if sort and sort not in ("request", "answer", "reason", "heading", "keywords"):
        return source.of_kind(sort, spaced(name)) or stated
    in_a_row = _LIST.search(text)
    return (
        stated
        or (listed(in_a_row[1]) if in_a_row else [])
        or facts.forms("quoted", text)
        or keywords(text, 5)
    )


def listed(text: str) -> list[str]:
    """The items of `a, b and c`."""
    return [
        item.strip() for item in re.split(r",\s*(?:and |or )?|\s+and\s+|\s+or\s+", text) if item.strip(" .")
    ]
