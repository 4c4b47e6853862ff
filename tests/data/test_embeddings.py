"""Embeddings: a value to index, search and look at."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from openai_nb.data.embeddings import Embeddings

WORDS = ["north", "east", "south", "north-east"]
PLACES = np.array([[0, 1], [1, 0], [0, -1], [1, 1]], np.float32)


@pytest.fixture
def found():
    """Directions, which are searched by their names."""
    known = dict(zip(WORDS, PLACES, strict=True))
    return Embeddings(
        WORDS, PLACES, index=pd.Index(list("nesx")), embed=lambda words: np.stack([known[w] for w in words])
    )


def test_words_find_the_nearest_under_their_own_index(found):
    near = found.search("north", 2)
    assert near.index.tolist() == ["n", "x"]
    assert near["text"].tolist() == ["north", "north-east"]
    assert near["similarity"].tolist() == pytest.approx([1, 0.5**0.5])


def test_a_vector_searches_too(found):
    assert found.search(np.array([5.0, 1.0]), 1)["text"].tolist() == ["east"]


@pytest.mark.parametrize("queries", [["north", "south"], pd.Series(["north", "south"])])
def test_several_queries_have_their_finds_one_after_another(found, queries):
    near = found.search(queries, 2)
    assert near["query"].tolist() == ["north", "north", "south", "south"]
    assert near["text"].tolist()[::2] == ["north", "south"]


def test_several_vectors_are_told_apart_by_number(found):
    assert found.search(PLACES[1:3], 1)["query"].tolist() == [0, 1]


def test_a_search_says_how_good_it_is(found):
    assert found.search("north").attrs["search"] == "exact, 4 rows compared"


def test_more_than_there_is_gives_all(found):
    assert len(found.search("north", 99)) == 4
    assert len(found.search("north", 0)) == 0


def test_another_length_is_refused_with_both(found):
    with pytest.raises(ValueError, match="3 dimensions and these vectors have 2"):
        found.search(np.ones(3))


def test_without_a_model_words_cannot_be_sought():
    with pytest.raises(ValueError, match="without a model"):
        Embeddings(WORDS, PLACES).search("north")


def test_texts_and_vectors_must_agree():
    with pytest.raises(ValueError, match="3 texts but 4 vectors"):
        Embeddings(WORDS[:3], PLACES)


@pytest.mark.parametrize(
    "wanted",
    [slice(1, 3), [1, 2], np.array([False, True, True, False]), pd.Series([False, True, True, False])],
)
def test_some_of_them_are_embeddings_too(found, wanted):
    some = found[wanted]
    assert (list(some.texts), some.index.tolist()) == (["east", "south"], ["e", "s"])
    assert some.values.tolist() == PLACES[1:3].tolist()
    assert some.search("south", 1).index.tolist() == ["s"]


def test_they_are_an_array_and_a_column(found):
    assert np.asarray(found).tolist() == PLACES.tolist()
    assert np.array(found, np.float64).dtype == np.float64
    assert found.series.index.tolist() == list("nesx")
    assert found.series["e"].tolist() == [1, 0]


def test_a_row_without_a_vector_is_an_empty_cell_and_never_found():
    values = PLACES.copy()
    values[1] = np.nan
    found = Embeddings(WORDS, values)
    assert found.series[1] is None
    assert 1 not in found.search(PLACES[1], 4).index


def test_its_words_say_what_it_is(found):
    found.search("north")
    assert repr(found) == "4 texts × 2 dimensions · exact, 4 rows compared"
    broken = Embeddings(WORDS, PLACES, model="m", errors={3: "no"}, stopped=True)
    assert repr(broken) == "4 texts × 2 dimensions · m · 1 errors · stopped before the end"
