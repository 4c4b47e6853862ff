from __future__ import annotations

import pandas as pd
import pytest

TEXTS = ["a cat asleep", "a dog awake", "the stock market fell", "bonds rose", "a kitten"]


@pytest.fixture
def sandboxed(typed, here):
    here.use("sandbox")
    typed.names["df"] = pd.DataFrame({"text": TEXTS}, index=list("abcde"))
    return typed


def test_neighbours_of_words_are_a_table_under_the_columns_index(sandboxed):
    table = sandboxed('%embed df.text --near "a cat asleep" -n 2').value
    assert table.index[0] == "a"
    assert len(table) == 2
    assert table["similarity"].iloc[0] == pytest.approx(1, abs=1e-3)
    assert len(sandboxed.names["_embed"]) == 5


def test_clusters_are_as_many_as_are_asked_for(sandboxed):
    found = sandboxed("e = %embed df.text -k 2") and sandboxed.names["e"]
    assert set(found.cluster) == {0, 1}
    assert len(found.clusters) == 2
    assert len(sandboxed("%embed df.text -k 0").trouble) == 2


def test_a_column_too_dear_is_not_sent(typed, answering):
    typed("%config OpenAINb.max_cost = 0.000001")
    ran = typed('%embed ["a long text " * 100] -m text-embedding-3-small')
    assert "may cost" in ran.trouble[0]
    assert answering.requests == []
