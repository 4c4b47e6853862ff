"""Ids: a record stands for its id, or for the id it knows, wherever one is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from openai_nb.core.errors import BadValue
from openai_nb.core.record import Record


def as_id(name: str, value: Any) -> Any:
    """A record stands for its id wherever an id is wanted: as an argument, or in a list of ids.

    Where it knows the very id that is wanted (a run its `thread_id`), it stands for that.
    """
    if isinstance(value, Record) and isinstance(known := value._raw.get(name), str):
        return known
    if isinstance(value, Record) and "id" in dir(value):
        return value.id  # type: ignore[attr-defined]
    if name.endswith("_ids") and isinstance(value, list | tuple):
        return [as_id("", each) for each in value]
    return value


def segment(name: str, value: object, told: Sequence[Record] = ()) -> str:
    """`value` as one step of a path: it can neither climb nor branch; else what a record tells of it."""
    if value is None:
        value = next((each for each in told if isinstance(each._raw.get(name), str)), None)
    text = str(as_id(name, value))
    if text in ("", ".", "..", "None"):
        raise BadValue(f"{name} must name something, not {text!r}.")
    return quote(text, safe=":")
