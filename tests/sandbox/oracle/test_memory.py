import pytest

from openai_nb.sandbox.oracle.memory import identity, persona, recall
from openai_nb.sandbox.oracle.talk import talk

TOLD = "Hi, my name is Ada, I live in Oslo and my favourite colour is green."


def heard(*texts, system=""):
    roles = ["user", "assistant"] * len(texts)
    messages = [{"role": role, "content": text} for role, text in zip(roles, texts, strict=False)]
    return talk([{"role": "system", "content": system}, *messages])


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What is my name?", "Your name is Ada."),
        ("Where do I live?", "You live in Oslo."),
        ("What's my favorite colour?", "Your favorite colour is green."),
        ("What did I just say?", f"You said: “{TOLD}”"),
        ("What did you say?", "I said: “Hello Ada!”"),
        ("How many messages have I written?", "You have written 2 messages so far, this one among them."),
        ("What is my age?", "You have not told me your age in this conversation."),
    ],
)
def test_what_was_said_is_remembered(question, wanted):
    assert recall(heard(TOLD, "Hello Ada!", question)) == wanted


def test_the_first_question_has_none_before_it():
    assert "first thing" in recall(heard("What did I just ask?"))


def test_other_questions_are_left_alone():
    assert recall(heard(TOLD, "Hello!", "What is a name?")) is None
    assert identity(heard("Who was Ada?")) is None


@pytest.mark.parametrize(
    ("orders", "part"),
    [
        ("You are a pirate who rhymes.", "a pirate"),
        ("You are Marvin, a robot.", "Marvin"),
        ("Act as the head chef.", "the head chef"),
        ("Be brief.", ""),
    ],
)
def test_the_part_to_play_is_read_from_the_orders(orders, part):
    assert persona(orders) == part


def test_it_says_what_it_can_do():
    assert "schema" in identity(heard("What can you do?"))
