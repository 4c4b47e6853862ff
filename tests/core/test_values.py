from __future__ import annotations

import datetime
import enum
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, NewType, NotRequired, TypedDict

import pytest

from openai_nb.core.values import Unfit, typed


class Mood(enum.Enum):
    GOOD = "good"
    BAD = 2


@dataclass
class Point:
    x: float
    y: float = 0.0
    tags: list[str] = field(default_factory=list)


class Pair(NamedTuple):
    a: int
    b: str = "b"


class Card(TypedDict):
    name: str
    age: NotRequired[int]


Euros = NewType("Euros", float)


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        (3, float, 3.0),
        (3.0, int, 3),
        (None, int | None, None),
        (3, str | int, 3),
        ("good", Mood, Mood.GOOD),
        (2, Mood, Mood.BAD),
        ("a", Literal["a", 1], "a"),
        ("2026-11-21", datetime.date, datetime.date(2026, 11, 21)),
        ("2026-11-21T10:00:00Z", datetime.datetime, datetime.datetime(2026, 11, 21, 10, tzinfo=datetime.UTC)),
        (0.1, Decimal, Decimal("0.1")),
        (str(uuid.UUID(int=5)), uuid.UUID, uuid.UUID(int=5)),
        ("a/b", Path, Path("a/b")),
        ([1, "a"], tuple[int, str], (1, "a")),
        ({"item_1": 1, "item_2": "a"}, tuple[int, str], (1, "a")),
        ([1, 2], tuple[int, ...], (1, 2)),
        ([1, 1], set[int], {1}),
        ({"a": [1]}, dict[str, list[int]], {"a": [1]}),
        ({"x": 1}, Point, Point(1.0)),
        ([{"x": 1, "y": 2, "tags": ["t"]}], list[Point], [Point(1.0, 2.0, ["t"])]),
        ({"a": 1}, Pair, Pair(1)),
        ({"name": "Ada", "age": None}, Card, {"name": "Ada"}),
        (3, Euros, 3.0),
        ("x", Annotated[str, "what"], "x"),
        ({"any": 1}, Any, {"any": 1}),
    ],
    ids=lambda each: str(each)[:30],
)
def test_json_becomes_pythons_own(value, kind, read):
    found = typed(value, kind)
    assert found == read and type(found) is type(read)


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("3", int, "The value: a whole number is wanted, and '3' was given."),
        (True, int, "a whole number"),
        (1, bool, "true or false"),
        ([{"x": "a"}], list[Point], r"\[0\].x: a number"),
        ({"y": 1}, Point, "x: a value is wanted"),
        ("fine", Mood, "one of 'good', 2"),
        ([1], tuple[int, str], "a list of 2"),
        ("soon", datetime.date, "a date"),
        ("x", int | None, "a whole number"),
        ("x", int | bool, "a whole number or true or false"),
        (3, Point, "an object with x, y, tags"),
        ("abc", list[str], "a list"),
        pytest.param(10**400, float, "a number", id="huge"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(value, kind, said):
    with pytest.raises(Unfit, match=said):
        typed(value, kind)
