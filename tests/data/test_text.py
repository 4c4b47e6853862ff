"""A column of texts, as vectors."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from openai_nb.data.text import embed


class Counting:
    """Embeds a text as its length and first letter, and remembers what it was asked."""

    def __init__(self):
        self.asked = []
        self.embeddings = SimpleNamespace(vectors=self.vectors)

    def vectors(self, *, model, input, dimensions=None):
        self.asked.append((model, input, dimensions))
        return np.array([[len(text), ord(text[0])] for text in input], np.float32)


@pytest.fixture
def client():
    return Counting()


def test_each_text_is_sent_once_and_every_row_comes_back(client):
    rows = embed(["bb", "a", "bb", "ccc"], client, "m", dimensions=2)
    assert client.asked == [("m", ["bb", "a", "ccc"], 2)]
    assert rows[:, 0].tolist() == [2, 1, 2, 3]
    assert rows.dtype == np.float32


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, "", " \n"])
def test_what_is_missing_is_not_sent(client, missing):
    rows = embed(["a", missing, "b"], client, "m")
    assert client.asked[0][1] == ["a", "b"]
    assert np.isnan(rows).any(axis=1).tolist() == [False, True, False]


@pytest.mark.parametrize(("texts", "shape"), [([], (0, 3)), ([None, ""], (2, 3))])
def test_nothing_to_send_sends_nothing(client, texts, shape):
    rows = embed(texts, client, "m", dimensions=3)
    assert client.asked == []
    assert rows.shape == shape
    assert np.isnan(rows).all()


def test_a_series_is_a_list_of_its_values(client):
    assert embed(pd.Series(["a", "b"], index=[7, 9]), client, "m").shape == (2, 2)


def test_what_is_no_text_is_embedded_as_it_prints(client):
    embed([12, 3.5, True], client, "m")
    assert client.asked[0][1] == ["12", "3.5", "True"]


def test_a_lone_text_is_one_row(client):
    assert embed("word", client, "m").shape == (1, 2)
