import math

import pytest

from openai_nb.sandbox.oracle.logprobs import logprobs

PIECES = ["The", " answer", " is", " 42", "…", "\n"]


@pytest.mark.parametrize("top", [0, 1, 5, 20])
def test_each_piece_has_its_alternatives_itself_first(top):
    for entry, piece in zip(logprobs(PIECES, top), PIECES, strict=True):
        assert entry["token"] == piece
        assert bytes(entry["bytes"]).decode() == piece
        assert len({other["token"] for other in entry["top_logprobs"]}) == top
        assert [other["token"] for other in entry["top_logprobs"]][:1] == [piece][:top]


def test_probabilities_fall_and_add_up_to_less_than_one():
    for entry in logprobs(PIECES, 20):
        values = [other["logprob"] for other in entry["top_logprobs"]]
        assert values == sorted(values, reverse=True)
        assert max(values) <= 0
        assert sum(math.exp(value) for value in values) <= 1


def test_they_are_the_same_every_time():
    assert logprobs(PIECES, 3) == logprobs(PIECES, 3)
    assert logprobs(["a", "a"], 1)[0] != logprobs(["a", "a"], 1)[1]
