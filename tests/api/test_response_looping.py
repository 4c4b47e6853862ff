"""Responses in a shape, and responses that go on until no more functions are called."""

from dataclasses import dataclass

import pytest

from openai_nb import Client
from openai_nb.core.errors import Declined, Misshapen, Truncated, WaitedTooLong
from tests.server import reply

MODEL = "sandbox-chat"
ASK = {"model": "m", "input": "x"}


@dataclass
class Person:
    name: str
    age: int


def get_weather(city: str) -> dict[str, int]:
    """The weather of a city."""
    return {"temperature": -3}


def response(*content, status="completed", **fields):
    message = {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "status": status,
        "content": list(content),
    }
    return {"id": "resp_1", "object": "response", "status": status, "output": [message], **fields}


def words(text):
    return {"type": "output_text", "text": text, "annotations": []}


def calling(name="get_weather"):
    call = {
        "type": "function_call",
        "id": "fc_1",
        "call_id": "call_1",
        "name": name,
        "arguments": '{"city": "Oslo"}',
    }
    return {**response(), "output": [call]}


@pytest.fixture
def sandbox():
    with Client.sandbox(step_seconds=None) as client:
        yield client


def test_an_answer_is_read_in_its_shape(sandbox):
    said = sandbox.responses.parse(model=MODEL, input="Ada Lovelace is 36 years old.", text_format=Person)
    assert said.output_parsed == Person("Ada Lovelace", 36) and said.status == "completed"
    said = sandbox.responses.parse(model=MODEL, input="Ada is 36 years old.", text_format="name str, age int")
    assert said.output_parsed == {"name": "Ada", "age": 36}


def test_the_shape_is_asked_for_beside_other_wishes(server, client):
    server.answers(reply(response(words('{"name": "Ada", "age": 36}'))))
    client.responses.parse(**ASK, text_format=Person, text={"verbosity": "low"})
    sent = server.requests[0].json["text"]
    assert (sent["verbosity"], sent["format"]["type"], sent["format"]["name"]) == (
        "low",
        "json_schema",
        "Person",
    )
    assert sent["format"]["strict"] and sent["format"]["schema"]["required"] == ["name", "age"]


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (response({"type": "refusal", "refusal": "No."}), Declined, "would not answer: No"),
        (
            response(
                words('{"name": '), status="incomplete", incomplete_details={"reason": "max_output_tokens"}
            ),
            Truncated,
            "cut off",
        ),
        (response(status="incomplete", incomplete_details={"reason": "content_filter"}), Declined, "filter"),
        (response(words('{"name": 1}')), Misshapen, "shape"),
        (response(words("Sure!")), Misshapen, "JSON"),
    ],
)
def test_what_cannot_be_read_says_why(server, client, answer, kind, said):
    server.answers(reply(answer))
    with pytest.raises(kind, match=said) as caught:
        client.responses.parse(**ASK, text_format=Person)
    assert caught.value.partial.id == "resp_1"


def test_a_call_of_a_tool_is_nothing_to_read(server, client):
    server.answers(reply(calling()))
    assert client.responses.parse(**ASK, text_format=Person).output_parsed is None


def test_functions_are_called_until_there_is_an_answer(sandbox):
    seen = []
    said = sandbox.responses.run(
        model=MODEL, input="What is the weather in Oslo?", tools=[get_weather], each=seen.append
    )
    assert "-3" in said.output_text
    assert [item["type"] for item in seen] == ["function_call", "function_call_output", "message"]


@pytest.mark.parametrize("kept", [True, False])
def test_a_conversation_is_told_only_what_is_new(sandbox, kept):
    talk = sandbox.conversations.create()
    said = sandbox.responses.run(
        model=MODEL, input="What is the weather in Oslo?", tools=[get_weather], conversation=talk, store=kept
    )
    types = [item.type for item in sandbox.conversations.items.list(talk, order="asc")]
    assert types == ["message", "function_call", "function_call_output", "message"]
    assert "-3" in said.output_text


def test_what_was_said_is_said_again(server, client):
    server.answers(reply(calling()), reply(response(words("Cold."))))
    assert (
        client.responses.run(**ASK, tools=[get_weather], previous_response_id="resp_0").output_text == "Cold."
    )
    sent = server.requests[1].json
    assert [item.get("type", "message") for item in sent["input"]] == [
        "message",
        "function_call",
        "function_call_output",
    ]
    assert sent["previous_response_id"] == "resp_0"


def test_a_function_that_fails_is_told_to_the_model(server, client):
    def get_weather(city: str) -> str:
        raise RuntimeError("no wind")

    server.answers(reply(calling()), reply(calling("unknown")), reply(response(words("Sorry."))))
    client.responses.run(**ASK, tools=[get_weather])
    outputs = [item["output"] for item in server.requests[2].json["input"] if "output" in item]
    assert "no wind" in outputs[0] and "no tool 'unknown'" in outputs[1]


def test_a_model_that_calls_for_ever_is_stopped(server, client):
    server.answers(reply(calling()))
    with pytest.raises(WaitedTooLong, match="after 3 turns: the model still calls get_weather") as caught:
        client.responses.run(**ASK, tools=[get_weather], max_turns=3)
    assert len(server.requests) == 3 and caught.value.last.id == "resp_1"
    with pytest.raises(WaitedTooLong, match="after 0 s"):
        client.responses.run(**ASK, tools=[get_weather], timeout=0.0)
