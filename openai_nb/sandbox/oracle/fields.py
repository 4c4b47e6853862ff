"""Fields: what kind of thing a named field of a schema or a tool holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_KINDS: tuple[tuple[str, str], ...] = (
    ("language", r"languages?|lang|locale"),
    ("currency", r"currency|currencies"),
    ("email", r"e ?mails?|mail"),
    ("url", r"urls?|links?|website|uri|homepage"),
    ("phone", r"(?:phones?|telephone|mobile|fax)(?: numbers?)?"),
    ("identifier", r"ids?|\w+ number|\w+ code|sku|ticker|symbol|reference"),
    ("room", r"rooms?"),
    ("sentiment", r"sentiment|tone|mood|polarity|emotion"),
    ("time", r"time|hour"),
    ("date", r"dates?|day|when|deadline|birthday|due|born|year"),
    ("company", r"compan(?:y|ies)|organi[sz]ations?|employer|firm|vendor|publisher|institution|institute"),
    (
        "place",
        r"cit(?:y|ies)|locations?|places?|town|where|destination|origin|venue|time ?zone|countr(?:y|ies)"
        r"|airport|region"
        r"|address",
    ),
    ("money", r"price|cost|fee|salary|budget|total"),
    ("percent", r"percent|percentage|rate|discount"),
    ("colour", r"colou?rs?"),
    ("product", r"products?|articles?|goods|merchandise"),
    (
        "person",
        r"names?|persons?|people|authors?|customer|users?|sender|contact|who|owner|attendees?|participants?"
        r"|patient"
        r"|speaker|employee|actors?|recipient|first name|last name|artist|director|members?|guests?|assignee"
        r"|friends?|to",
    ),
    ("heading", r"title|headline|subject|event|heading|song|track|album|task|activity|occasion"),
    (
        "keywords",
        r"keywords?|tags?|topics?|themes?|categor(?:y|ies)|labels?|skills?|genres?|entities|interests"
        r"|hobbies",
    ),
    (
        "summary",
        r"summary|abstract|description|overview|gist|synopsis|details|key points?|points|highlights|facts",
    ),
    ("answer", r"answers?|results?|outputs?|response|reply|solution|conclusion|greeting|value"),
    ("reason", r"explanation|reason|reasoning|rationale|thoughts?|justification|analysis|comment|notes?"),
    (
        "request",
        r"quer(?:y|ies)|questions?|search|prompt|input|request|sql|text|message|body|content|sentences?|code"
        r"|expression|instruction|command|q",
    ),
)
_ENDING = [(kind, re.compile(rf"(?:^|\s)(?:{names})$")) for kind, names in _KINDS]
_ANYWHERE = [(kind, re.compile(rf"\b(?:{names})\b")) for kind, names in _KINDS[:16]]
_EVENTS = re.compile(r"\b(?:event|calendar|meeting|task|recipe|book|movie|film|song|appointment|project)")


def kind_of(name: str, description: str = "") -> str:
    """What kind of thing a field holds, by its name and, if that says nothing, by its description."""
    plain = spaced(name)
    first = re.split(r"[.,;(]|\be\.g\b", description.lower())[0]
    for kinds, text in ((_ENDING, plain), (_ANYWHERE, plain), (_ANYWHERE, first)):
        for kind, pattern in kinds:
            if pattern.search(text):
                return kind
    return ""


def named_after(owner: str) -> str:
    """The kind of the `name` of such an object: that of an event is a heading, that of a city a place."""
    plain = spaced(owner)
    if _EVENTS.search(plain):
        return "heading"
    kind = kind_of(plain)
    return kind if kind in ("place", "company", "product") else ""


def spaced(name: str) -> str:
    """A field's name in words: `firstName` and `first_name` give `first name`."""
    return re.sub(r"[_\W]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)).strip().lower()


def description_of(schema: Mapping[str, Any]) -> str:
    """A schema's description, or its title."""
    return str(schema.get("description") or schema.get("title") or "")
