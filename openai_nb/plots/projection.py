"""Projection: many numbers a row become two, so that a table of vectors can be drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.core.errors import BadValue
from openai_nb.data.components import pca
from openai_nb.plots import layout
from openai_nb.plots.methods import METHODS

Vectors = NDArray[np.float32]

FEW, MANY = 20, 5_000  # between them "auto" lays out neighbourhoods, which takes up to some 3 s


def project(vectors: Any, method: str = "auto", *, seed: int = 0) -> Vectors:
    """A place on a plane for each row: (n, d) float32 gives (n, 2) float32.

    `"pca"` keeps the two directions that vary most: instant, but many groups fall on each other.
    `"neighbours"` keeps near rows near, so groups show; far distances then mean little.
    `"auto"` takes neighbours for 20 to 5,000 distinct rows, PCA otherwise.  `"umap"`, `"pacmap"` and `"tsne"`
    need the packages umap-learn, pacmap and openTSNE.  Rows with a NaN get a NaN place, equal rows the same
    place.  Raises ValueError for another method and ImportError when its package is not there.
    """
    rows = _table(vectors)
    sound = np.isfinite(rows.sum(axis=1))
    places = np.full((len(rows), 2), np.nan, np.float32)
    places[sound] = _places(rows if sound.all() else rows[sound], method, seed)
    return places


def _table(vectors: Any) -> Vectors:
    table = np.asarray(vectors, np.float32)
    if table.ndim == 1 and not table.size:
        return table.reshape(0, 1)
    if table.ndim != 2:
        raise BadValue(f"vectors must be a table of n rows and d columns; this has shape {table.shape}")
    return table


def _places(rows: Vectors, method: str, seed: int) -> Vectors:
    if method not in (known := ("auto", "pca", "neighbours", *METHODS)):
        raise BadValue(f"no method {method!r}; there are {', '.join(map(repr, known))}")
    if len(rows) < 3 or method == "pca" or (method == "auto" and not FEW <= len(rows) <= MANY):
        return pca(rows, seed=seed)
    distinct, where = _distinct(rows)
    if len(distinct) < 3 or (method != "neighbours" and len(distinct) < FEW):
        return pca(rows, seed=seed)
    if method in METHODS:
        return METHODS[method](distinct, seed)[where]
    return layout.neighbours(distinct, pca(distinct, seed=seed), seed=seed)[where]


def _distinct(rows: Vectors) -> tuple[Vectors, NDArray[np.intp]]:
    """Each different row once, in order of first sight, and where every row went."""
    seen: dict[bytes, int] = {}
    where = np.array([seen.setdefault(row.tobytes(), len(seen)) for row in rows])
    first = np.unique(where, return_index=True)[1]
    return rows[first], where
