from openai_nb.sandbox.oracle.freeform import loose
from openai_nb.sandbox.oracle.talk import talk


def made(prompt):
    return loose(talk([{"role": "user", "content": prompt}]), lambda: "an answer")


def test_an_example_in_the_prompt_is_the_shape():
    prompt = (
        'Answer as JSON like {"name": "...", "age": 0, "mood": "positive|negative"}. '
        "Text: Eva is 30 and happy."
    )
    assert made(prompt) == {"name": "Eva", "age": 30, "mood": "positive"}


def test_named_keys_are_the_shape():
    assert made("JSON with keys city and names: Ada and Bob live in Oslo.") == {
        "city": "Oslo",
        "names": ["Ada", "Bob"],
    }


def test_without_a_shape_there_is_an_answer_and_what_was_found():
    found = made("Tell me in JSON about Ada, ada@example.org")
    assert found["answer"] == "an answer"
    assert found["emails"] == ["ada@example.org"]
