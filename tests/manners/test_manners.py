"""Manners: what servers of the same API do otherwise, each shown: right, or refused in clear words."""

from __future__ import annotations

import time

import numpy as np
import pytest

from openai_nb.core import errors
from tests.server import chunk, chunked, completion, events, reply

ASK = {"model": "asked-for", "messages": [{"role": "user", "content": "Hi"}]}
CALL = {"function": {"name": "f", "arguments": "{}"}}
TOOLS = [{"type": "function", "function": {"name": name, "parameters": {"type": "object"}}} for name in "fg"]
SAID = {
    "id": "resp_1",
    "object": "response",
    "status": "completed",
    "model": "m",
    "output": [
        {
            "type": "message",
            "role": "assistant",
            "content": [{"type": "output_text", "text": "Hello", "annotations": []}],
        }
    ],
}


@pytest.fixture
def chat(client):
    return client.chat.completions


def vectors(*rows):
    return reply({"data": [{"index": place, "embedding": row} for place, row in enumerate(rows)]})


# What is missing, null, or too much


def test_what_a_server_leaves_out_reads_as_none(server, chat):
    server.answers(reply({"choices": [{"message": {"content": "Hello"}}]}))
    said = chat.create(**ASK)
    assert str(said) == "Hello" and said.usage is None and said.choices[0].logprobs is None


def test_a_call_of_a_tool_may_have_no_id(server, chat):
    server.answers(
        reply(completion(None, tool_calls=[CALL])),
        chunked(*events(chunk(tool_calls=[CALL]), chunk(finish="tool_calls"))),
    )
    whole, streamed = chat.create(**ASK), chat.stream(**ASK).gather()
    for said in (whole, streamed):
        assert said.choices[0].message.tool_calls[0].function.name == "f"


@pytest.mark.parametrize(
    ("content", "text"),
    [(None, ""), ([{"type": "text", "text": "Hel"}, {"type": "text", "text": "lo"}], "Hello"), ([], "")],
)
def test_a_content_may_be_nothing_or_parts(server, chat, content, text):
    server.answers(reply(completion(content)))
    assert str(chat.create(**ASK)) == text


def test_fields_nobody_declared_are_kept(server, chat):
    server.answers(reply({**completion("Hello", reasoning_content="Hm."), "timings": {"predicted_ms": 7}}))
    said = chat.create(**ASK)
    assert said.timings.predicted_ms == 7 and said.choices[0].message.reasoning_content == "Hm."


# What is asked and not heeded


def test_the_models_name_may_come_back_changed(server, chat):
    server.answers(reply({**completion(), "model": "loaded.gguf"}))
    assert chat.create(**ASK).model == "loaded.gguf"
    assert server.requests[0].json["model"] == "asked-for"


def test_a_choice_of_a_tool_may_be_ignored(server, chat):
    server.answers(reply(completion("I would rather talk.")))
    said = chat.create(**ASK, tools=TOOLS, tool_choice={"type": "function", "function": {"name": "g"}})
    assert said.choices[0].message.tool_calls is None and str(said) == "I would rather talk."


def test_fewer_answers_than_were_wanted_are_those_that_came(server, chat):
    server.answers(reply(completion()))
    assert len(chat.create(**ASK, n=3).choices) == 1


def test_a_shape_that_is_ignored_is_said_to_be_missed(server, chat):
    server.answers(reply(completion("The name is Ada.")))
    with pytest.raises(errors.Misshapen):
        chat.parse(**ASK, response_format="name str")


# Streams


def test_usage_may_come_with_the_last_piece(server, chat):
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    server.answers(chunked(*events(chunk("Hello"), {**chunk(finish="stop"), "usage": usage})))
    assert chat.stream(**ASK).gather().usage.total_tokens == 3


def test_the_first_piece_may_have_no_choices(server, chat):
    server.answers(
        chunked(*events({"choices": [], "prompt_filter_results": []}, chunk("Hi"), chunk(finish="stop")))
    )
    assert str(chat.stream(**ASK).gather()) == "Hi"


def test_responses_may_stream_unasked(server, client):
    created = {"type": "response.created", "response": {**SAID, "output": [], "status": "in_progress"}}
    done = {"type": "response.completed", "response": SAID}
    server.answers(chunked(*events(created, done, done=False)))
    assert client.responses.create(model="m", input="Hi").output_text == "Hello"


# Vectors


def test_vectors_may_be_poor(server, client):
    server.answers(reply({"data": [{"embedding": [0.0, 1.0]}, {"embedding": [1.0, 0.0]}]}))
    rows = client.embeddings.vectors(model="m", input=["a", "b"])
    assert np.array_equal(rows, [[0, 1], [1, 0]])


def test_one_vector_for_each_token_is_told_from_one_for_each_text(server, client):
    server.answers(vectors([[0.0, 1.0], [1.0, 0.0]]))
    with pytest.raises(errors.Garbled, match="one vector per token"):
        client.embeddings.vectors(model="m", input=["a"])


def test_too_few_vectors_are_too_few(server, client):
    server.answers(vectors([0.0, 1.0]))
    with pytest.raises(errors.Garbled, match="2 embeddings were due and 1 came"):
        client.embeddings.vectors(model="m", input=["a", "b"])


# Saying no


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (reply({"detail": "no room"}, 400), errors.BadRequest, "no room"),
        (
            reply({"detail": [{"loc": ["body", "n"], "msg": "too big"}]}, 422),
            errors.BadRequest,
            "body.n: too big",
        ),
        (reply({"error": "no room"}, 400), errors.BadRequest, "no room"),
        (reply(b"no room", 500, kind="text/plain"), errors.ServerFault, "no room"),
        (reply(b"<h1>Log in</h1>", kind="text/html"), errors.Garbled, "base_url"),
        (reply({"error": "no room"}), errors.ServerFault, "no room"),
        (reply({"error": {"message": "slow down", "code": 429}}), errors.TooMuch, "slow down"),
    ],
    ids=["detail", "details", "a text", "plain text", "a login page", "with status 200", "a code of its own"],
)
def test_every_way_of_saying_no_is_an_error(server, chat, answer, kind, words):
    server.answers(answer)
    with pytest.raises(kind, match=words):
        chat.create(**ASK)


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"Not Found", 404, kind="text/plain"),
        reply({"detail": "Not Found"}, 404),
        reply(b"<h1>404</h1>", 404, kind="text/html"),
        reply(b"", 405),
        reply({"error": {"message": "not implemented"}}, 501),
    ],
    ids=["plain", "detail", "a page", "405", "501"],
)
def test_what_a_server_lacks_is_said_to_be_lacking(server, client, answer):
    server.answers(answer)
    with pytest.raises(errors.Refused, match="This server does not offer files"):
        client.files.list()


def test_a_thing_or_a_model_that_is_not_there_is_no_lack_of_the_server(server, client):
    server.answers(reply({"error": {"message": "No such file"}}, 404))
    with pytest.raises(errors.NotFound, match="No such file") as caught:
        client.files.retrieve("file-1")
    assert "does not offer" not in str(caught.value)
    server.answers(reply({"error": {"message": "model 'm' not found"}}, 404))
    with pytest.raises(errors.NotFound, match=r"^model .m. not found"):
        client.chat.completions.create(**ASK)


def test_an_answer_that_never_comes_is_waited_for_so_long_and_no_longer(server, client):
    server.answers([5.0])
    began = time.monotonic()
    with pytest.raises(errors.TimedOut):
        client.using(timeout=0.2).models.list()
    assert time.monotonic() - began < 2
