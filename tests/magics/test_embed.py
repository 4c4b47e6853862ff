from __future__ import annotations

import pandas as pd
import pytest

TEXTS = ["a cat asleep", "a dog awake", "the stock market fell", "bonds rose", "a kitten"]


@pytest.fixture
def sandboxed(typed, here):
    here.use("sandbox")
    typed.names["df"] = pd.DataFrame({"text": TEXTS, "kind": list("ppmmp")}, index=list("abcde"))
    return typed


def test_a_column_becomes_a_map_under_its_own_index(sandboxed):
    ran = sandboxed("%embed df.text")
    found = ran.value
    assert list(found.frame.index) == list("abcde")
    assert found.vectors.shape[0] == found.coordinates.shape[0] == 5
    (shown,) = ran.saved
    assert set(shown["data"]) == {"image/png", "text/plain"}
    assert shown["metadata"]["image/png"]["width"] > 300


def test_lines_of_a_cell_are_texts(sandboxed):
    assert sandboxed("%%embed -o e\none\n\n two \nthree").value is sandboxed.names["e"]
    assert sandboxed.names["e"].texts.tolist() == ["one", "two", "three"]


def test_labels_dimensions_and_search(sandboxed):
    sandboxed('e = %embed -d 32 --labels df["kind"] df.text.str.upper()')
    e = sandboxed.names["e"]
    assert e.vectors.shape == (5, 32)
    assert e.frame["label"].tolist() == list("ppmmp")
    assert e.search("A CAT").index[0] == "a"


def test_flags_may_stand_behind_the_expression_too(sandboxed):
    sandboxed('%embed df["text"].str.upper() + "!" --labels df.kind -o e')
    assert sandboxed.names["e"].texts.tolist()[0] == "A CAT ASLEEP!"
    assert sandboxed.names["e"].frame["label"].tolist() == list("ppmmp")


def test_a_map_of_the_sandbox_says_so(sandboxed):
    assert "sandbox" in sandboxed("%embed df.text").value.title


@pytest.mark.parametrize(
    "line",
    [
        "",
        "df",
        "dg.text",
        "df.txet",
        "[]",
        "5",
        "--labels [1] df.text",
        "1/0",
        "{'a': 1}",
        "--labels 5 df.text",
        "--labels 'kind' df.text",
        "--lables x df.text",
    ],
)
def test_what_is_no_column_is_said(sandboxed, line):
    ran = sandboxed(f"%embed {line}")
    assert len(ran.trouble) == 2


def test_a_map_can_be_explored(sandboxed):
    ran = sandboxed("%embed --explore --method pca df.text --labels df.kind -o p")
    panel = sandboxed.names["p"]
    assert not ran.error and ran.value is panel and panel.embedded.method == "pca"
    panel.near(0)
    assert panel.selection.index[0] == "a" and "label" in panel.selection
    assert "data:image/png" in ran.saved[-1]["data"]["text/html"]
    panel.close()


def test_a_method_that_is_none_is_said(sandboxed):
    assert "neighbours" in sandboxed("%embed --method magic df.text").trouble[0]


def test_one_text_is_one_text(sandboxed):
    assert repr(sandboxed('%embed ["a cat"]').value).startswith("1 text × ")
    assert repr(sandboxed('%embed ["a cat", "a dog"]').value).startswith("2 texts × ")
