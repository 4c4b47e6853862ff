"""The panel of texts, driven without a page."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from openai_nb.client import Client
from openai_nb.data.embeddings import Embeddings
from openai_nb.panels import browser
from openai_nb.panels.embeddings import EmbeddingPanel
from openai_nb.plots.embedded import Embedded

KINDS = ("apple pie", "fast car", "tall tree", "blue sky")


def texts(n=80):
    return [f"{KINDS[number % 4]} number {number} <b>" for number in range(n)]


def vectors(n=80):
    rng = np.random.default_rng(0)
    return (
        np.eye(4, 12, dtype=np.float32)[np.arange(n) % 4] * 3 + rng.standard_normal((n, 12), np.float32) / 3
    )


@pytest.fixture
def table():
    kinds = [KINDS[number % 4] for number in range(80)]
    return pd.DataFrame({"text": texts(), "kind": kinds}, index=[f"r{number}" for number in range(80)])


@pytest.fixture
def panel(table, here):
    with Client.sandbox() as client:
        here.use(client)
        panel = EmbeddingPanel(table, "text", vectors=vectors(), color="kind")
        assert panel.widget
        settle(panel)
        yield panel
        panel.close()


def settle(panel):
    for work in list(panel._works):
        assert work.wait(30)


def front(panel):
    (found,) = [each for each in browser.tree(panel.widget) if hasattr(each, "places")]
    return found


def sent_at(panel, rows):
    """The mask of a lasso around these rows, as the page sends it."""
    order = points(panel)._rows
    return np.packbits(np.isin(order, rows), bitorder="little").tobytes()


def points(panel):
    return front(panel)._msg_callbacks.callbacks[0].__self__


def test_a_lasso_gives_rows_of_the_table(panel, table):
    front(panel)._handle_custom_msg({"lasso": True}, [sent_at(panel, [3, 5, 70])])
    assert panel.selection.index.tolist() == ["r3", "r5", "r70"]
    assert panel.selection.columns.tolist() == ["text", "kind"]
    assert panel.told == "3 of 80 texts lie in the lasso"
    panel.clear()
    assert panel.selection.equals(table)


def test_the_page_is_told_whom_to_show(panel):
    panel.rope(np.array([3, 5]))
    shown = np.unpackbits(np.frombuffer(front(panel).chosen, np.uint8), bitorder="little")[:80]
    assert sorted(points(panel)._rows[np.flatnonzero(shown)]) == [3, 5]
    panel.clear()
    assert front(panel).chosen == b""


def test_a_point_is_told_of_when_it_is_pointed_at(panel):
    said = []
    front(panel).send = said.append
    at = int(np.flatnonzero(points(panel)._rows == 7)[0])
    front(panel)._handle_custom_msg({"hover": at}, [])
    front(panel)._handle_custom_msg({"hover": 9_999}, [])
    assert said == [{"tip": "blue sky number 7 <b>\n· blue sky", "at": at}]


def test_a_click_finds_the_nearest(panel):
    at = int(np.flatnonzero(points(panel)._rows == 4)[0])
    front(panel)._handle_custom_msg({"pick": at}, [])
    assert panel.chosen[0] == 4 and len(panel.chosen) == 21
    assert panel.selection["similarity"].iloc[0] == pytest.approx(1)
    assert (panel.selection["kind"] == "apple pie").mean() > 0.9


def test_a_search_is_by_meaning(here, table):
    with Client.sandbox() as client:
        here.use(client)
        panel = EmbeddingPanel(table, "text", k=10)
        assert panel.widget and panel.wait(30)
        settle(panel)
        panel.search("a slow car")
        assert panel.wait(30)
        assert (panel.selection["kind"] == "fast car").all() and len(panel.selection) == 10
        assert panel.selection["similarity"].is_monotonic_decreasing
        panel.close()


def test_words_are_found_as_they_are_written(panel):
    panel.filter("NUMBER 7")
    assert panel.selection.index.tolist() == ["r7", *[f"r{n}" for n in range(70, 80)]]
    panel.filter(" ")
    assert panel.chosen is None


def test_a_kind_is_chosen_and_let_go(panel):
    code = next(each["code"] for each in panel.paint.legend if each["text"] == "tall tree")
    panel.kind(code)
    assert set(panel.selection["kind"]) == {"tall tree"} and panel.pressed("tall tree")
    assert [each["on"] for each in front(panel).legend] == [
        each["code"] == code for each in panel.paint.legend
    ]
    panel.kind(code)
    assert panel.chosen is None


def test_colours_can_be_those_of_the_clusters(panel):
    assert {each["text"] for each in panel.paint.legend} == set(KINDS)
    panel.by("cluster")
    assert panel.paint.legend and not {each["text"] for each in panel.paint.legend} & set(KINDS)


def test_numbers_are_a_scale(table):
    panel = EmbeddingPanel(table, "text", vectors=vectors(), color=np.linspace(0, 1, 80))
    assert [each["count"] for each in panel.paint.legend] == [None] * 3
    assert len(set(panel.paint.codes.tolist())) > 30


def test_texts_without_a_vector_are_left_out(table):
    rows = vectors()
    rows[3] = np.nan
    panel = EmbeddingPanel(table, "text", vectors=rows)
    assert panel.widget
    assert len(points(panel)._rows) == 79 and 3 not in points(panel)._rows
    panel.close()


def test_what_is_no_column_is_said(table):
    with pytest.raises(ValueError, match="'kind'"):
        EmbeddingPanel(table, "txet")


def test_without_texts_it_says_so(here):
    panel = EmbeddingPanel()
    panel.attempt(panel.search, "x")
    panel.wait(5)
    assert "no texts yet" in panel.problem and panel.selection.empty
    panel.close()


def test_other_guises_of_texts_are_as_good(here):
    here.use("sandbox")
    kept = Embeddings(texts(), vectors())
    for given in (kept, Embedded(texts(), vectors())):
        panel = EmbeddingPanel(given)
        panel.near(0)
        assert len(panel.selection) == 21
        with pytest.raises(ValueError, match="filter by words"):
            list(panel._searching("x"))


def test_the_twin_has_the_picture_and_what_is_chosen(panel):
    panel.rope(np.array([3]))
    said = panel.twin()
    assert "data:image/png;base64," in said["text/html"] and "&lt;b&gt;" in said["text/html"]
    assert "number 3" in said["text/plain"] and "<b>" not in said["text/html"]


def test_without_a_module_there_is_a_picture_and_a_word_on_what_to_install(table, monkeypatch):
    monkeypatch.setattr(browser, "_kind", lambda module, traits: None)
    panel = EmbeddingPanel(table, "text", vectors=vectors())
    (still,) = [
        each for each in browser.tree(panel.widget) if "oai-still" in getattr(each, "_dom_classes", ())
    ]
    assert "openai-nb[panels]" in still.value and "data:image/png" in still.value
    panel.filter("car")
    assert len(panel.selection) == 20
    panel.close()
