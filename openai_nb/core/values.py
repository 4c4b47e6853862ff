"""Values: what JSON says as Python's own types, checked on the way."""

from __future__ import annotations

import datetime
import decimal
import enum
import types
import uuid
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import MISSING
from pathlib import PurePath
from typing import Annotated, Any, Literal, Union, get_args, get_origin, is_typeddict

from openai_nb.core.kinds import fields_of, optional_keys

NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", type(None): "null"}
READ: dict[Any, tuple[Callable[[Any], Any], str]] = {
    datetime.datetime: (datetime.datetime.fromisoformat, "a date and time"),
    datetime.date: (datetime.date.fromisoformat, "a date"),
    datetime.time: (datetime.time.fromisoformat, "a time"),
    uuid.UUID: (uuid.UUID, "a UUID"),
    decimal.Decimal: (lambda value: decimal.Decimal(str(value)), "a number"),
}


class Unfit(ValueError):
    """A value is not of the kind that was wanted; `where` in the whole, such as `people[2].age`."""

    def __init__(self, where: str, wanted: str, value: Any) -> None:
        text = repr(value)
        self.where, self.wanted, self.value = where, wanted, value
        super().__init__(
            f"{where or 'The value'}: {wanted} is wanted, and "
            f"{text if len(text) < 80 else text[:77] + '…'} was given."
        )


def typed(value: Any, kind: Any, where: str = "") -> Any:
    """`value`, as JSON has it, as the type `kind`; raises `Unfit`."""
    while get_origin(kind) is Annotated or hasattr(kind, "__supertype__"):
        kind = get_args(kind)[0] if get_origin(kind) is Annotated else kind.__supertype__
    kind = type(None) if kind is None else kind
    if kind is Any:
        return value
    if kind in NAMES:
        return _plain(value, kind, where)
    if kind in READ:
        return _read(value, *READ[kind], where)
    origin, inside = get_origin(kind) or kind, get_args(kind)
    if origin is Literal:
        return _option(value, {each: each for each in inside}, where)
    if origin in (Union, types.UnionType):
        return _union(value, inside, where)
    return _class(value, origin, inside, where) if isinstance(origin, type) else value


def _plain(value: Any, kind: type, where: str) -> Any:
    if kind is float and type(value) is int:
        return _read(value, float, NAMES[float], where)
    if kind is int and type(value) is float and value.is_integer():
        return int(value)
    if type(value) is not kind:
        raise Unfit(where, NAMES[kind], value)
    return value


def _read(value: Any, parse: Callable[[Any], Any], named: str, where: str) -> Any:
    try:
        return parse(value)
    except (ValueError, TypeError, AttributeError, OverflowError, decimal.InvalidOperation):
        raise Unfit(where, named, value) from None


def _option(value: Any, options: Mapping[Any, Any], where: str) -> Any:
    for option, meant in options.items():
        if type(option) is type(value) and option == value:
            return meant
    raise Unfit(where, f"one of {', '.join(map(repr, options))}", value)


def _union(value: Any, kinds: Sequence[Any], where: str) -> Any:
    """The first kind that fits; exact ones before those that numbers would be turned into."""
    problems: list[Unfit] = []
    for kind in sorted(kinds, key=lambda each: each is not type(value)):
        try:
            return typed(value, kind, where)
        except Unfit as problem:
            problems.append(problem)
    if len(problems) == 2 and type(None) in kinds:  # what may be null is told by its other kind
        raise next(each for each in problems if each.wanted != NAMES[type(None)])
    raise Unfit(where, " or ".join(dict.fromkeys(each.wanted for each in problems)), value)


def _class(value: Any, kind: Any, inside: tuple[Any, ...], where: str) -> Any:
    if hasattr(kind, "model_validate"):
        try:
            return kind.model_validate(value)
        except ValueError as problem:
            raise Unfit(where, f"a {kind.__name__} ({problem})", value) from None
    if issubclass(kind, enum.Enum):
        return _option(value, {each.value: each for each in kind}, where)
    if issubclass(kind, PurePath):
        return kind(typed(value, str, where))
    if fields := fields_of(kind):
        return _object(value, kind, fields, where)
    if issubclass(kind, Mapping):
        return _mapping(value, inside, where)
    if issubclass(kind, Sequence | AbstractSet) or kind.__module__ == "collections.abc":
        return _list(value, kind, inside, where)
    return value


def _object(value: Any, kind: Any, fields: Mapping[str, Any], where: str) -> Any:
    if not isinstance(value, dict):
        raise Unfit(where, f"an object with {', '.join(fields)}", value)
    optional = optional_keys(kind)
    made = {}
    for name, hint in fields.items():
        spot = f"{where}.{name}" if where else name
        if name in optional and value.get(name) is None:
            continue
        if name not in value and not _has_default(kind, name):
            raise Unfit(spot, "a value", None)
        if name in value:
            made[name] = typed(value[name], hint, spot)
    return made if is_typeddict(kind) else kind(**made)


def _has_default(kind: Any, name: str) -> bool:
    told = getattr(kind, "__dataclass_fields__", {}).get(name)
    if told is not None:
        return told.default is not MISSING or told.default_factory is not MISSING
    return name in getattr(kind, "_field_defaults", {})


def _mapping(value: Any, inside: tuple[Any, ...], where: str) -> Any:
    if not isinstance(value, dict):
        raise Unfit(where, "an object", value)
    inner = inside[1] if len(inside) == 2 else Any
    return {name: typed(each, inner, f"{where}.{name}" if where else name) for name, each in value.items()}


def _list(value: Any, kind: Any, inside: tuple[Any, ...], where: str) -> Any:
    fixed = issubclass(kind, tuple) and inside and inside[-1] is not ...
    if fixed and isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        raise Unfit(where, "a list", value)
    if fixed and len(value) != len(inside):
        raise Unfit(where, f"a list of {len(inside)}", value)
    kinds = inside if fixed else (inside[:1] or (str if kind is list else Any,)) * len(value)
    made = [
        typed(each, one, f"{where}[{place}]")
        for place, (each, one) in enumerate(zip(value, kinds, strict=True))
    ]
    if kind in (tuple, set, frozenset):
        return kind(made)
    return set(made) if issubclass(kind, AbstractSet) else made
