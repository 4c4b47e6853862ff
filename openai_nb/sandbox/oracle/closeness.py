"""Closeness: how like two texts are, by the measures that graders know; each from 0 to 1."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from openai_nb.sandbox.oracle.stems import stem, words
from openai_nb.sandbox.oracle.vectors import similarity

LONGEST = 20_000  # characters that are compared


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence (Hyyrö 2004, "Bit-parallel LCS-length computation")."""
    places: dict[str, int] = {}
    for place, each in enumerate(one):
        places[each] = places.get(each, 0) | 1 << place
    full = row = (1 << len(one)) - 1
    for each in other:
        met = row & places.get(each, 0)
        row = (row + met | row - met) & full
    return len(one) - row.bit_count()


def fuzzy(text: str, reference: str) -> float:
    """Twice the letters in common, in order, over all letters: 1 less the insertions and deletions."""
    size = len(text) + len(reference)
    return 2 * common(text, reference) / size if size else 1.0


def bleu(text: str, reference: str) -> float:
    """BLEU of one sentence up to four words (Papineni 2002), one added to the counts (Lin and Och 2004)."""
    said, wanted = words(text), words(reference)
    if not said or not wanted:
        return float(said == wanted)
    logs = 0.0
    for size in range(1, 5):
        shared, total, _ = _shared(said, wanted, size)
        smooth = size > 1
        if shared + smooth == 0:
            return 0.0
        logs += math.log((shared + smooth) / (total + smooth)) / 4
    return math.exp(logs + min(0.0, 1 - len(wanted) / len(said)))


def gleu(text: str, reference: str) -> float:
    """The lesser of precision and recall over groups of one to four words (Wu and others 2016)."""
    said, wanted = words(text), words(reference)
    counts = [_shared(said, wanted, size) for size in range(1, 5)]
    most = max(sum(total for _, total, _ in counts), sum(total for _, _, total in counts))
    return sum(shared for shared, _, _ in counts) / most if most else float(said == wanted)


def rouge(size: int, text: str, reference: str) -> float:
    """ROUGE-N: the harmonic mean of precision and recall over groups of `size` words (Lin 2004)."""
    shared, said, wanted = _shared(words(text), words(reference), size)
    return 2 * shared / (said + wanted) if said + wanted else float(words(text) == words(reference))


def rouge_l(text: str, reference: str) -> float:
    """ROUGE-L: the same over the longest common subsequence of words (Lin 2004)."""
    said, wanted = words(text), words(reference)
    size = len(said) + len(wanted)
    return 2 * common(said, wanted) / size if size else 1.0


def meteor(text: str, reference: str) -> float:
    """METEOR over stems: 10PR / (R + 9P), less for words that stand apart (Banerjee and Lavie 2005)."""
    said, wanted = ([stem(word) for word in words(each)] for each in (text, reference))
    free: dict[str, list[int]] = {}
    for place in reversed(range(len(wanted))):
        free.setdefault(wanted[place], []).append(place)
    places = [free[word].pop() for word in said if free.get(word)]
    if not places:
        return float(said == wanted)
    precision, recall = len(places) / len(said), len(places) / len(wanted)
    runs = 1 + sum(after != before + 1 for before, after in pairwise(places))
    mean = 10 * precision * recall / (recall + 9 * precision)
    return mean * (1 - 0.5 * (runs / len(places)) ** 3)


def _shared(said: list[str], wanted: list[str], size: int) -> tuple[int, int, int]:
    """(in both, in the text, in the reference): how many groups of `size` words."""
    one, other = (Counter(zip(*(each[at:] for at in range(size)), strict=False)) for each in (said, wanted))
    return (one & other).total(), one.total(), other.total()


MEASURES: dict[str, Callable[[str, str], float]] = {
    "fuzzy_match": fuzzy,
    "bleu": bleu,
    "gleu": gleu,
    "meteor": meteor,
    "cosine": lambda text, reference: max(0.0, min(1.0, similarity(text, reference))),
    **{f"rouge_{size}": partial(rouge, size) for size in range(1, 6)},
    "rouge_l": rouge_l,
}


def closeness(measure: str, text: str, reference: str) -> float:
    """How like a text is to a reference, by one of `MEASURES`; of long texts the first 20,000 letters."""
    return MEASURES[measure](text[:LONGEST], reference[:LONGEST])
