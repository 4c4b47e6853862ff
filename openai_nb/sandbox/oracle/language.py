"""Language: sentences, clauses, key words and likeness, the first things one sees in a text."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TypeVar

import numpy as np

from openai_nb.sandbox.oracle.lexicon import PALE, STOP
from openai_nb.sandbox.oracle.stems import stem, words
from openai_nb.sandbox.oracle.vectors import embed
from openai_nb.sandbox.oracle.vocabulary import NUMBERS, TASKS

T = TypeVar("T")

NARROWEST = 40  # letters of the longest line of a paragraph whose lines were broken to a width
LONGEST = 2_000  # characters of a sentence, and of either end of a prompt where its orders are looked for

_SHORT = r"(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|approx|No|Jr|Sr|Inc|Ltd|[A-Z])"
_SHORT_END = re.compile(rf"\b{_SHORT}\.$")
_BREAK = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<!\s)\s*\n+\s*|(?<=[。！？])")
_ROW = re.compile(r"[^\W\d],\S|\t")  # a row of a table, and no prose
_LIST_MARK = re.compile(r"^(?:[-*•]|\d{1,3}[.)])\s+")
_ORDER = re.compile(
    r"^(?:please |kindly |can you |could you |would you |will you )*"
    r"(?:answer|reply|respond|summari[sz]e|tell|give|list|find|extract|classify|translate|write|explain"
    r"|describe|say"
    r"|use|return|count|sort|read|label|decide|show|name|identify|analy[sz]e|create|generate|based on"
    r"|according to"
    r"|here is|here are|consider|look at|what|who|where|when|why|how|which)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, list marks left off; a line end ends one unless the line was only full."""
    found: list[str] = []
    for part in _BREAK.split(unwrapped(text)):
        if part and found and len(found[-1]) < LONGEST and _SHORT_END.search(found[-1][-8:]):
            found[-1] += " " + part
        elif clean := _LIST_MARK.sub("", (part or "").strip()):
            found.append(clean)
    return found


def unwrapped(text: str) -> str:
    """A text without the line ends that are there only because its lines were full."""
    blocks = (list(lines) for _, lines in groupby(text.split("\n"), key=_is_blank)) if "\n" in text else ()
    return "\n".join(map(_flowing, blocks)) if blocks else text


def _is_blank(line: str) -> bool:
    return not line.strip()


def _flowing(lines: list[str]) -> str:
    """The lines of a paragraph, each with those that it goes on in; orders above them stay alone."""
    above = next((place for place, line in enumerate(lines) if not is_order(line.strip())), len(lines))
    orders, told = lines[:above], lines[above:]
    width = max((len(line.rstrip()) for line in told), default=0)
    if width < NARROWEST:
        return "\n".join(lines)
    made = [told[0]]
    for before, line in pairwise(told):
        made.append(f" {line.strip()}" if _goes_on(before, line, width) else f"\n{line}")
    return "\n".join([*orders, "".join(made)])


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether a line was broken off because its next word had no room, and not because it was at its end."""
    (first, *_), kept = line.split(maxsplit=1) or [""], before.rstrip()
    if not first or not kept or len(kept) + 1 + len(first) <= width or before.endswith("  "):
        return False
    if kept[-1] in ".!?…:;|" or _LIST_MARK.match(line.strip()) or _ROW.search(kept):
        return False
    last = kept.split()[-1].lower()
    return first[0].islower() or kept[-1] == "," or last in STOP


def ends(text: str) -> str:
    """The beginning and the end of a long text, where its orders stand: little enough to search closely."""
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]}\n{text[-LONGEST:]}"


def is_order(sentence: str) -> bool:
    """Whether a sentence asks or orders something, rather than telling it."""
    return sentence.rstrip().endswith("?") or bool(_ORDER.match(sentence))


def says_much(word: str) -> bool:
    """Whether a lower-case word carries meaning of its own."""
    return len(word) > 1 and word not in STOP and word not in PALE and word.removesuffix("'s") not in STOP


def keywords(text: str, most: int = 5) -> list[str]:
    """The words a text is about: the frequent ones first, then in their order."""
    kept = [word.removesuffix("'s") for word in words(text) if says_much(word) and not word.isdigit()]
    kept = [word for word in kept if word not in TASKS] or kept
    often = Counter(stem(word) for word in kept)
    seen: dict[str, str] = {}
    for word in kept:
        seen.setdefault(stem(word), word)
    return sorted(seen.values(), key=lambda word: -often[stem(word)])[:most]


def likeness(text: str, others: Sequence[str]) -> list[float]:
    """How close each of the other texts is to this one, from about 0 to 1."""
    rows = embed([text, *others], 768)
    return [float(close) for close in rows[1:] @ rows[0]]


def nearest(text: str, others: Sequence[str]) -> int:
    """The place of the text that is closest to this one."""
    return int(np.argmax(likeness(text, others)))


def pick(choices: Sequence[T], key: str, variation: int = 0) -> T:
    """One of several equal wordings, always the same for the same key and variation."""
    return choices[(zlib.crc32(key.encode("utf-8", "replace")) + variation) % len(choices)]


def listing(items: Sequence[str], last: str = "and") -> str:
    """Things in a row: `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def number_of(text: str) -> int | None:
    """A number given in digits or as a word up to ninety-nine: `12`, `three`, `forty-two`."""
    text = text.strip().lower().replace(",", "")
    if text.isdecimal():
        return int(text)
    parts = re.split(r"[\s-]+", text)
    if not parts or any(part not in NUMBERS for part in parts) or len(parts) > 2:
        return None
    return sum(NUMBERS[part] for part in parts)
