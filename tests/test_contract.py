"""The contract: what holds for every endpoint, present and future."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from types import UnionType
from typing import get_args

import pytest

from openai_nb.api import FAMILIES, every_endpoint
from openai_nb.api.retired import retirement
from openai_nb.client import Client
from openai_nb.core.endpoint import Resource, endpoints
from openai_nb.core.page import Page
from openai_nb.core.record import Record
from openai_nb.core.stream import Stream
from openai_nb.sandbox.routes import router

ENDPOINTS = [*every_endpoint()]
FACTS = ("older.json", "spec.json")  # what was in the description once, and what is in it today
SPEC = {
    call: names.split()
    for file in FACTS
    for call, names in json.loads((Path(__file__).parent / file).read_text()).items()
}

each_endpoint = pytest.mark.parametrize(
    "endpoint", ENDPOINTS, ids=lambda each: f"{each} {each.function.__name__}"
)


def arguments(endpoint):
    return {
        name: each for name, each in endpoint.signature.parameters.items() if name not in ("self", "extra")
    }


# What the client declares


@each_endpoint
def test_it_explains_itself(endpoint):
    first = inspect.getdoc(endpoint.function).splitlines()[0]
    assert first[0].isupper()
    assert first.endswith((".", "?"))


@each_endpoint
def test_it_says_how_its_answer_is_read(endpoint):
    returns = endpoint.returns
    for each in get_args(returns) if isinstance(returns, UnionType) else (returns,):
        kind = getattr(each, "__origin__", each)
        assert kind in (bytes, str, Page, Stream) or issubclass(kind, Record)


@each_endpoint
def test_it_is_in_the_published_description(endpoint):
    assert str(endpoint) in SPEC


@each_endpoint
def test_no_argument_is_invented(endpoint):
    assert set(arguments(endpoint)) | set(endpoint.fixed) <= set(SPEC[str(endpoint)])


@each_endpoint
def test_no_argument_is_missing(endpoint):
    offered = set(arguments(endpoint)) | set(endpoint.fixed)
    closed = not any(each.kind is each.VAR_KEYWORD for each in endpoint.signature.parameters.values())
    assert not closed or offered == set(SPEC[str(endpoint)])


@each_endpoint
def test_what_the_path_names_comes_first_and_all_else_by_name(endpoint):
    for name, argument in arguments(endpoint).items():
        by_place = argument.kind is not argument.KEYWORD_ONLY
        assert by_place == (name in endpoint.in_path)


@each_endpoint
def test_arguments_that_may_be_left_out_are_none(endpoint):
    for argument in arguments(endpoint).values():
        assert argument.default in (argument.empty, None)


def test_no_call_is_declared_twice():
    told = [(str(each), tuple(each.fixed.items())) for each in ENDPOINTS]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_a_client_reaches_every_family(family):
    reached = [type(each) for each in families_of(Client(api_key="k"))]
    assert family in reached
    assert list(endpoints(family))


def families_of(holder):
    for name in dir(type(holder)):
        each = None if name.startswith("_") else getattr(holder, name)
        if isinstance(each, Resource):
            yield each
            yield from families_of(each)


# What the sandbox serves


@each_endpoint
def test_the_sandbox_serves_it(endpoint):
    assert endpoint in router.routes


@each_endpoint
def test_the_handler_takes_what_the_method_sends(endpoint):
    handler = router.routes[endpoint].handler
    sent = set(arguments(endpoint)) - set(endpoint.fixed)
    inspect.signature(handler).bind("store", **dict.fromkeys(sent))


@each_endpoint
def test_the_handler_wants_no_more_than_the_method_gives(endpoint):
    needed = {name for name, each in arguments(endpoint).items() if each.default is each.empty}
    needed |= {*endpoint.in_path}  # the path always brings these
    inspect.signature(router.routes[endpoint].handler).bind(
        "store", **dict.fromkeys(needed - set(endpoint.fixed))
    )


def test_what_is_gone_from_the_description_is_known_to_be_retired():
    older, today = (json.loads((Path(__file__).parent / file).read_text()) for file in FACTS)
    assert not older.keys() & today.keys()
    assert all(retirement(call) for call in older)


def test_the_description_is_one_of_calls():
    assert all(re.fullmatch(r"(GET|POST|DELETE) (/[\w{}.-]+)+", call) for call in SPEC)
