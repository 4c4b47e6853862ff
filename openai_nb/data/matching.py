"""Matching: what says the same, within one column or across two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from openai_nb.core.errors import BadValue
from openai_nb.data.embeddings import Embeddings
from openai_nb.data.nearness import Indices, Vectors, normed, parts

if TYPE_CHECKING:
    import pandas as pd

BLOCK = 1_024  # rows that look for an earlier one at once
ACROSS = 16_384  # rows they are compared with at once: 64 MB of cosines
HEAD = 256  # dimensions that are compared first
EPSILON = 1e-6  # what rounding may take off a cosine


def join(
    left: Embeddings,
    right: Embeddings,
    *,
    k: int = 1,
    threshold: float | None = None,
    way: str | None = None,
) -> pd.DataFrame:
    """The k nearest on the right for each text on the left, best first; with `threshold`, only those so near.

    Columns: `left` and `right` (labels of the rows), `similarity` (cosine), `left_text` and `right_text`.
    `way` is the way to search, as for `Embeddings.search`; its recall is in `.attrs["search"]`.
    """
    import pandas as pd

    rows, others, cosines = pairs(left, right, k, threshold, way)
    joined = pd.DataFrame(
        {
            "left": left.index[rows],
            "right": right.index[others],
            "similarity": cosines,
            "left_text": [left.texts[row] for row in rows.tolist()],
            "right_text": [right.texts[row] for row in others.tolist()],
        }
    )
    joined.attrs["search"] = repr(right.finder(way))
    return joined


def pairs(
    left: Embeddings, right: Embeddings, k: int = 1, threshold: float | None = None, way: str | None = None
) -> tuple[Indices, Indices, Vectors]:
    """The pairs of a join by position: rows on the left, rows on the right, and their cosines."""
    where, cosines = right.nearest(left, k, way=way)
    kept = where >= 0
    if threshold is not None:
        kept &= cosines >= threshold
    rows, place = np.nonzero(kept)
    return rows, where[rows, place], cosines[rows, place]


def dedupe(found: Embeddings, threshold: float = 0.95) -> pd.DataFrame:
    """For each text, whether to keep it: the first of those that say the same is kept.

    Columns: `keep`, `group` (the label of the text that is kept for it) and `similarity` (cosine to that
    one).  A text joins the nearest of the kept ones before it, if that is as near as `threshold`; so all of a
    group are that near to the one that is kept, and none is passed on from neighbour to neighbour.
    A text without a vector is kept.
    """
    import pandas as pd

    if not -1 <= threshold <= 1:
        raise BadValue(f"threshold is {threshold}; a cosine lies between -1 and 1, such as 0.95")
    first, likeness = groups(np.asarray(found), threshold)
    return pd.DataFrame(
        {"keep": first == np.arange(len(first)), "group": found.index[first], "similarity": likeness},
        index=found.index,
    )


def groups(vectors: Vectors, threshold: float) -> tuple[Indices, Vectors]:
    """For each row the earlier row that stands for it, or itself: positions (n,) and cosines (n,)."""
    first, likeness = np.arange(len(vectors)), np.ones(len(vectors), np.float32)
    kept = _Kept(vectors, threshold - EPSILON)
    for begin in range(0, len(vectors), BLOCK):
        unit = normed(vectors[begin : begin + BLOCK])
        here = np.arange(begin, begin + len(unit))
        stands, cosines = kept.nearest(unit)
        for row, before, near in _earlier(unit, threshold - EPSILON):
            own = stands[before] < 0  # those of them that are kept
            if own.any() and near[own].max() > cosines[row]:
                best = near[own].argmax()
                stands[row], cosines[row] = begin + before[own][best], near[own][best]
        found = stands >= 0
        first[here[found]], likeness[here[found]] = stands[found], np.minimum(cosines[found], 1)
        kept.add(here[~found], unit[~found])
    return first, likeness


def _earlier(unit: Vectors, threshold: float) -> Iterator[tuple[int, Indices, Vectors]]:
    """Each row that is near to rows before it: the row, these, and their cosines."""
    cosines = unit @ unit.T
    rows, others = np.nonzero(np.tril(cosines >= threshold, -1))
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    for begin, end in pairwise([*starts.tolist(), len(rows)]):
        row = int(rows[begin])
        yield row, others[begin:end], cosines[row, others[begin:end]]


class _Kept:
    """The rows that are kept, and which of them is nearest to others, if it is as near as a threshold.

    No cosine can be above the product of the first dimensions plus the product of the lengths of the rest
    (Cauchy and Schwarz), so most pairs are ruled out by a short product; the others are compared whole.
    """

    def __init__(self, vectors: Vectors, threshold: float) -> None:
        n, d = vectors.shape
        self._vectors, self._threshold = vectors, threshold
        self._short = d > 2 * HEAD
        self._heads = np.empty((n, HEAD + 1 if self._short else d), np.float32)
        self._rows = np.empty(n, np.intp)
        self._count = 0

    def add(self, rows: Indices, unit: Vectors) -> None:
        """Keep rows, given also at length 1."""
        place = slice(self._count, self._count + len(rows))
        self._heads[place], self._rows[place] = self._head(unit), rows
        self._count += len(rows)

    def nearest(self, unit: Vectors) -> tuple[Indices, Vectors]:
        """The nearest kept row to each (m, d), the first among equals: positions and cosines, -1 for none."""
        where, best = np.full(len(unit), -1, np.intp), np.full(len(unit), -np.inf, np.float32)
        heads = self._head(unit)
        for begin in range(0, self._count, ACROSS):
            some = slice(begin, min(begin + ACROSS, self._count))
            query, rows, cosines = self._near(unit, heads, some)
            order = np.lexsort((rows, -cosines, query))
            query, rows, cosines = query[order], rows[order], cosines[order]
            leads = np.flatnonzero(np.diff(query, prepend=-1))
            better = leads[cosines[leads] > best[query[leads]]]
            where[query[better]], best[query[better]] = rows[better], cosines[better]
        return where, best

    def _near(self, unit: Vectors, heads: Vectors, some: slice) -> tuple[Indices, Indices, Vectors]:
        """The pairs that are near: which of the queries, which row, and their cosine."""
        bound, rows = heads @ self._heads[some].T, self._rows[some]
        query, place = np.nonzero(bound >= self._threshold)
        if not self._short:
            return query, rows[place], bound[query, place]
        if len(query) * 10 > bound.size:
            cosines = (unit @ normed(self._vectors[rows]).T)[query, place]
        else:
            cosines = np.concatenate(
                [
                    np.einsum("ij,ij->i", unit[query[part]], normed(self._vectors[rows[place[part]]]))
                    for part in parts(len(query), BLOCK)
                ]
                or [np.empty(0, np.float32)]
            )
        near = cosines >= self._threshold
        return query[near], rows[place[near]], cosines[near]

    def _head(self, unit: Vectors) -> Vectors:
        """The first dimensions, and as one more the length of the rest; short rows whole."""
        if not self._short:
            return unit
        return np.hstack([unit[:, :HEAD], np.linalg.norm(unit[:, HEAD:], axis=1, keepdims=True)])
