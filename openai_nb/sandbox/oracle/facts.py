"""Facts: what can be picked out of a text by its form: names, places, dates, amounts, addresses."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from openai_nb.sandbox.oracle.language import number_of

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
REFERENCE = datetime.date(2026, 1, 1)
"""The day a bare year or month is filled up from: the oracle has no clock, so that its answers stay the same."""

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
_CAPITAL = r"[A-Z][\w'’-]*[a-zà-ÿ]"
_NAME = re.compile(
    rf"(?<![\w@.])(?:(?:Dr|Mr|Mrs|Ms|Prof)\. )?{_CAPITAL}(?: (?:[A-Z]\. )?(?:(?:van|von|de|da|del|al) )?{_CAPITAL})*"
)
_NOT_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "i",
        "my",
        "your",
        "his",
        "her",
        "our",
        "their",
        "this",
        "that",
        "these",
        "those",
        "it",
        "he",
        "she",
        "we",
        "they",
        "you",
        "in",
        "on",
        "at",
        "of",
        "for",
        "to",
        "from",
        "with",
        "and",
        "or",
        "but",
        "so",
        "if",
        "when",
        "where",
        "what",
        "which",
        "who",
        "why",
        "how",
        "is",
        "are",
        "was",
        "were",
        "be",
        "do",
        "does",
        "did",
        "can",
        "could",
        "would",
        "should",
        "will",
        "please",
        "extract",
        "find",
        "give",
        "tell",
        "show",
        "write",
        "list",
        "send",
        "book",
        "order",
        "call",
        "make",
        "get",
        "put",
        "set",
        "schedule",
        "play",
        "convert",
        "search",
        "what's",
        "it's",
        "i'm",
        "i'd",
        "i'll",
        "let's",
        "yes",
        "no",
        "ok",
        "hello",
        "hi",
        "hey",
        "dear",
        "thanks",
        "thank",
        "first",
        "then",
        "also",
        "next",
        "after",
        "before",
        "during",
        "there",
        "here",
        "not",
        "all",
        "any",
        "some",
        "each",
        "every",
        "one",
        "two",
        "three",
        "four",
        "five",
        "today",
        "tomorrow",
        "yesterday",
        "tonight",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "return",
        "json",
        "answer",
        "question",
        "text",
        "context",
        "customer",
        "email",
        "name",
        "product",
        "price",
        "date",
        "mail",
        "invite",
        "email",
        "remind",
        "create",
        "add",
        "translate",
        "classify",
        "summarize",
        "summarise",
        "query",
        "run",
        "look",
        "need",
        "want",
        "buy",
        "meet",
        "visit",
        "ask",
    ]
)
PLACES = re.compile(
    r"\b(?:lives?|living|lived|based|located|born|weather|moved|rain|snow|sunny|flights?|fly|flying|travel(?:ling)?|trip"
    r"|in|at|near|from|to|of|for|around|visit(?:ing)?)(?: (?:in|to|at|from|for|near))? "
    rf"(?:the city of )?({_CAPITAL}(?: {_CAPITAL})*(?:, [A-Z]{{2}}\b)?)"
)
_KNOWN = frozenset(
    [
        "amsterdam",
        "athens",
        "atlanta",
        "auckland",
        "austin",
        "bangkok",
        "barcelona",
        "beijing",
        "berlin",
        "bern",
        "boston",
        "brussels",
        "budapest",
        "cairo",
        "chicago",
        "copenhagen",
        "dallas",
        "delhi",
        "denver",
        "dubai",
        "dublin",
        "edinburgh",
        "florence",
        "geneva",
        "hamburg",
        "helsinki",
        "houston",
        "istanbul",
        "jakarta",
        "johannesburg",
        "kyiv",
        "lagos",
        "lisbon",
        "london",
        "lyon",
        "madrid",
        "manila",
        "melbourne",
        "miami",
        "milan",
        "montreal",
        "moscow",
        "mumbai",
        "munich",
        "nairobi",
        "naples",
        "oslo",
        "paris",
        "prague",
        "rome",
        "seattle",
        "seoul",
        "shanghai",
        "singapore",
        "stockholm",
        "sydney",
        "tehran",
        "tokyo",
        "toronto",
        "vancouver",
        "venice",
        "vienna",
        "warsaw",
        "washington",
        "zurich",
        "york",
        "francisco",
        "angeles",
        "france",
        "germany",
        "italy",
        "spain",
        "england",
        "ireland",
        "japan",
        "china",
        "india",
        "brazil",
        "canada",
        "mexico",
        "norway",
        "sweden",
        "finland",
        "denmark",
        "poland",
        "portugal",
        "greece",
        "turkey",
        "egypt",
        "kenya",
        "australia",
        "austria",
        "switzerland",
        "netherlands",
        "belgium",
        "argentina",
        "chile",
        "peru",
        "colombia",
        "usa",
        "uk",
        "russia",
        "ukraine",
        "europe",
        "africa",
        "asia",
        "america",
    ]
)
_COMPANY = re.compile(
    rf"\b((?:{_CAPITAL}|[A-Z]{{2,}})(?: (?:{_CAPITAL}|[A-Z]{{2,}}))* (?:Inc|Ltd|LLC|GmbH|Corp|AG|Co|Group|Bank|University|Labs|Institute|Company|Foundation)\b\.?)|\b(?:at|for|by|join(?:ed)?|founded) ((?:{_CAPITAL}|[A-Z]{{2,}})(?: {_CAPITAL})*)"
)
_FORMS = {
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "url": re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;!?]"),
    "phone": re.compile(r"(?<![\w-])\+?\d[\d ()/.-]{6,16}\d(?![\w-])"),
    "time": re.compile(
        r"\b(?:\d{1,2}:\d\d(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?|noon|midnight)", re.IGNORECASE
    ),
    "money": re.compile(
        r"[$€£¥] ?\d[\d,]*(?:\.\d+)?|\b\d[\d,]*(?:\.\d+)? ?(?:dollars?|euros?|pounds?|yen|USD|EUR|GBP|JPY|CHF|[$€£¥])(?!\w)"
    ),
    "percent": re.compile(r"\b\d+(?:\.\d+)? ?(?:%|percent\b)"),
    "quoted": re.compile(
        r"\"([^\"\n]{1,400})\"|“([^”]{1,400})”|(?<!\w)'([^'\n]{1,200})'(?!\w)|`([^`\n]{1,200})`"
    ),
    "hashtag": re.compile(r"(?<!\w)#\w+"),
}
_NUMBER = re.compile(r"(?<![\w.-])[-−]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?(?![\d])", re.IGNORECASE)
_AGE = re.compile(
    r"\b(?:aged?|age is|age:)\s*(\w+)|\b([\w-]+)[- ]years?[- ]old\b|\bis (\d{1,3})\b(?! (?:km|kg|%|dollars|euros|metres|meters))|,\s*(\d{1,2})\b(?=[,.;]|$| and)"
)


def forms(kind: str, text: str) -> list[str]:
    """All e-mail addresses, URLs, phone numbers, times, amounts or quotations of a text, in their order."""
    return [
        next((group for group in found.groups() if group), found[0]) for found in _FORMS[kind].finditer(text)
    ]


@lru_cache(maxsize=512)
def names(text: str) -> tuple[str, ...]:
    """The proper names of a text in their order: of persons, places and things alike."""
    found = []
    for match in _NAME.finditer(text):
        parts = match[0].split()
        while parts and parts[0].lower().replace("’", "'").removesuffix("'s") in _NOT_NAMES:
            parts = parts[1:]
        while parts and parts[-1].lower() in _NOT_NAMES:
            parts = parts[:-1]
        if parts:
            found.append(" ".join(parts).removesuffix("'s").removesuffix("’s"))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=512)
def places(text: str) -> tuple[str, ...]:
    """The cities and countries of a text: known ones, and names that stand where a place does."""
    known = [name for name in names(text) if name.lower().split()[-1] in _KNOWN]
    if known:
        return tuple(known)
    lead = [found[1] for found in PLACES.finditer(text)]
    return tuple(dict.fromkeys(name for name in lead if name.split()[0].lower() not in _NOT_NAMES))


def persons(text: str) -> list[str]:
    """The names that are of persons, as far as one can tell: those that are no place and no company."""
    other = {*places(text), *companies(text)}
    return [name for name in names(text) if name not in other]


def companies(text: str) -> list[str]:
    """The firms and institutions of a text."""
    found = [(match[1] or match[2]) for match in _COMPANY.finditer(text)]
    return [name for name in dict.fromkeys(found) if name.lower().split()[-1] not in _KNOWN | _NOT_NAMES]


def numbers(text: str) -> list[float]:
    """The numbers of a text, in figures first, then in words."""
    figures = [float(found[0].replace(",", "").replace("−", "-")) for found in _NUMBER.finditer(text)]
    worded = [number_of(word) for word in re.findall(r"\b[a-z]+(?:-[a-z]+)?\b", text.lower())]
    return figures + [float(number) for number in worded if number is not None]


def ages(text: str) -> list[int]:
    """The ages of a text: `36 years old`, `aged forty`, `Ada, 36,`, `is 36`."""
    found = [next(group for group in match.groups() if group) for match in _AGE.finditer(text)]
    return [age for word in found if (age := number_of(word)) is not None and age < 130]


def dates(text: str, today: datetime.date | None = None) -> list[datetime.date]:
    """The days a text names; a missing year is that of `today`."""
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


def moments(text: str) -> list[str]:
    """When things happen, in the text's own words: `Friday`, `3 May 2026`, `next week`."""
    found = [*_DATE.finditer(text), *_WHEN.finditer(text)]
    return [match[0] for match in sorted(found, key=lambda match: match.start())]
