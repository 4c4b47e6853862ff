"""Encoding: what is asked, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from openai_nb.core.errors import BadType, BadValue
from openai_nb.core.record import Record


def encoded(body: Any) -> bytes:
    """`body` as JSON; records, arrays and columns are written as what they hold."""
    return _said(_WRITTEN, body)


def ordered(body: Any) -> bytes:
    """`body` as JSON whose objects have their names in order: the same bytes however it was put together."""
    try:
        return _said(_ORDERED, body)
    except TypeError:  # names of several kinds: they are compared as they are written
        return _said(_ORDERED, json.loads(encoded(body)))


def _said(encoder: json.JSONEncoder, body: Any) -> bytes:
    try:
        return encoder.encode(body).encode()
    except ValueError as error:
        raise BadValue(f"The request cannot be written as JSON: {error}.") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value._raw
    if hasattr(value, "tolist"):  # numpy arrays and scalars, pandas columns
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise BadType(f"A {type(value).__name__} cannot be sent: it has no form in JSON.")


# Made once: `json.dumps` would make one for each body.
_WRITTEN = json.JSONEncoder(default=_plain, allow_nan=False, separators=(",", ":"))
_ORDERED = json.JSONEncoder(default=_plain, allow_nan=False, separators=(",", ":"), sort_keys=True)
