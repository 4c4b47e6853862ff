"""Projection: many numbers a row become two, so that a table of vectors can be drawn."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openai_nb.data.components import pca
from openai_nb.plots import layout

Vectors = NDArray[np.float32]

FEW, MANY = 20, 5_000  # between them "auto" lays out neighbourhoods, which takes up to some 3 s


def project(vectors: Any, method: str = "auto", *, seed: int = 0) -> Vectors:
    """A place on a plane for each row: (n, d) float32 gives (n, 2) float32.

    `"pca"` keeps the two directions that vary most: instant, but many groups fall on each other.
    `"neighbours"` keeps near rows near, so groups show; far distances then mean little.
    `"auto"` takes neighbours for 20 to 5,000 distinct rows, PCA otherwise.  `"umap"` needs the package
    umap-learn.  Rows with a NaN get a NaN place, equal rows the same place.  Raises ValueError
    for another method and ImportError when umap-learn is not there.
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
        raise ValueError(f"vectors must be a table of n rows and d columns; this has shape {table.shape}")
    return table


def _places(rows: Vectors, method: str, seed: int) -> Vectors:
    if method not in ("auto", "pca", "neighbours", "umap"):
        raise ValueError(f"no method {method!r}; there are 'auto', 'pca', 'neighbours' and 'umap'")
    if len(rows) < 3 or method == "pca" or (method == "auto" and not FEW <= len(rows) <= MANY):
        return pca(rows, seed=seed)
    distinct, where = _distinct(rows)
    if len(distinct) < 3 or (method == "auto" and len(distinct) < FEW):
        return pca(rows, seed=seed)
    if method == "umap":
        return _umap(distinct, seed)[where]
    return layout.neighbours(distinct, pca(distinct, seed=seed), seed=seed)[where]


def _distinct(rows: Vectors) -> tuple[Vectors, NDArray[np.intp]]:
    """Each different row once, in order of first sight, and where every row went."""
    seen: dict[bytes, int] = {}
    where = np.array([seen.setdefault(row.tobytes(), len(seen)) for row in rows])
    first = np.unique(where, return_index=True)[1]
    return rows[first], where


def _umap(rows: Vectors, seed: int) -> Vectors:
    try:
        umap = import_module("umap")
    except ImportError:
        raise ImportError(
            "method='umap' needs the package umap-learn (pip install umap-learn); 'neighbours' needs none"
        ) from None
    near = min(15, len(rows) - 1)
    model = umap.UMAP(metric="cosine", n_neighbors=near, random_state=seed, n_jobs=1)  # a seed allows one job
    return np.asarray(model.fit_transform(rows), np.float32)
