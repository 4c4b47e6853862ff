"""Components: the few directions in which a table of vectors varies most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def pca(vectors: Vectors, components: int = 2, *, seed: int = 0) -> Vectors:
    """The first principal components of the rows: (n, d) gives (n, components) float32."""
    mean, axes = directions(vectors, components, seed=seed)
    places = np.zeros((len(vectors), components), np.float32)
    places[:, : axes.shape[1]] = vectors @ axes - mean @ axes
    return places


def directions(vectors: Vectors, components: int, *, seed: int = 0) -> tuple[Vectors, Vectors]:
    """The mean row (d,), and the directions in which rows vary most about it: (d, at most components).

    Randomized subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4).  The mean is
    taken off the products instead of the rows, so no second copy of the table is made.
    """
    n, d = vectors.shape
    mean = vectors.mean(axis=0) if n else np.zeros(d, np.float32)
    basis = np.random.default_rng(seed).standard_normal((d, min(components + 8, n, d)), np.float32)
    for _ in range(4):
        rows = _orthonormal(vectors @ basis - mean @ basis)
        basis = _orthonormal(vectors.T @ rows - np.outer(mean, rows.sum(axis=0)))
    scores = vectors @ basis - mean @ basis
    _, turn = np.linalg.eigh(scores.T @ scores)  # eigh sorts upwards; the last directions vary most
    axes = (basis @ turn[:, ::-1])[:, :components]
    return mean, axes * _signs(axes)


def _orthonormal(columns: Vectors) -> Vectors:
    """Orthonormal columns that span the same space; fewer, if they span less.

    Made from the small table of their products, twice for precision (as CholeskyQR2 does): LAPACK's QR
    is a long chain of small threaded steps, fifty times slower on a machine that is busy.
    """
    for _ in range(2):
        size, turn = np.linalg.eigh((columns.T @ columns).astype(np.float64))
        kept = size > size.max(initial=0) * 1e-7
        columns = columns @ (turn[:, kept] / np.sqrt(size[kept])).astype(np.float32)
    return columns


def _signs(axes: Vectors) -> Vectors:
    """+1 or -1 for each axis, so that its largest entry counts as positive: else a map may flip."""
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    return np.where(largest < 0, np.float32(-1), np.float32(1))
