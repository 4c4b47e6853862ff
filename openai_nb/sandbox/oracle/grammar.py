"""Grammar: slips that show without understanding: capitals, articles, doubled words, marks, some verbs."""

from __future__ import annotations

import re
from collections.abc import Callable

_SILENT = r"(?:hour|honest|honou?r|heir)"
_CONSONANT = r"(?:uni(?:[cfoqtv]|$)|us(?:e|u|a)|eu|one\b|once\b|ubiq|ut(?:e|i)[ln])"
_START = r"(^|[.!?,;:] |\n|\b(?:and|but|because|so|then|if|when|while) )"  # of a clause
_SHE = rf"{_START}(he|she|it|everyone|everybody|someone|nobody)"
_THEY = rf"{_START}(they|we|you)"
_DOUBLED = re.compile(r"\b(?!(?:that|had|bye|very|so|no|ha)\b)([A-Za-z]+)( \1\b)+", re.IGNORECASE)
_QUESTION = re.compile(
    r"^(?:who|what|when|where|why|how|which|whose|is|are|was|were|do|does|did|can|could|will|would|should|may|has"
    r"|have)\b",
    re.IGNORECASE,
)
_BASE = {
    "went": "go",
    "saw": "see",
    "came": "come",
    "had": "have",
    "was": "be",
    "knew": "know",
    "took": "take",
}
_SWAPS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (rf"\b(a)(?= (?!{_CONSONANT})(?:[aeiou]\w|{_SILENT}))", r"\1n"),
    (rf"\b(a)n(?= (?!{_SILENT})(?:[bcdfghjklmnpqrstvwxyz]\w|{_CONSONANT}))", r"\1"),
    (rf"{_SHE} do(n't| not)\b", r"\1\2 does\3"),
    (rf"{_SHE} have\b", r"\1\2 has"),
    (rf"{_SHE} (?:are|am)\b", r"\1\2 is"),
    (rf"{_SHE} (go|do)\b", r"\1\2 \3es"),
    (rf"{_THEY} does(n't| not)\b", r"\1\2 do\3"),
    (rf"{_THEY} has\b", r"\1\2 have"),
    (rf"{_THEY} was\b", r"\1\2 were"),
    (rf"{_THEY} (?:is|am)\b", r"\1\2 are"),
    (rf"{_START}I (?:is|are)\b", r"\1I am"),
    (rf"{_START}I has\b", r"\1I have"),
    (r"\b(could|should|would|might|must) of\b", r"\1 have"),
    (r"\b(more|less|better|rather|other) then\b", r"\1 than"),
    (r"\byour welcome\b", "you're welcome"),
    (r"\bits (a|an|the|not|been|very|so|too)\b", r"it's \1"),
    (
        rf"\b(did(?:n't| not)) ({'|'.join(_BASE)})\b",
        lambda found: f"{found[1]} {_BASE[found[2].lower()]}",
    ),
    (r"\b(do(?:es)?(?:n't| not)|did(?:n't| not)) has\b", r"\1 have"),
    (r"\bmuch (people|things|books|words|times)\b", r"many \1"),
)


def mended(text: str) -> str:
    """The text with its slips of grammar put right."""
    text = _DOUBLED.sub(r"\1", text)
    for pattern, better in _SWAPS:
        text = re.sub(pattern, better, text, flags=re.IGNORECASE)
    return capitalised(punctuated(text))


def punctuated(text: str) -> str:
    """Spaces where they belong around marks, and a mark at the end of each line that is a sentence."""
    text = re.sub(r"(?<=\S)[ \t]+(?=[,.;:!?](?:\s|$|[A-Za-z]))", "", text)
    text = re.sub(r"([,;])(?=[A-Za-z])", r"\1 ", text)
    text = re.sub(r"(?<=[a-z])([.!?])(?=[A-Z][a-z])", r"\1 ", text)
    text = re.sub(r"(?<=\S)[ \t]{2,}(?=\S)", " ", text)
    return "\n".join(_ended(line) for line in text.split("\n"))


def capitalised(text: str) -> str:
    """A large letter at the beginning of each sentence, and in I, days and months."""
    text = re.sub(r"(^|[.!?]\s+|\n[ \t]*)([a-z])", lambda found: found[1] + found[2].upper(), text)
    text = re.sub(r"\bi(?=\b(?!\.\w)(?:'(?:m|ve|ll|d)\b)?)", "I", text)
    return _CALENDAR.sub(lambda found: found[0].capitalize(), text)


_CALENDAR = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:january|february|april|june|july|august|september"
    r"|october|november|december|english|french|german|spanish|italian)\b"
)


def _ended(line: str) -> str:
    if len(line.split()) < 3 or not line[-1:].isalnum():
        return line
    return line + ("?" if _QUESTION.match(re.split(r"[.!?]\s+", line)[-1]) else ".")
