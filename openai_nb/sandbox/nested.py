"""Nested: rules for what stands inside an argument that is an object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.rules import Rule, number, one_of


def known(name: str, value: Mapping[str, Any], *fields: str) -> None:
    """No other fields than these."""
    for each in value:
        if each not in fields:
            where = f"{name}.{each}"
            raise Refusal(400, f"Unknown parameter: '{where}'.", code="unknown_parameter", param=where)


def word(name: str, value: Mapping[str, Any], field: str, *options: str) -> str:
    """The word in a field, one of a few."""
    said, where = value.get(field), f"{name}.{field}"
    if said is None:
        raise Refusal(
            400, f"Missing required parameter: '{where}'.", code="missing_required_parameter", param=where
        )
    if not isinstance(said, str):
        raise invalid(where, f"Invalid type for '{where}': expected a string.", "invalid_type")
    one_of(*options)(where, said)
    return said


def whole(name: str, value: Mapping[str, Any], field: str, low: int, high: int) -> int:
    """The whole number in a field, from `low` to `high`."""
    said, where = value.get(field), f"{name}.{field}"
    if said is None:
        raise Refusal(
            400, f"Missing required parameter: '{where}'.", code="missing_required_parameter", param=where
        )
    if type(said) is not int:
        raise invalid(where, f"Invalid type for '{where}': expected an integer.", "invalid_type")
    number(low, high)(where, said)
    return said


def lasting(anchor: str, unit: str, low: int, high: int) -> Rule:
    """How long a thing lasts: from `low` to `high` of a unit of time after the anchor."""

    def check(name: str, value: Any) -> None:
        known(name, value, "anchor", unit)
        word(name, value, "anchor", anchor)
        whole(name, value, unit, low, high)

    return check
