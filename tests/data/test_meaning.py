"""Meaning: tables and columns, searched and sorted out through `.ai`, answered by the sandbox."""

from __future__ import annotations

import pandas as pd
import pytest

from openai_nb.client import Client
from openai_nb.data.meaning import search
from openai_nb.data.prompts import NoColumn

TEXTS = [
    "the cat sleeps on the sofa",
    "dogs bark at the postman",
    "a cat sleeps on a sofa",
    "stock prices fell on Monday",
    None,
    "share prices fell sharply on Monday",
]


@pytest.fixture
def how():
    with Client.sandbox() as client:
        yield {"client": client, "progress": False}


@pytest.fixture
def news():
    return pd.DataFrame({"text": TEXTS, "length": range(6)}, index=list("abcdef"))


def test_a_search_brings_whole_rows_best_first(news, how):
    found = news.ai.search("sleeping cats", 2, **how)
    assert set(found.index) == {"a", "c"}
    assert found.columns.tolist() == ["similarity", "text", "length"]
    assert found["similarity"].is_monotonic_decreasing
    assert "exact" in found.attrs["search"]


def test_several_searches_say_whose_finds_they_are(news, how):
    found = news.text.ai.search(["sleeping cats", "falling prices"], 1, **how)
    assert found["query"].tolist() == ["sleeping cats", "falling prices"]
    assert found.index[1] in ("d", "f")
    assert found.columns.tolist() == ["query", "similarity", "text"]


def test_a_name_that_is_taken_is_not_overwritten(news, how):
    found = news.assign(similarity="mine").ai.search("cats", 1, on="text", **how)
    assert found["similarity"].tolist() == ["mine"]
    assert found["similarity_"].iloc[0] > 0


def test_a_column_becomes_embeddings_under_its_index(news, how):
    found = news.ai.embed(dimensions=16, **how)
    assert found.shape == (6, 16)
    assert found.index.tolist() == list("abcdef")


def test_a_text_may_be_made_of_several_columns(how):
    frame = pd.DataFrame({"a": ["cat", None, None], "b": ["sofa", "dog", None], "n": [1, 2, 3]})
    found = frame.ai.embed(on="{{a}} / {{b}}", **how)
    assert list(found.texts) == ["cat / sofa", " / dog", None]


def test_an_unclear_column_is_asked_for(how):
    with pytest.raises(NoColumn, match="on='a'"):
        pd.DataFrame({"a": ["x"], "b": ["y"]}).ai.search("z", **how)


def test_a_place_that_is_no_column_is_told(news, how):
    with pytest.raises(NoColumn, match="Did you mean text"):
        news.ai.embed(on="{{txt}}", **how)


def test_half_a_column_is_not_searched(news, how):
    half = news.ai.embed(**how)
    half.stopped = True
    with pytest.raises(InterruptedError, match="run it again"):
        search(half, "cats", **how)


def test_duplicates_go_and_the_first_stays(news, how):
    assert news.ai.dedupe(0.95, **how).index.tolist() == ["a", "b", "d", "e", "f"]
    assert news.text.ai.dedupe(0.95, **how).tolist()[0] == TEXTS[0]


def test_groups_of_duplicates_are_told(news, how):
    found = news.ai.dedupe(0.95, groups=True, **how)
    assert found["keep"].tolist() == [True, True, False, True, True, True]
    assert found.loc["c", "group"] == "a"
    assert found.loc["c", "similarity"] >= 0.95


def test_a_join_puts_the_nearest_rows_side_by_side(news, how):
    topics = pd.DataFrame({"text": ["pets: cat, dog", "markets: stock prices"], "code": [7, 8]})
    found = news.ai.join(topics, on="text", **how)
    assert found.loc[["a", "d", "f"], "code"].tolist() == [7, 8, 8]
    assert found.columns.tolist() == ["text", "length", "text_right", "code", "similarity"]
    assert "e" not in found.index


def test_a_join_with_a_bar_leaves_strangers_out(news, how):
    assert news.text.ai.join(pd.Series(["falling stock prices"]), threshold=0.3, **how).index.tolist() == [
        "d",
        "f",
    ]


def test_clusters_have_names(news, how):
    found = news.ai.cluster(2, into="kind", **how)
    assert found["kind"].isna().tolist() == [False] * 4 + [True, False]
    assert found.loc["d", "kind"] == found.loc["f", "kind"] != found.loc["a", "kind"]
    assert any("cat" in name for name in found["kind"].cat.categories)
    assert news.text.ai.cluster(2, **how).name == "cluster"


def test_what_stands_apart_is_shown_first(how):
    texts = pd.Series([f"the cat number {number} sleeps on a sofa" for number in range(30)])
    texts[17] = "quarterly bond yields"
    found = texts.ai.outliers(share=0.05, **how)
    assert found.index[0] == 17
    assert found.columns.tolist() == ["distance", "text"]


def test_likeness_to_one_text_is_a_column_and_to_many_a_table(news, how):
    to_one = news.text.ai.similarity("cats", **how)
    assert to_one.index.tolist() == list("abcdef")
    assert to_one["a"] > to_one["d"]
    assert pd.isna(to_one["e"])
    assert news.text.ai.similarity(pd.Series(["cats", "dogs"]), **how).shape == (6, 2)
    assert news.ai.similarity(**how).shape == (6, 6)


def test_a_join_keeps_every_column_of_both_sides(how):
    left = pd.DataFrame({"text": ["a cat"], "text_right": ["mine"]})
    found = left.ai.join(pd.DataFrame({"text": ["a cat"]}), on="text", **how)
    assert found.columns.tolist() == ["text", "text_right", "text_right_right", "similarity"]
    assert found["text_right"].tolist() == ["mine"]
