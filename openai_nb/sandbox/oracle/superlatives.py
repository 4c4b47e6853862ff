"""Superlatives: what a table says: its most, mean and size, a cell, its rows past a limit or in order."""

from __future__ import annotations

import re
from statistics import fmean, median
from typing import NamedTuple

from openai_nb.sandbox.oracle.fields import spaced
from openai_nb.sandbox.oracle.stems import stem, words

_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_MOST = "most|largest|biggest|highest|greatest|maximum|max|longest|oldest|heaviest|tallest|widest|latest"
_LEAST = "least|fewest|smallest|lowest|minimum|min|shortest|youngest|lightest|narrowest|earliest"
_BEST = re.compile(rf"\b(?:({_MOST})|({_LEAST}))\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\bhow many (?:(columns)|rows|lines|records|entries)\b(?! (?:have|with|where|whose|that)\b)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"\b(?:(above|over|(?:more|greater|larger|higher|bigger) than|at least)"
    r"|(?:below|under|(?:less|fewer|smaller|lower) than|at most)) [$€£]?(\d[\d,]*(?:\.\d+)?)",
    re.IGNORECASE,
)
_SORT = re.compile(r"^\W*(?:please )?(?:sort|order|rank)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:descending|largest first|highest first|down)\b", re.IGNORECASE)
_DESCRIBE = re.compile(
    r"\b(?:summar\w+|describe|overview) (?:of )?(?:this |the |my )?(?:table|data\w*)\b", re.IGNORECASE
)
_SIZE = re.compile(r"\btable of ([\d,]+) rows\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:(average|mean)|(sum|total)|(median))\b", re.IGNORECASE)


class Table(NamedTuple):
    """A Markdown table: its head, and its rows as they are written."""

    head: list[str]
    rows: list[list[str]]

    def numbers(self, column: int) -> list[float | None]:
        """The figures of a column; None where there is none."""
        return [_figure(row[column]) for row in self.rows]


def answer(question: str, text: str) -> str | None:
    """What the first table of `text` says to the question; None where it is not asked for any of these.

    Where the text says that it shows only the first rows of a table, the answer says so too.
    """
    table = read(text)
    if table is None:
        return None
    told = _SIZE.search(text)
    size = max(len(table.rows), int(told[1].replace(",", "") or 0) if told else 0)
    if count := _COUNT.search(question):
        return f"{len(table.head) if count[1] else size:,}"
    if _DESCRIBE.search(question):
        return _described(table, size)
    if _SORT.search(question):
        found = _ranked(question, table)
    else:
        found = _found(question, table) or cell(question, table)
    if found is None or size == len(table.rows):
        return found
    gap = "\n\nThese are " if "\n" in found else ", of "
    return f"{found}{gap}the {len(table.rows):,} rows shown here; there are {size:,}."


def _found(question: str, table: Table) -> str | None:
    """The row that has the most, or the mean, sum or median of a column."""
    column, limit = _column(question, table), _ABOVE.search(question)
    if limit:
        column = _within(table, limit) if column is None else column
        return None if column is None else _beyond(question, table, column, limit)
    if column is None:
        return None
    known = [figure for figure in table.numbers(column) if figure is not None]
    if best := _BEST.search(question):
        wanted = max(known) if best[1] else min(known)
        rows = [
            row for row, figure in zip(table.rows, table.numbers(column), strict=True) if figure == wanted
        ]
        names = " and ".join(row[0] for row in rows[:5])
        return f"{names} ({table.head[column]}: {_written(wanted)})" if column else _written(wanted)
    whole = _WHOLE.search(question)
    if whole is None:
        return None
    return _written(fmean(known) if whole[1] else sum(known) if whole[2] else median(known))


def _within(table: Table, limit: re.Match[str]) -> int | None:
    """The one column of figures that has both more and less than a limit, where there is one."""
    bound = _figure(limit[2]) or 0.0
    rows = [[n for n in table.numbers(place) if n is not None] for place in range(len(table.head))]
    fits = [place for place, known in enumerate(rows) if known and min(known) <= bound <= max(known)]
    return fits[0] if len(fits) == 1 else None


def _ranked(question: str, table: Table) -> str | None:
    """The table in the order of the column that is named."""
    asked = {stem(word) for word in words(question)}
    heads = [{stem(word) for word in words(spaced(name))} for name in table.head]
    named = [place for place, head in enumerate(heads) if head & asked]
    if len(named) != 1:
        return None
    figures = table.numbers(named[0])
    keys = [(n is None, n or 0.0, row[named[0]]) for n, row in zip(figures, table.rows, strict=True)]
    order = sorted(range(len(keys)), key=keys.__getitem__, reverse=bool(_DOWN.search(question)))
    lines = [table.head, ["---"] * len(table.head), *(table.rows[place] for place in order)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _described(table: Table, size: int) -> str:
    """How large a table is, and what its columns hold."""
    lines = [f"{size:,} rows and {len(table.head)} columns:"]
    for place, name in enumerate(table.head):
        known = [figure for figure in table.numbers(place) if figure is not None]
        values = list(dict.fromkeys(row[place] for row in table.rows if row[place]))
        told = f"{len(values)} different, such as {', '.join(values[:3])}" if values else "nothing"
        if known:
            told = f"{_written(min(known))} to {_written(max(known))}, mean {_written(fmean(known))}"
        lines.append(f"- {name}: {told}")
    shown = len(table.rows)
    return "\n".join(lines) + (f"\n\nReckoned from the {shown:,} rows shown here." if size > shown else "")


def _beyond(question: str, table: Table, column: int, limit: re.Match[str]) -> str:
    """The rows whose figure is above or below one that is given; how many, where that is asked."""
    bound, over, low = _figure(limit[2]) or 0.0, bool(limit[1]), limit[0].lower()
    whole = low.startswith(("at least", "at most"))
    gaps = [None if figure is None else figure - bound for figure in table.numbers(column)]
    sign = 1 if over else -1
    rows = [
        row[0]
        for row, gap in zip(table.rows, gaps, strict=True)
        if gap is not None and (gap * sign > 0 or (whole and gap == 0))
    ]
    if re.search(r"\bhow many\b", question, re.IGNORECASE):
        return f"{len(rows):,}"
    return ", ".join(rows) or "None."


def cell(question: str, table: Table) -> str | None:
    """What stands in the column that a question names, in the one row that it names; None without these."""
    asked = [stem(word) for word in words(question)]
    roots = [[stem(word) for word in words(spaced(name))] for name in table.head]
    named = [place for place, each in enumerate(roots) if place and each and set(each) <= set(asked)]
    called = [row for row in table.rows if _spoken(row[0], question)]
    if len(named) != 1 or len(called) != 1 or _ABOVE.search(question):
        return None
    return called[0][named[0]] or None


def _spoken(name: str, question: str) -> bool:
    return bool(name) and bool(re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", question.lower()))


def read(text: str) -> Table | None:
    """The first Markdown table with a row in it."""
    lines = text.splitlines()
    for place, line in enumerate(lines[1:-1], 1):
        if "|" in line and _RULE.fullmatch(line.strip()) and "|" in lines[place - 1]:
            head = _cells(lines[place - 1])
            rows = []
            for row in lines[place + 1 :]:
                if "|" not in row:
                    break
                rows.append((_cells(row) + [""] * len(head))[: len(head)])
            return Table(head, rows) if rows else None
    return None


def _column(question: str, table: Table) -> int | None:
    """The column of figures the question is about: the one it names, else the only one."""
    asked = {stem(word) for word in words(question)}
    figures = [place for place in range(len(table.head)) if any(n is not None for n in table.numbers(place))]
    fits = [len(asked & {stem(word) for word in words(spaced(table.head[place]))}) for place in figures]
    if any(fits):
        return figures[fits.index(max(fits))]
    return figures[0] if len(figures) == 1 else None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _written(number: float) -> str:
    """A figure without an exponent where it can be, to six digits or one decimal place."""
    if number.is_integer() and abs(number) < 1e15:
        return f"{number:.0f}"
    return f"{number:.1f}" if 1e5 <= abs(number) < 1e15 else f"{number:.6g}"


def _figure(text: str) -> float | None:
    if not re.search(r"\d", text):  # `nan` and `inf` are words here
        return None
    try:
        return float(text.replace(",", "").strip(" $€£%"))
    except ValueError:
        return None
