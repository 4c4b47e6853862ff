"""Days: reckoning with the dates that a prompt gives."""

from __future__ import annotations

import calendar
import datetime
import re

from openai_nb.sandbox.oracle.dates import dates
from openai_nb.sandbox.oracle.language import number_of
from openai_nb.sandbox.oracle.vocabulary import DAYS, MONTHS

_UNIT = r"(day|week|month|year)s?"
_SHIFT = re.compile(
    rf"\b(\w+(?:-\w+)?) {_UNIT} (after|from|later than|before|prior to|earlier than|since)\b"
    rf"|\b(?:add|plus|\+) ?(\w+) {_UNIT}\b|\b(?:subtract|minus) (\w+) {_UNIT}\b",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\bwhat time is it\b|\bwhat(?:'s| is) the time\b(?! \w)")
_NOW = re.compile(
    r"\b(?:what|which)\b.*\b(?:day|date)\b.*\b(?:today|is it)\b|\bwhat(?:'s| is) the (?:time|date)\b(?! \w)"
    r"|\bwhat time is it\b|\bwhat(?:'s| is) today(?:'s|’s)? (?:date|day)\b"
)
NO_CLOCK = "The sandbox has no clock, so that its answers stay the same; tell it a date."
_NEAR = re.compile(
    r"^(?:what|which) (?:week)?(?:day|date)(?: of the week)? (?:is|was|will be) (tomorrow|yesterday)\b"
)
_TO_NOW = re.compile(
    r"\bhow (?:many|long)\b.*\b(?:until|till|since|to go|ago|left)\b|\bhow old\b.*\b(?:born|birthday)\b"
)
_APART = re.compile(r"\bhow (?:many|long|far|old)\b|\bdifference\b|\bbetween\b|\bfrom\b.*\b(?:to|until)\b")
_WEEKDAY = re.compile(r"\b(?:what|which) day\b|\bday of the week\b|\bweekday\b")


def reckon(text: str, today: datetime.date | None = None) -> str | None:
    """The answer to a question about the given dates: a weekday, a distance, another date; or None."""
    low = text.lower()
    if len(text) > 400:
        return None
    if "leap year" in low and (year := re.search(r"\b\d{3,4}\b", low)):
        leap = calendar.isleap(int(year[0]))
        return f"{'Yes' if leap else 'No'}, {year[0]} is {'' if leap else 'not '}a leap year."
    given = dates(text, today)
    if not given and (near := _NEAR.search(low)):
        return _named(near[1], today)
    if not given:
        if today and _HOUR.search(low):
            return f"The sandbox knows the day, not the hour. {_now(today)}"
        return _now(today) if _NOW.search(low) else None
    if len(given) > 1 and _APART.search(low):
        return _distance(given[0], given[1], low)
    if _TO_NOW.search(low):
        return _distance(today, given[0], low) if today else NO_CLOCK
    if (shift := _SHIFT.search(text)) and (moved := _shifted(given[0], shift)):
        return f"{spoken(moved)} ({moved.isoformat()}, a {_weekday(moved)})."
    return f"{spoken(given[0])} is a {_weekday(given[0])}." if _WEEKDAY.search(low) else None


def spoken(day: datetime.date) -> str:
    """A day as one says it: `3 May 2026`."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _weekday(day: datetime.date) -> str:
    """In English, whatever the machine speaks."""
    return DAYS[day.weekday()].capitalize()


def _named(name: str, today: datetime.date | None) -> str:
    """The day before or after today."""
    if today is None:
        return NO_CLOCK
    day = today + datetime.timedelta(days=1 if name == "tomorrow" else -1)
    return f"{spoken(day)} is a {_weekday(day)}."


def _now(today: datetime.date | None) -> str:
    if today is None:
        return NO_CLOCK
    return f"Today is {_weekday(today)}, {spoken(today)}."


def _distance(first: datetime.date, last: datetime.date, low: str) -> str:
    gap = abs((last - first).days)
    apart = f"{gap} day{'s' * (gap != 1)}"
    if re.search(r"\bweeks\b", low):
        weeks, rest = divmod(gap, 7)
        tail = f" and {rest} day{'s' * (rest != 1)}" if rest else ""
        apart = f"{weeks} week{'s' * (weeks != 1)}{tail}"
    elif re.search(r"\byears\b|\bhow old\b", low):
        early, late = sorted((first, last))
        years = late.year - early.year - ((late.month, late.day) < (early.month, early.day))
        apart = f"{years} full year{'s' * (years != 1)} ({gap} days)"
    return f"From {spoken(first)} to {spoken(last)} it is {apart}."


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
