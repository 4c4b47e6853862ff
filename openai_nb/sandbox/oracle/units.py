"""Units: an amount of one unit in another of its kind, by exact factors."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from openai_nb.sandbox.oracle.calculator import written
from openai_nb.sandbox.oracle.language import number_of

LONGEST = 200  # characters of a question
_TABLE = """
length 1: m metre metres meter meters; 1000: km kilometre kilometres kilometer kilometers;
length 1/100: cm centimetre centimetres centimeter centimeters;
length 1/1000: mm millimetre millimetres millimeter millimeters;
length 1609344/1000: mi mile miles; 254/10000: inch inches; 3048/10000: ft foot feet;
length 9144/10000: yd yard yards;
mass 1: kg kilo kilos kilogram kilograms kilogramme kilogrammes; 1/1000: g gram grams gramme grammes;
mass 1000: tonne tonnes; 45359237/100000000: lb lbs pound pounds; 45359237/1600000000: oz ounce ounces;
time 1: s sec second seconds; 60: min minute minutes; 3600: h hour hours; 86400: day days; 604800: week weeks;
time 1/1000: ms millisecond milliseconds;
volume 1: l litre litres liter liters; 1/1000: ml millilitre millilitres milliliter milliliters;
volume 3785411784/1000000000: gallon gallons; 1/100: cl centilitre centilitres centiliter centiliters;
speed 1: m/s mps; 5/18: km/h kmh kph; 1397/3125: mph;
data 1: byte bytes; 1/8: bit bits; 1000: kb kilobyte kilobytes; 1000000: mb megabyte megabytes;
data 1000000000: gb gigabyte gigabytes; 1000000000000: tb terabyte terabytes; 1024: kib; 1048576: mib;
data 1073741824: gib; 1099511627776: tib;
energy 1: j joule joules; 1000: kj kilojoule kilojoules; 3600000: kwh; 4184/1000: calorie calories; 4184: kcal
"""
_HEAT = {
    **dict.fromkeys(("c", "°c", "celsius", "centigrade"), "°C"),
    **dict.fromkeys(("f", "°f", "fahrenheit"), "°F"),
    **dict.fromkeys(("k", "kelvin", "kelvins"), "K"),
}
_FROM_CELSIUS = {  # times, then plus
    "°C": (Fraction(1), Fraction(0)),
    "°F": (Fraction(9, 5), Fraction(32)),
    "K": (Fraction(1), Fraction(27315, 100)),
}


class Unit(NamedTuple):
    """What a unit measures, and how many of the plain unit of that kind it is."""

    kind: str
    size: Fraction


def _read() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        kind, rest = line.split(" ", 1)
        for entry in filter(None, rest.split(";")):
            size, names = entry.split(":")
            found |= dict.fromkeys(names.split(), Unit(kind, Fraction(size.strip())))
    return found


UNITS = _read()
_NAMES = "|".join(sorted(map(re.escape, [*UNITS, *_HEAT]), key=len, reverse=True))
_AMOUNT = r"(?P<amount>[-−]?\d[\d,]*(?:\.\d+)?|\.\d+|an?|[a-z]+(?:-[a-z]+)?)"
_UNIT = rf"(?:degrees? )?(?P<{{}}>{_NAMES})"
_FROM, _TO = _UNIT.format("source"), _UNIT.format("target")
_LEAD = (
    r"(?:please |can you |could you )?"
    r"(?:what(?:'s| is| are)|convert|change|turn|how (?:much|long|far|heavy|big|tall) is)?\s*"
)
_AS = re.compile(
    rf"{_LEAD}{_AMOUNT}\s*{_FROM}\s+(?:in|to|into|as|equals? how many)\s+{_TO}\W*", re.IGNORECASE
)
_HOW_MANY = re.compile(
    rf"how (?:many|much) {_TO}\s+(?:are|is|in|make|do|does)\s+(?:there )?(?:in )?{_AMOUNT}\s*{_FROM}"
    r"(?: (?:have|has|make|makes))?\W*",
    re.IGNORECASE,
)


def convert(text: str) -> str | None:
    """The answer to a question for another unit, as `5 miles = 8.04672 km`; None for other questions."""
    if len(text) > LONGEST:
        return None
    match = _AS.fullmatch(text.strip()) or _HOW_MANY.fullmatch(text.strip())
    amount = _number(match["amount"]) if match else None
    if match is None or amount is None:
        return None
    source, target = match["source"], match["target"]
    if source.lower() in _HEAT and target.lower() in _HEAT:
        return _heat(amount, _HEAT[source.lower()], _HEAT[target.lower()])
    one, other = UNITS.get(source.lower()), UNITS.get(target.lower())
    if one is None or other is None:
        return None
    if one.kind != other.kind:
        return f"{source} is a unit of {one.kind}, {target} of {other.kind}: neither can be had in the other."
    return _shown(amount, source, amount * one.size / other.size, target)


def _heat(amount: Fraction, source: str, target: str) -> str:
    """By way of degrees Celsius."""
    slope, zero = _FROM_CELSIUS[source]
    other_slope, other_zero = _FROM_CELSIUS[target]
    return _shown(amount, source, (amount - zero) / slope * other_slope + other_zero, target)


def _shown(amount: Fraction, source: str, found: Fraction, target: str) -> str:
    return f"{written(amount)} {source} = {written(found)} {target}".replace("= ≈", "≈")


def _number(text: str) -> Fraction | None:
    if text.lower() in ("a", "an"):
        return Fraction(1)
    worded = number_of(text)
    if worded is not None:
        return Fraction(worded)
    plain = text.replace(",", "").replace("−", "-")
    return Fraction(plain) if re.fullmatch(r"-?(?:\d+(?:\.\d+)?|\.\d+)", plain) else None
