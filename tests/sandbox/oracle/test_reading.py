import pytest

from openai_nb.sandbox.oracle.reading import answer, span, summary

TEXT = (
    "The lighthouse of Ardmore was built in 1852 by the engineer John Halpin. It stands on a cliff "
    "forty metres above the sea. The tower was painted white until 1931. Its first keeper, Margaret "
    "Doyle, lived there with three children for nineteen years. During the storm of 1903 she rescued "
    "the crew of a Norwegian ship. The lamp burned paraffin and was visible for thirty kilometres. In "
    "1969 the light became automatic, and the last keeper moved to Waterford. Today the building is a "
    "museum. Tickets cost six euros, and children enter free. It is closed on Mondays in winter. "
)
QUESTIONS = [
    ("When was the lighthouse built?", "1852"),
    ("Who was the engineer?", "Halpin"),
    ("How high is the cliff?", "forty metres"),
    ("What colour was the tower painted?", "white"),
    ("Who was the first keeper?", "Doyle"),
    ("How many children did the keeper have?", "three"),
    ("Whom did she rescue during the storm?", "Norwegian"),
    ("What fuel did the lamp burn?", "paraffin"),
    ("When did the light become automatic?", "1969"),
    ("Where did the last keeper move?", "Waterford"),
    ("What is the building today?", "museum"),
    ("What is the price of a ticket?", "six euros"),
]


def test_nearly_every_question_finds_its_sentence():
    right = sum(wanted in (answer(question, TEXT) or "") for question, wanted in QUESTIONS)
    assert right >= 10


def test_what_the_text_does_not_speak_of_has_no_answer():
    assert answer("Which bank gave the mortgage?", "Cats sleep a lot. Dogs bark.") is None


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("When was it built?", "It was built in 1852 by John Halpin.", "1852"),
        ("Where do they live?", "They live in New York since May.", "New York"),
        ("Who built it?", "It was built in 1852 by John Halpin.", "John Halpin"),
        ("Why is it white?", "It was painted white.", None),
    ],
)
def test_the_wanted_words_are_cut_out(question, sentence, words):
    assert span(question, sentence) == words


def test_a_summary_is_made_of_the_texts_own_sentences():
    lines = summary(TEXT, 3)
    assert len(lines) == 3
    assert all(line in TEXT for line in lines)


def test_a_summary_keeps_what_most_sentences_share():
    text = (
        "Bees make honey. Bees live in a hive and make honey all summer. My bicycle is blue. "
        "Honey is made of nectar by bees."
    )
    assert "My bicycle is blue." not in summary(text, 2)


def test_the_small_words_of_another_language_say_nothing_of_a_text():
    text = "Der Turm wurde 1889 gebaut. Er ist sehr hoch und er ist nicht alt. Der Turm steht am Fluss."
    assert summary(text, 1) == ["Der Turm wurde 1889 gebaut."]
