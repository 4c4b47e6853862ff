"""Projection: places on a plane, for any table of vectors."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from openai_nb.data.components import pca
from openai_nb.plots.projection import project


def groups(n, count=30, noise=4.0):
    """`n` rows around `count` centres, so noisy that two directions cannot hold them apart."""
    rng = np.random.default_rng(0)
    label = rng.integers(0, count, n)
    vectors = rng.normal(size=(count, 400))[label] + noise / 2 * rng.normal(size=(n, 400))
    return vectors.astype(np.float32), label


def purity(places, label, near=10):
    """How many of a point's nearest points bear its label."""
    apart = ((places[:, None] - places[None]) ** 2).sum(-1)
    np.fill_diagonal(apart, np.inf)
    return (label[np.argsort(apart, axis=1)[:, :near]] == label[:, None]).mean()


def test_groups_stay_together():
    vectors, label = groups(900)
    assert purity(project(vectors), label) > 0.9
    assert purity(project(vectors, "pca"), label) < 0.4


def test_pca_finds_the_directions_that_vary_most():
    rng = np.random.default_rng(1)
    vectors = (rng.normal(size=(500, 40)) * np.linspace(9, 0.1, 40)).astype(np.float32)
    exact = np.linalg.svd(vectors - vectors.mean(0), full_matrices=False)[1][:2]
    found = np.linalg.norm(pca(vectors), axis=0)
    assert found == pytest.approx(exact, rel=1e-2)


@pytest.mark.parametrize("method", ["pca", "neighbours"])
def test_same_rows_same_map(method):
    vectors, _ = groups(120)
    assert np.array_equal(project(vectors, method, seed=3), project(vectors.copy(), method, seed=3))


def test_another_seed_does_not_flip_a_pca():
    vectors = np.random.default_rng(2).normal(size=(200, 6)) * [9, 4, 1, 1, 1, 1]
    assert np.allclose(project(vectors, "pca", seed=1), project(vectors, "pca", seed=2), atol=0.01)


@pytest.mark.parametrize("method", ["auto", "pca", "neighbours"])
@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 19, 20, 21])
def test_any_number_of_rows_has_places(n, method):
    places = project(np.random.default_rng(0).normal(size=(n, 8)), method)
    assert places.shape == (n, 2)
    assert places.dtype == np.float32
    assert np.isfinite(places).all()


@pytest.mark.parametrize("method", ["auto", "pca", "neighbours"])
def test_equal_rows_share_a_place(method):
    vectors = np.repeat(np.random.default_rng(0).normal(size=(25, 8)), 2, axis=0)
    places = project(vectors, method)
    assert np.allclose(places[0::2], places[1::2])
    assert np.ptp(places[0::2], axis=0).min() > 0


def test_rows_that_are_all_equal_are_one_point():
    assert np.allclose(project(np.ones((40, 5))), 0)


@pytest.mark.parametrize("method", ["pca", "neighbours"])
def test_a_row_without_a_vector_has_no_place_and_moves_no_other(method):
    vectors, _ = groups(60)
    holed = np.insert(vectors, [0, 30, 60], np.nan, axis=0)
    places = project(holed, method)
    missing = np.isnan(holed).any(axis=1)
    assert np.isnan(places[missing]).all()
    assert np.array_equal(places[~missing], project(vectors, method))


def test_one_column_is_enough():
    places = project(np.arange(5.0).reshape(-1, 1))
    assert np.ptp(places[:, 0]) == pytest.approx(4)
    assert np.allclose(places[:, 1], 0)


def test_an_unknown_method_names_the_known():
    with pytest.raises(ValueError, match="'neighbours'"):
        project(np.ones((3, 3)), "magic")


def test_a_flat_list_is_refused():
    with pytest.raises(ValueError, match="shape"):
        project([1.0, 2.0])


def test_umap_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "umap", None)
    with pytest.raises(ImportError, match="pip install umap-learn"):
        project(groups(30)[0], "umap")
