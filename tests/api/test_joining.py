"""Joining: pieces of a chat answer, made whole."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from openai_nb.api.joining import joined, split, tally
from tests.server import chunk, completion


def call(**fields):
    return {"tool_calls": [fields]}


def message(*deltas):
    return joined([chunk(**delta) for delta in deltas])["choices"][0]["message"]


@given(st.lists(st.tuples(st.integers(0, 2), st.text(max_size=5))))
def test_answers_side_by_side_stay_apart(pieces):
    whole = joined([chunk(text, index=index) for index, text in pieces])
    for choice in whole["choices"]:
        assert choice["message"]["content"] == "".join(t for i, t in pieces if i == choice["index"])


def test_a_call_comes_letter_by_letter():
    first = call(index=0, id="c1", type="function", function={"name": "add", "arguments": ""})
    parts = [call(index=0, function={"arguments": each}) for each in ('{"a"', ": 1}")]
    (made,) = message(first, *parts)["tool_calls"]
    assert made == {"id": "c1", "type": "function", "function": {"name": "add", "arguments": '{"a": 1}'}}


def test_calls_side_by_side_stay_apart():
    made = message(
        call(index=0, id="c1", function={"name": "f", "arguments": "1"}),
        call(index=1, id="c2", function={"name": "g", "arguments": ""}),
        call(index=0, function={"arguments": "2"}),
        call(index=1, function={"arguments": "3"}),
    )["tool_calls"]
    assert [(each["id"], each["function"]["arguments"]) for each in made] == [("c1", "12"), ("c2", "3")]


def test_calls_without_numbers_are_told_apart_by_their_ids():
    for number in ({}, {"index": 0}):
        made = message(
            call(id="c1", function={"name": "f", "arguments": "1"}, **number),
            call(id="c2", function={"name": "g", "arguments": "2"}, **number),
            call(function={"arguments": "3"}, **number),
        )["tool_calls"]
        assert [each["function"]["arguments"] for each in made] == ["1", "23"]


def test_custom_tools_and_old_functions_are_joined():
    made = message(
        call(index=0, id="c", custom={"name": "sql", "input": "SEL"}),
        call(index=0, custom={"input": "ECT"}),
        {"function_call": {"name": "old", "arguments": "{"}},
        {"function_call": {"arguments": "}"}},
    )
    assert made["tool_calls"][0]["custom"] == {"name": "sql", "input": "SELECT"}
    assert made["function_call"] == {"name": "old", "arguments": "{}"}


def test_speech_is_joined():
    made = message(
        {"audio": {"id": "a", "transcript": "He"}},
        {"audio": {"data": "AAAA", "transcript": "llo"}},
        {"audio": {"data": "BBBB", "expires_at": 9}},
    )
    assert made["audio"] == {"id": "a", "transcript": "Hello", "data": "AAAABBBB", "expires_at": 9}


def test_likelihoods_and_citations_are_collected():
    pieces = [chunk("a", annotations=[1]), chunk("b", annotations=[2])]
    for place, each in enumerate(pieces):
        each["choices"][0]["logprobs"] = {"content": [{"token": "ab"[place]}], "refusal": None}
    (choice,) = joined(pieces)["choices"]
    assert choice["logprobs"] == {"content": [{"token": "a"}, {"token": "b"}]}
    assert choice["message"]["annotations"] == [1, 2]


def test_nothing_said_is_null():
    assert message({"role": "assistant", "content": None}) == {"role": "assistant", "content": None}


def test_joining_leaves_the_pieces_as_they_were():
    pieces = [
        chunk(**call(index=0, id="c", function={"name": "f", "arguments": "1"})),
        chunk(annotations=[1]),
    ]
    before = json.dumps(pieces)
    joined([*pieces, *pieces])
    assert json.dumps(pieces) == before


def test_a_whole_answer_survives_being_split():
    calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    whole = {**completion("Hi", tool_calls=calls, refusal=None), "usage": {"total_tokens": 3}}
    again = joined(split(whole))
    assert again["usage"] == whole["usage"]
    assert again["choices"][0]["message"] == {"role": "assistant", "content": "Hi", "tool_calls": calls}


def test_an_answer_has_ended_once_all_that_began_have():
    ended: dict[int, bool] = {}
    for each in (chunk("a"), chunk("b", index=1), chunk(finish="stop"), {"choices": []}):
        tally(each, ended)
    assert ended == {0: True, 1: False}
    tally(chunk("", index=0), ended)
    tally(chunk(finish="length", index=1), ended)
    assert ended == {0: True, 1: True}
