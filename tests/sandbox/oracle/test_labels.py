import pytest

from openai_nb.sandbox.oracle.labels import classify, closest, language, offered
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


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        (
            "Classify this ticket as billing, bug or feature request: 'A dark mode would be a nice feature.'",
            "feature request",
        ),
        ("Sentiment of: I absolutely love this phone!", "positive"),
        ("Is this urgent? Answer yes or no: The server is down.", "Yes"),
        ("Is this urgent? Answer yes or no: Lunch at noon.", "No"),
        ("Rate the sentiment from 1 to 5: The food was excellent, the staff friendly.", "5"),
        ("Rate the sentiment from 1 to 10: The food was terrible and cold.", "2"),
        (
            "Label each line as spam or ham:\n- You won a prize, click here\n- Lunch at noon?",
            "You won a prize, click here: spam\nLunch at noon?: ham",
        ),
    ],
)
def test_a_label_is_found_however_it_is_asked_for(prompt, wanted):
    assert label(prompt) == wanted


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("Which language is this text in? 'Das ist ein schöner Tag.'", "German"),
        ("What language is this: Je ne sais pas ce que tu veux.", "French"),
        ("Detect the language: ¿Quién es el hombre de la casa?", "Spanish"),
        ("What language is this: Xyzzy qwrt", "cannot tell"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words(prompt, wanted):
    assert wanted in language(talk([{"role": "user", "content": prompt}]))


def test_a_question_about_languages_without_a_text_is_no_question_for_one():
    assert language(talk([{"role": "user", "content": "Which language is best for data?"}])) is None
