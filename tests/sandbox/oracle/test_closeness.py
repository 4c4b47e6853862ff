import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.closeness import MEASURES, closeness, common

WORDS = st.lists(
    st.sampled_from(["the", "cat", "sat", "on", "a", "mat", "dogs", "ran", "far"]), max_size=12
).map(" ".join)
CAT = "the cat sat on the mat"


@pytest.mark.parametrize("measure", MEASURES)
@given(one=WORDS, other=WORDS)
def test_every_measure_is_from_0_to_1(measure, one, other):
    assert 0 <= closeness(measure, one, other) <= 1 + 1e-6


@pytest.mark.parametrize("measure", MEASURES)
def test_the_same_text_is_closest(measure):
    best = closeness(measure, CAT, CAT)
    assert best > 0.99 and best > closeness(measure, "the cat lay there", CAT)


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_the_common_subsequence_is_that_of_the_slow_way(one, other):
    rows = [[0] * (len(other) + 1)]
    for letter in one:
        row = [0]
        for place, each in enumerate(other):
            row.append(rows[-1][place] + 1 if letter == each else max(rows[-1][place + 1], row[place]))
        rows.append(row)
    assert common(one, other) == rows[-1][-1]


def test_known_values():
    assert closeness("fuzzy_match", "kitten", "sitting") == pytest.approx(8 / 13)
    assert closeness("rouge_1", "the cat", CAT) == pytest.approx(0.5)
    assert closeness("rouge_2", "the cat", CAT) == pytest.approx(2 / 6)
    assert closeness("rouge_l", "cat the mat", CAT) == pytest.approx(6 / 9)
    assert closeness("meteor", CAT, CAT) == pytest.approx(1 - 0.5 / 6**3)
    assert closeness("bleu", "dogs", CAT) == 0
