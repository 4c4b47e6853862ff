"""Freeform: the JSON object for a prompt that asks for JSON without giving a schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from openai_nb.sandbox.oracle import dates, facts
from openai_nb.sandbox.oracle.language import ends, keywords
from openai_nb.sandbox.oracle.rows import listed
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
    shown, example = _shown(ends(wanted))
    shape = shown or _named(ends(wanted))
    text = (
        talk.question.replace(example, "")
        if example and example in talk.question
        else talk.told or talk.question
    )
    if shape:
        filled = fill(shape, text, say=say, told="" if example in talk.told else talk.told)
        return filled if isinstance(filled, dict) else {"result": filled}
    forms = {
        "names": list(facts.names(text)),
        "emails": facts.forms("email", text),
        "dates": dates.moments(text),
    }
    found = {name: items for name, items in forms.items() if items}
    if (items := listed(talk.told)) and len(items) > 1 and all(len(item.split()) < 4 for item in items):
        return {"items": [item.rstrip(".") for item in items]}
    return {"answer": say(), "keywords": keywords(text), **found}


def _shown(text: str) -> tuple[dict[str, Any] | None, str]:
    """The schema of an example object in the prompt, and the example as it stands there."""
    for start in [match.start() for match in re.finditer(r"\{", text)][:5]:
        depth, end = 0, start
        for end in range(start, min(len(text), start + 4_000)):
            depth += (text[end] == "{") - (text[end] == "}")
            if depth == 0:
                break
        shown = text[start : end + 1]
        try:
            example = json.loads(re.sub(r":\s*(?:\.\.\.|<[^>]*>|string|number)", ': ""', shown))
        except ValueError:
            continue
        if isinstance(example, dict) and example:
            return _schema_of(example, ""), shown
    return None, "{}"


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
    names = [name for name in re.findall(r"\w+", bare) if name not in _SMALL][:20]
    known = {name: _schema_of([""] if _MANY.search(name) else "", name) for name in names}
    return {"type": "object", "properties": known, "required": list(known)} if known else None


_SMALL = ("and", "the", "a", "an", "with", "from", "in", "for")
