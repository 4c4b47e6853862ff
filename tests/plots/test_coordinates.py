"""Coordinates: which method is taken, what is kept on disk, and drafts of a map that gets better."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from openai_nb.data.cache import shared
from openai_nb.plots import coordinates
from openai_nb.plots.drafts import drafts
from openai_nb.plots.embedded import Embedded

WORDS = ("apple pie", "car wheel", "tall tree", "blue sky", "old dog", "new phone")


def texts(n):
    return [f"{WORDS[number % 6]} {number}" for number in range(n)]


def vectors(n, d=24):
    rng = np.random.default_rng(0)
    middles = rng.standard_normal((6, d), np.float32) * 2
    return middles[np.arange(n) % 6] + rng.standard_normal((n, d), np.float32)


@pytest.fixture
def worked(monkeypatch):
    """How often places were worked out."""
    done = []
    real = coordinates.project
    monkeypatch.setattr(
        coordinates, "project", lambda *args, **more: (done.append(args[1]), real(*args, **more))[1]
    )
    return done


def test_few_rows_keep_their_neighbours_and_many_take_the_best_package(monkeypatch):
    monkeypatch.setattr(coordinates, "installed", lambda: ["umap", "tsne"])
    assert [coordinates.chosen(n) for n in (10, 400, 5_000, 6_000)] == [
        "pca",
        "neighbours",
        "neighbours",
        "umap",
    ]
    monkeypatch.setattr(coordinates, "installed", list)
    assert [coordinates.chosen(n) for n in (6_000, 30_000, 30_001)] == ["neighbours", "neighbours", "pca"]
    assert coordinates.chosen(6_000, "tsne") == "tsne"


def test_what_took_long_is_kept_by_its_content(worked):
    rows = vectors(600)
    first = coordinates.coordinates(rows, "neighbours")
    again = coordinates.coordinates(rows.copy(), "neighbours")
    assert np.array_equal(first, again) and worked == ["neighbours"]
    other = rows.copy()
    other[5, 5] += 1
    for changed, seed in ((other, 0), (rows, 1)):
        coordinates.coordinates(changed, "neighbours", seed=seed)
    assert worked == ["neighbours"] * 3 and len(shared()) == 3


def test_a_quick_map_of_many_is_that_of_all():
    rows = vectors(50_000, 12)
    quick, whole = coordinates.quick(rows), coordinates.project(rows, "pca")
    shift = np.linalg.norm(quick - quick.mean(axis=0) - (whole - whole.mean(axis=0)), axis=1)
    assert np.median(shift) < 0.1 * whole.std()


def test_a_row_without_a_vector_has_no_place_on_a_quick_map():
    rows = vectors(50_000, 6)
    rows[7] = np.nan
    places = coordinates.quick(rows)
    assert np.isnan(places[7]).all() and np.isnan(places).sum() == 2


def notes(embedded):
    return [bundle["text/plain"].partition("; ")[2].partition("\n")[0] for bundle, _ in drafts(embedded)]


def test_a_small_map_needs_no_draft():
    assert len(list(drafts(Embedded(texts(300), vectors(300))))) == 1


def test_a_larger_one_is_drafted_and_next_time_at_hand():
    rows = vectors(2_001)
    said = notes(Embedded(texts(2_001), rows))
    assert said[:2] == ["finding clusters…", "laying out 2,001 texts by neighbours…"]
    assert said[2].startswith("clusters: ")
    assert notes(Embedded(texts(2_001), rows))[1:] == said[2:]


def test_a_package_that_fails_leaves_the_map_there_is(monkeypatch):
    broken = SimpleNamespace(UMAP=lambda **options: 1 / 0)
    monkeypatch.setitem(sys.modules, "umap", broken)
    assert "UMAP did not work" in notes(Embedded(texts(600), vectors(600), method="umap"))[-1]


def test_another_package_is_seeded_and_gets_few_dimensions(monkeypatch):
    asked = {}

    class Layout:
        def __init__(self, **options):
            asked.update(options)

        def fit_transform(self, rows, **_):
            asked["shape"] = rows.shape
            return rows[:, :2]

    monkeypatch.setitem(sys.modules, "umap", SimpleNamespace(UMAP=Layout))
    monkeypatch.setitem(sys.modules, "pacmap", SimpleNamespace(PaCMAP=Layout))
    for method in ("umap", "pacmap"):
        places = coordinates.project(vectors(600, 80), method, seed=4)
        assert places.shape == (600, 2) and asked["shape"] == (600, 50) and asked["random_state"] == 4


def test_tsne_keeps_groups_together():
    rows = vectors(120)
    places = coordinates.project(rows, "tsne", seed=1)
    assert np.array_equal(places, coordinates.project(rows, "tsne", seed=1))
    apart = ((places[:, None] - places[None]) ** 2).sum(-1) + np.diag([np.inf] * 120)
    assert (apart.argmin(axis=1) % 6 == np.arange(120) % 6).mean() > 0.9
