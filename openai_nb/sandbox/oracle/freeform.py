"""Freeform: the JSON object for a prompt that asks for JSON without giving a schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from openai_nb.sandbox.oracle import dates, facts
from openai_nb.sandbox.oracle.language import keywords
from openai_nb.sandbox.oracle.schemas import fill
from openai_nb.sandbox.oracle.talk import Talk

_KEYS = re.compile(
    r"\b(?:keys?|fields?|propert(?:y|ies)|attributes|columns)\b:?\s*(?:called |named |are |of "
    r"|for )?((?:[\"'`]?[\w]+[\"'`]?(?:\s*\([^)]*\))?(?:,\s*(?:and )?|\s+and\s+)?){1,20})",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"^(?:age|year|price|cost|amount|count|number|quantity|total|score|rating|temperature|population)$"
)
_MANY = re.compile(
    r"(?:names|people|cities|tags|keywords|topics|items|emails|dates|numbers|ingredients|steps|colou?rs"
    r"|countries|urls|skills)$"
)


def loose(talk: Talk, say: Callable[[], str]) -> dict[str, Any]:
    """An object with the keys the prompt names or shows, filled from its text; else an answer."""
    wanted = f"{talk.orders}\n{talk.question}"
    shape = _shown(wanted) or _named(wanted)
    text = talk.told or talk.question
    if shape:
        filled = fill(shape, text, say=say, told=talk.told)
        return filled if isinstance(filled, dict) else {"result": filled}
    found: dict[str, Any] = {"answer": say(), "keywords": keywords(text)}
    for name, items in (
        ("names", facts.names(text)),
        ("emails", facts.forms("email", text)),
        ("dates", dates.moments(text)),
    ):
        if items:
            found[name] = list(items)
    return found


def _shown(text: str) -> dict[str, Any] | None:
    """The schema of an example object in the prompt."""
    for start in [match.start() for match in re.finditer(r"\{", text)][:5]:
        depth = 0
        for place in range(start, min(len(text), start + 4_000)):
            depth += (text[place] == "{") - (text[place] == "}")
            if depth == 0:
                break
        try:
            example = json.loads(
                re.sub(r":\s*(?:\.\.\.|<[^>]*>|string|number)", ': ""', text[start : place + 1])
            )
        except ValueError:
            continue
        if isinstance(example, dict) and example:
            return _schema_of(example, "")
    return None


def _schema_of(example: Any, name: str) -> dict[str, Any]:
    if isinstance(example, dict):
        known = {field: _schema_of(value, field) for field, value in example.items()}
        return {"type": "object", "properties": known, "required": list(known)}
    if isinstance(example, list):
        return {"type": "array", "items": _schema_of(example[0], name) if example else {"type": "string"}}
    if isinstance(example, bool):
        return {"type": "boolean"}
    if isinstance(example, int | float) or _NUMBERS.match(name) or example in ("number", "integer"):
        return {"type": "number"}
    if isinstance(example, str) and "|" in example:
        return {"enum": [option.strip() for option in example.split("|")]}
    return {"type": "string"}


def _named(text: str) -> dict[str, Any] | None:
    """The schema of keys named in the prompt: `with the keys name, age and city`."""
    found = _KEYS.search(text)
    if not found:
        return None
    bare = re.sub(r"\([^)]*\)", "", found[1])
    names = [
        name
        for name in re.findall(r"\w+", bare)
        if name not in ("and", "the", "a", "an", "with", "from", "in", "for")
    ]
    known: dict[str, Any] = {}
    for name in names[:20]:
        many = {"type": "array", "items": {"type": "string"}}
        known[name] = (
            {"type": "number"} if _NUMBERS.match(name) else many if _MANY.match(name) else {"type": "string"}
        )
    return {"type": "object", "properties": known, "required": list(known)} if known else None
