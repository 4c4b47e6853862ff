import pytest

from openai_nb.sandbox.oracle.outcomes import phrase, told
from openai_nb.sandbox.oracle.talk import Result, Talk


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"temperature": 7, "sky": "clear"}, "temperature 7, sky clear"),
        ({"is_open": True, "owner": None}, "is open yes, owner unknown"),
        (["a", "b", "c"], "a, b and c"),
        ([{"name": "A"}, {"name": "B"}], "name A; name B"),
        ([], "nothing"),
    ],
)
def test_json_is_put_into_words(value, words):
    assert phrase(value) == words


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ('{"error": "no such city"}', "`weather` (Oslo) failed: no such city"),
        ("12", "`weather` (Oslo) says: 12."),
        ("sunny", "`weather` (Oslo) gave: sunny"),
        ("It is raining in Oslo today.", "It is raining in Oslo today."),
        ("{not json", "`weather` (Oslo) gave: {not json"),
    ],
)
def test_an_output_is_told_in_words(output, words):
    talk = Talk("", (), "Weather?", (Result("weather", '{"city": "Oslo"}', output),))
    assert told(talk) == words


def test_several_outputs_are_a_list():
    results = (Result("a", "", "1"), Result("b", "", "2"))
    assert told(Talk("", (), "Both?", results)) == "- `a` says: 1.\n- `b` says: 2."
