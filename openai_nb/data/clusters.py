"""Clusters: which vectors belong together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openai_nb.core.errors import BadValue
from openai_nb.data.components import directions
from openai_nb.data.nearness import nearest, normed

Vectors = NDArray[np.float32]
Labels = NDArray[np.intp]

SAMPLE = 5_000  # rows from which clusters are learned; all others join the nearest
MOST = 16  # clusters that a reader can take in
DIRECTIONS = 50  # principal components that are compared


def clusters(vectors: Vectors, k: int | None = None, *, seed: int = 0) -> Labels:
    """A cluster for each row, by direction: (n, d) float32 gives (n,), the largest 0, -1 for rows with NaN.

    Spherical k-means (Dhillon and Modha 2001) on 50 principal components of rows blended with their
    neighbours, from k-means++ beginnings (Arthur and Vassilvitskii 2007).  Without `k`, that number
    from 2 to 16, and no more than the square root of n, whose clusters lie best apart: with the
    highest simplified silhouette.  Raises `ValueError` for a `k` below 1.
    """
    if k is not None and k < 1:
        raise BadValue(f"there cannot be {k} clusters; give 1 or more, or None for as many as lie apart")
    table = normed(np.asarray(vectors, np.float32))
    sound = np.isfinite(table.sum(axis=1))
    labels = np.full(len(table), -1, np.intp)
    rows = table if sound.all() else table[sound]
    if len(rows):
        labels[sound] = _by_size(_grouped(rows, k, np.random.default_rng(seed)))
    return labels


def _grouped(rows: Vectors, k: int | None, rng: np.random.Generator) -> Labels:
    few = rows if len(rows) <= SAMPLE else rows[rng.choice(len(rows), SAMPLE, replace=False)]
    mean, axes = directions(few, DIRECTIONS)
    if not axes.size:  # all rows are alike
        return np.zeros(len(rows), np.intp)
    learned = _blended(normed(few @ axes - mean @ axes))
    labels = _best(learned, k or _count(learned, rng), rng)
    if few is rows:
        return labels
    centres = _centres(learned, labels)
    nearest_centre: Labels = (normed(rows @ axes - mean @ axes) @ centres.T).argmax(axis=1)
    return nearest_centre


def _blended(unit: Vectors) -> Vectors:
    """Each row mixed with its neighbours, twice: what they share stands out, what is one row's own fades."""
    count = min(len(unit) // 30, 10)
    if count:
        near = nearest(unit, count)
        for _ in range(2):
            unit = normed(unit + sum(unit[near[:, i]] for i in range(count)))
    return unit


def _count(unit: Vectors, rng: np.random.Generator) -> int:
    """How many clusters lie best apart."""
    few = unit[:2_000]  # a sample already, or the whole
    choices = range(2, min(MOST, int(len(few) ** 0.5)) + 1)
    return max(choices, key=lambda k: _apart(few, _best(few, k, rng)), default=1)


def _apart(unit: Vectors, labels: Labels) -> float:
    """How much nearer rows are to their own centre than to the next, from -1 to 1.

    This is the simplified silhouette of Hruschka and others (2004).
    """
    if not labels.any():
        return -1.0
    far = np.clip(1 - _likeness(unit, _centres(unit, labels)), 1e-6, None)
    rows = np.arange(len(unit))
    own = far[rows, labels].copy()
    far[rows, labels] = np.inf
    other = far.min(axis=1)
    return float(((other - own) / np.maximum(own, other)).mean())


def _best(unit: Vectors, k: int, rng: np.random.Generator, tries: int = 4) -> Labels:
    """The tightest of a few clusterings."""
    found = [_means(unit, k, rng) for _ in range(tries)]
    return max(found, key=lambda pair: pair[1])[0]


def _likeness(unit: Vectors, centres: Vectors) -> Vectors:
    """Cosines (n, k), in products so small that BLAS starts no threads: a busy machine would stall those."""
    rows = max(250_000 // centres.size, 1)
    return np.concatenate([unit[i : i + rows] @ centres.T for i in range(0, len(unit), rows)])


def _means(unit: Vectors, k: int, rng: np.random.Generator) -> tuple[Labels, float]:
    """Clusters and how tight they are: centres move to the mean of what is nearest, until none does."""
    centres, labels = _beginnings(unit, k, rng), np.full(len(unit), -1)
    for _ in range(50):
        likeness = _likeness(unit, centres)
        before, labels = labels, likeness.argmax(axis=1)
        if (before == labels).all():
            break
        centres = _centres(unit, labels)
        labels = np.unique(labels, return_inverse=True)[1]  # a centre that lost all its rows is gone
    return labels, float(likeness.max(axis=1).sum())


def _centres(unit: Vectors, labels: Labels) -> Vectors:
    """The mean direction of each cluster, in order of label."""
    order = np.argsort(labels, kind="stable")
    starts = np.unique(labels[order], return_index=True)[1]
    return normed(np.add.reduceat(unit[order], starts, axis=0))


def _by_size(labels: Labels) -> Labels:
    """The same clusters, numbered from the largest."""
    order = np.argsort(-np.bincount(labels), kind="stable")
    return np.argsort(order)[labels]


def _beginnings(unit: Vectors, k: int, rng: np.random.Generator) -> Vectors:
    """Rows that lie apart, k of them: the best of four drawn by their distance from those before."""
    chosen = unit[rng.integers(len(unit), size=1)]
    far = np.clip(1 - np.einsum("ij,j->i", unit, chosen[0]), 0, None)
    for _ in range(min(k, len(unit)) - 1):
        total = far.sum(dtype=np.float64)
        if total < 1e-6:  # all rows are taken: there are no k different ones
            break
        drawn = unit[rng.choice(len(unit), 4, p=far.astype(np.float64) / total)]
        left = np.minimum(far[:, None], np.clip(1 - _likeness(unit, drawn), 0, None))
        winner = left.sum(axis=0).argmin()
        far, chosen = left[:, winner], np.vstack([chosen, drawn[winner]])
    return chosen
