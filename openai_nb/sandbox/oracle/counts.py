"""Counts: how often something is in a text, and which names, dates or addresses are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from openai_nb.sandbox.oracle import dates, facts
from openai_nb.sandbox.oracle.language import sentences
from openai_nb.sandbox.oracle.stems import words
from openai_nb.sandbox.oracle.talk import Talk, given

_LEAD = re.compile(
    r"^(?:(?:are there|are|there|has|have|does|do) )*(?:in )?(?:the )?(?:following )?"
    r"(?:(?:word|text|sentence|string|phrase)(?: have| has)?)? ?:?\s*",
    re.IGNORECASE,
)
_SAME = {
    "e-mail": "email",
    "link": "url",
    "price": "money",
    "amount": "money",
    "citie": "place",
    "people": "person",
}


def counted(talk: Talk, match: re.Match[str]) -> str | None:
    """How many words, letters, sentences or lines the given text has."""
    text = given(talk, match)
    if text and text not in facts.forms("quoted", talk.question) and not talk.told:
        text = _LEAD.sub("", text) or text
    if not text:
        return None
    kinds = {
        "word": len(words(text)),
        "character": len(text),
        "sentence": len(sentences(text)),
        "line": len(text.splitlines()),
        "vowel": len(re.findall(r"[aeiou]", text.lower())),
        "consonant": len(re.findall(r"[b-df-hj-np-tv-z]", text.lower())),
        "letter": sum(letter.isalpha() for letter in text),
        "digit": sum(letter.isdigit() for letter in text),
    }
    return str(kinds[match[1].lower().rstrip("s")])


def letters(talk: Talk, match: re.Match[str]) -> str | None:
    """How often a letter is in a word."""
    letter, text = match[1].lower(), match[2].strip(" \"'`?.!“”")
    times = text.lower().count(letter)
    return f"The letter {letter} is {times} {'time' if times == 1 else 'times'} in “{text}”."


def palindrome(talk: Talk, match: re.Match[str]) -> str | None:
    """Whether a word reads the same backwards."""
    text = match[1].strip(" \"'`“”")
    plain = [letter for letter in text.lower() if letter.isalnum()]
    if plain == plain[::-1]:
        return f"Yes, “{text}” is a palindrome."
    return f"No, “{text}” is not a palindrome: backwards it is “{text[::-1]}”."


def picked(talk: Talk, match: re.Match[str]) -> str | None:
    """The names, dates, numbers or addresses of the text at hand, as a list."""
    kind = match[1].lower().rstrip("s")
    kind = _SAME.get(kind, kind)
    text = talk.told or talk.background
    if not text.strip():
        return None
    named: dict[str, Callable[[str], Iterable[str]]]
    named = {"name": facts.names, "person": facts.persons, "place": facts.places, "date": dates.moments}
    if kind in named:
        found = list(named[kind](text))
    elif kind == "number":
        found = [f"{number:g}" for number in facts.numbers(text)]
    else:
        found = facts.forms(kind, text)
    return "\n".join(f"- {item}" for item in dict.fromkeys(found)) or f"There is no {kind} in the text."
