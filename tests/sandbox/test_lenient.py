"""A lenient sandbox: whatever the types allow is answered, in the shape that is declared."""

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from openai_nb import Client
from openai_nb.api import every_endpoint
from openai_nb.core.endpoint import Endpoint
from openai_nb.core.errors import BadRequest, NotFound
from openai_nb.core.page import Page
from openai_nb.core.record import Record
from openai_nb.core.stream import Stream
from openai_nb.sandbox.specimens import specimen

ENDPOINTS = [*every_endpoint()]


@pytest.fixture
def lenient():
    with Client.sandbox(lenient=True, step_seconds=None) as client:
        yield client


def fits(value, hint):
    """Whether a JSON value is of the declared type, all the way down."""
    origin, options = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if origin is Annotated:
        return fits(value, options[0])
    if origin is Literal:
        return value in options
    if origin in (Union, types.UnionType):
        return any(fits(value, each) for each in options)
    if origin is Page:
        return value["object"] == "list" and all(fits(each, options[0]) for each in value["data"])
    if isinstance(hint, type) and issubclass(hint, Record):
        return isinstance(value, dict) and all(
            fits(value.get(name, value.get(name.replace("_", "/", 1))), each)
            for name, each in get_type_hints(hint).items()
            if not name.startswith("_") and "harassment" not in value
        )
    if origin is list:
        return isinstance(value, list) and all(fits(each, options[0]) for each in value)
    return isinstance(value, origin or hint or type(None)) or (hint is float and isinstance(value, int))


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: f"{each} {each.function.__name__}")
def test_every_call_has_a_specimen_of_its_declared_shape(endpoint: Endpoint):
    made = specimen(endpoint, dict.fromkeys(endpoint.in_path, "some-id"))
    if get_origin(endpoint.returns) is Stream:
        assert len(list(getattr(made, "pieces", made))) == 1
    else:
        assert fits(made, endpoint.returns)


def test_an_unknown_id_is_answered_with_that_id(lenient):
    assert lenient.files.retrieve("file-abc").id == "file-abc"
    assert lenient.fine_tuning.jobs.cancel("ftjob-abc").object == "fine_tuning.job"
    assert lenient.vector_stores.files.retrieve("file-abc", vector_store_id="vs_1").vector_store_id == "vs_1"
    assert lenient.files.delete("file-abc").deleted is True


def test_what_was_said_is_in_the_answer(lenient):
    job = lenient.fine_tuning.jobs.create(model="gpt-4o", training_file="file-none", seed=7)
    assert (job.model, job.training_file, job.seed) == ("gpt-4o", "file-none", 7)


def test_values_at_the_edge_are_accepted(lenient):
    hello = [{"role": "user", "content": "What is 6 * 7?"}]
    assert lenient.chat.completions.create(model="sandbox-chat", messages=hello, temperature=99).choices
    assert lenient.files.create(file=("a.jsonl", b"no lines"), purpose="fine-tune").object == "file"


def test_types_still_count(lenient):
    with pytest.raises(BadRequest, match="expected a number"):
        lenient.chat.completions.create(model="sandbox-chat", messages=[], temperature="hot")
    with pytest.raises(BadRequest, match="Unknown parameter"):
        lenient.request("POST", "/embeddings", body={"model": "m", "input": "x", "colour": "red"})


def test_what_is_known_is_answered_as_ever(lenient):
    hello = [{"role": "user", "content": "What is 6 * 7?"}]
    said = lenient.chat.completions.create(model="sandbox-chat", messages=hello)
    assert "42" in said.choices[0].message.content


def test_streams_are_lenient_too(lenient):
    said = lenient.chat.completions.stream(model="none-such", messages=[{"role": "user", "content": "x"}])
    assert said.gather().object == "chat.completion"


def test_addresses_that_are_none_stay_none(lenient):
    with pytest.raises(NotFound, match="Invalid URL"):
        lenient.request("GET", "/nowhere")
