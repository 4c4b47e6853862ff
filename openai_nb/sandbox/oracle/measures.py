"""Measures: an amount that a text gives with its unit, in the unit that a field is named for."""

from __future__ import annotations

import re

from openai_nb.sandbox.oracle.language import number_of
from openai_nb.sandbox.oracle.units import UNITS, Unit

_KINDS = {
    "length": r"height|length|width|depth|distance|altitude|size|tall|long|wide",
    "mass": r"weight|mass",
    "time": r"duration|runtime|length|period|elapsed",
    "speed": r"speed|velocity",
    "volume": r"volume|capacity",
    "data": r"size|memory|storage|disk",
}
_SHORT = {"m", "g", "s", "l", "j", "min", "h"}  # as a field's name they are more often something else
_NAMED = {name for name in UNITS if name not in _SHORT}
_AMOUNT = r"(?:[-−]|\bminus )?\d[\d,]*(?:\.\d+)?|\b(?:an?|half an?|[a-z]+(?:-[a-z]+)?)\b"
_ANY = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_GIVEN = re.compile(
    rf"({_AMOUNT})[ -]?({_ANY})(?![\w/])( and a half)?",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"((?:[-−]|\bminus )?\d+(?:\.\d+)?) ?(?:°|degrees?\b|celsius\b|fahrenheit\b|[CF]\b)", re.IGNORECASE
)


def amounts(name: str, text: str) -> list[float]:
    """What a text gives for a field such as `duration minutes`, `height` or `temperature`, in their order."""
    if re.search(r"\btemperature|\bdegrees\b", name):
        return [_plain(found) for found in _DEGREES.findall(text)]
    told = [UNITS[word] for word in name.split() if word in _NAMED]
    kinds = [told[0].kind] if told else [kind for kind, names in _KINDS.items() if re.search(names, name)]
    found = [_of(match, kinds, told) for match in _GIVEN.finditer(text)] if kinds else []
    return [amount for amount in found if amount is not None]


def _of(match: re.Match[str], kinds: list[str], told: list[Unit]) -> float | None:
    """One amount, in the unit that is wished or else in its own."""
    unit, amount = UNITS[match[2].lower()], _number(match[1].lower())
    if unit.kind not in kinds or amount is None:
        return None
    amount += 0.5 * bool(match[3])
    return float(round(amount * float(unit.size / told[0].size), 6)) if told else amount


def _number(text: str) -> float | None:
    if text in ("a", "an"):
        return 1.0
    if text.startswith("half"):
        return 0.5
    worded = number_of(text)
    if worded is not None:
        return float(worded)
    return _plain(text) if re.search(r"\d", text) else None


def _plain(figure: str) -> float:
    return float(re.sub(r"minus |−", "-", figure.lower()).replace(",", ""))
