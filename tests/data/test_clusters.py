"""Clusters: groups found again, and what they are called."""

from __future__ import annotations

import numpy as np
import pytest

from openai_nb.data.clusters import clusters
from openai_nb.data.names import names


def groups(n, count, noise=1.0):
    rng = np.random.default_rng(0)
    label = rng.integers(0, count, n)
    vectors = rng.normal(size=(count, 80))[label] + noise * rng.normal(size=(n, 80))
    return vectors.astype(np.float32), label


def same(one, other):
    """Whether two labellings group alike, whatever they call the groups."""
    return len(set(zip(one, other, strict=True))) == len(set(one)) == len(set(other))


@pytest.mark.parametrize("count", [2, 5, 12])
def test_the_number_of_groups_is_found(count):
    vectors, label = groups(600, count)
    assert same(clusters(vectors).tolist(), label.tolist())


def test_the_number_can_be_said():
    vectors, _ = groups(300, 5)
    assert len(set(clusters(vectors, 3).tolist())) == 3


def test_the_largest_cluster_is_the_first():
    sizes = np.bincount(clusters(groups(500, 6)[0]))
    assert sizes.tolist() == sorted(sizes, reverse=True)


def test_rows_beyond_the_sample_join_the_nearest(monkeypatch):
    monkeypatch.setattr("openai_nb.data.clusters.SAMPLE", 200)
    vectors, label = groups(900, 4)
    assert same(clusters(vectors, 4).tolist(), label.tolist())


def test_length_does_not_matter():
    vectors, label = groups(300, 4)
    stretched = vectors * np.random.default_rng(1).uniform(0.1, 9, (300, 1)).astype(np.float32)
    assert same(clusters(stretched, 4).tolist(), label.tolist())


def test_same_rows_same_clusters():
    vectors, _ = groups(200, 7, noise=3.0)
    assert np.array_equal(clusters(vectors, seed=4), clusters(vectors, seed=4))


def test_a_row_without_a_vector_is_in_no_cluster():
    vectors, _ = groups(100, 3)
    vectors[[0, 50]] = np.nan
    assert np.flatnonzero(clusters(vectors) == -1).tolist() == [0, 50]


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_rows_have_clusters_too(n):
    assert clusters(np.eye(n, 4, dtype=np.float32)).tolist() == [0] * n


def test_more_clusters_than_different_rows_is_no_trouble():
    assert set(clusters(np.ones((8, 4), np.float32), 5).tolist()) == {0}


def test_names_are_the_words_that_set_a_cluster_apart():
    texts = ["the cat sat", "a cat purrs", "cats purr", "the dog barks", "a dog barked", "dogs bark"]
    found = names(texts, [0, 0, 0, 1, 1, 1], words=2)
    assert found == {0: "cat, purr", 1: "bark, dog"}


def test_no_two_names_are_alike():
    found = names(["red apple pie", "red apple pie", "red apple pie tart"], [0, 1, 2])
    assert len(set(found.values())) == 3


@pytest.mark.parametrize("text", ["", None, float("nan"), "the", "42", "!?"])
def test_texts_without_words_still_get_a_name(text):
    assert names([text, text], [0, 1]) == {0: "group 1", 1: "group 2"}


def test_what_is_in_no_cluster_has_no_name():
    assert names(["lost", "found"], [-1, 0]) == {0: "found"}


def test_languages_without_spaces_have_names():
    found = names(["猫が好き", "猫と遊ぶ", "犬が走る", "犬と散歩"], [0, 0, 1, 1])
    assert "猫" in found[0]
    assert "犬" in found[1]
