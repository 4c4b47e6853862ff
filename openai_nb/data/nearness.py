"""Nearness: which rows of a table of vectors are most alike, exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Indices = NDArray[np.intp]

BLOCK = 65_536  # rows compared with one vector at once


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
    vectors, query = np.asarray(vectors, np.float32), np.asarray(query_vector, np.float32)
    query = query / (np.linalg.norm(query) or 1)
    likeness = np.empty(len(vectors), np.float32)
    for begin in range(0, len(vectors), BLOCK):
        block = vectors[begin : begin + BLOCK]
        lengths = np.sqrt(np.einsum("ij,ij->i", block, block))
        likeness[begin : begin + BLOCK] = block @ query / np.where(lengths > 0, lengths, 1)
    sound = np.flatnonzero(np.isfinite(likeness))
    best = sound[np.argsort(-likeness[sound], kind="stable")[: max(k, 0)]]
    return best, np.clip(likeness[best], -1, 1)


def nearest(unit: Vectors, k: int) -> Indices:
    """The k most similar other rows of each row of unit length, in no order: (n, k), exact."""
    found = np.empty((len(unit), k), np.intp)
    for begin in range(0, len(unit), 1024):
        likeness = unit[begin : begin + 1024] @ unit.T
        rows = np.arange(len(likeness))
        likeness[rows, begin + rows] = -np.inf
        found[begin : begin + 1024] = np.argpartition(likeness, -k, axis=1)[:, -k:]
    return found
