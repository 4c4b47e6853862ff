import pytest

from openai_nb.sandbox.oracle.essay import essay, greeting, refusal
from openai_nb.sandbox.oracle.talk import talk


def heard(text, variation=0):
    return talk([{"role": "user", "content": text}], variation)


def test_it_names_what_it_understood():
    text = essay(heard("Explain photosynthesis in algae"))
    assert "*photosynthesis*" in text
    assert "sandbox" in text


def test_prompts_are_not_all_answered_alike():
    assert (
        len(
            {essay(heard(f"Explain {word}")).split(".")[0] for word in ("rain", "gold", "jazz", "tea", "ice")}
        )
        > 1
    )


def test_a_long_text_does_not_repeat_its_paragraphs():
    paragraphs = essay(heard("Write 700 words about bees"), 700).split("\n\n")
    assert len(paragraphs) == len(set(paragraphs)) > 5


@pytest.mark.parametrize("text", ["Hello!", "good morning", "Hi there", "Thanks a lot!", "how are you?"])
def test_greetings_are_returned(text):
    assert greeting(heard(text))


@pytest.mark.parametrize(
    "text", ["Hello world programs are short", "Is a greeting a sign?", "Thank Tom for the cake"]
)
def test_other_words_are_no_greeting(text):
    assert greeting(heard(text)) is None


def test_what_is_refused_and_what_is_not():
    assert "translate" in refusal(heard("Translate 'cat' into German"))
    assert "code" in refusal(heard("Write a script that renames files"))
    assert refusal(heard("What is a script?")) is None
