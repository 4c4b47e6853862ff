"""Grouping: clusters with names, texts that stand apart, tables of likeness."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from openai_nb.data import grouping
from openai_nb.data.embeddings import Embeddings
from openai_nb.data.grouping import apart, cluster, outliers, similarity

FRUIT = ["apple tart", "apple pie", "baked apple", "apple cake"]
BOATS = ["sailing boat", "fishing boat", "boat race"]


@pytest.fixture
def mixed():
    rng = np.random.default_rng(0)
    middles = np.repeat(np.eye(2, 8), [4, 3], axis=0)
    return Embeddings(
        FRUIT + BOATS,
        (middles + 0.05 * rng.normal(size=(7, 8))).astype(np.float32),
        index=pd.Index(range(10, 17)),
    )


def crowd(n, strange):
    rng = np.random.default_rng(0)
    rows = np.eye(1, 16) * 3 + rng.normal(size=(n, 16)) * 0.3
    rows[strange] *= -1
    return Embeddings([f"text {number}" for number in range(n)], rows.astype(np.float32))


def test_clusters_are_called_by_their_words_and_the_largest_is_first(mixed):
    found = cluster(mixed, 2)
    assert found.cat.categories.str.contains("apple").tolist() == [True, False]
    assert found.cat.codes.tolist() == [0] * 4 + [1] * 3
    assert found.index.tolist() == list(range(10, 17))


def test_a_text_without_a_vector_is_in_no_cluster(mixed):
    values = np.array(mixed.values)
    values[2] = np.nan
    assert cluster(Embeddings(mixed.texts, values), 2).isna().tolist() == [False] * 2 + [True] + [False] * 4


def test_no_texts_have_no_clusters():
    assert len(cluster(Embeddings([], np.empty((0, 4), np.float32)))) == 0


def test_a_large_cluster_is_named_by_some_of_its_texts(monkeypatch, mixed):
    monkeypatch.setattr(grouping, "NAMED_BY", 2)
    assert cluster(mixed, 2).cat.categories.str.contains("boat").tolist() == [False, True]


@pytest.mark.parametrize("kin", [5_000, 100])
def test_what_stands_apart_is_found_and_nothing_else(monkeypatch, kin):
    monkeypatch.setattr(grouping, "KIN", kin)
    found = outliers(crowd(400, [3, 77, 250]))
    assert set(found.index) == {3, 77, 250}
    assert found["text"].iloc[0] == f"text {found.index[0]}"
    assert found["distance"].is_monotonic_decreasing


def test_a_share_may_be_asked_for():
    assert len(outliers(crowd(200, [5]), share=0.05)) == 10


def test_the_distance_is_to_the_nearest_others():
    rows = np.random.default_rng(0).normal(size=(60, 8)).astype(np.float32)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -np.inf)
    assert apart(rows, 4) == pytest.approx(1 - (-np.sort(-cosines, axis=1)[:, :4]).mean(axis=1), abs=1e-5)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_texts_have_no_outliers(n):
    assert len(outliers(crowd(n, []))) == 0


def test_the_table_of_likeness_has_both_indexes(mixed):
    found = similarity(mixed, mixed[:2])
    assert (found.index.tolist(), found.columns.tolist()) == (list(range(10, 17)), [10, 11])
    assert found.loc[11, 11] == pytest.approx(1)
    assert found.loc[10, 11] > 0.9 > found.loc[15, 11]


def test_a_table_beyond_all_measure_is_refused(monkeypatch, mixed):
    monkeypatch.setattr(grouping, "CELLS", 40)
    with pytest.raises(ValueError, match="7 × 7"):
        similarity(mixed)


@pytest.mark.parametrize("share", [-0.5, 1.5, float("nan")])
def test_a_share_lies_between_none_and_all(mixed, share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        outliers(mixed, share)


def test_there_cannot_be_fewer_clusters_than_one(mixed):
    with pytest.raises(ValueError, match="cannot be 0 clusters"):
        cluster(mixed, 0)
