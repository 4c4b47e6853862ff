"""Prompts: a text with places, one for each row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.core.traces import two_lines
from openai_nb.data.prompts import NoColumn, Prompt

NAMES = ["text", "title", "n"]


def said(prompt, *values):
    return prompt.messages(values)[0][-1]["content"]


def test_values_stand_where_their_columns_are_named():
    prompt = Prompt("{{title}}: {{ text }} ({{n}})", NAMES)
    assert prompt.columns == ["title", "text", "n"]
    assert said(prompt, "A", "b", 3) == "A: b (3)"


@given(st.text(min_size=1).filter(str.strip))
def test_a_value_is_put_in_as_it_is(value):
    assert said(Prompt("{{text}} {{title}}", NAMES), value, "{{n}}") == f"{value} {{{{n}}}}"


def test_braces_may_be_meant():
    assert said(Prompt(r"\{{text}} {a} {{text}}", NAMES), "x") == "{{text}} {a} x"


def test_a_column_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(NoColumn, match=r"no column 'txet'.*Did you mean text"):
        Prompt("{{txet}}", NAMES)


def test_a_prompt_without_a_column_is_refused():
    with pytest.raises(NoColumn, match="names no column"):
        Prompt("What is this?", NAMES)


def test_in_a_notebook_the_trouble_takes_two_lines():
    with pytest.raises(NoColumn) as caught:
        Prompt("{{other}}", NAMES)
    assert len(two_lines(caught.value)) == 2
    assert all(two_lines(caught.value))


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, pd.NaT, "", "  "])
def test_a_row_without_any_value_asks_nothing(nothing):
    prompt = Prompt("{{title}}: {{text}}", NAMES)
    assert prompt.messages([nothing, nothing]) is None
    assert said(prompt, nothing, "b") == ": b"


def test_the_system_may_speak_of_columns_too():
    prompt = Prompt("{{text}}", NAMES, system="Answer as {{title}}.")
    messages, size = prompt.messages(["a pirate", "ahoy"])
    assert messages[0] == {"role": "system", "content": "Answer as a pirate."}
    assert size == len("Answer as a pirate.") + len("ahoy")


def test_columns_need_not_have_texts_for_names():
    assert said(Prompt("{{0}}", [0, 1]), {"a": [1, 2]}) == '{"a": [1, 2]}'


def test_a_dict_whose_names_are_no_texts_is_told_as_python_writes_it():
    assert said(Prompt("{{0}}", [0]), {(1, 2): "a"}) == "{(1, 2): 'a'}"
