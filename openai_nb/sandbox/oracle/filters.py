"""Filters: which attributes pass a comparison, or several joined by and, or."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Scalar = str | int | float  # and bool, which is an int
ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "gt": lambda one, other: one > other,
    "gte": lambda one, other: one >= other,
    "lt": lambda one, other: one < other,
    "lte": lambda one, other: one <= other,
}
KINDS = ("eq", "ne", *ORDER, "in", "nin", "and", "or")
DEEPEST = 32


def problems(given: Any, where: str = "filters", depth: int = 0) -> Iterator[tuple[str, str]]:
    """(place, what is wrong there) of a filter; nothing if it can be used."""
    if not isinstance(given, Mapping) or depth > DEEPEST:
        yield where, "a filter is an object, nested 32 deep at most"
        return
    kind = given.get("type")
    if kind in ("and", "or"):
        inner = given.get("filters")
        if not isinstance(inner, list) or not inner:
            yield f"{where}.filters", "a list of filters is needed"
            return
        for place, each in enumerate(inner):
            yield from problems(each, f"{where}.filters[{place}]", depth + 1)
        return
    if kind not in KINDS:
        yield f"{where}.type", f"the type must be one of {', '.join(KINDS)}, not {kind!r}"
        return
    if not isinstance(given.get("key"), str):
        yield f"{where}.key", "the name of an attribute is needed"
    yield from _wrong_value(kind, given.get("value"), f"{where}.value")


def _wrong_value(kind: str, value: Any, where: str) -> Iterator[tuple[str, str]]:
    if kind in ("in", "nin"):
        if not isinstance(value, list) or not all(isinstance(each, Scalar) for each in value):
            yield where, f"'{kind}' needs a list of strings, numbers or booleans"
    elif not isinstance(value, Scalar):
        yield where, f"'{kind}' needs a string, a number or a boolean"
    elif kind in ORDER and isinstance(value, bool):
        yield where, f"'{kind}' cannot compare booleans"


def passes(attributes: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether attributes pass a filter; an attribute that is not there equals nothing."""
    kind = str(given["type"])
    if kind in ("and", "or"):
        join = all if kind == "and" else any
        return join(passes(attributes, each) for each in given["filters"])
    has, value = attributes.get(given["key"]), given["value"]
    if kind in ("in", "nin"):
        return any(_same(has, each) for each in value) == (kind == "in")
    if kind in ("eq", "ne"):
        return _same(has, value) == (kind == "eq")
    return _comparable(has, value) and bool(ORDER[kind](has, value))


def _same(one: Any, other: Any) -> bool:
    return _comparable(one, other) and bool(one == other)


def _comparable(one: Any, other: Any) -> bool:
    """Whether both are texts, both numbers or both booleans: True is not 1 here."""
    return _kind(one) is _kind(other) and one is not None


def _kind(value: Any) -> type:
    return float if type(value) is int else type(value)
