"""Merging: a schema with its references and its `allOf` taken together into one plain table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openai_nb.sandbox.oracle.validity import resolved, same

MOST_STEPS = 40  # references followed in a row; more is a circle


def merged(schema: Mapping[str, Any], root: Any) -> dict[str, Any]:
    """One schema that says all that this one, what it refers to and its `allOf` say."""
    plain = dict(schema)
    for _ in range(MOST_STEPS):
        if "$ref" not in plain:
            break
        target = resolved(plain.pop("$ref"), root)
        plain = both(target, plain) if isinstance(target, Mapping) else plain
    parts = plain.pop("allOf", ())
    for part in parts:
        if isinstance(part, Mapping):
            plain = both(plain, merged(part, root))
    return plain


def both(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What two schemas say together."""
    joined = {**one, **other}
    for word in one.keys() & other.keys():
        joined[word] = _joined(word, one[word], other[word])
    return joined


def _joined(word: str, a: Any, b: Any) -> Any:
    if word in ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"):
        return max(a, b)
    if word in ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"):
        return min(a, b)
    if word == "required":
        return list(dict.fromkeys([*a, *b]))
    if word == "enum":
        return [option for option in a if any(same(option, other) for other in b)] or b
    if word == "type":
        return _types(a, b)
    if word in ("properties", "$defs", "definitions", "patternProperties"):
        shared = {name: both(a[name], b[name]) for name in a.keys() & b.keys() if _tables(a[name], b[name])}
        return {**a, **b, **shared}
    if word == "items" and _tables(a, b):
        return both(a, b)
    return b


def _types(a: Any, b: Any) -> Any:
    first, second = ([a] if isinstance(a, str) else a), ([b] if isinstance(b, str) else b)
    kept = [kind for kind in first if kind in second or (kind == "integer" and "number" in second)]
    kept += [kind for kind in second if kind == "integer" and "number" in first and kind not in kept]
    return kept[0] if len(kept) == 1 else kept or b


def _tables(a: Any, b: Any) -> bool:
    return isinstance(a, Mapping) and isinstance(b, Mapping)


def kinds(schema: Mapping[str, Any]) -> list[str]:
    """The types a schema allows; told by its other keywords if it names none."""
    types = schema.get("type")
    if types:
        return [types] if isinstance(types, str) else list(types)
    for kind, telling in _TELLING.items():
        if schema.keys() & telling:
            return [kind]
    return ["string"]


_TELLING = {
    "object": {"properties", "required", "additionalProperties", "minProperties"},
    "array": {"items", "prefixItems", "minItems", "contains"},
    "number": {"minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"},
}
