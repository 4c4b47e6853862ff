"""Records: what the server said, read with dots, and nothing lost."""

from __future__ import annotations

import copy
import pickle
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.core.record import Record, asdict, view


class Said(Record):
    type: Literal["text"]
    text: str


class Asked(Record):
    type: Literal["call"]
    name: str


class Answer(Record):
    id: str
    output: list[Said | Asked]
    inner: Said | None
    labels: dict[str, Any] | None
    vectors: list[list[float]]
    note: str | None


RAW: dict[str, Any] = {
    "id": "a1",
    "output": [
        {"type": "text", "text": "hi"},
        {"type": "call", "name": "f"},
        {"type": "new", "deep": {"x": 1}},
    ],
    "labels": {"k": {"n": 1}},
    "items": [{"keys": 1}],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc_", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=4), JSON))
def test_nothing_is_lost(raw):
    before = copy.deepcopy(raw)
    record = Record(raw)
    for name in raw:
        getattr(record, name)
    assert asdict(record) == before
    assert asdict(pickle.loads(pickle.dumps(record))) == before


def test_kinds_are_told_apart_by_their_type():
    assert [type(each) for each in Answer(RAW).output] == [Said, Asked, Record]
    assert Answer(RAW).output[2].deep.x == 1


def test_what_nobody_declared_reads_with_dots_too():
    assert Answer(RAW).items[0].keys == 1
    assert Record(a={"b": [{"c": 2}]}).a.b[0].c == 2


def test_a_declared_dict_stays_a_dict():
    assert Answer(RAW).labels == {"k": {"n": 1}}


def test_numbers_are_never_dressed():
    raw = {"vectors": [[0.5] * 4] * 3, "flat": [1.0, 2.0]}
    assert Answer(raw).vectors == raw["vectors"]
    assert Answer(raw).flat is raw["flat"]


def test_an_optional_field_that_was_not_sent_is_none():
    assert Answer(RAW).note is None
    assert Answer(RAW).inner is None


def test_a_misspelt_field_says_what_there_is():
    with pytest.raises(AttributeError, match="Answer has no 'ouput'; it has id, output, labels, items"):
        Answer(RAW).ouput  # noqa: B018
    with pytest.raises(AttributeError, match="it has no fields") as caught:
        Record().x  # noqa: B018
    assert caught.value.__suppress_context__  # a notebook shows one error, not the one behind it


def test_probes_of_the_notebook_find_nothing():
    for name in ("_repr_html_", "_ipython_canary_method_should_not_exist_", "__array__", "__len__"):
        assert not hasattr(Record(a=1), name)


@pytest.mark.parametrize(
    "name", ["items", "keys", "values", "get", "copy", "json", "raw", "schema", "model_fields"]
)
def test_no_field_is_hidden_by_a_method(name):
    assert getattr(Record({name: 7}), name) == 7


def test_completion_offers_the_declared_and_the_sent():
    offered = dir(Answer(RAW))
    assert {"note", "items", "id"} <= set(offered)
    assert offered == sorted(set(offered))


def test_a_record_cannot_be_changed_by_accident():
    with pytest.raises(TypeError, match="asdict"):
        Answer(RAW).id = "b"


def test_the_dict_behind_it_is_yours():
    record = Record(a=1)
    asdict(record)["b"] = 2
    assert record.b == 2


def test_records_are_equal_when_they_say_the_same():
    assert Record(a=1) == Answer(a=1) != Record(a=2)
    assert Record(a=1) != {"a": 1}


def test_copies_stand_on_their_own():
    record = Answer(RAW)
    deep = copy.deepcopy(record)
    asdict(deep)["output"].clear()
    assert len(record.output) == 3
    assert copy.copy(record) == record
    assert type(pickle.loads(pickle.dumps(record))) is Answer


def test_a_long_value_is_shortened_when_printed():
    shown = repr(Record(text="x" * 5000, n=1))
    assert shown.startswith("Record(text='xxx")
    assert shown.endswith("n=1)")
    assert len(shown) < 300


@pytest.mark.parametrize("value", [None, 3, "x", 0.5, True, [], [1, 2]])
def test_plain_values_are_seen_as_they_are(value):
    assert view(value, Answer) is value


def test_lists_with_gaps_are_dressed_all_the_same():
    raw = {"output": [None, {"type": "text", "text": "hi"}]}
    assert Answer(raw).output[1].text == "hi"
