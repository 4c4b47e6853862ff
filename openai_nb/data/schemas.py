"""Schemas: the shape an answer must have, from short words, a dict, a dataclass or a pydantic model.

Short words are fields with commas between them: `name, age int, tags list[str], mood good|bad`.
What comes out is a JSON Schema as the API's strict mode wants it: every field required, none added.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

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
FIELD = re.compile(r"(?P<name>[^\W\d]\w*)(?:\s+(?P<kind>[^:]+?))?\s*(?::\s*(?P<description>.+))?")


def schema(shape: Any) -> dict[str, Any]:
    """The strict JSON Schema of `shape`; raises `ValueError` or `TypeError` where it has none."""
    if isinstance(shape, str):
        return strict(_object(dict(_field(each) for each in _cut(shape))))
    if isinstance(shape, Mapping):
        if "type" in shape or "properties" in shape or "$ref" in shape:
            return strict(dict(shape))
        return strict(_object({name: _kind(kind) for name, kind in shape.items()}))
    if hasattr(shape, "model_json_schema"):
        return strict(shape.model_json_schema())
    if isinstance(shape, type) and (dataclasses.is_dataclass(shape) or get_type_hints(shape)):
        return strict(_kind(shape))
    raise TypeError(f"A schema cannot be made of {shape!r}; give 'name str, age int', a dict or a class.")


def response_format(shape: Any, name: str = "answer") -> dict[str, Any]:
    """What to send as `response_format`, so that the answer has this shape."""
    titled = getattr(shape, "__name__", name)
    return {"type": "json_schema", "json_schema": {"name": titled, "strict": True, "schema": schema(shape)}}


def strict(raw: Mapping[str, Any]) -> dict[str, Any]:
    """`raw` with every object closed and every field required, as the strict mode demands."""
    kept = {name: _strict(value) for name, value in raw.items() if name != "default"}
    if isinstance(raw.get("properties"), Mapping):
        kept["properties"] = {name: _strict(value) for name, value in raw["properties"].items()}
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept


def _strict(value: Any) -> Any:
    if isinstance(value, list):
        return [_strict(each) for each in value]
    return strict(value) if isinstance(value, Mapping) else value


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    if not fields:
        raise ValueError("A schema needs a field, as in 'name str, age int'.")
    return {"type": "object", "properties": fields}


def _cut(text: str) -> list[str]:
    """The fields of short words: cut at commas and line ends, but not inside brackets."""
    return [each.strip() for each in re.split(r"[,\n](?![^\[]*\])", text) if each.strip()]


def _field(text: str) -> tuple[str, dict[str, Any]]:
    found = FIELD.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no field of a schema; write 'name type', as in 'age int'.")
    kind = _kind(found["kind"] or "str")
    return found["name"], kind | ({"description": found["description"]} if found["description"] else {})


def _kind(kind: Any) -> dict[str, Any]:
    """The schema of one field's type, in words or as Python's own."""
    if isinstance(kind, str):
        return _worded(kind.strip())
    if isinstance(kind, Mapping):
        return dict(kind) if "type" in kind or "enum" in kind or "anyOf" in kind else schema(kind)
    if kind is type(None):
        return {"type": "null"}
    origin, inside = get_origin(kind), get_args(kind)
    if kind is list or origin in (list, tuple, set, frozenset):
        return {"type": "array", "items": _kind(inside[0] if inside else str)}
    if origin is Literal:
        return {"type": "string", "enum": list(inside)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_kind(each) for each in inside]}
    if isinstance(kind, list) and len(kind) == 1:
        return {"type": "array", "items": _kind(kind[0])}
    if hasattr(kind, "model_json_schema"):
        return dict(kind.model_json_schema())
    name = getattr(kind, "__name__", str(kind))
    if name in PLAIN:
        return {"type": PLAIN[name]}
    hints = get_type_hints(kind) if isinstance(kind, type) else {}
    if hints:
        return _object({name: _kind(each) for name, each in hints.items()})
    raise TypeError(f"A schema has no type {name!r}; it has {', '.join(sorted(PLAIN))}, list[…] and a|b.")


def _worded(kind: str) -> dict[str, Any]:
    if kind in PLAIN:
        return {"type": PLAIN[kind]}
    if found := re.fullmatch(r"list(?:\[(.+)\])?|(.+)\[\]", kind):
        return {"type": "array", "items": _worded((found[1] or found[2] or "str").strip())}
    if "|" in kind:
        return {"type": "string", "enum": [each.strip() for each in kind.split("|")]}
    raise ValueError(f"A schema has no type {kind!r}; it has str, int, float, bool, list[…] and a|b.")
