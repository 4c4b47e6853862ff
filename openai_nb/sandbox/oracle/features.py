"""Features: the words, stems, word pairs and letter groups a text is made of."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

WIDTH = 1 << 15  # columns that features are hashed to; a power of two, so that it folds

LITTLE = frozenset(
    "a about all also am an and any are as at be been but by can could did do does for from get had has have hello "
    "hey hi how i if in into is it its may me my no not of on or our please should so tell that the their them then "
    "there these they this those to us was we were what when where which who why will with would you your".split()
)
ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ies", "ied", "ers", "ness", "ment", "ed", "es", "er", "ly", "s")
WORD = re.compile(r"[^\W_]+")


def root(word: str) -> str:
    """What is left of a lower-case word without its ending: `orders`, `ordered` and `ordering` give `order`."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + ("y" if ending in ("ies", "ied") else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def spoken(text: str) -> list[str]:
    """The lower-case words of a text, apart at underscores, accents in one form."""
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


def features(text: str) -> dict[str, float]:
    """Each feature of a text with its strength; words that carry little meaning count a fifth."""
    found: Counter[str] = Counter()
    before = "^"
    for word in spoken(text):
        weight = 0.2 if word in LITTLE else 1.0
        stem = root(word)
        found["w " + word] += weight
        found["s " + stem] += weight
        found[f"b {before} {stem}"] += 0.5 * weight
        before = stem
        if weight == 1.0:
            for group in _groups(word):
                found[group] += 0.5
    return {name: count**0.5 for name, count in found.items()}


@lru_cache(maxsize=20_000)
def _groups(word: str) -> tuple[str, ...]:
    edged = f"<{word}>"
    return tuple("c " + edged[i : i + n] for n in (3, 4, 5) for i in range(len(edged) - n + 1))


@lru_cache(maxsize=200_000)
def column(name: str) -> int:
    """The column a feature falls on: the same on every machine."""
    return zlib.crc32(name.encode()) & (WIDTH - 1)


def columns(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The columns a text fills, ascending, and their strengths as float32."""
    filled: dict[int, float] = {}
    for name, strength in features(text).items():
        place = column(name)
        filled[place] = filled.get(place, 0.0) + strength
    places = np.array(sorted(filled), np.int64)
    return places, np.array([filled[place] for place in places.tolist()], np.float32)
