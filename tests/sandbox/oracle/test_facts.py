import pytest

from openai_nb.sandbox.oracle import facts

TEXT = (
    "Ada Lovelace, 36, works at Acme Corp in London. Bob is forty-one years old and moved to Springfield. "
    "Mail ada@example.org or see https://example.org/a?b=1. It costs $1,299.50, 20% off, at 5 pm."
)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("email", ["ada@example.org"]),
        ("url", ["https://example.org/a?b=1"]),
        ("money", ["$1,299.50"]),
        ("percent", ["20%"]),
        ("time", ["5 pm"]),
        ("quoted", []),
    ],
)
def test_forms_are_found(kind, found):
    assert facts.forms(kind, TEXT) == found


def test_names_are_told_apart():
    assert facts.persons(TEXT) == ["Ada Lovelace", "Bob"]
    assert facts.places(TEXT) == ("London", "Springfield")
    assert facts.companies(TEXT) == ["Acme Corp"]


def test_an_unknown_place_is_known_by_its_preposition():
    assert facts.places("She moved to Springfield.") == ("Springfield",)


def test_a_sentence_does_not_begin_with_a_name():
    assert facts.names("Please call Tom. Weather is fine. The end.") == ("Tom",)


def test_ages_and_numbers_in_figures_and_words():
    assert facts.ages(TEXT) == [36, 41]
    assert facts.numbers("2 cats, -3.5 and twelve dogs, 1,000 fish") == [2, -3.5, 1000, 12]
