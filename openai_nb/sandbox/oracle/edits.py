"""Edits: what can be done to a given text by rule: turn its case, reverse, sort, count, repeat, pick out."""

from __future__ import annotations

import re
from collections.abc import Callable

from openai_nb.sandbox.oracle import facts
from openai_nb.sandbox.oracle.language import number_of, sentences
from openai_nb.sandbox.oracle.stems import words
from openai_nb.sandbox.oracle.talk import Talk

_THAT = re.compile(
    r"\b(?:it|that|this|those|them|the above|your (?:last )?answer|the (?:text|list|sentence|words?) above)\b",
    re.IGNORECASE,
)


def edit(talk: Talk) -> str | None:
    """The outcome of an edit that the prompt orders, or None when it orders none."""
    for pattern, work in _WORKS:
        if match := pattern.search(talk.asked) or (
            pattern.search(talk.question) if len(talk.question) < 2_000 else None
        ):
            done = work(talk, match)
            if done is not None:
                return done
    return None


def given(talk: Talk, match: re.Match[str]) -> str:
    """The text an order is about: in quotes, after a colon, what follows the order, or what was said before."""
    if talk.told:
        quoted = facts.forms("quoted", talk.told)
        return (
            quoted[0] if len(quoted) == 1 and talk.told.strip("\"'`“” .").startswith(quoted[0]) else talk.told
        )
    if quoted := facts.forms("quoted", talk.question):
        return quoted[-1]
    after = (
        talk.question[match.end() :].strip()
        if match.string in talk.question
        else match.string[match.end() :].strip()
    )
    after = re.sub(
        r"^(?:of |the (?:word|string|text|sentence|phrase|list|following)s? ?|these \w+ |words? |:)+",
        "",
        after,
        flags=re.IGNORECASE,
    )
    after = re.sub(r"^[:\s]+|[?.!]+$", "", after).strip()
    if (not after or (_THAT.search(match.string) and len(after.split()) < 4)) and len(talk.turns) > 1:
        return talk.turns[-2].text
    return after


def _changed(change: Callable[[str], str]) -> Callable[[Talk, re.Match[str]], str | None]:
    return lambda talk, match: change(given(talk, match)) or None


def _sorted(talk: Talk, match: re.Match[str]) -> str | None:
    text = given(talk, match)
    down = re.search(
        r"\b(?:descending|reverse|largest first|highest first|z to a)\b", talk.question, re.IGNORECASE
    )
    text = re.sub(
        r"\b(?:in |by )?(?:ascending|descending|alphabetical(?:ly)?|reverse|numerical(?:ly)?)(?: order)?\b",
        "",
        text,
        flags=re.IGNORECASE,
    )
    lines = "\n" in text.strip()
    items = [
        item.strip(" .")
        for item in (text.splitlines() if lines else re.split(r",\s*(?:and )?| and |;", text))
        if item.strip(" .")
    ]
    if len(items) < 2:
        items = text.split()
    if len(items) < 2:
        return None
    numeric = all(re.fullmatch(r"-?\d+(?:\.\d+)?", item) for item in items)
    items.sort(
        key=(lambda item: (float(item), "")) if numeric else (lambda item: (0.0, item.lower())),
        reverse=bool(down),
    )
    return "\n".join(items) if lines else ", ".join(items)


def _counted(talk: Talk, match: re.Match[str]) -> str | None:
    what = match[1].lower().rstrip("s")
    text = given(talk, match)
    text = (
        re.sub(
            r"^.*?\b(?:are there|are|there|has|have|does|do) (?:in|the)?\b ?|^in\b ?(?:the )?(?:word|text|sentence|string)?",
            "",
            text,
            count=1,
            flags=re.IGNORECASE,
        ).strip()
        or text
    )
    text = (
        re.sub(
            r"^(?:in )?(?:the )?(?:following )?(?:word|text|sentence|string|phrase)? ?:?\s*",
            "",
            text,
            flags=re.IGNORECASE,
        )
        or text
    )
    if not text:
        return None
    kinds: dict[str, int] = {
        "word": len(words(text)),
        "character": len(text),
        "sentence": len(sentences(text)),
        "line": len(text.splitlines()),
        "vowel": len(re.findall(r"[aeiou]", text.lower())),
        "consonant": len(re.findall(r"[b-df-hj-np-tv-z]", text.lower())),
        "letter": sum(letter.isalpha() for letter in text),
        "digit": sum(letter.isdigit() for letter in text),
    }
    return str(kinds[what]) if what in kinds else None


def _letters(talk: Talk, match: re.Match[str]) -> str | None:
    letter, text = match[1].lower(), match[2].strip(" \"'`?.!")
    times = text.lower().count(letter)
    return f"There {'is' if times == 1 else 'are'} {times} “{letter}” in “{text}”."


def _said(talk: Talk, match: re.Match[str]) -> str | None:
    text = match[1].strip()
    quoted = re.fullmatch(r"[\"'“`](.+?)[\"'”`][.!]?", text, re.DOTALL)
    return quoted[1] if quoted else text or None


def _numbers(talk: Talk, match: re.Match[str]) -> str | None:
    start, end = number_of(match[1]), number_of(match[2])
    if start is None or end is None or abs(end - start) > 1_000:
        return None
    step = 1 if end >= start else -1
    gap = "\n" if re.search(r"\bline\b|\blist\b", talk.question, re.IGNORECASE) else ", "
    return gap.join(str(number) for number in range(start, end + step, step))


def _picked(talk: Talk, match: re.Match[str]) -> str | None:
    kind = {"e-mail": "email", "link": "url", "price": "money", "amount": "money"}.get(
        match[1].lower().rstrip("s"), match[1].lower().rstrip("s")
    )
    text = talk.told or talk.background
    found = {
        "name": list(facts.names(text)), "person": facts.persons(text), "people": facts.persons(text), "date": facts.moments(text),
        "number": [f"{number:g}" for number in facts.numbers(text)], "place": list(facts.places(text)),
        "citie": list(facts.places(text)), "city": list(facts.places(text)), "compan": facts.companies(text),
    }.get(kind)  # fmt: skip
    if found is None:
        found = (
            facts.forms(kind, text)
            if kind in ("email", "url", "phone", "money", "time", "percent", "hashtag")
            else []
        )
    if not text.strip():
        return None
    return "\n".join(f"- {item}" for item in dict.fromkeys(found)) or f"There is no {kind} in the text."


def _palindrome(talk: Talk, match: re.Match[str]) -> str | None:
    text = given(talk, match) if not match[1].strip() else match[1].strip(" \"'`“”")
    plain = [letter for letter in text.lower() if letter.isalnum()]
    return (
        f"{'Yes' if plain == plain[::-1] else 'No'}, “{text}” is {'' if plain == plain[::-1] else 'not '}a palindrome."
        if plain
        else None
    )


def _repeated(talk: Talk, match: re.Match[str]) -> str | None:
    times = number_of(match[2]) or 0
    return " ".join([match[1].strip(" \"'`“”")] * times) if 0 < times <= 200 else None


def _unique(text: str) -> str:
    gap = "\n" if "\n" in text else ", "
    return gap.join(dict.fromkeys(item.strip() for item in re.split(r"\n|,\s*", text) if item.strip()))


def _reversed(text: str) -> str:
    items = [item.strip() for item in re.split(r",\s*", text)]
    return ", ".join(reversed(items)) if len(items) > 2 else text[::-1]


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


_LEAD = r"(?:^|[.?!:\n]\s*|\bplease |\bcan you |\bcould you |\band |\bthen |\bnow )"
_WORKS: list[tuple[re.Pattern[str], Callable[[Talk, re.Match[str]], str | None]]] = [
    (_rule(rf"{_LEAD}(?:say|repeat|echo)(?: after me)?\s+(.{{1,40}}?) (\w+) times"), _repeated),
    (_rule(r"^\s*(?:please )?(?:reply|respond|answer) (?:only )?with (?:only |just |exactly )?(?:the (?:word|text|phrase)s? )?:?\s*([\"'“`].+?[\"'”`]|[A-Z]{2,}\b|exactly:? .+)[.!]?\s*$"), _said),
    (_rule(r"^\s*(?:please )?(?:say|echo|repeat(?: after me)?|reply with exactly|respond with exactly)\b(?: the (?:word|phrase))?(?: exactly)?:?\s+(?!something|anything|more|that|it\b|what)(.{1,2000}?)\s*$"), _said),
    (_rule(r"\bhow many (?:times does (?:the letter )?)?[\"'“`]?([a-z])[\"'”`]?(?:'?s)? (?:are |is )?(?:there |appear |occur )?in (?:the word )?(.+?)\??$"), _letters),
    (_rule(r"\bhow many (?:letter )[\"'“`]?([a-z])[\"'”`]?(?:'?s)? (?:are )?(?:there )?in (?:the word )?(.+?)\??$"), _letters),
    (_rule(r"\b(?:how many|count(?: all| the)?(?: number of)?|number of) (words?|characters?|letters?|sentences?|lines?|vowels?|consonants?|digits?)\b"), _counted),
    (_rule(r"\bcount (?:up |down )?from (\w+) to (\w+)"), _numbers),
    (_rule(r"\b(?:list|write|print|give me|show)(?: me)?(?: all)?(?: the)? numbers (?:from )?(\w+) (?:to|through) (\w+)"), _numbers),
    (_rule(r"\bis (?!this|it|that)(?:the word )?([^?]{1,80}?) a palindrome"), _palindrome),
    (_rule(r"\b(?:extract|list|find|pick out|give me|what) (?:all )?(?:of )?(?:the )?(e-?mails?|urls?|links?|phones?|names?|persons?|people|dates?|numbers?|places?|cities|prices?|amounts?|hashtags?)(?: addresses| numbers)?\b(?: (?:in|from|of|are|mentioned)\b|[:.]|\s*$)"), _picked),
    (_rule(r"\b(?:to|in(?:to)?) (?:all )?(?:upper ?-?case|capitals|capital letters|caps)\b:?|\b(?:upper ?-?case|capitali[sz]e)\b:?"), _changed(str.upper)),
    (_rule(r"\b(?:to|in(?:to)?) (?:all )?(?:lower ?-?case|small letters)\b:?|\blower ?-?case\b:?"), _changed(str.lower)),
    (_rule(r"\b(?:to|in(?:to)?) title ?-?case\b:?"), _changed(str.title)),
    (_rule(r"\b(?:reverse|spell (?:it )?backwards?|write backwards?)\b:?"), _changed(_reversed)),
    (_rule(r"\b(?:sort|order|alphabeti[sz]e|rank)\b(?= (?:these|the|this|it|them|alphabet|by|in|my|following|\d|\w+,)|:)(?: (?:alphabetically|in \w+ order|by \w+))?:?"), _sorted),
    (_rule(r"\b(?:remove|drop|delete) (?:the )?duplicates\b(?: from)?:?|\bunique (?:words|items|values)\b(?: (?:in|of))?:?"), _changed(_unique)),
]  # fmt: skip


def _bullets(talk: Talk, match: re.Match[str]) -> str | None:
    text = given(talk, match)
    items = [item for item in re.split(r",\s*(?:and )?|;|\n", text) if item.strip()]
    return "\n".join(f"- {item.strip()}" for item in items) if len(items) > 1 else None


_WORKS.append((_rule(r"\b(?:as|into|to) (?:a )?(?:bulleted |bullet )(?:list|points)\b:?"), _bullets))
