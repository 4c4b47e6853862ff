"""Matching: what says the same is found, exactly as by comparing every pair."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.data import matching
from openai_nb.data.embeddings import Embeddings
from openai_nb.data.matching import dedupe, groups, join


def made(vectors, names=None):
    vectors = np.asarray(vectors, np.float32)
    index = pd.Index(names or [f"row {number}" for number in range(len(vectors))])
    return Embeddings([f"text {number}" for number in range(len(vectors))], vectors, index=index)


def variants(n, d, noise, seed=0):
    """Rows that are variants of fewer ones, in any order."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(max(n // 3, 1), d))[rng.integers(0, max(n // 3, 1), n)]
    return (rows + noise * rng.normal(size=(n, d))).astype(np.float32)


def plain(vectors, threshold):
    """One row after the other, each compared with every kept one."""
    unit = vectors.astype(np.float64) / np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    kept, first = [], []
    for row, here in enumerate(unit):
        cosines = unit[kept] @ here if kept else np.empty(0)
        near = len(kept) > 0 and cosines.max() >= threshold
        first.append(kept[int(cosines.argmax())] if near else row)
        if not near:
            kept.append(row)
    return first


@pytest.mark.parametrize(("block", "across"), [(1_024, 16_384), (7, 11)])
@pytest.mark.parametrize("d", [12, 600])
@pytest.mark.parametrize("threshold", [0.5, 0.9, 0.99])
def test_groups_are_those_of_the_plain_way(monkeypatch, block, across, d, threshold):
    monkeypatch.setattr(matching, "BLOCK", block)
    monkeypatch.setattr(matching, "ACROSS", across)
    vectors = variants(300, d, 0.25)
    assert groups(vectors, threshold)[0].tolist() == plain(vectors, threshold)


@given(st.integers(1, 40), st.integers(0, 2**32 - 1), st.floats(0.1, 0.99))
def test_each_text_is_near_to_the_one_that_is_kept_for_it(n, seed, threshold):
    vectors = variants(n, 5, 0.3, seed)
    first, likeness = groups(vectors, threshold)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert (first[first] == first).all()
    assert (likeness >= threshold - 1e-5).all()
    assert np.einsum("ij,ij->i", unit, unit[first]) == pytest.approx(likeness, abs=1e-5)


def test_the_first_is_kept_and_the_group_bears_its_name():
    found = dedupe(made([[1, 0], [0, 1], [1, 0.01], [0.01, 1], [1, 1]]), 0.99)
    assert found["keep"].tolist() == [True, True, False, False, True]
    assert found["group"].tolist() == ["row 0", "row 1", "row 0", "row 1", "row 4"]
    assert found.index.tolist() == [f"row {number}" for number in range(5)]


def test_the_same_vector_is_a_duplicate_even_at_one():
    vectors = np.random.default_rng(0).normal(size=(50, 700))
    assert dedupe(made(np.repeat(vectors, 2, axis=0)), 1.0)["keep"].sum() == 50


def test_a_text_without_a_vector_is_kept():
    assert dedupe(made([[np.nan, 0], [np.nan, 0], [1, 0]]))["keep"].all()


def test_no_texts_have_no_duplicates():
    assert len(dedupe(made(np.empty((0, 3))))) == 0


def test_a_threshold_is_a_cosine():
    with pytest.raises(ValueError, match="95"):
        dedupe(made([[1, 0]]), 95)


def test_a_join_finds_the_nearest_on_the_other_side():
    left, right = made([[1, 0], [0, 1]], ["a", "b"]), made([[0, 2], [3, 0.1], [1, 1]], ["x", "y", "z"])
    found = join(left, right)
    assert found[["left", "right"]].to_numpy().tolist() == [["a", "y"], ["b", "x"]]
    assert found["right_text"].tolist() == ["text 1", "text 0"]
    assert found["similarity"].tolist() == pytest.approx([0.999, 1], abs=1e-3)


def test_a_join_leaves_out_what_is_too_far():
    left, right = made([[1, 0], [-1, 0]], ["a", "b"]), made([[1, 0.1], [1, 1]], ["x", "y"])
    assert join(left, right, k=2, threshold=0.9)[["left", "right"]].to_numpy().tolist() == [["a", "x"]]


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_a_join_is_exact(seed, k):
    rng = np.random.default_rng(seed)
    left, right = rng.normal(size=(6, 4)), rng.normal(size=(9, 4))
    cosines = left @ right.T / np.linalg.norm(left, axis=1)[:, None] / np.linalg.norm(right, axis=1)
    found = join(made(left), made(right), k=k)["similarity"].to_numpy().reshape(6, k)
    assert found == pytest.approx(-np.sort(-cosines, axis=1)[:, :k], abs=1e-5)
