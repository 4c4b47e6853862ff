import pytest

from openai_nb.core.errors import BadRequest, NotFound

MODEL = "text-davinci-edit-001"


@pytest.mark.parametrize(
    ("text", "instruction", "wanted"),
    [
        ("What day of the wek is it?", "Fix the spelling mistakes", "What day of the week is it?"),
        ("I recieve alot of emials", "Correct the spelling", "I receive a lot of emails"),
        ("she don't like a apple", "Fix the grammar", "She doesn't like an apple."),
        ("she dont has a aple", "Fix all errors", "She doesn't have an apple."),
        ("Hello World", "Make it lowercase", "hello world"),
        ("Hello World", "Put this in upper case", "HELLO WORLD"),
        ("teh end", "Fix the spelling and make it uppercase", "THE END"),
        ("I like cats. Cats purr.", "Replace cats with dogs", "I like dogs. Dogs purr."),
        ("category of cat", 'Replace "cat" with "dog"', "category of dog"),
        ("pear\nApple\nfig", "Sort the lines alphabetically", "Apple\nfig\npear"),
        ("10\n9\n100", "Sort in descending order", "100\n10\n9"),
        ("red, green and blue", "Turn it into a bullet list", "- red\n- green\n- blue"),
        ("one\ntwo", "Number the lines", "1. one\n2. two"),
        ("one\ntwo", "Add '> ' at the beginning of each line", "> one\n> two"),
        ("a\nb\na", "Remove duplicate lines", "a\nb"),
        ("the quick brown fox", "Remove the word quick", "the brown fox"),
        ("Hello, World!", "Remove all punctuation", "Hello World"),
        ("my variable name", "Convert to snake_case", "my_variable_name"),
        ("i am here. you are there.", "Capitalize each sentence", "I am here. You are there."),
    ],
)
def test_an_instruction_is_followed(client, text, instruction, wanted):
    assert client.edits.edited(text, instruction) == wanted


def test_what_is_not_understood_changes_nothing(client):
    assert client.edits.edited("some text", "Make it more poetic") == "some text"


def test_names_and_codes_are_not_respelt(client):
    text = "Kubernetes runs numpy_array at https://exampel.org for Siobhan"
    assert client.edits.edited(text, "Fix the spelling mistakes") == text


def test_an_edit_prints_as_its_text_and_counts_its_tokens(client):
    said = client.edits.create(model=MODEL, input="Teh cat", instruction="Fix the spelling", n=2)
    assert str(said) == str(said.choices[1]) == "The cat"
    assert (said.object, [choice.index for choice in said.choices]) == ("edit", [0, 1])
    assert said.usage.total_tokens == said.usage.prompt_tokens + said.usage.completion_tokens


def test_without_a_text_the_instruction_is_answered(client):
    said = client.edits.create(model=MODEL, instruction="What is 2 + 3?")
    assert "5" in str(said)


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"n": 21}, "n"),
        ({"temperature": 2.5}, "temperature"),
        ({"top_p": -1}, "top_p"),
        ({"instruction": None}, "instruction"),
        ({"input": 5}, "input"),
        ({"input": "word " * 4_000}, "input"),
    ],
)
def test_what_the_api_refused_is_refused(client, options, param):
    with pytest.raises(BadRequest) as caught:
        client.edits.create(**{"model": MODEL, "input": "x", "instruction": "Fix it", **options})
    assert caught.value.param == param


def test_a_picture_model_edits_no_text(client):
    with pytest.raises(NotFound, match="not a model for text"):
        client.edits.create(model="dall-e-2", instruction="Fix it")
