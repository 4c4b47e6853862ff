from __future__ import annotations

import pytest

from openai_nb import Client, Toolbox
from openai_nb.core.errors import WaitedTooLong
from tests.server import reply

ASKED = [{"role": "user", "content": "What is the weather in Oslo and Rome?"}]


@pytest.fixture
def chat():
    with Client.sandbox() as client:
        yield client.chat.completions


def weather(city: str) -> str:
    """Tell the weather in a city now."""
    return f"It is 7 degrees in {city} today."


def test_functions_are_called_until_the_model_answers(chat):
    added = []
    answer = chat.run(model="gpt-4o", messages=ASKED, tools=[weather], each=added.append)
    text = answer.choices[0].message.content
    assert "7 degrees in Oslo" in text and "7 degrees in Rome" in text
    assert [each["role"] for each in added] == ["assistant", "tool", "tool", "assistant"]


def test_the_messages_that_are_given_stay_as_they_are(chat):
    given = [*ASKED]
    chat.run(model="gpt-4o", messages=given, tools=Toolbox([weather]))
    assert given == ASKED


def test_what_goes_wrong_in_a_function_is_told_to_the_model(chat):
    def weather(city: str) -> str:
        """Tell the weather in a city now."""
        raise RuntimeError("the thermometer is broken")

    answer = chat.run(model="gpt-4o", messages=ASKED, tools=[weather])
    assert "the thermometer is broken" in answer.choices[0].message.content


def test_functions_may_stand_among_the_tools_of_a_plain_call(chat):
    answer = chat.create(model="gpt-4o", messages=ASKED, tools=[weather])
    assert [each.function.name for each in answer.choices[0].message.tool_calls] == ["weather"] * 2


@pytest.mark.parametrize("limit", [{"max_turns": 1}, {"timeout": 0.0}])
def test_it_stops_at_its_limits_and_says_where_it_stood(chat, limit):
    with pytest.raises(WaitedTooLong, match="still calls weather") as caught:
        chat.run(model="gpt-4o", messages=ASKED, tools=[weather], **limit)
    assert caught.value.last.choices[0].finish_reason == "tool_calls"


def test_it_needs_a_turn(chat):
    with pytest.raises(ValueError, match="max_turns"):
        chat.run(model="gpt-4o", messages=ASKED, tools=[weather], max_turns=0)


def test_what_was_said_goes_back_without_what_the_server_added(client, server):
    call = {"id": "c", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
    first = {"role": "assistant", "content": None, "tool_calls": [call], "annotations": [], "reasoning": "…"}
    last = {"role": "assistant", "content": "Cold."}
    choices = [[{"index": 0, "message": each, "finish_reason": "stop"}] for each in (first, last)]
    server.answers(*(reply({"choices": each}) for each in choices))
    client.chat.completions.run(model="m", messages=ASKED, tools=[weather])
    sent = server.requests[1].json["messages"]
    assert sent[1].keys() == {"role", "content", "tool_calls"}
    assert sent[2] == {"role": "tool", "tool_call_id": "c", "content": "It is 7 degrees in Oslo today."}
