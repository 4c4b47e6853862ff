"""Superlatives: which row of a table has the most, how long and wide it is, a column's mean or sum."""

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
    found = _found(question, table)
    if found is None or size == len(table.rows):
        return found
    return f"{found}, of the {len(table.rows):,} rows shown here; there are {size:,}."


def _found(question: str, table: Table) -> str | None:
    """The row that has the most, or the mean, sum or median of a column."""
    column = _column(question, table)
    if column is None:
        return None
    known = [figure for figure in table.numbers(column) if figure is not None]
    if best := _BEST.search(question):
        wanted = max(known) if best[1] else min(known)
        rows = [
            row for row, figure in zip(table.rows, table.numbers(column), strict=True) if figure == wanted
        ]
        names = " and ".join(row[0] for row in rows[:5])
        return f"{names} ({table.head[column]}: {wanted:g})" if column else f"{wanted:g}"
    whole = _WHOLE.search(question)
    if whole is None:
        return None
    return f"{fmean(known) if whole[1] else sum(known) if whole[2] else median(known):.6g}"


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


def _figure(text: str) -> float | None:
    try:
        return float(text.replace(",", "").strip(" $€£%"))
    except ValueError:
        return None
