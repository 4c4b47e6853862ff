"""Translation: what is said to a wish to translate: that it takes a model, and the words the glossary has."""

from __future__ import annotations

import re

from openai_nb.sandbox.oracle import tongues
from openai_nb.sandbox.oracle.facts import forms
from openai_nb.sandbox.oracle.glossary import TONGUES, meaning, tongue_in
from openai_nb.sandbox.oracle.language import ends, listing
from openai_nb.sandbox.oracle.talk import Talk, given
from openai_nb.sandbox.oracle.vocabulary import LANGUAGES

MOST = 60  # words that are looked up
_VERB = r"(?:translate|übersetze?|übersetzen sie|traduis|traduisez|traduce|traduzca)"
_ORDERED = re.compile(rf"(?:^|[.!?\n]\s*)(?:please |bitte |(?:can|could) you )?{_VERB}\b", re.IGNORECASE)
_ASKED = re.compile(
    rf"{_ORDERED.pattern}|\btranslation (?:of|into|to|for)\b|\b(?:how do you|how to) say\b"
    rf"|^\W*say .{{1,200}} in (?:{'|'.join(sorted(LANGUAGES))})\W*$"
    r"|\b(?:say|write|put) (?:this|that|it) in (?:french|german|spanish|italian|japanese|chinese)\b",
    re.IGNORECASE,
)
_SAY = re.compile(r"\bsay (.+?) (?:in|auf|en) \w+", re.IGNORECASE)
_INTO = re.compile(r"^(?:from \w+ )?(?:in|ins|to|into|en|al|auf)\b(?: the)? \w+\W*", re.IGNORECASE)
_TAIL = re.compile(r"\s*\b(?:from \w+ )?(?:in|ins|to|into|en|al|auf) \w+\W*$", re.IGNORECASE)


def ordered(talk: Talk) -> str | None:
    """The answer where the orders of a conversation are to translate what is said in it; else None."""
    if not _ORDERED.search(ends(talk.orders)):
        return None
    return _told(talk.question, tongue_in(ends(talk.orders)))


def asked(talk: Talk) -> str | None:
    """The answer where a prompt itself wishes a translation; else None."""
    task = ends(talk.asked or talk.question)
    match = _ASKED.search(task)
    return _told(_matter(talk, match), tongue_in(task)) if match else None


def _matter(talk: Talk, match: re.Match[str]) -> str:
    """The text that is to be translated."""
    quoted = forms("quoted", talk.question)
    if quoted and not talk.told:
        return quoted[-1]
    if said := _SAY.search(talk.question):
        return said[1]
    head, colon, tail = talk.question.partition(":")
    if colon and match[0].strip() in head:
        return tail
    return talk.told or _TAIL.sub("", _INTO.sub("", given(talk, match)))


def _told(text: str, target: str) -> str:
    source = tongues.NAMES[tongues.tongue(text)]
    said = list(dict.fromkeys(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)))[:MOST]
    pairs = _pairs(said, source, target)
    lead = "The sandbox cannot translate: that takes a model, and there is none here."
    if target not in TONGUES:
        return f"{lead} Its glossary of single words has {listing([each.title() for each in TONGUES])}."
    if not pairs:
        return f"{lead} Its small glossary has none of these words in {target.title()}."
    shown = "; ".join(f"{word} = {other}" for word, other in pairs.items())
    missing = [word for word in said if word not in pairs]
    rest = f". It does not know {listing(missing[:8])}{' and others' * (len(missing) > 8)}" if missing else ""
    return f"{lead} Word by word, from its small glossary: {shown}{rest}."


def _pairs(said: list[str], source: str, target: str) -> dict[str, str]:
    """The words that the glossary has; from the language that has most of them."""
    if target not in TONGUES:
        return {}
    tried = [source, *TONGUES] if source in TONGUES else list(TONGUES)
    found = [
        {word: other for word in said if (other := meaning(word, each, target))}
        for each in tried
        if each != target
    ]
    return max(found, key=len, default={})
