"""Amounts: the number a prompt gives for a named field, brought within what a schema allows."""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from openai_nb.sandbox.oracle import arithmetic, facts, judging, measures
from openai_nb.sandbox.oracle.fields import spaced
from openai_nb.sandbox.oracle.filling import Source
from openai_nb.sandbox.oracle.language import number_of
from openai_nb.sandbox.oracle.sentiment import score
from openai_nb.sandbox.oracle.stems import stem, words
from openai_nb.sandbox.oracle.vocabulary import NUMBERS

_FIGURE = re.compile(
    rf"(?:[-−]|\bminus )?\d[\d,]*(?:\.\d+)?{facts.SCALE}|\b(?:{'|'.join(NUMBERS)})(?:-\w+)?\b|\ba dozen\b",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:amount|number|value|n|x|y|a|b|count|quantity|first|second|num\d?|numbers|left|right|operand\d?)\b"
)
_GIVEN = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(?= ?/ ?(?:5|10|100)\b| out of | ?stars?\b|-star\b)")
_COUNTED = {stem(word) for word in ("passengers", "guests", "population", "party", "travellers", "visitors")}
_HEADS = {stem(word) for word in ("people", "persons", "adults", "inhabitants")}
_SHARE = re.compile(r"\b(?:confidence|probability|certainty|likelihood)\b")


def number(source: Source, name: str, schema: Mapping[str, Any], whole: bool) -> tuple[float | int, bool]:
    """A number that the schema allows for the field, and whether the text gave it."""
    for candidate in _judged(source, schema) or _candidates(source, spaced(name)):
        if (not whole or float(candidate).is_integer()) and (
            fit := within(candidate, schema, whole)
        ) == candidate:
            return (int(fit) if float(fit).is_integer() else fit), True
    plain = 0.5 if _SHARE.search(spaced(name)) and not whole else 0
    return within(plain, schema, whole), False


def _judged(source: Source, schema: Mapping[str, Any]) -> list[float]:
    """How much the text meets what the orders score it by, between the limits of the field."""
    low, high = _limits(schema, False)
    wanted = judging.criterion(source.orders)
    if not wanted or math.isinf(low) or math.isinf(high):
        return []
    return [round(low + (high - low) * judging.degree(wanted, source.text), 2)]


def within(value: float, schema: Mapping[str, Any], whole: bool) -> float | int:
    """The nearest number to `value` that keeps to the schema's limits and steps."""
    low, high = _limits(schema, whole)
    step = Fraction(str(schema.get("multipleOf") or (1 if whole else 0)))
    if whole and step.denominator != 1:
        step = Fraction(step.numerator)
    if not step:
        inside = min(max(value, low), high)
        return _off_the_edge(inside, schema, low, high)
    steps = round(Fraction(str(value)) / step) if math.isfinite(value) else 0
    if low > -math.inf:
        steps = max(steps, math.ceil(Fraction(str(low)) / step))
    if high < math.inf:
        steps = min(steps, math.floor(Fraction(str(high)) / step))
    if steps * step == schema.get("exclusiveMinimum"):
        steps += 1
    if steps * step == schema.get("exclusiveMaximum"):
        steps -= 1
    found = steps * step
    return int(found) if whole or found.denominator == 1 else float(found)


def _limits(schema: Mapping[str, Any], whole: bool) -> tuple[float, float]:
    low = max(schema.get("minimum", -math.inf), schema.get("exclusiveMinimum", -math.inf))
    high = min(schema.get("maximum", math.inf), schema.get("exclusiveMaximum", math.inf))
    return low, high


def _off_the_edge(value: float, schema: Mapping[str, Any], low: float, high: float) -> float:
    """A number moved off a limit that is itself forbidden."""
    if value not in (schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")):
        return value
    if math.isinf(low) or math.isinf(high):
        return value + 1 if value == low else value - 1
    return (low + high) / 2


def _candidates(source: Source, name: str) -> list[float]:
    """The numbers a text offers for a field, the likeliest first."""
    stated = [found for text in source.stated(name) for found in facts.numbers(text)[:1]]
    kind = _of_kind(source, name)
    if kind is not None:
        return stated + kind
    figures = [
        (match.start(), figure)
        for match in _FIGURE.finditer(source.text)
        if (figure := _read(match[0])) is not None
    ]
    near = stated + _beside(source.text, name, figures) or _reckoned(source.text)
    if near:
        return near
    if not _ANY.search(name):
        return []
    unused = [(place, figure) for place, figure in figures if place not in source.used]
    source.used.update(place for place, _ in unused[:1])
    return [figure for _, figure in unused]


def _reckoned(text: str) -> list[float]:
    """The result of the sum that a text asks for, if it asks for one."""
    solved = arithmetic.solve(text) if "?" in text else None
    return facts.numbers(solved.rpartition("=")[2])[:1] if solved else []


def _of_kind(source: Source, name: str) -> list[float] | None:
    """Numbers of a known kind; None when the field's name tells no kind."""
    text = source.text
    if re.search(r"\bage\b", name):
        return [float(age) for age in facts.ages(text)]
    if re.search(r"\b(?:price|cost|total|salary|budget|fee|amount|revenue|usd|eur|dollars)\b", name):
        found = [figure for form in facts.forms("money", text) for figure in facts.numbers(form)[:1]]
        return found or None
    if re.search(r"\b(?:percent|percentage|discount|growth|increase|decrease|margin)\b", name):
        return [figure for form in facts.forms("percent", text) for figure in facts.numbers(form)[:1]] or None
    if re.search(r"\byear\b", name):
        return [float(year) for year in re.findall(r"\b(?:1[5-9]|20)\d\d\b", text)]
    if _SHARE.search(name):
        return []
    if re.search(r"\b(?:sentiment|polarity)\b", name):
        return [round(score(text), 2)]
    if re.search(r"\b(?:rating|stars|score)\b", name) and (given := _GIVEN.findall(text)):
        return [float(figure) for figure in given]
    if re.search(r"\b(?:rating|stars|score)\b", name) and not re.search(r"\d", text):
        return [float(round(3 + 2 * score(text)))]
    if re.search(r"\b(?:answer|result|sum|solution|output)\b", name) and source.say:
        return facts.numbers(source.say().rpartition("=")[2])[:1]
    return measures.amounts(name, text) or None


def _beside(text: str, name: str, figures: list[tuple[int, float]]) -> list[float]:
    """The numbers near the field's own words, the nearest first: `3 tickets`, `a height of 180`."""
    roots = {stem(word) for word in words(name)}
    roots |= {"ticket", "peopl", "piec"} if roots & {"quantiti", "count"} else set()
    roots |= _HEADS if roots & _COUNTED else set()
    spots = [match.start() for match in re.finditer(r"[A-Za-z]+", text) if stem(match[0].lower()) in roots]
    distances = [(_distance(place, spots), figure) for place, figure in figures if spots]
    return [figure for distance, figure in sorted(distances) if distance < 30]


def _distance(place: int, spots: list[int]) -> int:
    """How far a place is from the nearest of some spots in ascending order."""
    after = bisect(spots, place)
    return min(abs(place - spot) for spot in spots[max(0, after - 1) : after + 1])


def _read(figure: str) -> float | None:
    if figure.lower() == "a dozen":
        return 12.0
    try:
        return facts.numbers(figure)[0]
    except (IndexError, ValueError):
        found = number_of(figure)
        return None if found is None else float(found)
