"""Facts: what can be picked out of a text by its form: names, places, amounts, addresses."""

from __future__ import annotations

import re
from functools import lru_cache

from openai_nb.sandbox.oracle.language import number_of
from openai_nb.sandbox.oracle.lexicon import DOMAINS
from openai_nb.sandbox.oracle.vocabulary import NOT_NAMES, PLACES

CAPITAL = r"[A-Z][\w'’-]{0,30}[a-zà-ÿ]"
"""One word of a proper name."""

SCALE = r"(?: ?(?:thousand|million|billion|trillion|bn)\b|k\b)?"
"""What may stand behind a figure and make it larger."""
SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}

_NAME = re.compile(
    rf"(?<![\w@.])(?:(?:Dr|Mr|Mrs|Ms|Prof)\. )?{CAPITAL}"
    rf"(?: (?:[A-Z]\. )?(?:(?:van|von|de|da|del|al) )?{CAPITAL}){{0,5}}"
)
_STAY = (
    r"\b(?:lives?|living|lived|based|located|born|moved|weather|rain|snow|flights?|fly|flying|trip"
    r"|travel(?:ling)?)"
)
_AFTER = rf"(?:the city of )?({CAPITAL}(?: {CAPITAL}){{0,3}}(?:, [A-Z]{{2}}\b)?)"
_SURELY = re.compile(rf"{_STAY} (?:in|to|at|from|for|near) {_AFTER}")
_PERHAPS = re.compile(rf"\b(?:in|at|near|from|to|of|for|around|visit(?:ing)?) {_AFTER}")
_FIRM = "Inc|Ltd|LLC|GmbH|Corp|AG|Co|Group|Bank|University|Labs|Institute|Company|Foundation"
_COMPANY = re.compile(
    rf"\b((?:{CAPITAL}|[A-Z]{{2,30}})(?: (?:{CAPITAL}|[A-Z]{{2,30}})){{0,4}} (?:{_FIRM})\b\.?)"
    rf"|\b(?:at|for|by|join(?:ed)?|founded) ((?:{CAPITAL}|[A-Z]{{2,30}})(?: {CAPITAL}){{0,3}})"
)
_FORMS = {
    "email": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    "url": re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;!?]"),
    "phone": re.compile(r"(?<![\w-])\+?\d[\d ()/.-]{6,16}\d(?![\w-])"),
    "time": re.compile(
        r"\b(?:\d{1,2}:\d\d(?: ?(?:[ap]m\b|[ap]\.m\.))?|\d{1,2} ?(?:[ap]m\b|[ap]\.m\.)|noon\b|midnight\b)",
        re.IGNORECASE,
    ),
    "money": re.compile(
        rf"[$€£¥] ?\d[\d,]*(?:\.\d+)?{SCALE}"
        rf"|\b\d[\d,]*(?:\.\d+)?{SCALE} ?(?:dollars?|euros?|pounds?|yen|USD|EUR|GBP|JPY|CHF|[$€£¥])(?!\w)"
    ),
    "percent": re.compile(r"\b\d+(?:\.\d+)? ?(?:%|percent\b)"),
    "quoted": re.compile(
        r"\"([^\"\n]{1,400})\"|“([^”]{1,400})”|(?<!\w)'([^'\n]{1,200})'(?!\w)|`([^`\n]{1,200})`"
    ),
    "identifier": re.compile(
        r"\b(?=[A-Z\d-]{0,20}\d)[A-Z\d]{1,20}(?:-[A-Z\d]{1,20}){0,3}\b|\b(?!I\b)[A-Z]{2,6}\b"
    ),
    "room": re.compile(
        r"\b(?:living room|kitchen|(?:bed|bath)room|hall(?:way)?|office|garage|garden|cellar|attic)\b"
    ),
    "hashtag": re.compile(r"(?<!\w)#\w+"),
}
_NUMBER = re.compile(
    rf"(?<![\w.-])((?:[-−]|minus )?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)(?![\d])({SCALE})", re.IGNORECASE
)
_AGE = re.compile(
    r"\b(?:aged?|age is|age:)\s*(\w{1,20})|\b([\w-]{1,20})[- ]years?[- ]old\b"
    r"|\bis (\d{1,3})\b(?! (?:km|kg|%|dollars|euros|metres|meters))|,\s*(\d{1,2})\b(?=[,.;]|$| and)"
)
_OPENING = re.compile(r"^\s*$|[.!?:\n]\s*$")
_PLAIN = frozenset(word for words in DOMAINS.values() for word in words.split()) - PLACES
"""Plain nouns, which are no names where a sentence begins with them."""


def forms(kind: str, text: str) -> list[str]:
    """All e-mail addresses, URLs, identifiers, times, amounts or quotations of a text, in their order."""
    return [
        next((group for group in found.groups() if group), found[0]) for found in _FORMS[kind].finditer(text)
    ]


@lru_cache(maxsize=512)
def names(text: str) -> tuple[str, ...]:
    """The proper names of a text in their order: of persons, places and things alike."""
    found = []
    for match in _NAME.finditer(text):
        parts = match[0].split()
        opens = _OPENING.search(text[max(0, match.start() - 3) : match.start()])
        if opens and len(parts) == 1 and parts[0].lower() in _PLAIN:
            continue
        while parts and parts[0].lower().replace("’", "'").removesuffix("'s") in NOT_NAMES:
            parts = parts[1:]
        while parts and parts[-1].lower() in NOT_NAMES:
            parts = parts[:-1]
        if parts:
            found.append(" ".join(parts).removesuffix("'s").removesuffix("’s"))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=512)
def places(text: str) -> tuple[str, ...]:
    """The cities and countries of a text: known ones, and names that stand where a place does."""
    found = [name for name in names(text) if name.lower().split()[-1] in PLACES]
    found += [match[1] for match in _SURELY.finditer(text)]
    found = found or [match[1] for match in _PERHAPS.finditer(text)]
    kept = [name for name in dict.fromkeys(found) if name.split()[0].lower() not in NOT_NAMES]
    order = {name: place for place, name in enumerate(names(text))}
    return tuple(sorted(kept, key=lambda name: order.get(name, 0)))


def persons(text: str) -> list[str]:
    """The names that are of persons, as far as one can tell: those that are no place and no company."""
    other = {*places(text), *companies(text)}
    return [name for name in names(text) if name not in other]


def companies(text: str) -> list[str]:
    """The firms and institutions of a text."""
    found = [(match[1] or match[2]) for match in _COMPANY.finditer(text)]
    return [name for name in dict.fromkeys(found) if name.lower().split()[-1] not in PLACES | NOT_NAMES]


def numbers(text: str) -> list[float]:
    """The numbers of a text, in figures first, then in words."""
    figures = [figure(found[1], found[2]) for found in _NUMBER.finditer(text)]
    worded = [number_of(word) for word in re.findall(r"\b[a-z]+(?:-[a-z]+)?\b", text.lower())]
    return figures + [float(number) for number in worded if number is not None]


def figure(digits: str, scale: str = "") -> float:
    """A number of its digits, and of the word behind them that makes it larger: `4.2` and `billion`."""
    plain = re.sub(r"minus |−", "-", digits.lower()).replace(",", "")
    return float(f"{float(plain) * SCALES.get(scale.strip().lower(), 1.0):.15g}")


def ages(text: str) -> list[int]:
    """The ages of a text: `36 years old`, `aged forty`, `Ada, 36,`, `is 36`."""
    found = [next(group for group in match.groups() if group) for match in _AGE.finditer(text)]
    return [age for word in found if (age := number_of(word)) is not None and age < 130]
