"""Nearness: the most alike are found, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.data import nearness
from openai_nb.data.nearness import Exact, neighbours


def table(n, d, seed=0):
    return np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32)


def plain(rows, query, k):
    """Every cosine in double precision, sorted."""
    rows, query = rows.astype(np.float64), query.astype(np.float64)
    cosines = rows @ query / np.linalg.norm(rows, axis=1) / np.linalg.norm(query)
    return np.argsort(-cosines, kind="stable")[:k], cosines


@given(st.integers(0, 12), st.integers(0, 2**32 - 1))
def test_neighbours_are_the_nearest(k, seed):
    vectors, query = table(9, 3, seed), table(1, 3, seed + 1)[0]
    cosines = plain(vectors, query, k)[1]
    indices, likeness = neighbours(vectors, query, k)
    assert likeness == pytest.approx(np.sort(cosines)[::-1][:k], abs=1e-5)
    assert cosines[indices] == pytest.approx(likeness, abs=1e-5)


@pytest.mark.parametrize("scores", [8_000_000, 3_000])
@pytest.mark.parametrize(("n", "d"), [(3_000, 16), (700, 64)])
def test_many_queries_at_once_find_what_each_finds(monkeypatch, scores, n, d):
    monkeypatch.setattr(nearness, "SCORES", scores)
    monkeypatch.setattr(nearness, "AT_ONCE", 500)
    rows, queries = table(n, d), table(40, d, seed=1)
    where, cosines = Exact(rows).nearest(queries, 10)
    for query, found, likeness in zip(queries, where, cosines, strict=True):
        wanted, every = plain(rows, query, 10)
        assert every[found] == pytest.approx(every[wanted], abs=1e-5)
        assert likeness == pytest.approx(every[found], abs=1e-5)


def test_length_does_not_matter():
    rows, query = table(500, 8), table(1, 8, seed=1)
    stretched = rows * np.random.default_rng(2).uniform(0.1, 9, (500, 1)).astype(np.float32)
    assert (Exact(stretched).nearest(query * 7, 5)[0] == Exact(rows).nearest(query, 5)[0]).all()


def test_among_equals_the_earlier_comes_first():
    rows = np.tile(np.eye(4, dtype=np.float32), (500, 1))
    assert Exact(rows).nearest(np.eye(4)[2], 5)[0].tolist() == [[2, 6, 10, 14, 18]]


def test_rows_may_lie_in_a_file(tmp_path):
    rows = table(900, 8)
    np.save(tmp_path / "rows.npy", rows)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")
    assert (Exact(mapped).nearest(rows[:3], 4)[0] == Exact(rows).nearest(rows[:3], 4)[0]).all()


def test_a_row_without_a_vector_is_no_neighbour():
    vectors = np.array([[1, 0], [np.nan, 0], [0, 1]], np.float32)
    assert neighbours(vectors, vectors[0], 3)[0].tolist() == [0, 2]


def test_where_there_are_too_few_rows_the_rest_is_marked():
    where, cosines = Exact(np.eye(2, dtype=np.float32)).nearest(np.eye(2), 3)
    assert where.tolist() == [[0, 1, -1], [1, 0, -1]]
    assert np.isnan(cosines[:, 2]).all()


@pytest.mark.parametrize(("n", "q", "k"), [(0, 2, 3), (5, 0, 3), (5, 2, 0)])
def test_nothing_to_find_is_no_trouble(n, q, k):
    where, cosines = Exact(table(n, 4)).nearest(table(q, 4), k)
    assert where.shape == cosines.shape == (q, k)
