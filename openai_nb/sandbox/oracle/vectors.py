"""Vectors: a text as a point, so that texts with words, parts of words or topics in common lie close.

Each text is a weighted bag of features: its words, their stems, letter groups of three to five, pairs of
neighbours, and what the lexicon says the words are about. A feature's name seeds a sparse row of signs
(Achlioptas 2003, "Database-friendly random projections"), drawn in blocks of doubling width, so that the
leading dimensions of a vector are a smaller vector of the same text.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.lexicon import DOMAINS, PALE, STOP, SYNONYMS
from openai_nb.sandbox.oracle.stems import stem, words

WIDEST = 32_768
"""The most dimensions a vector may have: a hit inside a block is named by 15 bits."""

Bag = tuple[NDArray[np.uint32], NDArray[np.float32]]
"""A bag of features as (names, weights), both of shape (k,)."""

_HITS = 4
_TOGETHER = 256  # texts projected at once; bounds the memory of a large batch
_WEIGHTS = {"word": 0.4, "stem": 0.9, "letters": 0.45, "pair": 0.3}
_WEIGHTS |= {"topic": 1.0, "synonym": 1.1, "common": 0.25}


def embed(texts: Sequence[str], dimensions: int = 1536, salt: str = "") -> NDArray[np.float32]:
    """One row of length 1 for each text: an array of shape (n, dimensions).

    The first k columns, brought to length 1 again, are what `dimensions=k` gives. Another `salt`
    is another model: its vectors cannot be compared with these.
    """
    if not 1 <= dimensions <= WIDEST:
        raise ValueError(f"dimensions must be from 1 to {WIDEST}, not {dimensions}")
    out = np.empty((len(texts), dimensions), np.float32)
    for start in range(0, len(texts), _TOGETHER):
        part = [tokens(text) for text in texts[start : start + _TOGETHER]]
        out[start : start + len(part)] = _raw(part, dimensions, crc32(salt.encode()))
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    return out


def similarity(a: str, b: str) -> float:
    """How close two texts are: the cosine of their vectors, 1 for the same text."""
    first, second = embed([a, b])
    return float(first @ second)


def tokens(text: str) -> list[str]:
    """The words of a text; signs such as emoji count as words, and in a text of signs alone all of them."""
    found = words(text)
    signs = [sign for sign in text if unicodedata.category(sign) == "So"]
    return found + signs or [sign for sign in text if not sign.isspace()]


def weight(word: str) -> float:
    """How much a word says: little for stop words, half for pale ones."""
    if word in STOP:
        return 0.1
    return 0.5 if word in PALE or stem(word) in _PALE else 1.0


def _raw(texts: list[list[str]], dimensions: int, salt: int) -> NDArray[np.float32]:
    """The vectors before they are brought to length 1."""
    place = {word: row for row, word in enumerate(dict.fromkeys(word for text in texts for word in text))}
    bags = [_features(word) for word in place] + [_pairs(text) for text in texts]
    known = _project(bags, dimensions, salt)
    out = known[len(place) :]
    for row, text in enumerate(texts):
        counts = Counter(text)
        if counts:
            often = np.sqrt(np.fromiter(counts.values(), np.float32))
            out[row] += often @ known[[place[word] for word in counts]]
    out += _WEIGHTS["common"] * _common(dimensions, salt)
    return out


def senses(root: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the lexicon knows of a stem: (groups of synonyms it is in, subjects it belongs to)."""
    return _SYNONYMS.get(root, ()), _TOPICS.get(root, ())


@lru_cache(maxsize=50_000)
def _features(word: str) -> Bag:
    much, root = weight(word), stem(word)
    found = [("w" + word, _WEIGHTS["word"] * much), ("s" + root, _WEIGHTS["stem"] * much)]
    if much > 0.1:
        groups = list(_groups(word))
        found += [("g" + group, _WEIGHTS["letters"] * much / math.sqrt(len(groups))) for group in groups]
        topics, synonyms = _TOPICS.get(root, ()), _SYNONYMS.get(root, ())
        found += [(name, _WEIGHTS["topic"] * much / math.sqrt(len(topics))) for name in topics]
        found += [(name, _WEIGHTS["synonym"] * much / math.sqrt(len(synonyms))) for name in synonyms]
    return _named(found)


def _groups(word: str) -> Iterator[str]:
    """Letter groups, the word's ends marked; scripts without spaces get shorter ones too."""
    marked = f"<{word}>"
    sizes = (3, 4, 5) if word.isascii() else (1, 2, 3, 4)
    for size in sizes:
        for start in range(max(1, len(marked) - size + 1)):
            yield marked[start : start + size]


def _pairs(text: list[str]) -> Bag:
    """A text's neighbours as features: each pair counts as its weaker word does."""
    return _named(
        (f"p{stem(one)} {stem(two)}", _WEIGHTS["pair"] * min(weight(one), weight(two)))
        for one, two in dict.fromkeys(pairwise(text))
    )


def _named(found: Iterable[tuple[str, float]]) -> Bag:
    pairs = list(found)
    names = np.array([crc32(name.encode("utf-8", "surrogatepass")) for name, _ in pairs], np.uint32)
    return names, np.array([much for _, much in pairs], np.float32)


def _project(bags: list[Bag], dimensions: int, salt: int) -> NDArray[np.float32]:
    """Bags as dense rows: each feature adds its signs to a few places of each block."""
    row = np.repeat(np.arange(len(bags)), [len(names) for names, _ in bags])
    names, much = (np.concatenate(parts) for parts in zip(*bags, strict=True))
    starts, widths = _blocks(dimensions)
    drawn = np.stack([_mixed(names, salt, block) for block in range(len(starts))])
    bits = drawn[:, :, None] >> np.arange(0, 16 * _HITS, 16, dtype=np.uint64)
    column = starts[:, None, None] + (bits.astype(np.int64) & (widths - 1)[:, None, None])
    signed = np.where(bits & np.uint64(1 << 15), -1.0, 1.0) * np.sqrt(widths / _HITS)[:, None, None]
    inside = column < dimensions
    places = (column + (row * dimensions)[:, None])[inside]
    flat = np.bincount(places, (signed * much[:, None])[inside], minlength=len(bags) * dimensions)
    return flat.reshape(len(bags), dimensions).astype(np.float32)


@lru_cache(maxsize=32)
def _blocks(dimensions: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each block starts and how wide it is: 64, 64, 128, 256, … until all dimensions are covered."""
    starts = [0]
    while (after := max(64, 2 * starts[-1])) < dimensions:
        starts.append(after)
    return np.array(starts), np.array([max(64, start) for start in starts])


def _mixed(names: NDArray[np.uint32], salt: int, block: int) -> NDArray[np.uint64]:
    """64 even bits for each name (the finisher of SplitMix64, Steele and others 2014)."""
    seed = (salt * 0x9E3779B97F4A7C15 + block * 0xD1B54A32D192ED03) & 0xFFFFFFFFFFFFFFFF
    z = (names.astype(np.uint64) + np.uint64(seed)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@lru_cache(maxsize=32)
def _common(dimensions: int, salt: int) -> NDArray[np.float32]:
    """What all texts share, so that no vector is zero, not even that of an empty text."""
    drawn = _mixed(np.arange(dimensions, dtype=np.uint32), salt, 63) >> np.uint64(11)
    return (drawn.astype(np.float64) / 2.0**52 - 1.0).astype(np.float32) * math.sqrt(3)


def _by_stem(groups: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, members in groups:
        for word in members.split():
            found.setdefault(stem(word), {})[name] = None
    return {root: tuple(names) for root, names in found.items()}


_PALE = frozenset(stem(word) for word in PALE)
_TOPICS = _by_stem((f"t{name}", members) for name, members in DOMAINS.items())
_SYNONYMS = _by_stem((f"y{number}", members) for number, members in enumerate(SYNONYMS.split("\n")))
