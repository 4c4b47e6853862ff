"""Nearness: which rows of a table of vectors are most alike, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Indices = NDArray[np.intp]

SCORES = 8_000_000  # cosines held at once: 32 MB
FIRST, AT_ONCE = 256, 65_536  # rows compared first, and at most


class Rows(Protocol):
    """A table of vectors that gives its rows when asked: an array, a memory map, a file."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, d)."""
        ...

    def __getitem__(self, wanted: Any, /) -> Any:
        """The rows of a slice or of an array of positions."""
        ...


class Exact:
    """Compares with every row (n, d), in blocks; nothing is copied, so the rows may lie in a file.

    Rows need not have length 1; `scale` (n,) is 1 over their lengths.  A row with a NaN is never found.
    """

    recall: float = 1.0

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.scale = np.empty(rows.shape[0], np.float32)
        for part in parts(len(self.scale), AT_ONCE):
            self.scale[part] = _scale(rows[part])
        self._plain = bool(np.allclose(self.scale, 1, rtol=0, atol=1e-6))

    def nearest(self, queries: Vectors, k: int) -> tuple[Indices, Vectors]:
        """The k rows most like each of (q, d) queries, best first: positions (q, k), cosines (q, k).

        Among equals the earlier row comes first.  Where there are fewer rows than k, -1 and NaN fill up.
        """
        unit = normed(np.atleast_2d(np.asarray(queries, np.float32)))
        step = max(min(len(unit), SCORES // AT_ONCE), 1)
        found = [self._best(unit[begin : begin + step], k) for begin in range(0, len(unit), step)]
        if not found:
            return np.empty((0, k), np.intp), np.empty((0, k), np.float32)
        where, cosines = (np.concatenate(part) for part in zip(*found, strict=True))
        cosines[where < 0] = np.nan
        return where, np.clip(cosines, -1, 1)

    def __repr__(self) -> str:
        return f"exact, {self.rows.shape[0]:,} rows compared"

    def _best(self, unit: Vectors, k: int) -> tuple[Indices, Vectors]:
        where = np.full((len(unit), k), -1, np.intp)
        best = np.full((len(unit), k), -np.inf, np.float32)
        if k:
            most = max(SCORES // max(len(unit), 1), FIRST)
            for part in parts(self.rows.shape[0], min(AT_ONCE, most), FIRST):
                scores = unit @ self.rows[part].T
                if not self._plain:
                    scores *= self.scale[part]
                _merge(where, best, scores, part.start)
        return where, best


def normed(vectors: Vectors) -> Vectors:
    """The rows at length 1: (n, d) float32; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    unit: Vectors = vectors / lengths
    return unit


def neighbours(vectors: Vectors, query_vector: Vectors, k: int) -> tuple[Indices, Vectors]:
    """The k rows most like a vector (d,), best first: their indices (k,) and cosines (k,) float32.

    Exact; rows with a NaN are never among them, so there may be fewer than k.
    """
    where, cosines = Exact(np.asarray(vectors, np.float32)).nearest(query_vector, max(k, 0))
    there = where[0] >= 0
    return where[0][there], cosines[0][there]


def nearest(unit: Vectors, k: int) -> Indices:
    """The k most similar other rows of each row of unit length, in no order: (n, k), exact."""
    found = np.empty((len(unit), k), np.intp)
    for begin in range(0, len(unit), 1024):
        likeness = unit[begin : begin + 1024] @ unit.T
        rows = np.arange(len(likeness))
        likeness[rows, begin + rows] = -np.inf
        found[begin : begin + 1024] = np.argpartition(likeness, -k, axis=1)[:, -k:]
    return found


def parts(n: int, most: int, first: int | None = None) -> Iterator[slice]:
    """Slices of n rows, at most so many each; growing from `first`, so that few later rows pass the bar."""
    begin, size = 0, min(first or most, most)
    while begin < n:
        yield slice(begin, min(begin + size, n))
        begin, size = begin + size, min(size * 2, most)


def _scale(block: Vectors) -> Vectors:
    """What makes a cosine of a product: 1 over the length of each row, 1 for a row of zeros."""
    lengths = np.sqrt(np.einsum("ij,ij->i", block, block))
    lengths[lengths == 0] = 1
    scale: Vectors = np.reciprocal(lengths)
    return scale


def _merge(where: Indices, best: Vectors, scores: Vectors, begin: int) -> None:
    """Let rows from `begin` on into the best so far, where they are better than the worst of these."""
    query, row = np.nonzero(scores > best[:, -1:])
    if not len(query):
        return
    touched, k = np.unique(query), best.shape[1]
    whose = np.concatenate([np.repeat(touched, k), query])
    values = np.concatenate([best[touched].ravel(), scores[query, row]])
    places = np.concatenate([where[touched].ravel(), row + begin])
    order = np.lexsort((places, -values, whose))
    starts = np.searchsorted(whose[order], touched)
    kept = order[starts[:, None] + np.arange(k)]
    where[touched], best[touched] = places[kept], values[kept]
