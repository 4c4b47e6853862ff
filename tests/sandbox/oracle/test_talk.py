import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.chat import answer
from openai_nb.sandbox.oracle.talk import split, talk, text_of

part = st.fixed_dictionaries({"type": st.just("text"), "text": st.text(max_size=20)})
message = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["system", "developer", "user", "assistant", "tool", "function"]),
        "content": st.none() | st.text(max_size=80) | st.lists(part, max_size=3),
    }
)


@pytest.mark.parametrize(
    ("prompt", "asked", "told"),
    [
        ("Summarise: It rained all day.", "Summarise", "It rained all day."),
        ("Who is it? Bob is here.", "Who is it?", "Bob is here."),
        ("Context: Bob is here.\nQuestion: Who is here?", "Who is here?", "Bob is here."),
        ('Read this """Bob is here.""" Who is it?', "Read this  Who is it?", "Bob is here."),
        ("<doc>Bob is here.</doc>\nWho is it?", "Who is it?", "Bob is here."),
        ("Tell me a joke", "Tell me a joke", ""),
    ],
)
def test_a_prompt_is_parted_into_question_and_text(prompt, asked, told):
    assert split(prompt) == (asked, told)


def test_text_is_read_from_any_content():
    parts = [
        {"type": "text", "text": "a"},
        {"type": "image_url", "image_url": {"url": "u"}},
        {"type": "text", "text": "b"},
    ]
    assert text_of({"content": parts}).split() == ["a", "b"]
    assert text_of({"content": None}) == ""


def test_results_are_put_beside_their_calls():
    call = {"id": "c1", "type": "function", "function": {"name": "add", "arguments": '{"a": 1}'}}
    heard = talk(
        [
            {"role": "user", "content": "Add"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c1", "content": "2"},
        ]
    )
    assert heard.results == (("add", '{"a": 1}', "2"),)
    assert heard.question == "Add"


@given(st.lists(message, max_size=5))
def test_any_conversation_is_answered(messages):
    assert isinstance(answer(messages).content, str)


def test_a_question_in_a_paragraph_of_its_own_is_told_from_the_text():
    lines = "Return the high median.\nDraw a circle."
    for prompt in (f"Which draws a circle?\n\n{lines}", f"{lines}\n\nWhich draws a circle?"):
        assert split(prompt) == ("Which draws a circle?", lines)


@pytest.mark.parametrize(
    "unit", [" ", "\n", "Mr. ", "1,", "Ab-", "<a>", "1+", "a -> b\n", "my name is ", '"', "{"]
)
def test_a_hostile_prompt_is_answered_soon(unit):
    start = time.process_time()
    answer([{"role": "user", "content": "What is " + unit * (60_000 // len(unit))}])
    assert time.process_time() - start < 2.0
