"""Finding: ways to the nearest rows that are quicker than comparing all of them, and how good they are.

`finder` chooses: exact up to some tens of thousands of rows; the leading dimensions first where these carry
the meaning; lists of an inverted file (faiss, an extra) above some hundred thousand rows.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from openai_nb.core.errors import BadValue
from openai_nb.data.nearness import AT_ONCE, Exact, Indices, Rows, Vectors, normed, parts

HEAD = 256  # leading dimensions that are compared first
LEADING = ("text-embedding-3-",)  # models trained to put the meaning first (Kusupati and others 2022)
SMALL, LARGE = (
    20_000,
    300_000,
)  # rows up to which all are compared, and from which lists are worth their building
SAMPLE, GOAL = 64, 0.99  # rows on which recall is measured, and what it shall reach where more work can help
FLOOR = 0.95  # what it shall reach even where that takes nearly as long as comparing all
WAYS = ("exact", "leading", "lists")


class Finder(Protocol):
    """A way to the nearest rows; `recall` is the share of the true ones that it found on a sample."""

    recall: float

    def nearest(self, queries: Vectors, k: int) -> tuple[Indices, Vectors]:
        """The k rows most like each query, best first: positions (q, k), cosines (q, k)."""
        ...


def finder(rows: Rows, model: str = "", way: str | None = None) -> Finder:
    """The way to search these rows (n, d): "exact", "leading" or "lists"; None chooses by size and model.

    Raises `ImportError` for lists without faiss.
    """
    n, d = rows.shape
    if way is None:
        leads = model.rpartition("/")[2].startswith(LEADING) and d >= 2 * HEAD
        lists = n >= LARGE and find_spec("faiss") is not None
        way = "lists" if lists else "leading" if leads and n > SMALL else "exact"
    if way not in WAYS:
        raise BadValue(f"no way {way!r} to search; there are {', '.join(map(repr, WAYS))}")
    exact = Exact(rows)
    if way == "lists":
        return Lists(exact)
    return Leading(exact) if way == "leading" else exact


def recall(way: Finder, exact: Exact, k: int = 10, *, seed: int = 0) -> float:
    """The share of the k nearest that `way` finds, 0 to 1, for some rows as queries, themselves left out.

    What is asked in other words than the rows may fare a little worse.
    """
    sound = np.flatnonzero(np.isfinite(exact.scale))
    if len(sound) < 2:
        return 1.0
    chosen = np.sort(np.random.default_rng(seed).choice(sound, min(SAMPLE, len(sound)), replace=False))
    queries = np.asarray(exact.rows[chosen])
    true = exact.nearest(queries, k + 1)[0]
    found = way.nearest(queries, k + 1)[0]
    hits = [
        len(set(good) & set(own) - {row}) / max(len(set(good) - {row, -1}), 1)
        for row, good, own in zip(chosen.tolist(), true.tolist(), found.tolist(), strict=True)
    ]
    return float(np.mean(hits))


class Leading:
    """Two steps: all rows by their leading dimensions, then the best of these by all.

    It takes as many into the second step as bring recall to 0.99 on a sample, from 200 to 3,200.
    """

    def __init__(self, exact: Exact, head: int = HEAD) -> None:
        self._exact, self.again = exact, 200
        n, d = exact.rows.shape
        self._head = min(head, d)
        leading = np.empty((n, self._head), np.float32)
        for part in parts(n, AT_ONCE):
            leading[part] = normed(np.asarray(exact.rows[part])[:, : self._head])
        self._first = Exact(leading)
        self.recall = recall(self, exact)
        while self.recall < GOAL and self.again < 3_200:
            self.again *= 2
            self.recall = recall(self, exact)

    def nearest(self, queries: Vectors, k: int) -> tuple[Indices, Vectors]:
        """The k rows most like each query, best first: positions (q, k), cosines (q, k)."""
        queries = np.atleast_2d(np.asarray(queries, np.float32))
        likely, _ = self._first.nearest(queries[:, : self._head], max(self.again, 10 * k))
        return _again(self._exact.rows, queries, likely, k)

    def __repr__(self) -> str:
        n, d = self._exact.rows.shape
        return (
            f"{n:,} rows by {self._head} of {d:,} dimensions, the best {self.again:,} by all; "
            f"recall {self.recall:.3f} on a sample"
        )


class Lists:
    """Rows in lists around centres, of which a query looks into the nearest (faiss, IVF with 8-bit codes).

    What is found there is compared again by the rows themselves.  It looks into as many lists as bring
    recall to 0.99 on a sample, up to half of them; into more only where recall is below 0.95 even so.
    """

    def __init__(self, exact: Exact) -> None:
        self._exact = exact
        self._index = _built(exact)
        self._index.nprobe, self.recall = 8, 0.0
        most = max(self._index.nlist, 16)
        while self._index.nprobe * 2 <= (max(most // 2, 16) if self.recall >= FLOOR else most):
            self._index.nprobe *= 2
            self.recall = recall(self, exact)
            if self.recall >= GOAL:
                break

    def nearest(self, queries: Vectors, k: int) -> tuple[Indices, Vectors]:
        """The k rows most like each query, best first: positions (q, k), cosines (q, k)."""
        queries = normed(np.atleast_2d(np.asarray(queries, np.float32)))
        likely = self._index.search(np.ascontiguousarray(queries), 4 * k + 20)[1]
        return _again(self._exact.rows, queries, likely, k)

    def __repr__(self) -> str:
        n, lists, looked = self._exact.rows.shape[0], self._index.nlist, self._index.nprobe
        told = f"{n:,} rows in {lists:,} lists, {looked} looked into; recall {self.recall:.3f} on a sample"
        return told if self.recall >= FLOOR else f'{told}; way="exact" finds all'


def _built(exact: Exact) -> Any:
    """The inverted file of all rows that have a vector."""
    try:
        import faiss
    except ImportError:
        raise ImportError('way="lists" needs faiss: pip install "openai-nb[faiss]"') from None
    n, d = exact.rows.shape
    sound = np.flatnonzero(np.isfinite(exact.scale))
    lists = int(np.clip(2 ** round(np.log2(max(n, 1) ** 0.5)), 1, 8192))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(d), d, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    few = np.random.default_rng(0).choice(sound, min(len(sound), 40 * lists), replace=False)
    index.train(normed(np.asarray(exact.rows[np.sort(few)])))
    for part in parts(n, AT_ONCE):
        within = sound[np.searchsorted(sound, part.start) : np.searchsorted(sound, part.stop)]
        index.add_with_ids(normed(np.asarray(exact.rows[part])[within - part.start]), within)
    return index


def _again(rows: Rows, queries: Vectors, likely: Indices, k: int) -> tuple[Indices, Vectors]:
    """The k best of the likely rows of each query, by all dimensions."""
    where = np.full((len(queries), k), -1, np.intp)
    cosines = np.full((len(queries), k), np.nan, np.float32)
    for number, (query, some) in enumerate(zip(queries, likely, strict=True)):
        some = np.sort(some[some >= 0])
        found, likeness = Exact(np.asarray(rows[some])).nearest(query, k)
        there = found[0] >= 0
        where[number, there], cosines[number, there] = some[found[0][there]], likeness[0][there]
    return where, cosines
