"""Schemas that come with a request: what is well formed, what is strict."""

import contextlib
import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb import Client
from openai_nb.core.errors import BadRequest
from openai_nb.sandbox.schema_rules import laxities, problems

CLOSED = {
    "type": "object",
    "properties": {"a": {"type": "string"}},
    "required": ["a"],
    "additionalProperties": False,
}
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "properties",
                    "required",
                    "items",
                    "anyOf",
                    "enum",
                    "$ref",
                    "pattern",
                    "minimum",
                    "a",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(values)
def test_whatever_comes_is_judged(schema):
    for where, said in [*problems(schema), *([] if [*problems(schema)] else laxities(schema))]:
        assert all(isinstance(each, str) for each in where) and said


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {},
        CLOSED,
        {"type": ["string", "null"], "minLength": 1, "pattern": "^a+$"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"enum": [1, None]}}},
        {"type": "array", "items": {"anyOf": [{"type": "number", "minimum": 0.5}, {"const": "x"}]}},
    ],
)
def test_what_is_a_schema_passes(schema):
    assert [*problems(schema)] == []


@pytest.mark.parametrize(
    ("schema", "where"),
    [
        ("string", ()),
        ({"type": "text"}, ("type",)),
        ({"type": 0}, ("type",)),
        ({"required": "a"}, ("required",)),
        ({"required": [True]}, ("required",)),
        ({"properties": []}, ("properties",)),
        ({"properties": {"a": 1.5}}, ("properties", "a")),
        ({"items": {"anyOf": {}}}, ("items", "anyOf")),
        ({"anyOf": [{"enum": []}]}, ("anyOf", "0", "enum")),
        ({"pattern": "(a"}, ("pattern",)),
        ({"minimum": "1"}, ("minimum",)),
        ({"maxItems": True}, ("maxItems",)),
        ({"$ref": 3}, ("$ref",)),
    ],
)
def test_what_is_none_is_pointed_at(schema, where):
    assert [each for each, _ in problems(schema)] == [where]


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "string"}, "type"),
        ({**CLOSED, "additionalProperties": True}, "additionalProperties"),
        ({**CLOSED, "required": []}, "Missing 'a'"),
        ({**CLOSED, "properties": {"a": {"type": "object", "properties": {}}}}, "additionalProperties"),
    ],
)
def test_strict_means_closed_and_all_required(schema, said):
    assert said in " ".join(each for _, each in laxities(schema)) and not [*laxities(CLOSED)]


@pytest.mark.parametrize(("strict", "refused"), [(True, True), (False, False), (None, False)])
def test_only_strict_schemas_must_be_strict(strict, refused):
    form = {
        "type": "json_schema",
        "name": "p",
        "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
    }
    call = {"model": "sandbox-chat", "input": "a is x", "text": {"format": {**form, "strict": strict}}}
    with Client.sandbox() as client:
        if refused:
            with pytest.raises(BadRequest, match="Invalid schema for response_format 'p'"):
                client.responses.create(**call)
        else:
            assert client.responses.create(**call).status == "completed"


# A call with one thing changed for any other


def call():
    tools = [
        {
            "type": "function",
            "name": "f",
            "description": "The weather of a city",
            "parameters": CLOSED,
            "strict": True,
        },
        {"type": "custom", "name": "g"},
    ]
    said = [
        {"role": "user", "content": [{"type": "input_text", "text": "The weather of Oslo, as json?"}]},
        {"role": "assistant", "content": [{"type": "output_text", "text": "x"}]},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "3"},
        {"role": "user", "content": "And of Rome?"},
    ]
    form = {"type": "json_schema", "name": "p", "schema": CLOSED, "strict": True}
    choice = {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "f"}]}
    about = {
        "metadata": {"a": "b"},
        "reasoning": {"effort": "low"},
        "include": ["message.output_text.logprobs"],
    }
    return {"input": said, "tools": tools, "tool_choice": choice, "text": {"format": form}, **about}


def places(value, path=()):
    if path:
        yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*path, key))


@given(st.sampled_from([*places(call())]), values)
def test_whatever_is_put_anywhere_is_answered_or_refused(path, value):
    changed = copy.deepcopy(call())
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    # A refusal is an answer; a fault of the sandbox's own is none.
    with Client.sandbox(step_seconds=None) as client, contextlib.suppress(BadRequest):
        assert client.responses.create(model="sandbox-chat", **changed).status == "completed"
