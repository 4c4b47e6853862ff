import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.classification import measured

LABELS = st.sampled_from(["a", "b", "c"])


def test_two_classes_are_measured_as_by_hand():
    pairs = [("y", "y"), ("y", "y"), ("y", "n"), ("n", "y"), ("n", "n")]
    found = measured(pairs, "y", [2.0])
    assert found["classification/accuracy"] == pytest.approx(0.6)
    assert found["classification/precision"] == found["classification/recall"] == pytest.approx(2 / 3)
    assert found["classification/f1"] == found["classification/f2"] == pytest.approx(2 / 3)


def test_recall_weighs_more_in_a_larger_beta():
    found = measured([("y", "y"), ("y", "n"), ("n", "n")], "y", [0.5, 2])
    assert found["classification/f0.5"] > found["classification/f1"] > found["classification/f2"]


def test_a_label_that_is_never_said_scores_nothing():
    assert measured([("y", "n")], "y")["classification/f1"] == 0


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1))
def test_all_right_is_one_and_all_else_between(pairs):
    assert all(0 <= score <= 1 for score in measured(pairs).values())
    assert set(measured([(true, true) for true, _ in pairs]).values()) == {1.0}
