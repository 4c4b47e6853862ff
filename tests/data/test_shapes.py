"""What an answer becomes in a table."""

from __future__ import annotations

import datetime
import enum
import json
from dataclasses import dataclass

import pandas as pd
import pydantic
import pytest

from openai_nb.core.errors import Declined, Misshapen, Truncated
from openai_nb.data.shapes import Shape, said


class Mood(enum.Enum):
    GOOD = "good"
    BAD = "bad"


@dataclass
class Person:
    name: str
    born: datetime.date


class Review(pydantic.BaseModel):
    mood: Mood
    stars: int


def column(into, *answers):
    shape = Shape(into)
    rows = [None if each is None else shape.read(json.dumps(each)) for each in answers]
    return shape.columns(rows, range(len(rows)))


def test_without_a_schema_there_is_one_column_of_texts():
    assert Shape().names == ["answer"]
    assert Shape("summary").names == ["summary"]
    assert Shape("summary").read("so it is") == ("so it is",)


def test_fields_become_columns_in_types_of_their_own():
    fields = "label good|bad, n int, score float, ok bool, why str, tags list[str]"
    row = {"label": "good", "n": 3, "score": 1, "ok": True, "why": "so", "tags": ["a"]}
    found = column(fields, row, None)
    kinds = [str(each.dtype) for each in found.values()]
    assert kinds == ["category", "Int64", "float64", "boolean", kinds[4], "object"]
    assert found["n"].tolist() == [3, pd.NA]
    assert list(found["label"].cat.categories) == ["good", "bad"]


def test_classes_are_read_by_their_own_rules():
    assert column(Person, {"name": "Ada", "born": "1815-12-10"})["born"][0] == datetime.date(1815, 12, 10)
    assert column(Review, {"mood": "good", "stars": 4})["mood"][0] == "good"


@pytest.mark.parametrize(
    "wrong", [{"label": "meh", "n": 1}, {"label": "good"}, {"label": "good", "n": "1"}, [1], "x"]
)
def test_an_answer_of_another_shape_is_told(wrong):
    with pytest.raises(Misshapen, match="does not fit"):
        Shape("label good|bad, n int").read(json.dumps(wrong))


def test_numbers_beyond_64_bits_do_not_end_a_run():
    assert column("n int", {"n": 2**70})["n"][0] == 2**70


def choice(finish="stop", **message):
    return {"choices": [{"finish_reason": finish, "message": message}]}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (choice(refusal="I will not."), Declined),
        (choice("content_filter", content="x"), Declined),
        (choice("length", content="half a"), Truncated),
        (choice(content=""), Misshapen),
        (choice(content=None), Misshapen),
    ],
)
def test_an_answer_that_says_nothing_is_no_answer(answer, error):
    with pytest.raises(error):
        said(answer)
