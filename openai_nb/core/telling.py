"""Telling: what a function gave, as text for a model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from openai_nb.core.record import Record


def as_text(value: Any) -> str:
    """What a function gave, as text for a model: a text as it is, all else as JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    for name in ("tolist", "to_dict", "model_dump", "_asdict", "isoformat"):
        if callable(method := getattr(type(value), name, None)):
            return method(value)
    if isinstance(value, Record):
        return value._raw
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if isinstance(value, set | frozenset | Mapping):
        return dict(value) if isinstance(value, Mapping) else sorted(value, key=str)
    return str(getattr(value, "value", value))
