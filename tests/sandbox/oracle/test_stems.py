from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.stems import stem, words

FAMILIES = [
    "cancel cancels cancelled cancelling cancellation",
    "translate translated translating translation translator",
    "array arrays",
    "happy happiness happily",
    "matrix matrices",
    "class classes",
    "copy copies copied copying",
    "run runs running ran",
    "pay pays paid paying payment payments",
    "normalize normalise normalized normalization",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_one_stem(family):
    assert len({stem(word) for word in family.split()}) == 1


def test_families_stay_apart():
    assert len({stem(family.split()[0]) for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("word", ["bus", "status", "axis", "news", "sing", "red", "bed", "año", "слово"])
def test_words_that_only_look_inflected_stay_whole(word):
    assert stem(word) in (word, word.removesuffix("s"))


def test_words_are_read_from_code_too():
    assert words("Don’t call read_csv('DATA.csv')") == ["don't", "call", "read", "csv", "data", "csv"]


@given(st.text())
def test_no_word_breaks_the_rules(text):
    assert all(stem(word) for word in words(text))
