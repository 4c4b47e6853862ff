"""Days: reckoning with the dates that a prompt gives."""

from __future__ import annotations

import calendar
import datetime
import re

from openai_nb.sandbox.oracle import facts
from openai_nb.sandbox.oracle.language import number_of

_SHIFT = re.compile(
    r"\b(\w+(?:-\w+)?) (day|week|month|year)s? (after|from|later than|before|prior to|earlier than|since)\b|\b(?:add|plus|\+) ?(\w+) (day|week|month|year)s?\b"
    r"|\b(?:subtract|minus) (\w+) (day|week|month|year)s?\b",
    re.IGNORECASE,
)


def reckon(text: str, today: datetime.date | None = None) -> str | None:
    """The answer to a question about the given dates: a weekday, a distance, a shifted date; None for others."""
    if len(text) > 400:
        return None
    low = text.lower()
    if re.search(r"\bleap year\b", low) and (year := re.search(r"\b\d{3,4}\b", low)):
        leap = calendar.isleap(int(year[0]))
        return f"{'Yes' if leap else 'No'}, {year[0]} is {'' if leap else 'not '}a leap year."
    days = facts.dates(text, today)
    if not days and re.search(
        r"\b(?:what|which)\b.*\b(?:day|date)\b.*\b(?:today|is it)\b|\bwhat(?:'s| is) the time\b|\bwhat time is it\b",
        low,
    ):
        return _now(today)
    if len(days) >= 2 and re.search(
        r"\bhow (?:many|long|far)\b|\bdifference\b|\bbetween\b|\bfrom\b.*\b(?:to|until)\b", low
    ):
        return _distance(days[0], days[1], low)
    if days and (shift := _SHIFT.search(text)) and (moved := _shifted(days[0], shift)):
        return f"{spoken(moved)} ({moved.isoformat()}, a {moved:%A})."
    if days and re.search(r"\b(?:what|which) day\b|\bday of the week\b|\bweekday\b|\bwhich weekday\b", low):
        return f"{spoken(days[0])} is a {days[0]:%A}."
    return None


def spoken(day: datetime.date) -> str:
    """A day as one says it: `3 May 2026`."""
    return f"{day.day} {facts.MONTHS[day.month - 1].capitalize()} {day.year}"


def _now(today: datetime.date | None) -> str:
    if today is None:
        return "The sandbox has no clock, so that its answers stay the same; tell it a date and it reckons from there."
    return f"Today is {today:%A}, {spoken(today)}."


def _distance(first: datetime.date, last: datetime.date, low: str) -> str:
    gap = abs((last - first).days)
    if "week" in low and "weekday" not in low:
        weeks, rest = divmod(gap, 7)
        tail = f" and {rest} day{'s' * (rest != 1)}" if rest else ""
        return f"From {spoken(first)} to {spoken(last)} it is {weeks} week{'s' * (weeks != 1)}{tail}."
    if "year" in low or "how old" in low:
        early, late = sorted((first, last))
        years = late.year - early.year - ((late.month, late.day) < (early.month, early.day))
        return f"From {spoken(first)} to {spoken(last)} it is {years} full year{'s' * (years != 1)} ({gap} days)."
    return f"From {spoken(first)} to {spoken(last)} it is {gap} day{'s' * (gap != 1)}."


def _shifted(day: datetime.date, shift: re.Match[str]) -> datetime.date | None:
    amount = number_of(shift[1] or shift[4] or shift[6] or "")
    unit = (shift[2] or shift[5] or shift[7]).lower()
    if amount is None:
        return None
    backwards = bool(shift[6]) or (shift[3] or "").lower() in ("before", "prior to", "earlier than")
    amount = -amount if backwards else amount
    try:
        if unit in ("day", "week"):
            return day + datetime.timedelta(days=amount * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + amount * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None
