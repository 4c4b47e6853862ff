"""Tables: rows as a small table that any page, light or dark, and any terminal can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import islice
from typing import Any
from unicodedata import east_asian_width

from openai_nb.core.record import Record, asdict
from openai_nb.data.text import is_missing

LONGEST = 200  # characters of a cell on a page
NARROW = 60  # … and in a terminal
_STYLE = (  # the doubled class outweighs a page's own right-aligned cells
    "<style>.oai-table{border-collapse:collapse;font-size:var(--jp-ui-font-size1,13px);"
    "color:var(--jp-ui-font-color1,var(--vscode-editor-foreground,inherit))}"
    ".oai-table.oai-table th,.oai-table.oai-table td{padding:2px 10px;text-align:left;vertical-align:top;"
    "border-bottom:1px solid var(--jp-border-color2,var(--vscode-panel-border,#8884));"
    "white-space:pre-wrap;overflow-wrap:anywhere;max-width:40em}"
    ".oai-table.oai-table th{white-space:nowrap;font-weight:600;overflow-wrap:normal}"
    ".oai-table.oai-table .n{text-align:right;font-variant-numeric:tabular-nums}"
    ".oai-table caption{caption-side:bottom;text-align:left;padding:4px 10px;"
    "color:var(--jp-ui-font-color2,inherit)}</style>"
)


def table(rows: Any, *, limit: int | None = 20, note: str = "") -> dict[str, str]:
    """A bundle with an HTML table and its plain text, of a DataFrame or a list of dicts.

    Shows the first `limit` rows and says how many more there are; `note` stands below.
    """
    columns, cells, total = _read(rows, limit)
    return bundle(columns, cells, note=_below(len(cells), total, note))


def bundle(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = "") -> dict[str, str]:
    """A bundle with the table of these columns and rows; the name of a column may be empty."""
    cells = [list(row) for row in rows]
    right = [_numeric(row[at] for row in cells) for at in range(len(columns))]
    words = [[_words(value) for value in row] for row in cells]
    return {
        "text/html": _html(columns, words, right, note),
        "text/plain": _plain(columns, words, right, note),
    }


class Listing:
    """A small table as a cell's value."""

    def __init__(self, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, note: str = "") -> None:
        self.columns, self.rows, self.note = list(columns), [tuple(row) for row in rows], note

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return bundle(self.columns, self.rows, note=self.note)

    def __repr__(self) -> str:
        return self._repr_mimebundle_()["text/plain"]


def _read(rows: Any, limit: int | None) -> tuple[list[str], list[list[Any]], int]:
    """(columns, the first rows, how many there are)."""
    if hasattr(rows, "itertuples"):
        named = [str(name) for name in rows.index.names if name is not None]
        head = rows.head(limit) if limit is not None else rows
        cells = [list(row)[0 if named else 1 :] for row in head.itertuples(name=None)]
        if len(named) > 1:
            cells = [[*row[0], *row[1:]] for row in cells]
        return [*named, *map(str, rows.columns)], cells, len(rows)
    every = [asdict(row) if isinstance(row, Record) else row for row in rows]
    head = list(islice(every, limit))
    columns = list(dict.fromkeys(key for row in head for key in row))
    return [str(name) for name in columns], [[row.get(name) for name in columns] for row in head], len(every)


def _below(shown: int, total: int, note: str) -> str:
    more = f"… and {total - shown:,} more" if total > shown else ""
    empty = "" if total else "Nothing here."
    return " · ".join(each for each in (empty, more, note) if each)


def _numeric(values: Iterable[Any]) -> bool:
    present = [value for value in values if not _missing(value)]
    return bool(present) and all(
        hasattr(value, "__float__") and not isinstance(value, str | bool) for value in present
    )


def _missing(value: Any) -> bool:
    """Whether `value` stands for nothing; a text of blanks is one."""
    return not isinstance(value, str) and is_missing(value)


def _words(value: Any) -> str:
    if _missing(value):
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, Mapping | list | tuple):
        return ", ".join(f"{key}: {each}" for key, each in _pairs(value))
    return str(value)


def _pairs(value: Any) -> Iterable[tuple[Any, Any]]:
    return value.items() if isinstance(value, Mapping) else enumerate(value)


def _html(columns: Sequence[str], rows: list[list[str]], right: list[bool], note: str) -> str:
    kinds = [' class="n"' if each else "" for each in right]
    head = "".join(f"<th{kind}>{escape(name)}</th>" for name, kind in zip(columns, kinds, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{kind}>{escape(_cut(cell, LONGEST))}</td>" for cell, kind in zip(row, kinds, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    below = f"<caption>{escape(note)}</caption>" if note else ""
    top = f"<thead><tr>{head}</tr></thead>" if any(columns) else ""
    return f'{_STYLE}<table class="oai-table">{below}{top}<tbody>{body}</tbody></table>'


def _plain(columns: Sequence[str], rows: list[list[str]], right: list[bool], note: str) -> str:
    flat = [[_cut(" ".join(cell.split()), NARROW) for cell in row] for row in rows]
    lines = [list(columns), *flat] if any(columns) else flat
    widths = [max((_width(line[at]) for line in lines), default=0) for at in range(len(columns))]
    text = [
        "  ".join(_padded(*cell) for cell in zip(line, widths, right, strict=True)).rstrip() for line in lines
    ]
    return "\n".join([*text, note] if note else text)


def _padded(cell: str, width: int, right: bool) -> str:
    room = " " * (width - _width(cell))
    return room + cell if right else cell + room


def _width(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else f"{text[: size - 1]}…"
