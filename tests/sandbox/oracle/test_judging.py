import pytest

from openai_nb.sandbox.oracle.chat import answer
from openai_nb.sandbox.oracle.judging import condition, criterion, degree, explanations, fitting, holds
from openai_nb.sandbox.oracle.schemas import fill

TRAIN = "The express was late again"


@pytest.mark.parametrize(
    ("wanted", "text", "met"),
    [
        ("it is about trains", "Trains were late again", True),
        ("it is about trains", "The soup was cold", False),
        ("It is about errors", "Errors should never pass silently.", True),
        ("the writer is happy", "I love this phone", True),
        ("the writer is happy", "Terrible, it broke after a day", False),
        ("negative", "Terrible, it broke after a day", True),
        ("It speaks of a purchase", "I will buy the blue one", True),
    ],
)
def test_a_condition_holds_as_far_as_its_words_stand_in_the_text(wanted, text, met):
    assert holds(wanted, text) is met


def test_a_degree_lies_between_nothing_and_all():
    assert degree("trains and soup", "Trains were late") == 0.5
    assert degree("", "anything") == 0
    assert degree("how happy the writer is", "wonderful") > 0.7 > 0.3 > degree("happy", "terrible")


def test_what_is_asked_is_found_in_the_orders():
    assert condition("Does this hold of the text? It is about trains.\nAnswer true.") == "It is about trains"
    assert criterion("Score the text: how angry it is. 0 means not at all.") == "how angry it is"
    assert explanations("One of:\n- bug: something is broken\n- Wish: more") == {
        "bug": "something is broken",
        "wish": "more",
    }
    assert condition("Be brief.") == criterion("Be brief.") == ""


def test_explanations_tell_options_apart():
    options, told = ["rail", "food", "other"], ["trains, an express", "soup and bread", "all else"]
    assert fitting(TRAIN, options, told) == 0
    assert fitting("Bread again", options, told) == 1
    assert fitting("Quantum chromodynamics", options, told) == 2


def test_fields_are_judged_by_the_orders():
    score = {"type": "object", "properties": {"n": {"type": "number", "minimum": 0, "maximum": 10}}}
    assert fill(score, "Trains were late", orders="Score the text: trains and soup.") == {"n": 5}
    shape = {"type": "object", "properties": {"it": {"type": "boolean"}}, "required": ["it"]}
    messages = [
        {"role": "system", "content": "Does this hold of the text? It is about soup."},
        {"role": "user", "content": TRAIN},
    ]
    said = answer(messages, response_format={"type": "json_schema", "json_schema": {"schema": shape}})
    assert said.content == '{"it": false}'
