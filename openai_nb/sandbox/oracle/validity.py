"""Validity: whether a value keeps to a JSON schema, for the keywords that say something about values."""

from __future__ import annotations

import datetime
import ipaddress
import math
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and float(value).is_integer(),
    "number": lambda value: _is_number(value),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def is_valid(value: Any, schema: Any, root: Any = None) -> bool:
    """Whether `value` keeps to `schema`; references are looked up in `root`, or in the schema itself."""
    if not isinstance(schema, Mapping):
        return schema is not False
    root = schema if root is None else root
    if "$ref" in schema and not is_valid(value, resolved(schema["$ref"], root), root):
        return False
    rules = (_has_type, _is_listed, _combined, _number, _string, _array, _object)
    return all(rule(value, schema, root) for rule in rules)


def resolved(reference: Any, root: Any) -> Any:
    """The schema a local reference such as `#/$defs/node` points to; anything goes when it points nowhere."""
    found = root
    for step in str(reference).removeprefix("#").split("/"):
        if step:
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, Sequence) and not isinstance(found, str) and name.isdecimal():
                found = found[int(name)] if int(name) < len(found) else {}
            else:
                found = found.get(name, {}) if isinstance(found, Mapping) else {}
    return found


def _has_type(value: Any, schema: Mapping[str, Any], root: Any) -> bool:
    kinds = schema.get("type")
    if kinds is None:
        return True
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return any(TYPES.get(kind, lambda _: True)(value) for kind in kinds)


def _is_listed(value: Any, schema: Mapping[str, Any], root: Any) -> bool:
    if "const" in schema and not same(value, schema["const"]):
        return False
    return "enum" not in schema or any(same(value, other) for other in schema["enum"])


def _combined(value: Any, schema: Mapping[str, Any], root: Any) -> bool:
    if not all(is_valid(value, part, root) for part in schema.get("allOf", ())):
        return False
    if "anyOf" in schema and not any(is_valid(value, part, root) for part in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(is_valid(value, part, root) for part in schema["oneOf"]) != 1:
        return False
    if "not" in schema and is_valid(value, schema["not"], root):
        return False
    if "if" in schema:
        branch = "then" if is_valid(value, schema["if"], root) else "else"
        return is_valid(value, schema.get(branch, True), root)
    return True


def _number(value: Any, schema: Mapping[str, Any], root: Any) -> bool:
    if not _is_number(value):
        return True
    if value < schema.get("minimum", -math.inf) or value > schema.get("maximum", math.inf):
        return False
    if value <= schema.get("exclusiveMinimum", -math.inf) or value >= schema.get(
        "exclusiveMaximum", math.inf
    ):
        return False
    step = schema.get("multipleOf")
    return not step or abs(value / step - round(value / step)) < 1e-9


def _string(value: Any, schema: Mapping[str, Any], root: Any) -> bool:
    if not isinstance(value, str):
        return True
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", math.inf):
        return False
    if "pattern" in schema and not matches(schema["pattern"], value):
        return False
    check = FORMATS.get(schema.get("format", ""))
    return check is None or check(value)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text; a pattern that Python cannot read forbids nothing."""
    try:
        return re.search(pattern, text) is not None
    except (re.error, RecursionError):
        return True


def _array(value: Any, schema: Mapping[str, Any], root: Any) -> bool:
    if not isinstance(value, list):
        return True
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", math.inf):
        return False
    if schema.get("uniqueItems") and any(same(a, b) for i, a in enumerate(value) for b in value[:i]):
        return False
    first = schema.get("prefixItems", ())
    if not all(is_valid(item, part, root) for item, part in zip(value, first, strict=False)):
        return False
    if "items" in schema and not all(is_valid(item, schema["items"], root) for item in value[len(first) :]):
        return False
    if "contains" not in schema:
        return True
    found = sum(is_valid(item, schema["contains"], root) for item in value)
    return bool(schema.get("minContains", 1) <= found <= schema.get("maxContains", math.inf))


def _object(value: Any, schema: Mapping[str, Any], root: Any) -> bool:
    if not isinstance(value, dict):
        return True
    if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", math.inf):
        return False
    if any(name not in value for name in schema.get("required", ())):
        return False
    for name, needed in schema.get("dependentRequired", {}).items():
        if name in value and any(other not in value for other in needed):
            return False
    return all(_property(name, item, schema, root) for name, item in value.items())


def _property(name: str, item: Any, schema: Mapping[str, Any], root: Any) -> bool:
    known = schema.get("properties", {})
    patterned = [
        part for pattern, part in schema.get("patternProperties", {}).items() if matches(pattern, name)
    ]
    if name in known:
        patterned.append(known[name])
    elif not patterned:
        patterned.append(schema.get("additionalProperties", True))
    names = schema.get("propertyNames", True)
    return is_valid(name, names, root) and all(is_valid(item, part, root) for part in patterned)


def same(a: Any, b: Any) -> bool:
    """Equality as JSON has it: 1 is 1.0, but true is not 1."""
    return isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _parses(parse: Callable[[str], Any]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return check


def _shaped(pattern: str) -> Callable[[str], bool]:
    shape = re.compile(pattern)
    return lambda text: shape.fullmatch(text) is not None


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": lambda text: _shaped(r"\d{4}-\d\d-\d\d")(text) and _parses(datetime.date.fromisoformat)(text),
    "date-time": _shaped(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
    "time": _shaped(r"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    "duration": _shaped(r"P(?=.)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?)"),
    "email": _shaped(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    "hostname": _shaped(r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9-]{1,63})*"),
    "ipv4": _parses(ipaddress.IPv4Address),
    "ipv6": _parses(ipaddress.IPv6Address),
    "uuid": lambda text: (
        _shaped(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")(text) and _parses(uuid.UUID)(text)
    ),
    "uri": _shaped(r"[A-Za-z][A-Za-z0-9+.-]*:\S+"),
}
