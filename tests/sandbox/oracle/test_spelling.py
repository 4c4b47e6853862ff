import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.grammar import mended
from openai_nb.sandbox.oracle.spelling import corrected, distance, is_known


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Ths sentense has mistaks in it", "This sentence has mistakes in it"),
        ("The quik brown fox jumps over teh lazy dog", "The quick brown fox jumps over the lazy dog"),
        ("I cant beleive its allready Febuary", "I can't believe its already February"),
        ("The goverment anounced a new polcy tommorow", "The government announced a new policy tomorrow"),
        ("seperate langauge modle trainning", "separate language model training"),
    ],
)
def test_slips_are_put_right(wrong, right):
    assert corrected(wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        "We saw a giraffe yesterday evening near the cottage, sipping tea.",
        "The algorithm sorts the tokens lexicographically and organises them.",
        "numpy arrays of dtype float32; see https://foo.bar/bazz and snake_caase",
        "My friend Siobhan met JSON and camelCase in Kraków.",
        "zorblat zorblat zorblat",
    ],
)
def test_what_is_right_or_a_name_stays(text):
    assert corrected(text) == text


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_correcting_twice_changes_nothing_more(text):
    once = corrected(text)
    assert corrected(once) == once


@given(st.text("abcdefg", max_size=8), st.text("abcdefg", max_size=8))
def test_a_spelling_is_apart_from_others_only(one, two):
    assert (distance(one, two) == 0) == (one == two)


def test_endings_are_known():
    assert all(is_known(word) for word in ("stopped", "making", "happiest", "cities", "boxes", "unlikely"))
    assert not any(is_known(word) for word in ("stoped", "makeing", "citys", "wek"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("they was happy ,and we is too", "They were happy, and we are too."),
        ("an university is a honest place", "A university is an honest place."),
        ("what is your name", "What is your name?"),
        ("I could of gone more then once.She did.", "I could have gone more than once. She did."),
        ("the the cat", "The cat"),
        ("Did he go home on monday?", "Did he go home on Monday?"),
        ("The things that have a name are here.", "The things that have a name are here."),
        ("If I were you, I would go.", "If I were you, I would go."),
    ],
)
def test_grammar_is_mended_where_it_shows(wrong, right):
    assert mended(wrong) == right
