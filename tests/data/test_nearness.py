"""Nearness: the most alike are found, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.data.nearness import neighbours


@given(st.integers(0, 12), st.integers(0, 2**32 - 1))
def test_neighbours_are_the_nearest(k, seed):
    rng = np.random.default_rng(seed)
    vectors, query = rng.normal(size=(9, 3)).astype(np.float32), rng.normal(size=3).astype(np.float32)
    cosines = vectors @ query / np.linalg.norm(vectors, axis=1) / np.linalg.norm(query)
    indices, likeness = neighbours(vectors, query, k)
    assert likeness == pytest.approx(np.sort(cosines)[::-1][:k], abs=1e-5)
    assert cosines[indices] == pytest.approx(likeness, abs=1e-5)


def test_neighbours_come_from_every_block(monkeypatch):
    vectors = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)
    whole = neighbours(vectors, vectors[3], 20)[0]
    monkeypatch.setattr("openai_nb.data.nearness.BLOCK", 7)
    assert neighbours(vectors, vectors[3], 20)[0].tolist() == whole.tolist()
    assert whole[0] == 3


def test_a_row_without_a_vector_is_no_neighbour():
    vectors = np.array([[1, 0], [np.nan, 0], [0, 1]], np.float32)
    assert neighbours(vectors, vectors[0], 3)[0].tolist() == [0, 2]
