"""Responses: events read from servers of every manner."""

import time

import pytest

from openai_nb.api.events import ItemEvent, ResponseEvent, TextDelta
from openai_nb.api.responses import function_calls
from openai_nb.api.unfolding import unfolded
from openai_nb.core import errors
from openai_nb.core.record import Record
from tests.server import chunked, events, reply, unchunked

ASK = {"model": "m", "input": "Hi"}


def response(text="Hello", **fields):
    part = {"type": "output_text", "text": text, "annotations": []}
    message = {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }
    return {"id": "resp_1", "object": "response", "status": "completed", "output": [message], **fields}


def wire(whole=None, cut=list):
    """Events as they are sent: each with its name, and no `[DONE]`."""
    told = unfolded(whole or response(), cut)
    return [f"event: {each['type']}\n".encode() + events(each, done=False)[0] for each in told]


@pytest.fixture
def stream(client):
    return lambda **more: client.responses.stream(**ASK, **more)


@pytest.mark.parametrize("manner", [chunked, unchunked])
def test_events_come_in_their_classes(server, stream, manner):
    server.answers(manner(*wire()))
    found = list(stream())
    assert [type(each) for each in found[:3]] == [ResponseEvent, ResponseEvent, ItemEvent]
    assert "".join(each.delta for each in found if isinstance(each, TextDelta)) == "Hello"
    assert found[-1].response.status == "completed"


def test_an_event_nobody_declared_is_a_record(server, stream):
    server.answers(chunked(*events({"type": "response.novelty", "x": {"y": 1}}, done=False), *wire()))
    first = next(iter(stream()))
    assert (type(first), first.x.y) == (Record, 1)


def test_gathering_gives_the_response(server, stream):
    server.answers(chunked(*wire()))
    whole = stream().gather()
    assert (whole.output_text, whole.status) == ("Hello", "completed")


def test_a_stream_that_ends_before_its_last_word_is_not_silently_short(server, stream):
    server.answers(chunked(*wire()[:-5]))
    with pytest.raises(errors.Truncated) as caught:
        stream().gather()
    assert caught.value.partial.output_text == "Hell"


@pytest.mark.parametrize("cut", range(1, 9))
def test_wherever_a_stream_ends_it_says_so(server, stream, cut):
    server.answers(chunked(*wire()[:cut]))
    with pytest.raises(errors.Truncated):
        list(stream())


@pytest.mark.parametrize("status", ["completed", "incomplete", "failed"])
def test_each_of_three_words_is_the_last(server, stream, status):
    server.answers(chunked(*wire(response(status=status))))
    assert stream().gather().status == status


def test_nothing_is_waited_for_behind_the_last_word(server, stream):
    server.answers(chunked(*wire(), *[0.05, b": ping\n\n"] * 60))
    began = time.monotonic()
    assert stream().gather().output_text == "Hello"
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("name", [b"event: error\n", b""])
def test_an_error_within_a_stream_is_raised(server, stream, name):
    said = events(
        {"type": "error", "code": "server_error", "message": "It broke.", "param": None}, done=False
    )
    server.answers(chunked(*wire()[:3], name + said[0]))
    with pytest.raises(errors.ServerFault, match="It broke"):
        list(stream())


def test_json_in_place_of_a_stream_is_taken_apart(server, stream):
    server.answers(reply(response()))
    assert [each.delta for each in stream() if each.type == "response.output_text.delta"] == ["Hello"]
    assert stream().gather().output_text == "Hello"


def test_a_server_that_streams_unasked_is_read_all_the_same(server, client):
    server.answers(chunked(*wire()))
    assert client.responses.create(**ASK).output_text == "Hello"
    assert server.requests[0].json == ASK


def test_the_official_spelling_gives_the_same_stream(server, client):
    server.answers(chunked(*wire()))
    assert list(client.responses.create(**ASK, stream=True)) == list(client.responses.stream(**ASK))
    server.answers(chunked(*wire()))
    assert list(client.responses.retrieve("resp_1", stream=True, starting_after=3))
    assert server.requests[-1].target == "/v1/responses/resp_1?starting_after=3&stream=true"


def test_a_response_of_calls_has_no_text(server, client):
    call = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f", "arguments": "{}"}
    server.answers(reply({**response(), "output": [call]}))
    said = client.responses.create(**ASK)
    assert said.output_text == "" and [each.name for each in function_calls(said)] == ["f"]


def test_earlier_items_can_be_said_back(server, client):
    server.answers(reply(response()))
    said = client.responses.create(**ASK)
    client.responses.create(model="m", input=[*said.output, {"role": "user", "content": "And?"}])
    assert server.requests[1].json["input"][0]["content"][0]["text"] == "Hello"


def test_waiting_ends_when_the_response_does_and_at_the_deadline(server, client):
    server.answers(reply(response(status="queued")), reply(response(status="failed")))
    assert client.responses.wait("resp_1", poll_interval=0.01).status == "failed"
    server.answers(reply(response(status="in_progress")))
    with pytest.raises(errors.WaitedTooLong):
        client.responses.wait("resp_1", timeout=0.05, poll_interval=0.01)
