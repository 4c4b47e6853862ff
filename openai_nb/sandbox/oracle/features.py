"""Features: the words, stems, word pairs and letter groups a text is made of, hashed to columns."""

from __future__ import annotations

import zlib
from collections import defaultdict
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.lexicon import STOP
from openai_nb.sandbox.oracle.stems import stem, words

WIDTH = 1 << 15  # columns; a power of two, so that they fold
FAINT = 0.2  # how much a stop word counts


def subjects(text: str) -> list[str]:
    """The stems of the words that say what a text is about."""
    return [stem(word) for word in words(text) if word not in STOP]


def features(text: str) -> dict[str, float]:
    """Each feature of a text with its strength, the square root of how often it comes."""
    found: defaultdict[str, float] = defaultdict(float)
    before = "^"
    for word in words(text):
        weight = FAINT if word in STOP else 1.0
        root = stem(word)
        found["w " + word] += weight
        found["s " + root] += weight
        found[f"b {before} {root}"] += 0.5 * weight
        before = root
        if weight == 1.0:
            for group in _groups(word):
                found[group] += 0.5
    return {name: count**0.5 for name, count in found.items()}


def columns(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The columns a text fills, ascending, and their strengths."""
    filled: defaultdict[int, float] = defaultdict(float)
    for name, strength in features(text).items():
        filled[_column(name)] += strength
    places = np.array(sorted(filled), np.int64)
    return places, np.array([filled[place] for place in places.tolist()], np.float32)


@lru_cache(maxsize=20_000)
def _groups(word: str) -> tuple[str, ...]:
    edged = f"<{word}>"
    return tuple("c " + edged[start : start + n] for n in (3, 4, 5) for start in range(len(edged) - n + 1))


@lru_cache(maxsize=200_000)
def _column(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "replace")) & (WIDTH - 1)
