"""JSON lines: training files made, read and checked."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.data.jsonl import check, read, training_file

TABLE = pd.DataFrame({"text": [f"sentence {i}" for i in range(12)], "label": ["odd", "even"] * 6})
GOOD = training_file(TABLE, "text", "label")


def messages(data):
    return [
        [(each["role"], each["content"]) for each in json.loads(line)["messages"]]
        for line in data.splitlines()
    ]


def wrong(*turns, **row):
    """What is wrong with one example among good ones."""
    line = json.dumps(row or {"messages": [{"role": role, "content": content} for role, content in turns]})
    found = check(line.encode() + b"\n" + GOOD)
    assert all(problem.line == 1 for problem in found)
    return [problem.message for problem in found]


def test_a_table_becomes_chats():
    assert messages(GOOD)[0] == [("user", "sentence 0"), ("assistant", "odd")]
    assert check(GOOD) == []


def test_columns_go_into_templates():
    data = training_file(TABLE[:1], "Is {{ text }} odd?", "{{label}}!", system="Say {it} of {{label}} ones.")
    assert messages(data) == [
        [("system", "Say {it} of odd ones."), ("user", "Is sentence 0 odd?"), ("assistant", "odd!")]
    ]


def test_a_value_is_never_filled_again():
    table = pd.DataFrame({"text": ["{{label}}"], "label": ["x"]})
    assert messages(training_file(table, "text", "label"))[0][0] == ("user", "{{label}}")


@pytest.mark.parametrize(("prompt", "reply"), [("txet", "label"), ("{{txet}}", "label"), ("text", "txet")])
def test_a_misspelt_column_names_the_right_ones(prompt, reply):
    with pytest.raises(ValueError, match="no column 'txet'; there are text, label"):
        training_file(TABLE, prompt, reply)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, "", " "])
def test_a_row_without_a_reply_is_named(missing):
    table = pd.DataFrame({"text": ["a", "b"], "label": ["x", missing]}, index=["first", "second"])
    with pytest.raises(ValueError, match="row 'second' has no 'label'"):
        training_file(table, "text", "label")


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip), min_size=10, max_size=12)
)
def test_any_text_survives_the_file(texts):
    data = training_file(pd.DataFrame({"q": texts, "a": texts}), "q", "a")
    assert [turns[0][1] for turns in (messages_of(row) for row in read(data)["messages"])] == texts
    assert check(data) == []


def messages_of(row):
    return [(each["role"], each["content"]) for each in row]


def test_a_file_is_read_by_its_path(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD)
    assert len(read(path)) == len(read(str(path))) == 12
    assert check(path) == []


def test_reading_names_the_bad_line():
    with pytest.raises(ValueError, match="line 3: not JSON"):
        read(b'{"a": 1}\n\n{"a": \n')


@pytest.mark.parametrize(("line", "message"), [
    (b'{"messages": [', "not JSON"),
    (b'{"messages": "\xff"}', "not UTF-8 (at byte 15 of the line)"),
    (b"[1]", "not a JSON object"),
    (b"[" * 100_000, "nested too deeply"),
    (b"{}", "no list of 'messages'"),
    (b'{"messages": []}', "the list of 'messages' is empty"),
    (b'{"prompt": "a", "completion": "b"}', "no list of 'messages'; it has prompt, completion"),
])  # fmt: skip
def test_a_bad_line_is_pointed_at(line, message):
    (problem,) = check(GOOD + line + b"\n" + GOOD)
    assert problem.line == 13
    assert problem.message.startswith(message)


def test_all_bad_lines_are_told_at_once():
    assert [problem.line for problem in check(b"x\n" + GOOD + b"y\n")] == [1, 14]


def test_the_assistant_has_the_last_word():
    assert wrong(("user", "a"), ("assistant", "b"), ("user", "c")) == [
        "the last message is the user's; it must be the assistant's"
    ]


def test_somebody_must_have_asked():
    assert wrong(("system", "a"), ("assistant", "b")) == ["no message from the user"]


def test_roles_are_known():
    assert wrong(("human", "a"), ("user", "b"), ("assistant", "c"))[0].startswith("message 1: role 'human'")


@pytest.mark.parametrize("content", [None, "", "  ", 3, []])
def test_every_message_says_something(content):
    assert "content" in wrong(("user", content), ("assistant", "b"))[0]


def test_a_call_of_a_tool_needs_no_words():
    call = {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}
    assert wrong(messages=[{"role": "user", "content": "a"}, call]) == []


def test_weights_are_nothing_or_all():
    example = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "weight": 0.5}]
    assert wrong(messages=example) == ["message 2: 'weight' is 0.5; it must be 0 or 1"]


def test_ten_examples_are_needed():
    (problem,) = check(b"".join(GOOD.splitlines(keepends=True)[:9]))
    assert problem == (None, "there are 9 examples; at least 10 are needed")
    assert check(b"")[0].message.startswith("there are 0 examples")
