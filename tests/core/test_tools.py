from __future__ import annotations

import asyncio
import contextvars
import functools
import json
from dataclasses import dataclass
from typing import Annotated, Literal

import pytest

from openai_nb import Client
from openai_nb.core.record import Record
from openai_nb.core.tools import Tool, Unfit, as_text, get_available_tools, tool

DAY = contextvars.ContextVar("DAY", default="Monday")


def weather(city: str, unit: Literal["c", "f"] = "c", days: int | None = None) -> str:
    """Tell the weather of a city.

    Args:
        city: Where, by name.
        unit: How degrees are counted.
    """
    return f"7 °{unit} in {city} for {days} days"


@dataclass
class Spot:
    lat: float
    lon: float


def near(spot: Spot, names: dict[str, int]) -> list[str]:
    return [*sorted(names), type(spot).__name__]


class Kitchen:
    stock = 3

    def eggs(self, wanted: int) -> bool:
        """Whether there are eggs enough."""
        return wanted <= self.stock


@pytest.fixture(autouse=True)
def empty():
    yield
    get_available_tools(clear=True)


def test_a_function_tells_all_the_api_wants_to_know():
    told = Tool.of(weather).definition["function"]
    assert told["name"] == "weather" and told["strict"] is True
    assert told["description"] == "Tell the weather of a city."
    assert told["parameters"]["required"] == ["city", "unit", "days"]
    assert told["parameters"]["properties"]["city"] == {"type": "string", "description": "Where, by name."}
    assert told["parameters"]["additionalProperties"] is False


def test_null_stands_for_a_default_and_says_so():
    unit = Tool.of(weather).parameters["properties"]["unit"]
    assert {"type": "null"} in unit["anyOf"] and unit["description"].endswith("(null means 'c')")
    assert Tool.of(weather).call({"city": "Oslo", "unit": None}) == "7 °c in Oslo for None days"


def test_the_responses_api_is_told_flat():
    told = Tool.of(weather)
    assert told.response_definition == {"type": "function", **told.definition["function"]}


def test_arguments_arrive_as_their_types():
    pairs = [{"key": "b", "value": 1}, {"key": "a", "value": 2}]
    arguments = json.dumps({"spot": {"lat": 1, "lon": 2}, "names": pairs})
    assert Tool.of(near).invoke(arguments) == ["a", "b", "Spot"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("{", "a JSON object"),
        ("[]", "a JSON object"),
        ('{"wanted": "three"}', "a whole number"),
        ("{}", "wanted: a value"),
        ('{"wanted": 1, "size": 2}', "only wanted"),
    ],
)
def test_wrong_arguments_are_told_to_the_model(arguments, said):
    made = Tool.of(Kitchen().eggs)
    assert said in json.loads(made.call(arguments))["error"]
    with pytest.raises(Unfit):
        made.invoke(arguments)


def test_what_a_function_raises_is_told_to_the_model():
    def broken() -> None:
        raise RuntimeError("the oven is cold")

    assert json.loads(Tool.of(broken).call("")) == {"error": "RuntimeError: the oven is cold"}


def test_a_bound_method_is_a_tool():
    assert Tool.of(Kitchen().eggs).call({"wanted": 4}) == "false"


def test_an_endpoint_of_the_client_is_a_tool():
    with Client.sandbox() as client:
        made = Tool.of(client.models.retrieve, name="look_up_model")
        assert made.parameters["properties"]["model"]["type"] == "string"
        assert json.loads(made.call('{"model": "sandbox-chat"}'))["id"] == "sandbox-chat"


def test_an_async_function_is_waited_for_even_where_a_loop_runs():
    async def slowly(word: str) -> str:
        await asyncio.sleep(0.001)
        return f"{word} on {DAY.get()}"

    async def cell() -> str:
        DAY.set("Friday")
        return Tool.of(slowly).call({"word": "fish"})

    assert asyncio.run(cell()) == "fish on Friday"


def test_an_async_functions_error_is_its_own():
    async def broken() -> None:
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        Tool.of(broken).invoke("")


def test_a_decorated_function_is_registered_and_stays_itself():
    @tool
    def one(word: str) -> str:
        return word

    @tool(name="second", description="The other.")
    def two() -> int:
        return 2

    assert one("x") == "x" and two() == 2
    first, second = get_available_tools()
    assert first.name == "one" and (second.name, second.description) == ("second", "The other.")


def test_a_cell_that_is_run_again_puts_the_new_in_the_old_ones_place():
    for answer in "cf":
        tool(name="it")(functools.partial(weather, unit=answer))
    (only,) = get_available_tools()
    assert only.call({"city": "Rome"}).startswith("7 °f")


def by_place(word: str, /) -> None: ...


@pytest.mark.parametrize(
    ("function", "said"), [(lambda x: x, "no name for a tool"), (by_place, "cannot be given by name")]
)
def test_what_cannot_be_a_tool_says_why(function, said):
    with pytest.raises((TypeError, ValueError), match=said):
        Tool.of(function)


def test_an_argument_without_a_kind_is_refused_unless_it_has_a_default():
    def odd(x: object) -> None: ...
    def even(x: object = None) -> None: ...

    with pytest.raises(TypeError, match="'x' is no tool's"):
        Tool.of(odd)
    assert Tool.of(even).parameters["properties"] == {}


def test_a_partial_and_a_callable_object_are_tools():
    class Doubler:
        def __call__(self, number: int) -> int:
            return 2 * number

    part = functools.partial(weather, unit="f")
    assert Tool.of(part, name="american").call({"city": "Rome"}).startswith("7 °f in Rome")
    assert Tool.of(Doubler()).call({"number": 4}) == "8"


def test_a_hint_may_carry_its_description():
    def ask(word: Annotated[str, "one word"]) -> None: ...

    assert Tool.of(ask).parameters["properties"]["word"]["description"] == "one word"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it is", "as it is"),
        (None, "null"),
        (Spot(1, 2), '{"lat": 1, "lon": 2}'),
        (Record(id="a"), '{"id": "a"}'),
        ({3, 1}, "[1, 3]"),
        (b"x", "\"b'x'\""),
    ],
)
def test_a_result_is_told_as_text(value, text):
    assert as_text(value) == text


def test_a_registered_function_is_known_as_what_it_was_registered_as():
    @tool(name="erase", description="Delete a file.", confirm=True)
    def delete(path: str) -> str:
        return f"{path} is gone"

    found = Tool.of(delete)
    assert (found.name, found.description, found.confirm) == ("erase", "Delete a file.", True)
    assert delete("a") == "a is gone"
    assert found in get_available_tools(clear=True)


def test_a_wrapper_of_a_registered_function_is_a_tool_of_its_own():
    @tool(confirm=True)
    def delete(path: str) -> str:
        return path

    @functools.wraps(delete)
    def loudly(path: str) -> str:
        return delete(path).upper()

    assert Tool.of(loudly).call('{"path": "a"}') == "A"
    assert not Tool.of(loudly).confirm
    get_available_tools(clear=True)
