import json
import time

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.schemas import fill
from openai_nb.sandbox.oracle.validity import is_valid

TEXT = (
    "Ada Lovelace, 36, lives in London; mail ada@example.org. Order ABC-1234 of 3 May 2024 cost $19.99. "
    "She is happy."
)
FORMS = jsonschema.Draft202012Validator.FORMAT_CHECKER
NAMES = st.sampled_from(
    ["name", "age", "city", "date", "email", "price", "tags", "status", "people", "answer", "x"]
)
PATTERNS = (
    r"^[A-Z]{3}-\d{4}$",
    r"^\d{5}(-\d{4})?$",
    r"^[a-z0-9_]+$",
    r"^(foo|bar|baz)[0-9]+$",
    r"^\+?[1-9]\d{1,14}$",
    r"[aeiou]{2,}",
    r"^#[0-9a-fA-F]{6}$",
    r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
)
FORMATS = ("date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uuid", "uri")


def closed(fields):
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def limited(kind, low, room, step):
    limits = {"type": kind, "minimum": low, "maximum": low + room}
    return limits | ({"multipleOf": step} if step else {})


texts = st.one_of(
    st.just({"type": "string"}),
    st.sampled_from(FORMATS).map(lambda form: {"type": "string", "format": form}),
    st.sampled_from(PATTERNS).map(lambda pattern: {"type": "string", "pattern": pattern}),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(
        lambda size: {"type": "string", "minLength": size[0], "maxLength": sum(size)}
    ),
)
figures = st.one_of(
    st.builds(
        limited, st.just("integer"), st.integers(-99, 99), st.integers(10, 99), st.sampled_from([None, 2, 5])
    ),
    st.builds(
        limited, st.just("number"), st.integers(-99, 99), st.integers(10, 99), st.sampled_from([None, 0.5])
    ),
    st.integers(-9, 9).map(
        lambda low: {"type": "number", "exclusiveMinimum": low, "exclusiveMaximum": low + 1}
    ),
)
plain = st.one_of(
    texts,
    figures,
    st.sampled_from([{"type": "boolean"}, {"const": "v1"}, {"const": None}, {"type": ["integer", "null"]}]),
    st.sampled_from([{"enum": ["low", "high"]}, {"enum": [1, None, "a b"]}, {"$ref": "#/$defs/node"}]),
    st.sampled_from([{"$ref": "#/$defs/tree"}, {"type": ["string", "null"]}]),
)


def deeper(inner):
    lists = st.tuples(inner, st.integers(0, 3), st.integers(0, 3)).map(
        lambda part: {"type": "array", "items": part[0], "minItems": part[1], "maxItems": part[1] + part[2]}
    )
    choices = st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"anyOf": parts})
    both = st.tuples(inner, inner).map(
        lambda parts: {"allOf": [closed_open("p", parts[0]), closed_open("q", parts[1])]}
    )
    return st.one_of(st.dictionaries(NAMES, inner, max_size=5).map(closed), lists, choices, both)


def closed_open(name, part):
    return {"type": "object", "properties": {name: part}, "required": [name]}


NODE = closed({"value": {"type": "string"}, "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}})
TREE = closed({"label": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}}})
schemas = st.recursive(plain, deeper, max_leaves=12).map(
    lambda part: {**closed({"root": part}), "$defs": {"node": NODE, "tree": TREE}}
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schemas, st.sampled_from(["", TEXT]))
def test_any_strict_schema_is_kept(schema, text):
    checker = jsonschema.Draft202012Validator(schema, format_checker=FORMS)
    checker.validate(json.loads(json.dumps(fill(schema, text))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    schemas,
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), st.lists, max_leaves=4),
)
def test_validity_is_judged_as_jsonschema_judges(schema, value):
    value = {"root": value}
    checker = jsonschema.Draft202012Validator(schema, format_checker=FORMS)
    assert is_valid(value, schema) == checker.is_valid(value)


def test_records_are_extracted_one_for_each_person():
    people = closed(
        {"name": {"type": "string"}, "age": {"type": ["integer", "null"]}, "city": {"type": "string"}}
    )
    schema = closed({"people": {"type": "array", "items": people}})
    found = fill(schema, "Ada Lovelace is 36 and lives in London. Bob is a 41 years old baker from Paris.")
    assert found["people"] == [
        {"name": "Ada Lovelace", "age": 36, "city": "London"},
        {"name": "Bob", "age": 41, "city": "Paris"},
    ]


def test_an_event_is_read_from_a_sentence():
    names = {"type": "array", "items": {"type": "string"}}
    schema = closed({"name": {"type": "string"}, "date": {"type": "string"}, "participants": names})
    found = fill({**schema, "title": "CalendarEvent"}, "Alice and Bob are going to a science fair on Friday.")
    assert found == {"name": "science fair", "date": "Friday", "participants": ["Alice", "Bob"]}


@pytest.mark.parametrize(
    ("name", "part", "wanted"),
    [
        ("price", {"type": "number"}, 49.9),
        ("email", {"type": "string", "format": "email"}, "eva@mail.org"),
        ("bought_on", {"type": "string", "format": "date"}, "2024-05-03"),
        ("website", {"type": "string"}, "https://shop.example/kettle"),
        ("sentiment", {"enum": ["positive", "negative"]}, "negative"),
        ("order_id", {"type": "string", "pattern": r"^[A-Z]{2}-\d+$"}, "KX-77"),
        ("quantity", {"type": "integer"}, 2),
        ("phone", {"anyOf": [{"type": "string"}, {"type": "null"}]}, None),
        ("colour", {"type": "string"}, "red"),
    ],
)
def test_fields_are_filled_by_name_and_type(name, part, wanted):
    text = (
        "On 3 May 2024 I bought 2 red kettles at https://shop.example/kettle for $49.90. Terrible: both are "
        "broken. "
        "My order is KX-77, mail me at eva@mail.org. Quantity: 2"
    )
    assert fill(closed({name: part}), text) == {name: wanted}


def test_a_number_of_any_name_is_the_result_of_the_sum_that_is_asked():
    whole = {"type": "object", "properties": {"total": {"type": "integer"}}, "required": ["total"]}
    assert fill(whole, "What is 12 * 3 + 1?") == {"total": 37}
    assert fill(whole, "3 apples and 4 pears") == {"total": 0}


def test_what_the_text_does_not_say_is_null_or_empty():
    nullable = {"type": ["string", "null"]}
    schema = closed(
        {
            "email": nullable,
            "city": nullable,
            "people": {"type": "array", "items": closed({"name": nullable})},
        }
    )
    assert fill(schema, "nothing to see") == {"email": None, "city": None, "people": []}


def test_an_endless_schema_ends():
    inner = {"anyOf": [{"$ref": "#"}, {"type": "array", "items": {"$ref": "#"}}]}
    schema = closed({"left": inner, "right": inner})
    start = time.process_time()
    fill(schema, TEXT)
    assert time.process_time() - start < 5.0
