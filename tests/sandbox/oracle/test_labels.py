import pytest

from openai_nb.sandbox.oracle.labels import classify, closest, offered
from openai_nb.sandbox.oracle.sentiment import mood, score
from openai_nb.sandbox.oracle.talk import talk


def label(*texts, system=""):
    roles = ["user", "assistant"] * len(texts)
    messages = [{"role": role, "content": text} for role, text in zip(roles, texts, strict=False)]
    return classify(talk([{"role": "system", "content": system}, *messages]))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Classify as spam or ham", ["spam", "ham"]),
        ("Labels: billing, technical support, other.", ["billing", "technical support", "other"]),
        ("Choose one of: sports | politics | weather", ["sports", "politics", "weather"]),
        ("Categories:\n- Food\n- Travel\n- Work", ["Food", "Travel", "Work"]),
        ("Tell me a story", []),
    ],
)
def test_labels_are_found_however_they_are_listed(text, labels):
    assert offered(text) == labels


@pytest.mark.parametrize(
    ("text", "labels", "wanted"),
    [
        ("The striker scored twice in the final", ["politics", "sport", "food"], "sport"),
        ("Whisk the eggs with sugar and bake", ["politics", "sport", "cooking"], "cooking"),
        ("My card was charged twice", ["billing", "technical", "other"], "billing"),
        ("The app crashes at login", ["billing", "technical", "other"], "technical"),
        ("I love it, it works perfectly", ["Positive", "Negative"], "Positive"),
    ],
)
def test_the_nearest_label_is_chosen(text, labels, wanted):
    assert closest(text, labels) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I love this phone, the camera is great", "positive"),
        ("Terrible, it broke after a day", "negative"),
        ("It is not good", "negative"),
        ("The food was nice but the service was awful", "negative"),
        ("The box contains a cable", "neutral"),
    ],
)
def test_the_mood_of_a_text(text, wanted):
    assert mood(text) == wanted


def test_labels_may_stand_after_a_colon_and_the_text_below():
    asked = "Classify this package as one of: notebooks, plotting, web.\n\n"
    assert label(f"{asked}Python plotting package") == "plotting"
    assert label(f"{asked}HTTP for people who browse the web") == "web"


def test_strong_words_weigh_more_than_a_doubt():
    assert score("very good and very bad and good") > 0 > score("very bad and bad and good")


def test_examples_in_the_prompt_are_followed():
    prompt = "the bus is late -> transport\npasta with basil -> food\nmy train was cancelled ->"
    assert label(prompt) == "transport"


def test_examples_in_the_conversation_are_followed():
    turns = ["the bus is late", "transport", "pasta with basil", "food", "the tram is late again"]
    assert label(*turns, system="Label each text with its topic.") == "transport"


def test_a_prompt_that_lists_no_labels_is_left_alone():
    assert label("Why do cats purr?") is None
