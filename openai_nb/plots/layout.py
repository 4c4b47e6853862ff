"""Layout: points on a plane that keep the neighbours they have among the vectors.

This is t-SNE (van der Maaten and Hinton 2008) with two shortcuts that leave the picture as it is:
every point is drawn to its nearest neighbours with equal force, and pushed away by a sample
of the others that is drawn anew at each step.  So a step costs about a million distances at most.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openai_nb.data.components import pca
from openai_nb.data.nearness import nearest, normed

Vectors = NDArray[np.float32]
Indices = NDArray[np.intp]

STEPS, EARLY, EXAGGERATION = 350, 100, 12.0  # at first neighbours draw harder, so that groups can form
DISTANCES = 1_000_000  # how many a step may look at
BLOCK = 120_000  # how many at once: they stay in the cache, and BLAS starts no threads that others would slow
EXACT = 5_000  # above it, neighbours are sought among 50 principal components


class Springs(NamedTuple):
    """Who draws whom: point `heads[e]` is drawn to `tails[e]` with force `pulls[e]`; sorted by head."""

    heads: Indices
    tails: Indices
    pulls: Vectors
    starts: Indices


def neighbours(vectors: Vectors, start: Vectors, *, seed: int = 0) -> Vectors:
    """A place for each of n >= 3 distinct rows, beginning at `start` (n, 2): (n, 2) float32."""
    unit = normed(vectors)
    if len(unit) > EXACT:
        unit = normed(pca(unit, 50, seed=seed))
    springs = _springs(nearest(unit, int(np.clip(len(unit) // 20, 2, 15))))
    spread = float(start.std()) or 1.0
    return _settle(start / np.float32(100 * spread), springs, seed)


def _springs(near: Indices) -> Springs:
    """Neighbourhood made mutual: a pair that names each other is drawn twice as hard."""
    n, k = near.shape
    one, other = np.repeat(np.arange(n), k), near.ravel()
    pairs, count = np.unique(np.concatenate([one * n + other, other * n + one]), return_counts=True)
    heads = pairs // n
    pulls = (count / (2 * n * k)).astype(np.float32)
    return Springs(heads, pairs % n, pulls, np.searchsorted(heads, np.arange(n)))


def _settle(places: Vectors, springs: Springs, seed: int) -> Vectors:
    """Descend with momentum and gains of its own for each coordinate, as t-SNE does."""
    n, rng = len(places), np.random.default_rng(seed)
    sample = min(n, max(200, DISTANCES // n))
    speed, gains, total = np.zeros_like(places), np.ones_like(places), 0.0
    for step in range(STEPS):
        early = step < EARLY
        others = places if sample == n else places[rng.choice(n, sample, replace=False)]
        push, now = _push(places, others)
        total = 0.9 * total + 0.1 * now if total and sample < n else now  # a sample's sum is noisy
        pull = _pull(places, springs) * np.float32(EXAGGERATION if early else 1)
        slope = pull - push * np.float32(n / sample / total)
        gains = np.clip(np.where((slope > 0) == (speed > 0), gains * 0.8, gains + 0.2), 0.01, None)
        rate = 4 * max(n / EXAGGERATION, 50.0)  # Belkina and others 2019
        speed = np.float32(0.5 if early else 0.8) * speed - (rate * gains * slope).astype(np.float32)
        places = places + speed
        places -= places.mean(axis=0)
    return places


def _pull(places: Vectors, springs: Springs) -> Vectors:
    """Where neighbours draw each point."""
    apart = places[springs.heads] - places[springs.tails]
    force = springs.pulls / (1 + np.einsum("ij,ij->i", apart, apart))
    return np.add.reduceat(apart * force[:, None], springs.starts, axis=0)


def _push(places: Vectors, others: Vectors) -> tuple[Vectors, float]:
    """Where the `others` push each point, and t-SNE's normalising sum over all ordered pairs."""
    push, total = np.empty_like(places), 0.0
    step = max(BLOCK // len(others), 1)
    for begin in range(0, len(places), step):
        here = places[begin : begin + step]
        near = here @ (-2 * others.T)
        near += np.einsum("ij,ij->i", others, others)
        near += np.einsum("ij,ij->i", here, here)[:, None]
        np.maximum(near, 0, out=near)  # rounding can make a distance negative
        near += 1
        np.reciprocal(near, out=near)
        total += float(near.sum(dtype=np.float64))
        near *= near
        push[begin : begin + step] = here * near.sum(axis=1, keepdims=True) - near @ others
    return push, total * len(places) / len(others) - len(places)
