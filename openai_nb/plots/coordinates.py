"""Coordinates: where rows lie on a map: at once by PCA, then by a better method, whose work is kept."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from openai_nb.data.cache import Cache, shared
from openai_nb.data.components import directions
from openai_nb.data.defaults import usual
from openai_nb.plots.methods import PACKAGES, installed
from openai_nb.plots.projection import FEW, MANY, project

Vectors = NDArray[np.float32]

ALONE = 30_000  # rows up to which "neighbours", which needs no package, is worth its minute
AT_ONCE = 500  # rows up to which it takes half a second
SAMPLE = 5_000  # rows from which the directions of a quick map are learned
AXES = {
    "pca": ("PC 1", "PC 2"),
    "neighbours": ("t-SNE 1", "t-SNE 2"),
    "umap": ("UMAP 1", "UMAP 2"),
    "pacmap": ("PaCMAP 1", "PaCMAP 2"),
    "tsne": ("t-SNE 1", "t-SNE 2"),
}
LAYOUT = "1"  # of "neighbours"; changed when it lays out otherwise


def chosen(n: int, method: str = "auto") -> str:
    """The method for so many rows: "auto" is neighbours up to 5,000, beyond the best package there is."""
    if method != "auto":
        return method
    if n < FEW:
        return "pca"
    if n > MANY and (there := installed()):
        return there[0]
    return "neighbours" if n <= ALONE else "pca"


def instant(n: int, method: str) -> bool:
    """Whether the method takes less than about a second."""
    return method == "pca" or n <= AT_ONCE


def quick(vectors: Vectors, *, seed: int = 0) -> Vectors:
    """Places by PCA, (n, 2) float32: of many rows, the directions are those of a sample."""
    if len(vectors) <= 8 * SAMPLE:
        return project(vectors, "pca", seed=seed)
    few = vectors[np.sort(np.random.default_rng(seed).choice(len(vectors), SAMPLE, replace=False))]
    mean, axes = directions(few[np.isfinite(few.sum(axis=1))], 2, seed=seed)
    places = np.zeros((len(vectors), 2), np.float32)
    places[:, : axes.shape[1]] = vectors @ axes - mean @ axes
    return places


def coordinates(vectors: Vectors, method: str, *, seed: int = 0) -> Vectors:
    """Places by a method, (n, 2) float32; what takes long is taken from the cache, or kept there."""
    if (known := found(vectors, method, seed=seed)) is not None:
        return known
    if method == "pca":
        return quick(vectors, seed=seed)
    places = project(vectors, method, seed=seed)
    if (cache := _cache()) is not None and not instant(len(vectors), method):
        cache.put_vectors([_key(vectors, method, seed)], places.reshape(1, -1))
    return places


def found(vectors: Vectors, method: str, *, seed: int = 0) -> Vectors | None:
    """Places that were worked out before for just these rows; None where they were not."""
    if instant(len(vectors), method) or (cache := _cache()) is None:
        return None
    key = _key(vectors, method, seed)
    known = cache.vectors([key]).get(key)
    return None if known is None else known.reshape(-1, 2)


def _cache() -> Cache | None:
    return shared() if usual.cache() else None


def _key(vectors: Vectors, method: str, seed: int) -> bytes:
    """All that decides the places: the rows, the method, its version and the seed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        maker = version(PACKAGES[method][1]) if method in PACKAGES else LAYOUT
    except PackageNotFoundError:
        maker = ""
    digest = blake2b(f"map {vectors.shape} {method} {maker} {seed}".encode(), digest_size=16)
    digest.update(np.ascontiguousarray(vectors, np.float32).data)
    return digest.digest()
