from __future__ import annotations

import json

import pytest


@pytest.fixture
def talked(typed, answering):
    """Two conversations, of two turns and one."""
    typed("%%chat -c cooking\nfirst")
    typed("%%chat -c cooking\nsecond")
    typed("%%chat -c sailing\nahoy")
    return typed


def test_conversations_are_listed(talked):
    frame = talked("%conversation").value
    assert list(frame.index) == ["cooking", "sailing"]
    assert list(frame.turns) == [2, 1]
    assert list(frame.tokens) == [14, 7]
    assert frame.loc["cooking", "last"] == "second"


def test_a_conversation_shows_its_turns(talked):
    frame = talked("%conversation show cooking").value
    assert list(frame.question) == ["first", "second"]
    assert set(frame.answer) == {"Hello you"}
    assert list(frame.prompt_tokens) == [3, 3]
    assert not frame.stale.any()


def test_an_earlier_turn_that_changes_makes_later_ones_stale(talked):
    talked("%%chat -c cooking --fresh\nfirst")
    assert list(talked("%conversation show cooking").value.stale) == [False, True]
    assert talked("%conversation").value.loc["cooking", "stale"] == 1
    talked("%%chat -c cooking\nsecond")
    assert not talked("%conversation show cooking").value.stale.any()


def test_a_copy_goes_its_own_way(talked, here):
    talked("%conversation fork cooking baking")
    talked("%%chat -c baking\nthird")
    assert [len(here.conversation(name).turns) for name in ("cooking", "baking")] == [2, 3]


def test_the_last_turn_can_be_forgotten(talked, answering):
    talked("%conversation undo cooking")
    talked("%%chat -c cooking\nthird")
    assert [each["content"] for each in answering.requests[-1].json["messages"]] == [
        "first",
        "Hello you",
        "third",
    ]


def test_all_of_it_can_be_forgotten(talked, answering):
    talked("%conversation reset cooking")
    assert list(talked("%conversation").value.index) == ["sailing"]
    talked("%%chat -c cooking\nthird")
    assert len(answering.requests[-1].json["messages"]) == 1


def test_the_usual_one_needs_no_name(typed, answering, here):
    typed("%%chat\nfirst")
    assert list(typed("%conversation show").value.question) == ["first"]
    typed("%config OpenAINb.conversation = 'mine'")
    typed("%%chat\nfirst")
    assert len(here.conversation("mine").turns) == 1
    typed("%conversation undo")
    assert here.conversation("mine").turns == []
    assert len(here.conversation("default").turns) == 1


def test_a_conversation_travels_as_json(talked, here, alone):
    talked("%conversation export talk.json cooking")
    said = json.loads((alone / "talk.json").read_text())
    assert [turn["answer"] for turn in said["turns"]] == ["Hello you", "Hello you"]
    before = here.conversation("cooking").json()
    talked("%conversation reset cooking")
    talked("%conversation import talk.json")
    assert here.conversation("cooking").json() == before
    talked("%conversation import talk.json again")
    assert here.conversation("again").messages() == here.conversation("cooking").messages()


def test_a_file_that_is_there_is_not_written_over(talked, alone):
    (alone / "talk.json").write_text("mine")
    assert len(talked("%conversation export talk.json cooking").trouble) == 2
    assert (alone / "talk.json").read_text() == "mine"
    assert "cannot be written" in talked("%conversation export nowhere/talk.json cooking").trouble[0]
    talked("%conversation export --force talk.json cooking")
    assert (alone / "talk.json").read_text() != "mine"


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"name": "x", "turns": [{"key": "a", "question": ["no"]}]}']
)
def test_what_is_no_conversation_is_refused(talked, alone, here, text):
    (alone / "odd.json").write_text(text)
    assert len(talked("%conversation import odd.json").trouble) == 2
    assert set(here.conversations) == {"cooking", "sailing"}


@pytest.mark.parametrize(
    "words", ["show cookin", "shwo cooking", "fork cooking sailing", "import none.json", "fork"]
)
def test_nonsense_is_told_in_two_lines(talked, words):
    ran = talked(f"%conversation {words}")
    assert type(ran.error).__name__ == "Misused"
    assert len(ran.trouble) == 2


def test_a_name_that_is_near_is_named(talked):
    assert "cooking" in talked("%conversation show cookin").trouble[1]


def test_no_conversation_yet_is_an_empty_table(typed):
    assert len(typed("%conversation").value) == 0
