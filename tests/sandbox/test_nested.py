import pytest

from openai_nb.sandbox.nested import lasting
from openai_nb.sandbox.refusal import Refusal

RULE = lasting("created_at", "seconds", 60, 600)


@pytest.mark.parametrize("seconds", [60, 600])
def test_what_lasts_long_enough_passes(seconds):
    RULE("after", {"anchor": "created_at", "seconds": seconds})


@pytest.mark.parametrize(
    ("value", "param", "code"),
    [
        ({}, "after.anchor", "missing_required_parameter"),
        ({"anchor": "now", "seconds": 60}, "after.anchor", "invalid_value"),
        ({"anchor": 5, "seconds": 60}, "after.anchor", "invalid_type"),
        ({"anchor": "created_at"}, "after.seconds", "missing_required_parameter"),
        ({"anchor": "created_at", "seconds": True}, "after.seconds", "invalid_type"),
        ({"anchor": "created_at", "seconds": 59}, "after.seconds", "integer_below_min_value"),
        ({"anchor": "created_at", "seconds": 601}, "after.seconds", "integer_above_max_value"),
        ({"anchor": "created_at", "seconds": 60, "days": 1}, "after.days", "unknown_parameter"),
    ],
)
def test_what_is_wrong_within_is_named(value, param, code):
    with pytest.raises(Refusal) as caught:
        RULE("after", value)
    assert (caught.value.body["error"]["param"], caught.value.body["error"]["code"]) == (param, code)
