"""Outcomes: what tools gave back, put into words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from openai_nb.sandbox.oracle.fields import spaced
from openai_nb.sandbox.oracle.language import listing, sentences
from openai_nb.sandbox.oracle.reading import answer
from openai_nb.sandbox.oracle.talk import Result, Talk


def told(talk: Talk) -> str:
    """An answer to the question that rests on the outputs of tools alone."""
    lines = [_one(talk, result) for result in talk.results]
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in dict.fromkeys(lines))


def _one(talk: Talk, result: Result) -> str:
    value = _read(result.output)
    about = _about(result.arguments)
    if isinstance(value, Mapping) and (error := value.get("error")):
        return f"`{result.name}`{about} failed: {error if isinstance(error, str) else phrase(error)}"
    if isinstance(value, str):
        if len(sentences(value)) > 3:
            value = answer(talk.question, value) or value
        return value if len(value.split()) > 4 else f"`{result.name}`{about} gave: {value or 'nothing'}"
    return f"`{result.name}`{about} says: {phrase(value)}."


def phrase(value: Any, depth: int = 0) -> str:
    """A JSON value in words: `temperature 7, sky clear`."""
    if isinstance(value, Mapping):
        parts = [f"{spaced(str(name))} {phrase(item, depth + 1)}" for name, item in list(value.items())[:12]]
        return f"({', '.join(parts)})" if depth > 1 else ", ".join(parts) or "nothing"
    if isinstance(value, Sequence) and not isinstance(value, str):
        shown = [phrase(item, depth + 1) for item in value[:8]]
        more = f" and {len(value) - 8} more" if len(value) > 8 else ""
        rich = any(isinstance(item, Mapping) for item in value)
        return ("; ".join(shown) if rich else listing(shown)) + more or "nothing"
    if value is None:
        return "unknown"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _about(arguments: str) -> str:
    given = _read(arguments)
    if not isinstance(given, Mapping):
        return ""
    plain = [
        str(value)
        for value in given.values()
        if isinstance(value, str | int | float) and 0 < len(str(value)) < 40
    ]
    return f" ({', '.join(plain[:3])})" if plain else ""


def _read(text: str) -> Any:
    try:
        return json.loads(text) if re.match(r"\s*[\[{\"\d\-tfn]", text) else text
    except ValueError:
        return text
