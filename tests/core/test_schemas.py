from __future__ import annotations

import datetime
import enum
import inspect
import json
import keyword
import uuid
from dataclasses import dataclass, make_dataclass
from typing import Annotated, Literal, Optional, TypedDict

import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_nb.core.schemas import Unfit, read, response_format, schema
from openai_nb.core.tools import Tool
from openai_nb.sandbox.oracle.schemas import fill
from openai_nb.sandbox.oracle.validity import is_valid


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


@dataclass
class Link:
    name: str
    next: Annotated[Link, "what comes after"] | None = None


def test_a_described_class_may_have_itself_within():
    found = schema(Link)
    assert read('{"name": "a", "next": {"name": "b", "next": null}}', Link) == Link("a", Link("b"))
    assert is_valid({"name": "a", "next": {"name": "b", "next": None}}, found)


def test_a_reference_to_nothing_is_named():
    with pytest.raises(ValueError, match=r"'#/\$defs/Person', which is not in it"):
        schema({"type": "object", "properties": {"a": {"$ref": "#/$defs/Person", "description": "who"}}})


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


# What comes back is typed


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Node(TypedDict):
    name: str
    below: list[Node]


@dataclass
class Everything:
    """All kinds of fields."""

    person: Person
    colours: set[Colour]
    prices: dict[str, float]
    spot: tuple[int, str]
    born: datetime.date
    child: Everything | None = None


class Model(pydantic.BaseModel):
    name: str = pydantic.Field(description="who")
    scores: dict[str, int]
    inner: Inner | None = None


class Inner(pydantic.BaseModel):
    many: list[int] = pydantic.Field(max_length=3)


Model.model_rebuild()


def every_object(found):
    if isinstance(found, dict):
        if "properties" in found:
            yield found
        for each in found.values():
            yield from every_object(each)
    if isinstance(found, list):
        for each in found:
            yield from every_object(each)


@pytest.mark.parametrize("shape", [Person, Node, Everything, Model], ids=lambda each: each.__name__)
def test_a_built_schema_keeps_to_the_strict_mode(shape):
    found = schema(shape)
    assert found["type"] == "object"
    for each in every_object(found):
        assert each["additionalProperties"] is False and each["required"] == list(each["properties"])
    assert "default" not in str(found) and "title" not in str(found)


@pytest.mark.parametrize("shape", [Person, Node, Everything, Model], ids=lambda each: each.__name__)
def test_what_the_sandbox_fills_in_is_read_as_the_shape(shape):
    text = "Ada is 36, good, red, 2026-11-21. Prices: tea 3, cake 4."
    filled = fill(schema(shape), text)
    assert is_valid(filled, schema(shape))
    found = read(json.dumps(filled), shape)
    assert isinstance(found, dict if shape is Node else shape)


def test_mappings_travel_as_pairs_and_come_back():
    wire = {"name": "a", "scores": [{"key": "x", "value": 1}], "inner": None}
    assert read(json.dumps(wire), Model).scores == {"x": 1}
    assert read(json.dumps({"scores": {"x": 1}, "name": "a"}), Model).scores == {"x": 1}


def test_words_give_plain_dicts():
    assert read('{"name": "Ada", "age": 36}', "name, age int") == {"name": "Ada", "age": 36}


@pytest.mark.parametrize(("text", "said"), [('{"name": "A', "JSON"), ('{"name": 3}', "name")])
def test_what_does_not_fit_is_told(text, said):
    with pytest.raises(Unfit, match=said):
        read(text, Person)


KEYWORD = inspect.Parameter.KEYWORD_ONLY
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True).filter(lambda name: not keyword.iskeyword(name))
PLAIN = st.sampled_from(
    [str, int, float, bool, datetime.date, uuid.UUID, Colour, Literal["a", "b"], Literal[1, 2], Person]
)
KINDS = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        inner.map(lambda kind: list[kind]),
        inner.map(lambda kind: kind | None if isinstance(kind, type) else Optional[kind]),  # noqa: UP045
        inner.map(lambda kind: dict[str, kind]),
        st.tuples(inner, inner).map(lambda two: tuple[two]),
        st.dictionaries(NAMES, inner, min_size=1, max_size=3).map(lambda f: TypedDict("Made", f)),
    ),
    max_leaves=5,
)


@settings(max_examples=25)
@given(st.dictionaries(NAMES, KINDS, min_size=1, max_size=4), st.text(max_size=40))
def test_every_built_schema_can_be_filled_and_read_back(fields, text):
    shape = make_dataclass("Shape", list(fields.items()))
    wire = fill(schema(shape), text)
    assert is_valid(wire, schema(shape))
    assert isinstance(read(json.dumps(wire), shape), shape)


@settings(max_examples=25)
@given(st.dictionaries(NAMES, KINDS, min_size=0, max_size=3), st.data())
def test_every_function_with_typed_arguments_can_be_called(fields, data):
    def function(**given):
        return sorted(given)

    kinds = {name: data.draw(st.sampled_from([inspect.Parameter.empty, None])) for name in fields}
    ordered = sorted(fields, key=lambda name: kinds[name] is None)
    function.__signature__ = inspect.Signature(
        [inspect.Parameter(name, KEYWORD, default=kinds[name], annotation=fields[name]) for name in ordered]
    )
    function.__annotations__ = dict(fields)
    made = Tool.of(function)
    assert set(made.invoke(fill(made.parameters, ""))) <= set(fields)
