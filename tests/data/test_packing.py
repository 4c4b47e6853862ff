"""Packing: every text in one request, and no request over the limits."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from openai_nb.data.packing import LONGEST, MOST_TEXTS, MOST_TOKENS, requests, tokens

lengths = st.lists(st.integers(0, 40), max_size=60)


def packed(sizes, most_texts=MOST_TEXTS, most_tokens=MOST_TOKENS):
    texts = ["x" * size for size in sizes]
    return texts, list(requests(texts, most_texts, most_tokens))


@given(lengths, st.integers(1, 9), st.integers(14, 60))
def test_every_text_travels_once(sizes, most_texts, most_tokens):
    texts, found = packed(sizes, most_texts, most_tokens)
    assert [place for each in found for place in each] == list(range(len(texts)))


@given(lengths, st.integers(1, 9), st.integers(14, 60))
def test_no_request_is_over_the_limits(sizes, most_texts, most_tokens):
    texts, found = packed(sizes, most_texts, most_tokens)
    assert all(1 <= len(each) <= most_texts for each in found)
    assert all(sum(tokens(texts[place]) for place in each) <= most_tokens for each in found)


@given(lengths, st.integers(1, 9), st.integers(14, 60))
def test_requests_are_as_full_as_they_can_be(sizes, most_texts, most_tokens):
    texts, found = packed(sizes, most_texts, most_tokens)
    for one, other in itertools.pairwise(found):
        full = sum(tokens(texts[place]) for place in [*one, other[0]]) > most_tokens
        assert full or len(one) == most_texts


@given(st.text())
def test_a_text_is_never_thought_shorter_than_a_quarter_of_its_letters(text):
    assert tokens(text) >= len(text) / 4


def test_short_texts_fill_a_request_by_their_number():
    assert [len(each) for each in packed([4] * 5_000)[1]] == [2_048, 2_048, 904]


def test_long_texts_fill_a_request_by_their_tokens():
    assert [len(each) for each in packed([3_000] * 700)[1]] == [299, 299, 102]


def test_a_text_that_may_be_too_long_goes_alone():
    assert packed([5, LONGEST * 3 + 3, 5])[1] == [[1], [0, 2]]


def test_half_a_character_has_a_size_too():
    assert tokens("\ud83d") == 1
