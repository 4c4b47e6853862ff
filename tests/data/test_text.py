"""Text: a column's values, and each different text once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.data.text import column, distinct, said

MISSING = [None, float("nan"), pd.NA, pd.NaT, "", " \n"]


@given(st.lists(st.one_of(st.sampled_from(MISSING), st.text(max_size=3))))
def test_every_text_is_found_where_it_was(values):
    where, texts = distinct(values)
    assert [texts[place] if place >= 0 else None for place in where] == [said(each) for each in values]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("missing", MISSING)
def test_what_is_missing_or_blank_is_no_text(missing):
    assert said(missing) is None


@pytest.mark.parametrize(("value", "text"), [(12, "12"), (3.5, "3.5"), (True, "True"), (" a ", " a ")])
def test_what_is_no_text_is_taken_as_it_prints(value, text):
    assert said(value) == text


def test_a_cell_may_hold_an_array():
    assert said(np.array([1, 2])) == "[1 2]"
    assert distinct([np.array([1, 2]), None, np.array([1, 2])])[1] == ["[1 2]"]


@pytest.mark.parametrize("one", [5, None, 2.5])
def test_what_holds_no_texts_is_no_column(one):
    with pytest.raises(TypeError, match=rf"A {type(one).__name__} is no column of texts; give a Series"):
        column(one)


def test_a_series_has_an_index_and_a_list_has_none():
    values, index = column(pd.Series(["a", "b"], index=[7, 9]))
    assert (values, list(index)) == (["a", "b"], [7, 9])
    assert column(["a"]) == (["a"], None)
    assert column(each for each in "ab") == (["a", "b"], None)


def test_an_arrow_column_is_a_column():
    assert column(pyarrow.chunked_array([["a", None], ["b"]])) == (["a", None, "b"], None)


@pytest.mark.parametrize("table", [pd.DataFrame({"a": ["x"]}), {"a": "x"}, b"x", np.array([["x"]])])
def test_a_whole_table_is_no_column(table):
    with pytest.raises(TypeError, match="no column of texts"):
        column(table)
