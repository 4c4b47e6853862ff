"""Rules: what an argument may be, and how the API says that it is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from openai_nb.core.endpoint import Endpoint
from openai_nb.core.multipart import UPLOAD
from openai_nb.core.record import Record
from openai_nb.sandbox.forms import Uploaded
from openai_nb.sandbox.refusal import Refusal, invalid

Rule = Callable[[str, Any], None]
MOST_STOPS = 4
NAMES = {
    str: "a string",
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    list: "an array",
    dict: "an object",
    Uploaded: "a file",
    NoneType: "null",
}


def number(low: float, high: float) -> Rule:
    """From `low` to `high`."""
    kind = "decimal" if isinstance(low, float) else "integer"

    def check(name: str, value: Any) -> None:
        if low <= value <= high:
            return
        above = value > high
        side, sign, bound = ("above maximum", "<=", high) if above else ("below minimum", ">=", low)
        raise invalid(
            name,
            f"Invalid '{name}': {kind} {side} value. Expected a value {sign} {bound}, "
            f"but got {value} instead.",
            f"{kind}_{'above_max' if above else 'below_min'}_value",
        )

    return check


def one_of(*options: str) -> Rule:
    """One of a few words."""

    def check(name: str, value: Any) -> None:
        if isinstance(value, str) and value not in options:
            listed = ", ".join(f"'{each}'" for each in options)
            raise invalid(name, f"Invalid value: '{value}'. Supported values are: {listed}.")

    return check


def long(low: int, high: int) -> Rule:
    """A text or list with `low` to `high` items."""

    def check(name: str, value: Any) -> None:
        size = len(value)
        if low <= size <= high:
            return
        kind, above = ("a string" if isinstance(value, str) else "an array"), size > high
        bound = f"maximum length {high}" if above else f"minimum length {low}"
        word = kind.split()[1]
        raise invalid(
            name,
            f"Invalid '{name}': {word} too {'long' if above else 'short'}. Expected {kind} with {bound}, "
            f"but got {kind} with length {size} instead.",
            f"{word}_{'above_max' if above else 'below_min'}_length",
        )

    return check


def stops(name: str, value: Any) -> None:
    """A text that ends an answer, or up to four."""
    if isinstance(value, str):
        return
    if not 1 <= len(value) <= MOST_STOPS or not all(isinstance(each, str) for each in value):
        raise invalid(name, f"Invalid '{name}': expected a string, or an array of 1 to {MOST_STOPS} strings.")


def metadata(name: str, value: Any) -> None:
    """At most 16 pairs of text: keys of 64 letters, values of 512."""
    long(0, 16)(name, value)
    for key, text in value.items():
        if not isinstance(text, str):
            raise invalid(
                f"{name}.{key}",
                f"Invalid type for '{name}.{key}': expected a string, but got {_named(text)} instead.",
                "invalid_type",
            )
        long(1, 64)(f"{name}.{key}", key)
        long(0, 512)(f"{name}.{key}", text)


def admit(endpoint: Endpoint, given: Mapping[str, Any], rules: Mapping[str, Rule]) -> dict[str, Any]:
    """The arguments for a handler; a `Refusal` for unknown, missing and wrong ones."""
    known = endpoint.signature.parameters
    for name in given:
        if name not in known or name in ("self", "extra"):
            raise Refusal(400, f"Unknown parameter: '{name}'.", code="unknown_parameter", param=name)
    _need(endpoint, given)
    admitted = {}
    for name, value in given.items():
        typed = None if value is None else _typed(name, value, endpoint.hints.get(name))
        if typed is None:  # in a query or form the word null means it, too
            continue
        if name in rules:
            rules[name](name, typed)
        admitted[name] = typed
    _need(endpoint, admitted)
    return admitted


def _need(endpoint: Endpoint, given: Mapping[str, Any]) -> None:
    """Raise a `Refusal` where an argument that must be there is missing."""
    for name, parameter in endpoint.signature.parameters.items():
        if name not in ("self", "extra") and parameter.default is parameter.empty and given.get(name) is None:
            raise Refusal(
                400, f"Missing required parameter: '{name}'.", code="missing_required_parameter", param=name
            )


def _typed(name: str, value: Any, hint: Any) -> Any:
    """`value` as the hint wants it; words of a query or a form are read as numbers where those are due."""
    kinds = _kinds(hint)
    if not kinds or _is_one(value, kinds):
        return value
    if isinstance(value, str) and str not in kinds:
        try:
            read = json.loads(value)
        except (ValueError, RecursionError):
            read = value
        if _is_one(read, kinds):
            return read
    wanted = " or ".join(NAMES[kind] for kind in kinds if kind is not NoneType)
    raise invalid(
        name,
        f"Invalid type for '{name}': expected {wanted}, but got {_named(value)} instead.",
        "invalid_type",
    )


def _named(value: Any) -> str:
    return next((word for kind, word in NAMES.items() if type(value) is kind), "something else")


def _is_one(value: Any, kinds: tuple[type, ...]) -> bool:
    kind = type(value)
    return kind in kinds or (kind is int and float in kinds)


@cache
def _kinds(hint: Any) -> tuple[type, ...]:
    """The JSON types a hint allows; none for those that allow anything."""
    if hint is Any or hint is None:
        return ()
    if get_origin(hint) is Annotated:
        return (Uploaded,) if UPLOAD in get_args(hint)[1:] else _kinds(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return tuple(dict.fromkeys(kind for each in get_args(hint) for kind in _kinds(each)))
    origin = get_origin(hint) or hint
    if origin in (str, bool, int, float, NoneType):
        return (origin,)
    if isinstance(origin, type) and issubclass(origin, Record):
        return ()  # stands for its id; the wire has the id
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return (dict,)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return (list, *((Uploaded,) if Uploaded in _kinds(get_args(hint)[0]) else ()))
    return ()
