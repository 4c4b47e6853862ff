"""Kinds: the JSON Schema of Python's own types: plain ones, unions, lists, classes with fields."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import inspect
import types
import uuid
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePath
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from openai_nb.core.errors import BadType

PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    decimal.Decimal: {"type": "number"},
    datetime.datetime: {"type": "string", "format": "date-time"},
    datetime.date: {"type": "string", "format": "date"},
    datetime.time: {"type": "string", "format": "time"},
    uuid.UUID: {"type": "string", "format": "uuid"},
}
NAMES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
OFFERED = "str, int, float, bool, dates, list[…], dict[str, …], Literal, enums, a | b, classes with fields"


class Kinds:
    """Schemas of types; a class that has itself within is written once, under `$defs`."""

    def __init__(self) -> None:
        self.defs: dict[str, Any] = {}
        self._open: list[Any] = []
        self._met: set[Any] = set()  # classes that were met again inside themselves

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of a type; raises `TypeError` where JSON has none for it."""
        if get_origin(kind) is Annotated:
            inner, *marks = get_args(kind)
            words = [mark for mark in marks if isinstance(mark, str)]
            return self.of(inner) | ({"description": words[0]} if words else {})
        if kind is None or kind in PLAIN:
            return dict(PLAIN[kind or type(None)])
        if supertype := getattr(kind, "__supertype__", None):
            return self.of(supertype)
        origin, inside = get_origin(kind) or kind, get_args(kind)
        if origin is Literal:
            return _options(list(inside))
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(each) for each in inside]}
        if isinstance(origin, type):
            return self._class(origin, inside)
        raise no_kind(kind)

    def rooted(self, found: dict[str, Any]) -> dict[str, Any]:
        """A schema to stand by itself: with the definitions it refers to, and no mere reference."""
        if "$ref" in found and found["$ref"].startswith("#/$defs/"):
            found = self.defs[found["$ref"].removeprefix("#/$defs/")]
        return {**found, "$defs": self.defs} if self.defs else found

    def _class(self, kind: type, inside: tuple[Any, ...]) -> dict[str, Any]:
        if issubclass(kind, enum.Enum):
            return _options([each.value for each in kind])
        if issubclass(kind, PurePath):
            return {"type": "string"}
        if hasattr(kind, "model_json_schema"):
            return self._model(kind)
        if fields_of(kind):
            return self._fields(kind)
        if issubclass(kind, tuple) and inside and inside[-1] is not ...:
            return self._tuple(inside)
        if issubclass(kind, Mapping) and len(inside) == 2 and inside[1] is not Any:
            return {"type": "object", "additionalProperties": self.of(inside[1])}
        if _is_list(kind):
            return {"type": "array", "items": self.of(inside[0] if inside else str)}
        raise no_kind(kind)

    def _tuple(self, inside: tuple[Any, ...]) -> dict[str, Any]:
        """A tuple of fixed length; one of several kinds is an object, since lists are of one kind."""
        if len(set(inside)) == 1:
            items = self.of(inside[0])
            return {"type": "array", "items": items, "minItems": len(inside), "maxItems": len(inside)}
        fields = {f"item_{place}": self.of(each) for place, each in enumerate(inside, 1)}
        return {"type": "object", "properties": fields, "required": list(fields)}

    def _fields(self, kind: type) -> dict[str, Any]:
        if kind in self._open:
            self._met.add(kind)
            return {"$ref": f"#/$defs/{kind.__name__}"}
        self._open.append(kind)
        made = {name: self._field(kind, name, hint) for name, hint in fields_of(kind).items()}
        self._open.pop()
        found = {"type": "object", "properties": made, "required": list(made)}
        said = inspect.getdoc(kind) if "__doc__" in vars(kind) else None
        if said and not said.startswith((f"{kind.__name__}(", "dict(")):
            found["description"] = said.split("\n\n")[0].replace("\n", " ")
        if kind not in self._met:
            return found
        self.defs[kind.__name__] = found
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def _field(self, kind: type, name: str, hint: Any) -> dict[str, Any]:
        found = self.of(hint)
        if name in optional_keys(kind) and found != {"type": "null"}:
            found = {"anyOf": [found, {"type": "null"}]}  # null stands for a key that is left out
        told = getattr(kind, "__dataclass_fields__", {}).get(name)
        said = told.metadata.get("description") if told else None
        return found | ({"description": said} if said else {})

    def _model(self, kind: Any) -> dict[str, Any]:
        found = dict(kind.model_json_schema())
        self.defs |= found.pop("$defs", {})
        return found


def fields_of(kind: type) -> dict[str, Any]:
    """The fields of a class and their types: of a dataclass, TypedDict, NamedTuple, or one with hints."""
    if kind.__module__ == "builtins" or issubclass(kind, PurePath | enum.Enum):
        return {}
    hints = {name: _bare(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}
    if dataclasses.is_dataclass(kind):
        return {each.name: hints[each.name] for each in dataclasses.fields(kind) if each.init}
    plain = is_typeddict(kind) or hasattr(kind, "_fields") or not _is_list(kind)
    return {name: hint for name, hint in hints.items() if not name.startswith("_")} if plain else {}


def optional_keys(kind: type) -> set[str]:
    """The keys of a TypedDict that may be left out; its own account is wrong where hints are texts."""
    if not is_typeddict(kind):
        return set()
    marks = {name: str(get_origin(hint)) for name, hint in get_type_hints(kind, include_extras=True).items()}
    needed = vars(kind)["__required_keys__"]
    return {name for name, mark in marks.items() if "NotRequired" in mark or name not in needed}


def no_kind(kind: Any) -> BadType:
    """There is no schema for a type."""
    return BadType(f"A schema has no type {getattr(kind, '__name__', kind)!r}; it has {OFFERED}.")


def _bare(hint: Any) -> Any:
    """A hint without `Required` or `NotRequired` around it."""
    return get_args(hint)[0] if "Required" in str(get_origin(hint)) else hint


def _options(values: list[Any]) -> dict[str, Any]:
    found = list(dict.fromkeys(NAMES.get(type(value), "") for value in values))
    if "" in found or not values:
        raise BadType(f"A schema has no options such as {values!r}; it has texts, numbers and None.")
    return {"type": found[0] if len(found) == 1 else found, "enum": values}


def _is_list(kind: type) -> bool:
    return issubclass(kind, list | tuple | AbstractSet) or (
        issubclass(kind, Iterable) and kind.__module__ == "collections.abc" and not issubclass(kind, Mapping)
    )
