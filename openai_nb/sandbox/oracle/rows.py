"""Rows: the parts of a text that each make one item of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from openai_nb.sandbox.oracle import facts
from openai_nb.sandbox.oracle.fields import kind_of, spaced
from openai_nb.sandbox.oracle.filling import Source
from openai_nb.sandbox.oracle.formats import formatted
from openai_nb.sandbox.oracle.language import is_order, keywords, sentences
from openai_nb.sandbox.oracle.vocabulary import GLAD, SORRY

MOST = 200  # names around which a text is cut
_LIST = re.compile(r"(?:^|[:\s])((?:[\w'-]+(?: [\w'-]+){0,3}, )+(?:and |or )?[\w'-]+(?: [\w'-]+){0,3})")


_FRAME = re.compile(
    r"^[^,]*\b(?:with|of|in|like|likes|love|loves|speaks?|includes?|including|are|is|for|have|has|knows?|about"
    r"|to|need|buy|bought|sells?) (?=[^,]*,)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"^[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+(\S[^\n]*)$", re.MULTILINE)
_TOPICS = re.compile(r"\b(?:topics?|themes?|aspects?|categor\w+)\b")


def rows(source: Source, shape: Mapping[str, Any]) -> list[str]:
    """The parts of a text that speak of one thing each: lines, sentences, or what stands around each name."""
    text = source.told or source.text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    parts = [line for line in lines if not is_order(line)] if len(lines) > 2 else sentences(text)
    parts = [part for part in parts if not is_order(part) or source.told] or parts
    anchors = [field for field in shape.get("properties", {}) if kind_of(field) == "person"]
    pieces = [piece for part in parts for piece in re.split(r";\s+", part)]
    clauses = [clause for piece in pieces for clause in _clauses(piece, shape)]
    if anchors and len(lines) <= 2 and len(clauses) == len(pieces):
        return around(text, facts.persons(text)[:MOST]) or parts
    return clauses


def _clauses(part: str, shape: Mapping[str, Any]) -> list[str]:
    """A part cut at its commas, where each clause has a figure of its own: `2 pens at $1, 3 pads at $2`."""
    counted = [each for each in shape.get("properties", {}).values() if _is_number(each)]
    clauses = re.split(r",\s+(?:and\s+)?|\sand\s+", part.rpartition(": ")[2])
    alike = all(len(facts.numbers(clause)) >= len(counted) for clause in clauses)
    return clauses if counted and len(clauses) > 1 and alike else [part]


def _is_number(shape: Any) -> bool:
    return isinstance(shape, Mapping) and shape.get("type") in ("integer", "number")


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
    if "format" in shape:
        return list(dict.fromkeys(formatted(shape["format"], source.part(text))))
    return list(dict.fromkeys(_texts(source, text, name, str(shape.get("description") or ""))))


def _texts(source: Source, text: str, name: str, description: str) -> list[str]:
    sort = kind_of(name, description)
    marked = _MARKED.findall(text)
    if len(marked) > 1 and sort in ("", "heading", "request"):
        return [line.strip() for line in marked]
    if sort == "summary":
        return [line for line in sentences(text) if not is_order(line)][:5]
    row = re.search(
        rf"(?:^|[^\w])\"?{re.escape(spaced(name))}\"? ?[:=]\s*([^\n;.]{{1,200}})", text, re.IGNORECASE
    )
    told = [row[1]] if row else source.stated(name)[:1]
    stated = [item for each in told for item in listed(each)]
    if sort and sort not in ("request", "answer", "reason", "heading", "keywords"):
        return source.of_kind(sort, spaced(name)) or stated
    in_a_row = _LIST.search(text)
    about = keywords(text, 8)
    plain = [word for word in about if word not in GLAD | SORRY]
    if not stated and plain and len(plain) < len(about) and _TOPICS.search(spaced(name)):
        return plain[:5]  # what is praised, not the praise
    return (
        stated
        or (listed(_FRAME.sub("", in_a_row[1])) if in_a_row else [])
        or facts.forms("quoted", text)
        or about[:5]
    )


def listed(text: str) -> list[str]:
    """The items of `a, b and c`."""
    return [
        item.strip() for item in re.split(r",\s*(?:and |or )?|\sand\s+|\sor\s+", text) if item.strip(" .")
    ]
