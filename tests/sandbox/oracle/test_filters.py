import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.filters import passes, problems

VALUES = st.text() | st.floats(allow_nan=False) | st.integers() | st.booleans()


def compare(kind, value):
    return {"type": kind, "key": "a", "value": value}


@given(VALUES, VALUES)
def test_equal_and_unequal_are_opposites(has, value):
    attributes = {"a": has}
    assert passes(attributes, compare("eq", value)) != passes(attributes, compare("ne", value))
    assert passes(attributes, compare("in", [value])) == passes(attributes, compare("eq", value))


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_one_of_two_numbers_is_greater_or_they_are_equal(one, other):
    kinds = [kind for kind in ("gt", "lt", "eq") if passes({"a": one}, compare(kind, other))]
    assert len(kinds) == 1


@pytest.mark.parametrize("kind", ["eq", "gt", "gte", "lt", "lte", "in"])
def test_what_is_not_there_passes_nothing_but_not(kind):
    assert not passes({}, compare(kind, [1] if kind == "in" else 1))
    assert passes({}, compare("ne", 1)) and passes({}, compare("nin", [1]))


def test_kinds_are_not_mixed():
    assert not passes({"a": True}, compare("eq", 1))
    assert not passes({"a": "2"}, compare("gt", 1))


@given(st.recursive(VALUES | st.none(), lambda each: st.lists(each) | st.dictionaries(st.text(), each)))
def test_anything_is_judged(value):
    for each in (value, compare("in", value), {"type": "and", "filters": value}):
        assert all(where.startswith("filters") and said for where, said in problems(each))
