"""Edits: what can be done to a given text by rule: say it, turn its case, reverse, sort, repeat, list."""

from __future__ import annotations

import re
from collections.abc import Callable

from openai_nb.sandbox.oracle.counts import counted, letters, palindrome, picked
from openai_nb.sandbox.oracle.facts import forms
from openai_nb.sandbox.oracle.grammar import mended, punctuated
from openai_nb.sandbox.oracle.language import LONGEST, number_of
from openai_nb.sandbox.oracle.spelling import corrected
from openai_nb.sandbox.oracle.talk import Talk, given
from openai_nb.sandbox.oracle.vocabulary import LANGUAGES

Work = Callable[[Talk, re.Match[str]], str | None]


def edit(talk: Talk) -> str | None:
    """The outcome of an edit that the prompt orders, or None when it orders none."""
    texts = [talk.asked, talk.question] if len(talk.question) <= LONGEST else [talk.asked[:LONGEST]]
    for pattern, work in _WORKS:
        match = next((found for text in texts if (found := pattern.search(text))), None)
        if match and (done := work(talk, match)):
            return done
    return None


def _changed(change: Callable[[str], str]) -> Work:
    return lambda talk, match: change(given(talk, match))


def _sorted(talk: Talk, match: re.Match[str]) -> str | None:
    text = _HOW.sub("", given(talk, match))
    lines = "\n" in text.strip()
    parts = text.splitlines() if lines else re.split(r",\s*(?:and )?| and |;", text)
    items = [part.strip(" .") for part in parts if part.strip(" .")]
    if len(items) < 2:
        items = text.split()
    if len(items) < 2:
        return None
    numeric = all(re.fullmatch(r"-?\d+(?:\.\d+)?", item) for item in items)
    items.sort(
        key=lambda item: (float(item) if numeric else 0.0, item.lower()),
        reverse=bool(
            re.search(r"\b(?:descending|reverse|largest first|highest first|z to a)\b", talk.question.lower())
        ),
    )
    return "\n".join(items) if lines else ", ".join(items)


_HOW = re.compile(
    r"\b(?:in |by )?(?:ascending|descending|alphabetical(?:ly)?|reverse|numerical(?:ly)?)(?: order)?\b",
    re.IGNORECASE,
)


def _said(talk: Talk, match: re.Match[str]) -> str | None:
    if _ABROAD.search(match[1]):
        return None
    text = match[1].strip()
    quoted = re.fullmatch(r"[\"'“`](.+?)[\"'”`][.!]?", text, re.DOTALL)
    return quoted[1] if quoted else text


_ABROAD = re.compile(
    rf"\bin (?:{'|'.join(sorted(LANGUAGES))})\W*$", re.IGNORECASE
)  # to say it is to translate


def _proofread(talk: Talk, match: re.Match[str]) -> str | None:
    """The text with its spelling mended, or its grammar too, as far as the rules go."""
    text = talk.told or (forms("quoted", talk.question) or [""])[-1]
    if not text:
        return None
    if match[1].lower().startswith("punct"):
        return punctuated(text)
    text = corrected(text)
    return text if match[1].lower().startswith(("spell", "typo")) else mended(text)


def _row(talk: Talk, match: re.Match[str]) -> str | None:
    start, end = number_of(match[1]), number_of(match[2])
    if start is None or end is None or abs(end - start) > 1_000:
        return None
    step = 1 if end >= start else -1
    gap = "\n" if re.search(r"\bline\b|\blist\b", talk.question, re.IGNORECASE) else ", "
    return gap.join(str(number) for number in range(start, end + step, step))


def _repeated(talk: Talk, match: re.Match[str]) -> str | None:
    times = number_of(match[2]) or 0
    return " ".join([match[1].strip(" \"'`“”")] * times) if times <= 200 else None


def _unique(text: str) -> str:
    gap = "\n" if "\n" in text else ", "
    return gap.join(dict.fromkeys(item.strip() for item in re.split(r"\n|,\s*", text) if item.strip()))


def _reversed(text: str) -> str:
    items = [item.strip() for item in re.split(r",\s*", text)]
    return ", ".join(reversed(items)) if len(items) > 2 else text[::-1]


def _bullets(text: str) -> str:
    gap = r",\s*(?:and )?| and |;|\n" if "," in text else r" and |;|\n"
    items = [item.strip() for item in re.split(gap, text) if item.strip()]
    return "\n".join(f"- {item}" for item in items) if len(items) > 1 else ""


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


_PLEASE = r"^\s*(?:please )?"
_THINGS = (
    r"(e-?mails?|urls?|links?|phones?|names?|persons?|people|dates?|numbers?|places?|cities"
    r"|prices?|amounts?|hashtags?)"
)
_WORKS: list[tuple[re.Pattern[str], Work]] = [
    (
        _rule(
            rf"{_PLEASE}(?:fix|correct|check|proof-?read|mend|repair) (?:\w+ ){{0,4}}?"
            r"(spelling|typos?|grammar|mistakes|errors|english|punctuation|text|sentence)\b"
        ),
        _proofread,
    ),
    (_rule(r"(?:^|[.?!:\n]\s*|\bplease |\bnow )(?:say|repeat|echo)\s+(.{1,40}?) (\w+) times"), _repeated),
    (_rule(rf"{_PLEASE}(?:reply|respond|answer) with exactly\b:? (.{{1,2000}}?)\s*$"), _said),
    (
        _rule(
            rf"{_PLEASE}(?:reply|respond|answer) (?:only )?with (?:only |just )?(?:the (?:word|text"
            rf"|phrase)s? )?:?\s*"
            r"([\"'“`].+?[\"'”`]|[A-Z]{2,12}\b)[.!]?\s*$"
        ),
        _said,
    ),
    (
        _rule(
            rf"{_PLEASE}(?:say|echo|repeat(?: after me)?)\b(?: the (?:word|phrase))?(?: exactly)?:?\s+"
            r"(?!something|anything|more|that|it\b|what)(.{1,2000}?)\s*$"
        ),
        _said,
    ),
    (
        _rule(
            r"\bhow many (?:times does )?(?:the )?(?:letter )?[\"'“`]?([a-z])[\"'”`]?(?:'?s)? (?:are |is )?"
            r"(?:there |appear |occur )?in (?:the word )?(.+?)\??$"
        ),
        letters,
    ),
    (
        _rule(
            r"\b(?:how many|count(?: all| the)?(?: number of)?|number of) "
            r"(words?|characters?|letters?|sentences?|lines?|vowels?|consonants?|digits?)\b"
        ),
        counted,
    ),
    (_rule(r"\bcount (?:up |down )?from (\w+) to (\w+)"), _row),
    (
        _rule(
            r"\b(?:list|write|print|give me|show)(?: me)?(?: all)?(?: the)? numbers (?:from )?(\w+) (?:to"
            r"|through) (\w+)"
        ),
        _row,
    ),
    (_rule(r"\bis (?!this|it|that)(?:the word )?([^?]{1,80}?) a palindrome"), palindrome),
    (
        _rule(
            rf"\b(?:extract|list|find|pick out|give me|what(?: are| is)?) (?:all )?(?:of )?(?:the )?{_THINGS}"
            r"(?: address(?:es)?| numbers?)?\b"
            r"(?: (?:in|from|of|are|mentioned)\b|[:.]|\s*$)"
        ),
        picked,
    ),
    (
        _rule(
            r"\b(?:to|in(?:to)?) (?:all )?(?:upper ?-?case|capitals|capital letters|caps)\b:?"
            r"|\bupper ?-?case\b:?"
        ),
        _changed(str.upper),
    ),
    (
        _rule(r"\b(?:to|in(?:to)?) (?:all )?(?:lower ?-?case|small letters)\b:?|\blower ?-?case\b:?"),
        _changed(str.lower),
    ),
    (_rule(r"\b(?:to|in(?:to)?) title ?-?case\b:?|\bcapitali[sz]e\b:?"), _changed(str.title)),
    (_rule(r"\b(?:reverse|spell (?:it )?backwards?|write backwards?)\b:?"), _changed(_reversed)),
    (
        _rule(
            r"\b(?:sort|order|alphabeti[sz]e|rank)\b(?= (?:these|the|this|it|them|alphabet|by|in|my"
            r"|following|ascending|descending|numerically|\d|\w+,)|:)"
            r"(?: (?:alphabetically|in \w+ order|by \w+))?:?"
        ),
        _sorted,
    ),
    (
        _rule(
            r"\b(?:remove|drop|delete) (?:the )?duplicates\b(?: from)?:?|\bunique (?:words|items"
            r"|values)\b(?: (?:in|of))?:?"
        ),
        _changed(_unique),
    ),
    (_rule(r"\b(?:as|into|to) (?:a )?(?:(?:bulleted |bullet )?list|bullet points)\b:?"), _changed(_bullets)),
]
