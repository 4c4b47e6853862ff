from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.data.schemas import response_format, schema


@dataclass
class Person:
    name: str
    age: int | None
    tags: list[str]
    mood: Literal["good", "bad"]


def test_short_words_are_fields():
    found = schema("name, age int, tags list[str]: what it is about, mood good|bad")
    assert found["properties"] == {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}, "description": "what it is about"},
        "mood": {"type": "string", "enum": ["good", "bad"]},
    }


def test_strict_mode_closes_every_object():
    inner = {"type": "object", "properties": {"b": {"type": "string", "default": "x"}}}
    found = schema({"type": "object", "properties": {"a": inner}})
    assert found["additionalProperties"] is False
    assert found["required"] == ["a"]
    assert found["properties"]["a"]["required"] == ["b"]
    assert "default" not in found["properties"]["a"]["properties"]["b"]


def test_a_field_may_be_called_default():
    assert "default" in schema({"default": "str", "properties_": "int"})["properties"]


def test_a_dataclass_tells_its_types():
    found = schema(Person)["properties"]
    assert found["age"] == {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    assert found["mood"]["enum"] == ["good", "bad"]


def test_a_dict_of_types_is_a_shape():
    found = schema({"name": str, "where": {"x": float}, "marks": [int]})["properties"]
    assert found["where"]["properties"]["x"] == {"type": "number"}
    assert found["marks"] == {"type": "array", "items": {"type": "integer"}}


def test_the_class_names_the_format():
    sent = response_format(Person)["json_schema"]
    assert sent["name"] == "Person"
    assert sent["strict"] is True


@pytest.mark.parametrize("shape", ["", "age integr", "a b c d:", "1st int", {"a": "colour"}])
def test_what_is_no_schema_is_said(shape):
    with pytest.raises(ValueError, match="schema"):
        schema(shape)


@pytest.mark.parametrize("shape", [5, {"a": object()}])
def test_what_has_no_types_is_refused(shape):
    with pytest.raises(TypeError, match="schema"):
        schema(shape)


@given(st.lists(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), min_size=1, max_size=6, unique=True))
def test_fields_keep_their_order(names):
    assert schema(", ".join(names))["required"] == names
