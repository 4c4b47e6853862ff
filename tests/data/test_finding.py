"""Finding: quick ways find what the exact one finds, and say how much of it."""

from __future__ import annotations

import numpy as np
import pytest

from openai_nb.data import finding
from openai_nb.data.finding import Leading, Lists, finder, recall
from openai_nb.data.nearness import Exact


def table(n, d=64, topics=40, leading=3.0, seed=0):
    """Rows about topics, whose first dimensions carry the more the larger `leading` is."""
    rng = np.random.default_rng(seed)
    weights = np.linspace(leading, 1, d).astype(np.float32)
    rows = rng.normal(size=(topics, d))[rng.integers(0, topics, n)] + 0.7 * rng.normal(size=(n, d))
    return (rows * weights).astype(np.float32)


def shared(way, exact, queries, k=10):
    pairs = zip(way.nearest(queries, k)[0], exact.nearest(queries, k)[0], strict=True)
    return np.mean([len(set(own) & set(true)) / k for own, true in pairs])


@pytest.mark.parametrize("how", ["exact", "leading", "lists"])
def test_every_way_finds_nearly_all(how):
    rows, queries = table(4_000), table(50, seed=0) + 0.1
    way = finder(rows, way=how)
    assert shared(way, Exact(rows), queries) >= 0.95
    assert way.recall >= 0.95


@pytest.mark.parametrize("how", ["leading", "lists"])
def test_cosines_are_those_of_all_dimensions(how):
    rows, queries = table(3_000), table(9, seed=1)
    where, cosines = finder(rows, way=how).nearest(queries, 4)
    lengths = np.linalg.norm(queries, axis=1, keepdims=True) * np.linalg.norm(rows[where], axis=2)
    assert cosines == pytest.approx(np.einsum("qd,qkd->qk", queries, rows[where]) / lengths, abs=1e-5)


def test_recall_is_told_as_it_is(monkeypatch):
    monkeypatch.setattr(finding, "GOAL", 0.0)  # so that no more work is done for a better one
    rows = np.random.default_rng(0).normal(size=(5_000, 64)).astype(np.float32)
    way, exact = Leading(Exact(rows), head=2), Exact(rows)
    assert way.recall < 0.9
    assert way.recall == pytest.approx(shared(way, exact, rows[::50], 11), abs=0.15)
    assert f"recall {way.recall:.3f} on a sample" in repr(way)


def test_more_is_compared_again_until_recall_is_good():
    rows = np.random.default_rng(0).normal(size=(5_000, 64)).astype(np.float32)
    way = Leading(Exact(rows), head=32)
    assert way.again > 200
    assert way.recall >= 0.99


@pytest.mark.parametrize("d", [64, 256])
def test_lists_look_into_more_where_the_rows_form_no_groups(d):
    rows, queries = (np.random.default_rng(n).normal(size=(n, d)).astype(np.float32) for n in (3_000, 100))
    way, exact = Lists(Exact(rows)), Exact(rows)
    assert shared(way, exact, queries) >= 0.95
    assert way.recall == pytest.approx(shared(way, exact, queries), abs=0.03)


def test_lists_that_find_too_little_say_what_finds_all(monkeypatch):
    monkeypatch.setattr(finding, "FLOOR", 1.01)
    assert repr(Lists(Exact(table(500)))).endswith('; way="exact" finds all')


def test_rows_without_a_vector_are_never_found():
    rows = table(2_000)
    rows[::3] = np.nan
    for way in (Leading(Exact(rows), head=16), Lists(Exact(rows))):
        where = way.nearest(rows[1:2], 5)[0]
        assert (where % 3 != 0).all()
        assert where[0, 0] == 1


def test_the_way_is_chosen_by_size_and_model(monkeypatch):
    monkeypatch.setattr(finding, "SMALL", 100)
    monkeypatch.setattr(finding, "LARGE", 1_000)
    wide = table(500, 512)
    assert isinstance(finder(wide, "text-embedding-3-small"), Leading)
    assert isinstance(finder(wide, "text-embedding-ada-002"), Exact)
    assert isinstance(finder(wide[:90], "text-embedding-3-small"), Exact)
    assert isinstance(finder(table(1_500)), Lists)


def test_without_faiss_all_rows_are_compared(monkeypatch):
    monkeypatch.setattr(finding, "LARGE", 100)
    monkeypatch.setattr(finding, "find_spec", lambda name: None)
    assert isinstance(finder(table(200)), Exact)


def test_lists_without_faiss_say_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "faiss", None)
    with pytest.raises(ImportError, match=r"openai-nb\[faiss\]"):
        finder(table(10), way="lists")


def test_an_unknown_way_names_the_known():
    with pytest.raises(ValueError, match="'exact', 'leading', 'lists'"):
        finder(table(3), way="magic")


@pytest.mark.parametrize("rows", [np.eye(1, 4), np.full((3, 4), np.nan)])
def test_recall_of_nothing_is_whole(rows):
    exact = Exact(rows.astype(np.float32))
    assert recall(exact, exact) == 1.0
