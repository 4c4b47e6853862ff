"""Encoding: what is asked as JSON, and what is answered out of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import Garbled, Truncated
from openai_nb.core.record import Record

if TYPE_CHECKING:
    import requests


def encoded(body: Any) -> bytes:
    """`body` as JSON; records, arrays and columns are written as what they hold."""
    try:
        return json.dumps(body, default=_plain, allow_nan=False, separators=(",", ":")).encode()
    except ValueError as error:
        raise ValueError(f"The request cannot be written as JSON: {error}.") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value._raw
    if hasattr(value, "tolist"):  # numpy arrays and scalars, pandas columns
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"A {type(value).__name__} cannot be sent: it has no form in JSON.")


def decoded(answer: requests.Response) -> dict[str, Any]:
    """The JSON object of an answer; `Garbled` or `Truncated` where there is none."""
    try:
        raw = json.loads(answer.content)
    except ValueError:
        kind = answer.headers.get("content-type", "nothing known").partition(";")[0]
        if "json" in kind:
            raise Truncated("The answer broke off: it is not whole JSON.") from None
        raise Garbled(f"An answer of the API was due and {kind} came.") from None
    if not isinstance(raw, dict):
        raise Garbled(f"An object of the API was due and a JSON {type(raw).__name__} came.")
    return raw
