"""Chunks: a text in overlapping pieces of so many tokens, with their vectors."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.oracle.stems import stem
from openai_nb.sandbox.oracle.vectors import embed
from openai_nb.sandbox.oracle.vectors import tokens as words

SIZE, OVERLAP = 800, 400  # tokens, where nobody says otherwise
DIMENSIONS = 512


class Chunks(NamedTuple):
    """Texts, their vectors (n, 512) float32 of length 1, and how often each has which stem."""

    texts: tuple[str, ...]
    rows: NDArray[np.float32]
    stems: tuple[Counter[str], ...]


def cut(text: str, size: int = SIZE, overlap: int = OVERLAP) -> list[str]:
    """The text in pieces of `size` tokens, each beginning with the last `overlap` of the one before."""
    found = tokens.pieces(text)
    starts = range(0, max(1, len(found) - overlap), size - overlap)
    return ["".join(found[start : start + size]) for start in starts]


def packed(texts: list[str]) -> bytes:
    """Texts and their vectors, to be kept."""
    return json.dumps(texts).encode() + b"\n" + embed(texts, DIMENSIONS).tobytes()


@lru_cache(maxsize=256)
def unpacked(data: bytes) -> Chunks:
    """What `packed` kept, with the stems counted."""
    head, _, tail = data.partition(b"\n")  # JSON writes a line end as \\n: the first one is ours
    texts = tuple(json.loads(head))
    rows = np.frombuffer(tail, np.float32).reshape(len(texts), DIMENSIONS)
    return Chunks(texts, rows, tuple(stems(text) for text in texts))


def stems(text: str) -> Counter[str]:
    """How often each stem stands in a text."""
    return Counter(stem(word) for word in words(text))


def joined(several: Sequence[Chunks]) -> Chunks:
    """The chunks of several files as those of one."""
    texts = tuple(text for each in several for text in each.texts)
    counted = tuple(count for each in several for count in each.stems)
    return Chunks(texts, np.concatenate([each.rows for each in several]), counted)
