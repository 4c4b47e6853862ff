"""Records: typed views over the JSON the API sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

Dress = Callable[[Any], Any]


class Record:
    """One JSON object, read with dots.

    Annotations on a subclass say what we know; whatever else the server sends is kept and
    readable.  All names belong to the API: `Record` has no public attribute of its own, so no
    field can ever be hidden by a method.  `asdict(record)` is the JSON behind it.
    """

    __slots__ = ("_raw",)
    _raw: dict[str, Any]

    def __init__(self, _raw: Mapping[str, Any] | None = None, /, **fields: Any) -> None:
        object.__setattr__(self, "_raw", {**(_raw or {}), **fields})

    if not TYPE_CHECKING:  # a checker sees only what is annotated, so it catches typos

        def __getattr__(self, name):
            try:
                value = self._raw[name]
            except KeyError:
                return _absent(self, name)
            kind = type(value)
            if kind is dict or kind is list:  # all else passes as it is: numbers are never dressed
                dress = _dresses(type(self)).get(name)
                return dress(value) if dress else _plain(value)
            return value

        def __setattr__(self, name, value):
            raise TypeError("a record is what the server said; asdict(record) is yours to change")

    def __dir__(self) -> list[str]:
        return sorted({*_hints(type(self)), *self._raw})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._raw == other._raw

    def __getstate__(self) -> dict[str, Any]:
        return self._raw

    def __setstate__(self, state: dict[str, Any]) -> None:
        object.__setattr__(self, "_raw", state)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={_short(v)}' for k, v in self._raw.items())})"


def asdict(record: Record) -> dict[str, Any]:
    """The JSON behind `record`, verbatim; yours to change."""
    return record._raw


def view(value: Any, hint: Any = None) -> Any:
    """`value` dressed in the type `hint` names; plain values pass through."""
    return _dresser(hint)(value)


def dresser(hint: Any) -> Dress:
    """`view` for many values of one hint: a function of the value alone."""
    return _dresser(hint)


def _absent(record: Record, name: str) -> Any:
    """What a field that was not sent reads as: None where it is optional, else an error."""
    if name.startswith("_"):
        raise AttributeError(name)
    if type(None) in get_args(_hints(type(record)).get(name)):
        return None
    has = ", ".join(record._raw) or "no fields"
    raise AttributeError(f"{type(record).__name__} has no {name!r}; it has {has}") from None


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:197]}…"


def _declared(cls: type[Record]) -> dict[str, Any]:
    """What `cls` declares."""
    return {name: hint for name, hint in get_type_hints(cls).items() if not name.startswith("_")}


def _declared_dresses(cls: type[Record]) -> dict[str, Dress]:
    """How each declared field of `cls` is dressed."""
    return {name: _dresser(hint) for name, hint in _hints(cls).items()}


# Looked up once for each class.  (A checker takes a class with __eq__ for unhashable, hence Any.)
_hints: Callable[[Any], dict[str, Any]] = cache(_declared)
_dresses: Callable[[Any], dict[str, Dress]] = cache(_declared_dresses)


def _dresser(hint: Any) -> Dress:
    """A function that dresses values of the type `hint`."""
    try:
        return _cached_dresser(hint)
    except TypeError:  # a hint that cannot be hashed, such as Annotated[…, [list]]
        return _plain


@cache
def _cached_dresser(hint: Any) -> Dress:
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    records = [each for each in options if isinstance(each, type) and issubclass(each, Record)]
    by_type = {name: each for each in reversed(records) for name in get_args(_hints(each).get("type"))}
    items = [get_args(each) for each in options if get_origin(each) is list]
    free = any(each is dict or get_origin(each) is dict for each in options)
    item = _dresser(items[0][0]) if items else _plain
    one = records[0] if len(records) == 1 else None

    def dress(value: Any) -> Any:
        if isinstance(value, dict):
            return value if free and not records else make(one or _pick(by_type, value), value)
        if isinstance(value, list) and isinstance(_first(value), dict | list):
            return [item(each) for each in value]
        return value

    return dress


def _plain(value: Any) -> Any:
    """Nobody declared it: objects become plain records, so dots go on working."""
    if isinstance(value, dict):
        return make(Record, value)
    if isinstance(value, list) and isinstance(_first(value), dict):
        return [_plain(each) for each in value]
    return value


def _first(values: list[Any]) -> Any:
    """The first that is not null; it tells of the others, which may be many thousand numbers."""
    if values and values[0] is not None:
        return values[0]
    return next((each for each in values if each is not None), None)


def make(cls: type[Record], raw: dict[str, Any]) -> Any:
    """A record over `raw` itself: nothing is copied."""
    record = _new(cls)
    _set_raw(record, raw)
    return record


_new = object.__new__
_set_raw: Callable[[Record, dict[str, Any]], None] = Record.__dict__["_raw"].__set__


def _pick(by_type: dict[str, type[Record]], value: dict[str, Any]) -> type[Record]:
    """The record class for `value`, told apart by its `type: Literal[…]`."""
    kind = value.get("type")
    return by_type.get(kind, Record) if isinstance(kind, str) else Record
