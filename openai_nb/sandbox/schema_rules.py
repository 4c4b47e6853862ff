"""Schema rules: whether a JSON Schema that came with a request is one, and strict where that is wished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openai_nb.sandbox.refusal import Refusal

TYPES = {"string", "number", "integer", "boolean", "object", "array", "null"}
SCHEMAS = ("items", "additionalProperties", "not", "contains", "if", "then", "else", "propertyNames")
LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
NAMED = ("properties", "$defs", "definitions", "patternProperties", "dependentSchemas")
NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
TEXTS = ("$ref", "title", "description", "format", "pattern", "$comment", "$id", "$schema")
DEEPEST = 40
Problem = tuple[tuple[str, ...], str]  # where, and what is wrong there


def check(schema: Any, what: str, param: str, *, strict: bool = False) -> None:
    """Raise a `Refusal` for a schema of `what` ("function 'f'") that is none, or not strict enough."""
    found = (
        problems(schema) if isinstance(schema, dict) else iter([((), f"{schema!r} is not of type 'object'")])
    )
    wrong = next(found, None) or (next(laxities(schema), None) if strict else None)
    if wrong:
        code = "invalid_function_parameters" if what.startswith("function") else "invalid_json_schema"
        message = f"Invalid schema for {what}: In context={wrong[0]!r}, {wrong[1]}."
        raise Refusal(400, message, code=code, param=param)


def problems(schema: Any, where: tuple[str, ...] = ()) -> Iterator[Problem]:
    """What of a schema is not as JSON Schema has it; nothing if it is well formed."""
    if isinstance(schema, bool):
        return
    if not isinstance(schema, dict):
        yield where, f"{schema!r} is not of type 'object', 'boolean'"
        return
    if len(where) > DEEPEST:
        yield where, "the schema is nested too deep"
        return
    yield from _plain(schema, where)
    for name in SCHEMAS:
        inner = schema.get(name)
        if name in schema and not (name == "items" and isinstance(inner, list)):
            yield from problems(inner, (*where, name))
    for name in (*LISTS, *(["items"] if isinstance(schema.get("items"), list) else [])):
        yield from _each(schema, name, list, where)
    for name in NAMED:
        yield from _each(schema, name, dict, where)


def laxities(schema: Any, where: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Where a schema is not strict: its objects closed, their fields all required."""
    if not isinstance(schema, dict):
        return
    if not where and schema.get("type") != "object":
        yield where, f"schema must be a JSON Schema of 'type: \"object\"', got {schema.get('type')!r}"
        return
    if "properties" in schema or schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            yield where, "'additionalProperties' is required to be supplied and to be false"
        missing = [name for name in schema.get("properties", {}) if name not in schema.get("required", [])]
        if missing:
            yield (
                where,
                "'required' is required to be supplied and to be an array including every key in properties. "
                f"Missing {missing[0]!r}",
            )
    for name in ("properties", "$defs", "definitions"):
        for key, inner in schema.get(name, {}).items():
            yield from laxities(inner, (*where, name, key))
    for name in LISTS:
        for place, inner in enumerate(schema.get(name, [])):
            yield from laxities(inner, (*where, name, str(place)))
    yield from laxities(schema.get("items"), (*where, "items"))


def _plain(schema: dict[str, Any], where: tuple[str, ...]) -> Iterator[Problem]:
    """What is wrong with the keywords that hold no schemas."""
    kinds = schema.get("type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if not isinstance(kind, str) or kind not in TYPES:
            yield (*where, "type"), f"{kind!r} is not valid under any of the given schemas"
    required = schema.get("required", [])
    if not isinstance(required, list) or not all(isinstance(each, str) for each in required):
        yield (*where, "required"), f"{required!r} is no array of strings"
    if "enum" in schema and not (isinstance(schema["enum"], list) and schema["enum"]):
        yield (*where, "enum"), f"{schema['enum']!r} is no array of values"
    for names, kind, said in (
        (NUMBERS, int | float, "number"),
        (COUNTS, int, "integer"),
        (TEXTS, str, "string"),
    ):
        for name in names:
            value = schema.get(name, 1 if said != "string" else "")
            if not isinstance(value, kind) or isinstance(value, bool):
                yield (*where, name), f"{value!r} is not of type '{said}'"
    pattern = schema.get("pattern", "")
    if isinstance(pattern, str):
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            yield (*where, "pattern"), f"{pattern!r} is not a 'regex'"


def _each(schema: dict[str, Any], name: str, kind: type[Any], where: tuple[str, ...]) -> Iterator[Problem]:
    """What is wrong with the schemas that stand in a list or under names."""
    inner: Any = schema.get(name, kind())
    if not isinstance(inner, kind):
        yield (*where, name), f"{inner!r} is not of type '{'array' if kind is list else 'object'}'"
        return
    named: list[tuple[Any, Any]] = [*(inner.items() if isinstance(inner, dict) else enumerate(inner))]
    for key, each in named:
        yield from problems(each, (*where, name, str(key)))
