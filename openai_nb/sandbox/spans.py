"""Spans: rows of the journal, gathered into buckets of time and groups."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openai_nb.sandbox.refusal import invalid

Row = dict[str, Any]
WIDTHS = {"1m": 60, "1h": 3_600, "1d": 86_400}  # seconds
LIMITS = {"1m": (60, 1_440), "1h": (24, 168), "1d": (7, 31)}  # buckets: usually, at most
WHOSE = {"project_id": "proj_sandbox", "user_id": "user-sandbox", "api_key_id": "key_sandbox"}
ALIKE = {**WHOSE, "api_source": "unlabeled"}  # what all rows have in common


@dataclass(frozen=True)
class Window:
    """Which buckets are looked at: `count` of `width` seconds from `start` on, the last one cut at `end`."""

    start: int  # the beginning of the first bucket
    since: int  # before which nothing counts, though its bucket begins earlier
    end: int
    width: int
    count: int

    @property
    def edges(self) -> list[tuple[int, int]]:
        """The beginning and end of each bucket."""
        starts = range(self.start, min(self.end, self.start + self.count * self.width), self.width)
        return [(start, start + self.width) for start in starts]

    @property
    def next_page(self) -> str | None:
        """Where the next page begins, if there is one."""
        after = self.start + self.count * self.width
        return f"page_{after}" if after < self.end else None


def window(now: int, options: Row, *, usual: int = 0, most: int = 0) -> Window:
    """The buckets that a call asks for; `usual` and `most` go before the width's own numbers."""
    name = options.get("bucket_width") or "1d"
    width, (default, highest) = WIDTHS[name], LIMITS[name]
    limit = options.get("limit", usual or default)
    if not 1 <= limit <= (most or highest):
        raise invalid(
            "limit", f"Invalid 'limit': expected a number from 1 to {most or highest}, got {limit}."
        )
    since, end = options["start_time"], options.get("end_time") or now + 1
    if end <= since:
        raise invalid("end_time", "Invalid 'end_time': it must be after 'start_time'.")
    start = since - since % width
    if page := options.get("page"):
        digits = page.removeprefix("page_")
        if not digits.isdecimal() or int(digits) < start or (int(digits) - start) % width:
            raise invalid("page", f"Invalid 'page': '{page}' is no cursor of this list.")
        start = int(digits)
    return Window(start, since, end, width, limit)


def page(
    window: Window,
    rows: Iterable[Row],
    keys: Sequence[str],
    result: Callable[[list[Row]], Row],
) -> Row:
    """One page of buckets; in each, `result` adds up the rows of a group, told apart by `keys`."""
    filled: dict[int, list[Row]] = {}
    for row in rows:
        if window.since <= row["created_at"] < window.end:
            filled.setdefault((row["created_at"] - window.start) // window.width, []).append(row)
    buckets = [
        {
            "object": "bucket",
            "start_time": start,
            "end_time": end,
            "results": [
                {**result(group), **{key: _value(group[0], key) for key in keys}}
                for group in _groups(filled.get(place, []), keys)
            ],
        }
        for place, (start, end) in enumerate(window.edges)
    ]
    later = window.next_page
    return {"object": "page", "data": buckets, "has_more": later is not None, "next_page": later}


def kept(rows: Iterable[Row], options: Row, filters: dict[str, str]) -> list[Row]:
    """The rows that the filters of a call leave; `filters` names the column of each."""
    found = list(rows)
    for name, column in filters.items():
        wanted = options.get(name)
        if wanted is not None:
            among = wanted if isinstance(wanted, list) else [wanted]
            found = [row for row in found if _value(row, column) in among]
    return found


def total(rows: Iterable[Row], name: str) -> int:
    """The sum of an amount, seconds rounded up."""
    return math.ceil(sum(row.get(name) or 0 for row in rows))


def _value(row: Row, key: str) -> Any:
    return ALIKE[key] if key in ALIKE else row.get(key)


def _groups(rows: list[Row], keys: Sequence[str]) -> list[list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(str(_value(row, key)) for key in keys), []).append(row)
    return [groups[name] for name in sorted(groups)]
