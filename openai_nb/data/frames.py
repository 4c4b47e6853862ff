"""Frames: records become rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_type_hints

from openai_nb.core.page import Page
from openai_nb.core.record import Record, asdict

if TYPE_CHECKING:
    import pandas as pd

Columns = dict[str, list[Any]]

LATEST = 9_200_000_000  # in the year 2261; older pandas counts in nanoseconds and knows none later


def frame(
    records: Iterable[Record | Mapping[str, Any]],
    *,
    index: str | None = "id",
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """A table of `records`: a page, or any list of records or dicts; one row each.

    Objects inside a record are spread one level deep (`usage.total_tokens`), lists stay as they
    are.  Whole numbers in fields named `…_at`, `…_date` or `created` are seconds since 1970 and become
    UTC timestamps.  `index` becomes the index where every row has one and no two share it.
    `columns` chooses and orders; without it the columns stand as the records have them,
    and an empty page still has those its kind of record declares.
    """
    import pandas as pd

    rows = [_raw(each) for each in records]
    spread = _spread(rows)
    wanted = columns if columns is not None else (*spread, *(() if rows else _declared(records)))
    blank = [None] * len(rows)
    table = pd.DataFrame({name: _column(name, spread.get(name, blank)) for name in wanted})
    ids = spread.get(index) if index else None
    if index and index not in table and ids is not None:
        table[index] = ids
    if index in table and table[index].notna().all() and _unique(table[index]):
        table = table.set_index(index)
    return table


def _raw(each: Record | Mapping[str, Any]) -> Mapping[str, Any]:
    return asdict(each) if isinstance(each, Record) else each


def _declared(records: Any) -> list[str]:
    """The fields that the kind of record in an empty page declares."""
    kind = records.kind if isinstance(records, Page) else None
    known = isinstance(kind, type) and issubclass(kind, Record)
    return [name for name in get_type_hints(kind) if not name.startswith("_")] if known else []


def _spread(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Values by column, None where a row has none; an object's fields stand where it stood."""
    parts: dict[str, Columns] = {}
    for number, row in enumerate(rows):
        for name, value in row.items():
            part = parts.setdefault(name, {})
            inner = value if isinstance(value, Mapping) and value else None
            cells = {f"{name}.{key}": each for key, each in inner.items()} if inner else {name: value}
            for column, cell in cells.items():
                if column not in part:  # a list made for each cell would cost rows times rows
                    part[column] = [None] * len(rows)
                part[column][number] = cell
    for name, part in parts.items():
        if len(part) > 1 and not any(part.get(name, ())):  # other rows spread it: None or {} says nothing
            part.pop(name, None)
    return {column: values for part in parts.values() for column, values in part.items()}


def _column(name: str, values: list[Any]) -> Any:
    """One column in the type that shows it best."""
    import pandas as pd

    given = [value for value in values if value is not None]
    whole = all(type(value) is int and abs(value) < 2**63 for value in given)
    if whole and is_time(name) and all(abs(value) < LATEST for value in given):
        return pd.to_datetime(pd.Series(values, dtype="Int64"), unit="s", utc=True)
    if whole and 0 < len(given) < len(values):
        return pd.array(values, dtype="Int64")  # else one missing count would make all of them floats
    plain = all(isinstance(value, str | int | float) for value in given)
    return pd.Series(values, dtype=None if plain and given else "object")


def is_time(name: str) -> bool:
    """Whether the API keeps a time, in seconds since 1970, in fields of this name."""
    field = name.rpartition(".")[2]
    return field == "created" or field.endswith(("_at", "_date"))


def _unique(column: pd.Series) -> bool:
    try:
        return bool(column.is_unique)
    except TypeError:  # lists or objects, which are nobody's id
        return False
