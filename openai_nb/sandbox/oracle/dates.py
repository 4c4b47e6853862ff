"""Dates: the days and times of day that a text names."""

from __future__ import annotations

import datetime
import re

from openai_nb.sandbox.oracle.vocabulary import DAYS, MONTHS

REFERENCE = datetime.date(2026, 1, 1)
"""The day from which `Friday` or a date without a year is reckoned: the oracle has no clock of its own, so
that its answers stay the same."""

_MONTH = "|".join([*MONTHS, "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"])
_DATE = re.compile(
    r"\b(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m2>{_MONTH})\b\.?,?(?: (?P<y2>\d{{4}})\b)?"
    rf"|\b(?P<m3>{_MONTH})\b\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y3>\d{{4}})\b)?"
    r"|\b(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./](?P<y4>\d{4})\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rf"\b(?:(?:next|this|last) )?(?:{'|'.join(DAYS)})\b|\b(?:today|tomorrow|tonight|yesterday)\b"
    r"|\b(?:next|this|last) (?:week|month|year|weekend)\b|\bin \d+ (?:days|weeks|months)\b",
    re.IGNORECASE,
)
_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "next week": 7}
_CLOCK = re.compile(
    r"\b(\d{1,2})(?::(\d\d)(?: ?([ap])\.?m\b)?| ?([ap])\.?m\b)|\b(noon|midnight)\b", re.IGNORECASE
)


def dates(text: str, today: datetime.date | None = None) -> list[datetime.date]:
    """The days a text names in full; a missing year is that of `today`."""
    found = []
    for match in _DATE.finditer(text):
        part = {name.rstrip("234"): value for name, value in match.groupdict().items() if value}
        month = part["m"].lower()
        number = int(month) if month.isdigit() else 1 + [name[:3] for name in MONTHS].index(month[:3])
        year = int(part.get("y") or (today or REFERENCE).year)
        try:
            found.append(datetime.date(year, number, int(part["d"])))
        except ValueError:
            continue
    return found


def days(text: str, today: datetime.date | None = None) -> list[datetime.date]:
    """The days a text names in full, then those it names from today: `Friday`, `tomorrow`, `next week`."""
    start = today or REFERENCE
    found = dates(text, today)
    for match in _WHEN.finditer(text):
        name = match[0].lower()
        weekday = name.rpartition(" ")[2]
        if name in _NEAR:
            found.append(start + datetime.timedelta(days=_NEAR[name]))
        elif weekday in DAYS and not name.startswith("last"):
            ahead = (DAYS.index(weekday) - start.weekday() - 1) % 7 + 1
            found.append(start + datetime.timedelta(days=ahead))
    return found


def moments(text: str) -> list[str]:
    """When things happen, in the text's own words: `Friday`, `3 May 2026`, `next week`."""
    found = [*_DATE.finditer(text), *_WHEN.finditer(text)]
    return [match[0] for match in sorted(found, key=lambda match: match.start())]


def clock(text: str) -> str | None:
    """The first time of day in a text, as `17:30:00`."""
    match = _CLOCK.search(text)
    if match is None:
        return None
    if match[5]:
        return "12:00:00" if match[5].lower() == "noon" else "00:00:00"
    half = (match[3] or match[4] or "").lower()
    hour = int(match[1]) % 12 + 12 * (half == "p") if half else int(match[1])
    return f"{hour:02}:{match[2] or '00'}:00" if hour < 24 else None
