"""Conversations: what a later question is told, and what becomes of turns."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from openai_nb.data.conversations import FAILED, INTERRUPTED, Conversation, Turn


def turn(key: str, answer: str = "yes", **more: object) -> Turn:
    return Turn(key, [{"role": "user", "content": f"{key}?"}], answer, **more)


def talk(*keys: str) -> Conversation:
    conversation = Conversation()
    for key in keys:
        conversation.keep(turn(key))
    return conversation


def test_what_was_said_is_sent_along():
    said = talk("a", "b").messages()
    assert [each["content"] for each in said] == ["a?", "yes", "b?", "yes"]


def test_running_a_cell_again_replaces_its_turn():
    conversation = talk("a", "b", "c")
    conversation.keep(turn("b", "no"))
    assert [(each.key, each.answer) for each in conversation.turns] == [
        ("a", "yes"),
        ("b", "no"),
        ("c", "yes"),
    ]


def test_later_turns_become_stale_and_fresh_again():
    conversation = talk("a", "b", "c")
    conversation.keep(turn("a"))
    conversation.keep(turn("b"))
    assert [each.stale for each in conversation.turns] == [False, False, True]


def test_a_cell_is_told_only_what_stands_above_it():
    assert [each["content"] for each in talk("a", "b").messages(before="b")] == ["a?", "yes"]


def test_a_second_question_of_a_cell_stands_beside_the_first():
    conversation = talk("a", "b")
    conversation.keep(turn("a#2"))
    assert [each.key for each in conversation.turns] == ["a", "a#2", "b"]


def test_a_new_beginning_forgets_what_came_before():
    conversation = talk("a")
    conversation.keep(turn("b", begins=True))
    assert [each["content"] for each in conversation.messages()] == ["b?", "yes"]
    assert conversation.messages(before="b") == talk("a").messages()


def test_what_failed_is_not_sent_and_what_broke_off_is():
    conversation = Conversation()
    conversation.keep(turn("a", "", status=FAILED))
    conversation.keep(turn("b", "half", status=INTERRUPTED))
    assert [each["content"] for each in conversation.messages()] == ["b?", "half"]


def test_nothing_is_cut_off():
    assert len(talk(*map(str, range(500))).messages()) == 1000


def test_it_survives_json():
    conversation = talk("a", "b")
    assert Conversation.read(json.loads(json.dumps(conversation.json()))) == conversation


def test_rows_name_the_pictures():
    picture = {"type": "image_url", "image_url": {"url": "data:,"}}
    conversation = Conversation(turns=[Turn("a", [{"role": "user", "content": [picture]}])])
    assert conversation.rows()[0]["question"] == "[image_url]"


@given(st.lists(st.sampled_from("abcdef")))
def test_each_cell_has_one_turn(keys):
    conversation = talk(*keys)
    assert [each.key for each in conversation.turns] == list(dict.fromkeys(keys))
