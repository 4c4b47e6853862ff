import pytest

from openai_nb.sandbox.oracle.style import length, wished, without


@pytest.mark.parametrize(
    ("orders", "asked", "text", "wanted"),
    [
        ("", "Answer in three words.", "one two three four", "one two three"),
        ("", "Answer in one word: what is 2+2?", "2 + 2 = 4", "4"),
        ("", "in one sentence, please", "It is. It was.", "It is."),
        ("", "Give me two bullet points", "It is. It was.", "- It is.\n- It was."),
        ("Reply only in lower case.", "Hi", "HELLO", "hello"),
        ("Start every answer with 'Well,'", "Hi", "hello", "Well, hello"),
        ("Answer in two words.", "Answer in one word.", "one two three", "one"),
        ("", "Hi", "hello", "hello"),
    ],
)
def test_the_wished_form_is_kept(orders, asked, text, wanted):
    assert wished(orders, asked).keep(text) == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Write 300 words about tea", 300),
        ("a 200-word essay", 200),
        ("two paragraphs in detail", 260),
        ("3 paragraphs on tea", 210),
        ("What is tea?", 0),
        ("Answer in 5 words", 0),
    ],
)
def test_the_wished_length_in_words(text, words):
    assert length(text) == words


def test_a_question_is_freed_of_its_form():
    assert without("What is 2+2? Answer in one word.") == "What is 2+2?"
    assert without("In one word.") == "In one word."
