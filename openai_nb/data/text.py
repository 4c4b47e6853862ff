"""Text: the texts of a column, each different one once, and what of a column is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import BadType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def column(texts: Any) -> tuple[list[Any], Any]:
    """The values of a column and its index; None where it has none.  Raises `TypeError` for a whole table."""
    if isinstance(texts, str):
        return [texts], None
    if isinstance(texts, bytes | Mapping) or hasattr(texts, "columns") or getattr(texts, "ndim", 1) != 1:
        raise BadType(f"A {type(texts).__name__} is no column of texts; give a Series or a list.")
    if not hasattr(texts, "__iter__"):
        raise BadType(f"A {type(texts).__name__} is no column of texts; give a Series or a list.")
    listed = next((each for each in ("tolist", "to_pylist") if hasattr(texts, each)), None)
    values = getattr(texts, listed)() if listed else list(texts)
    index = getattr(texts, "index", None)
    return values, None if callable(index) else index  # a list, too, has an `index`


def distinct(values: Iterable[Any]) -> tuple[NDArray[np.intp], list[str]]:
    """Which of the distinct texts each value is, (n,), -1 for none; and these texts."""
    import numpy as np

    numbers: dict[str, int] = {}
    where = [-1 if text is None else numbers.setdefault(text, len(numbers)) for text in map(said, values)]
    return np.array(where, np.intp), list(numbers)


def said(value: Any) -> str | None:
    """The value as text; None where it is missing or blank."""
    if is_missing(value):
        return None
    text = str(value)
    return None if is_missing(text) else text


def is_missing(value: Any) -> bool:
    """Whether there is nothing: None, NaN, NaT, pandas' NA, or a text of blanks."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    try:
        return bool(value != value)  # NaN is unlike itself
    except (TypeError, ValueError):  # pandas' NA answers no question; an array is not nothing
        return type(value).__name__ == "NAType"


def extent(texts: int, dimensions: int) -> str:
    """How large a table of vectors is, in words."""
    return f"{texts:,} text{'' if texts == 1 else 's'} × {dimensions:,} dimensions"
