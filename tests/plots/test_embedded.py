"""Embedded: texts one can look at, list and search."""

from __future__ import annotations

import base64
import io

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from openai_nb.plots.embedded import Embedded

TEXTS = ["red apple", "green apple", "ripe apple", "fast car", "slow car", "red car", None]
WORDS = ("red", "green", "ripe", "fast", "slow", "apple", "car")


def embed(texts):
    """One direction for each word: enough for a test to know what is like what."""
    found = [[float(word in text.split()) for word in WORDS] if text else [np.nan] * 7 for text in texts]
    return np.array(found, np.float32) * [1, 1, 1, 1, 1, 3, 3]


@pytest.fixture
def fruit():
    texts = pd.Series(TEXTS, index=list("abcdefg"))
    return Embedded(texts, embed(TEXTS), labels=["f", "f", "f", "c", "c", "c", None], embed=embed)


def test_the_table_keeps_the_index(fruit):
    assert list(fruit.frame.index) == list("abcdefg")
    assert list(fruit.frame.columns) == ["text", "x", "y", "label", "cluster"]
    assert fruit.frame.loc["d", "text"] == "fast car"


def test_a_text_without_a_vector_has_no_place_and_no_cluster(fruit):
    assert fruit.frame.loc["g", ["x", "y", "cluster"]].isna().all()
    assert fruit.coordinates.shape == (7, 2)


def test_clusters_have_names_sizes_and_an_example(fruit):
    assert sorted(fruit.clusters["size"]) == [3, 3]
    assert any("apple" in name for name in fruit.clusters["name"])
    assert set(fruit.clusters["example"]) <= set(TEXTS)


def test_no_labels_are_not_an_empty_list_of_them():
    with pytest.raises(ValueError, match="7 texts but 0 labels"):
        Embedded(TEXTS, embed(TEXTS), labels=[])


def test_a_text_is_found_beside_others_whose_index_is_missing():
    found = Embedded(pd.Series(TEXTS, index=[pd.NA, *range(6)]), embed(TEXTS)).nearest(1, k=1)
    assert found["text"].tolist() == ["red apple"]


def test_searching_finds_what_is_alike(fruit):
    found = fruit.search("apple", k=3)
    assert sorted(found.index) == ["a", "b", "c"]
    assert found["similarity"].is_monotonic_decreasing
    assert found["similarity"].iloc[0] == pytest.approx(3 / 10**0.5)


def test_searching_without_a_model_says_what_works():
    with pytest.raises(ValueError, match="nearest"):
        Embedded(TEXTS, embed(TEXTS)).search("apple")


@pytest.mark.parametrize("item", ["f", "red car"])
def test_the_nearest_of_a_text_leave_itself_out(fruit, item):
    found = fruit.nearest(item, k=2)
    assert sorted(found.index) == ["d", "e"]


def test_all_others_can_be_near(fruit):
    assert len(fruit.nearest("a", k=99)) == 5


def test_an_unknown_item_says_where_to_look(fruit):
    with pytest.raises(KeyError, match="search"):
        fruit.nearest("blue sky")


def test_colours_can_be_chosen(fruit):
    assert legend(fruit.plot()) == ["f", "c", "none"]
    assert sorted(legend(fruit.plot("cluster"))) == sorted([*fruit.clusters["name"], "none"])
    assert legend(fruit.plot([len(text or "") > 8 for text in TEXTS])) == ["False", "True"]
    with pytest.raises(ValueError, match="label"):
        fruit.plot("colour")


def legend(figure):
    return [text.get_text() for box in figure.legends for text in box.get_texts()]


def test_a_notebook_sees_a_picture_and_words(fruit):
    bundle, metadata = fruit._repr_mimebundle_()
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert picture.width == pytest.approx(1.5 * metadata["image/png"]["width"], abs=2)
    assert bundle["text/plain"].startswith("7 texts × 7 dimensions; clusters: 2\n")
    assert "0x" not in bundle["text/plain"]


def test_who_wants_no_picture_gets_none(fruit):
    assert set(fruit._repr_mimebundle_(include={"text/plain"})[0]) == {"text/plain"}
    assert set(fruit._repr_mimebundle_(exclude={"image/png"})[0]) == {"text/plain"}


@pytest.mark.parametrize("n", [0, 1, 40])
def test_any_number_of_texts_can_be_shown(n):
    embedded = Embedded([f"text {i}" for i in range(n)], np.eye(n, 50, dtype=np.float32))
    assert len(embedded) == len(embedded.frame) == n
    assert "image/png" in embedded._repr_mimebundle_()[0]


def test_each_text_needs_a_vector():
    with pytest.raises(ValueError, match="7 texts but 6 vectors"):
        Embedded(TEXTS, embed(TEXTS[:6]))
