"""Strictness: a JSON Schema as the API's strict mode wants it, and what it took away put back.

The strict mode knows no object of free keys: such a mapping travels as a list of its keys and values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openai_nb.core.errors import BadValue

LOST = ("default", "title")  # words that the strict mode does not know, or that only cost tokens
PAIRS = "A mapping, as a list of its keys and values."


def strict(
    raw: Mapping[str, Any], root: Mapping[str, Any] | None = None, within: tuple[str, ...] = ()
) -> dict[str, Any]:
    """`raw` with every object closed and every field required, as the strict mode demands.

    A part of the schema `root` may stand `within` what its references lead to.  Raises `ValueError` where
    one leads nowhere.
    """
    root = raw if root is None else root
    if "$ref" in raw and len(raw) > 1 + ("$defs" in raw):  # a reference may have nothing beside it
        if raw["$ref"] in within:  # what has itself within would never end
            return {"$ref": raw["$ref"]}
        return strict(_inlined(raw, root), root, (*within, raw["$ref"]))
    if len(raw.get("allOf") or ()) == 1:
        return strict({**{k: v for k, v in raw.items() if k != "allOf"}, **raw["allOf"][0]}, root, within)
    if _is_mapping(raw):
        return strict(_pairs(raw), root, within)
    kept = {name: _strict(name, value, root, within) for name, value in raw.items() if name not in LOST}
    if isinstance(raw.get("properties"), Mapping):
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept


def restored(value: Any, raw: Any, root: Any = None) -> Any:
    """A value that was written by `strict(raw)`, with its mappings as mappings again."""
    root = raw if root is None else root
    if not isinstance(raw, Mapping):
        return value
    if "$ref" in raw:
        return restored(value, _target(raw["$ref"], root), root)
    for word in ("anyOf", "oneOf", "allOf"):
        for part in raw.get(word) or ():
            value = restored(value, part, root)
    if isinstance(value, dict):
        known = raw.get("properties") or {}
        return {name: restored(each, known.get(name), root) for name, each in value.items()}
    if isinstance(value, list) and _is_mapping(raw) and all(_is_pair(each) for each in value):
        inner = raw["additionalProperties"]
        return {str(each["key"]): restored(each["value"], inner, root) for each in value}
    if isinstance(value, list) and "items" in raw:
        return [restored(each, raw["items"], root) for each in value]
    return value


def _strict(name: str, value: Any, root: Mapping[str, Any], within: tuple[str, ...]) -> Any:
    def inner(each: Any) -> Any:
        return strict(each, root, within) if isinstance(each, Mapping) else each

    if name in ("properties", "$defs") and isinstance(value, Mapping):
        return {key: inner(each) for key, each in value.items()}
    if name in ("enum", "const", "examples", "required"):
        return value
    return [inner(each) for each in value] if isinstance(value, list) else inner(value)


def _is_mapping(raw: Mapping[str, Any]) -> bool:
    free = raw.get("additionalProperties")
    return isinstance(free, Mapping) and bool(free) and not raw.get("properties")


def _is_pair(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"key", "value"}


def _pairs(raw: Mapping[str, Any]) -> dict[str, Any]:
    fields = {"key": {"type": "string"}, "value": raw["additionalProperties"]}
    item = {"type": "object", "properties": fields}
    said = " ".join(each for each in (raw.get("description"), PAIRS) if each)
    return {"type": "array", "items": item, "description": said}


def _inlined(raw: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    beside = {name: value for name, value in raw.items() if name != "$ref"}
    return {**_target(raw["$ref"], root), **beside}


def _target(reference: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference such as `#/$defs/Person` points to."""
    found: Any = root
    for step in filter(None, reference.removeprefix("#").split("/")):
        name = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, Mapping) or name not in found:
            raise BadValue(f"The schema refers to {reference!r}, which is not in it.")
        found = found[name]
    return found  # type: ignore[no-any-return]
