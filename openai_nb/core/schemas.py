"""Schemas: the shape an answer must have, from short words, a dict, a dataclass or a pydantic model.

Short words are fields with commas between them: `name, age int, tags list[str], mood good|bad`.
What comes out is a JSON Schema as the API's strict mode wants it: every field required, none added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from openai_nb.core.errors import BadType, BadValue
from openai_nb.core.kinds import Kinds
from openai_nb.core.strictness import restored, strict
from openai_nb.core.values import Unfit, typed

WORDS = ("type", "properties", "$ref", "anyOf", "enum")  # what makes a dict a schema and not a list of fields
FIELD = re.compile(r"(?P<name>[^\W\d]\w*)(?:\s+(?P<kind>[^:]+?))?\s*(?::\s*(?P<description>.+))?")

__all__ = ["Unfit", "read", "reader", "response_format", "schema", "strict"]


def schema(shape: Any) -> dict[str, Any]:
    """The strict JSON Schema of `shape`; raises `ValueError` or `TypeError` where it has none."""
    return strict(_loose(shape))


def response_format(shape: Any, name: str = "answer") -> dict[str, Any]:
    """What to send as `response_format`, so that the answer has this shape."""
    titled = re.sub(r"[^\w-]", "_", getattr(shape, "__name__", name))[:64]
    return {"type": "json_schema", "json_schema": {"name": titled, "strict": True, "schema": schema(shape)}}


def read(text: str, shape: Any) -> Any:
    """What the JSON `text` says, as `shape` has it: an instance of a class, else plain dicts and lists.

    Raises `Unfit` where the text is no JSON, or does not fit the shape.
    """
    return reader(shape)(text)


def reader(shape: Any) -> Callable[[str], Any]:
    """`read` for many texts of one shape, which is looked at once."""
    return partial(_read, loose=_loose(shape), kind=shape if isinstance(shape, type) else Any)


def _read(text: str, *, loose: Mapping[str, Any], kind: Any) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise Unfit("", "JSON", text) from None
    return typed(restored(value, loose), kind)


def _loose(shape: Any) -> dict[str, Any]:
    """The schema of `shape` before the strict mode closes it."""
    if isinstance(shape, str):
        return _fields(dict(_field(each) for each in _cut(shape)))
    if isinstance(shape, Mapping):
        if any(isinstance(shape.get(word), str | Mapping | list) for word in WORDS) and _is_schema(shape):
            return dict(shape)
        return _fields({name: _kind(kind) for name, kind in shape.items()})
    if isinstance(shape, type):
        kinds = Kinds()
        found = kinds.rooted(kinds.of(shape))
        if found.get("properties"):
            return found
    raise BadType(f"A schema cannot be made of {shape!r}; give 'name str, age int', a dict or a class.")


def _is_schema(shape: Mapping[str, Any]) -> bool:
    """Whether a dict is a schema; `{"type": "str"}` is a field called type."""
    kind = shape.get("type")
    return not isinstance(kind, str) or kind in ("object", "array", "string", "number", "integer", "boolean")


def _fields(fields: dict[str, Any]) -> dict[str, Any]:
    if not fields:
        raise BadValue("A schema needs a field, as in 'name str, age int'.")
    return {"type": "object", "properties": fields, "required": list(fields)}


def _cut(text: str) -> list[str]:
    """The fields of short words: cut at commas and line ends, but not inside brackets."""
    return [each.strip() for each in re.split(r"[,\n](?![^\[]*\])", text) if each.strip()]


def _field(text: str) -> tuple[str, dict[str, Any]]:
    found = FIELD.fullmatch(text)
    if not found:
        raise BadValue(f"{text!r} is no field of a schema; write 'name type', as in 'age int'.")
    kind = _worded((found["kind"] or "str").strip())
    return found["name"], kind | ({"description": found["description"]} if found["description"] else {})


def _kind(kind: Any) -> dict[str, Any]:
    """The schema of one field of a dict: a type, short words for one, a schema, or more fields."""
    if isinstance(kind, str):
        return _worded(kind.strip())
    if isinstance(kind, Mapping):
        return _loose(kind)
    if isinstance(kind, list) and len(kind) == 1:
        return {"type": "array", "items": _kind(kind[0])}
    kinds = Kinds()
    return kinds.rooted(kinds.of(kind))


def _worded(kind: str) -> dict[str, Any]:
    if kind in PLAIN:
        return {"type": PLAIN[kind]}
    if found := re.fullmatch(r"list(?:\[(.+)\])?|(.+)\[\]", kind):
        return {"type": "array", "items": _worded((found[1] or found[2] or "str").strip())}
    if "|" in kind:
        return {"type": "string", "enum": [each.strip() for each in kind.split("|")]}
    raise BadValue(f"A schema has no type {kind!r}; it has str, int, float, bool, list[…] and a|b.")


PLAIN = {
    "str": "string",
    "string": "string",
    "int": "integer",
    "integer": "integer",
    "float": "number",
    "number": "number",
    "bool": "boolean",
    "boolean": "boolean",
}
