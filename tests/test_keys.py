"""Keys: wherever one is planted, it comes up in a header and nowhere else."""

from __future__ import annotations

import logging
import traceback

import pytest

from openai_nb import Client
from openai_nb.core.errors import OpenAIError
from tests.conftest import KEY
from tests.server import CLOSE, RESET, chunk, chunked, events, reply

ECHO = f"Incorrect API key provided: {KEY}; Authorization: Bearer {KEY}"
ASK = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}

ANSWERS = {
    "an error that says it back": reply({"error": {"message": ECHO, "param": KEY}}, 401),
    "a text that says it back": reply(ECHO.encode(), 500, kind="text/plain"),
    "a detail that says it back": reply({"detail": [{"loc": [KEY], "msg": ECHO}]}, 422),
    "a page that says it back": reply(f"<p>{ECHO}</p>".encode(), 200, kind="text/html"),
    "an event that says it back": chunked(*events(chunk("a"), {"error": {"message": ECHO}})),
    "a piece that breaks off": chunked(events(chunk("a"))[0], b'data: {"x": ', CLOSE),
    "a redirect that says it back": reply({}, 302, location=f"https://evil.example/?key={KEY}"),
    "a lost connection": [RESET],
    "no HTTP": [b"what?\r\n\r\n", CLOSE],
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("stream", [False, True])
def test_no_failure_shows_the_key(server, client, caplog, answer, stream):
    server.answers(answer)
    with caplog.at_level(logging.DEBUG), pytest.raises(OpenAIError) as caught:
        client.chat.completions.create(**ASK, stream=stream).gather()
    shown = [*traceback.format_exception(caught.value), str(caught.value), repr(caught.value)]
    shown += [repr(vars(caught.value)), caplog.text]
    assert KEY not in "\n".join(shown)


@pytest.mark.parametrize("key", [f"{KEY}\nX", f"{KEY}\u2026"])
def test_a_key_that_cannot_travel_is_not_shown_by_what_it_breaks(server, key):
    with Client(api_key=key, base_url=server.url) as client, pytest.raises(OpenAIError) as caught:
        client.models.list()
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert server.requests == []


def test_nothing_that_prints_itself_shows_the_key(server, client, caplog):
    server.answers(reply({"data": [{"id": "m"}]}))
    with caplog.at_level(logging.DEBUG):
        page = client.models.list()
    shown = [
        client,
        client.provider,
        client.provider.auth,
        client.last,
        client._transport,
        page,
        client.models,
    ]
    assert KEY in server.requests[0].headers["authorization"]
    assert KEY not in " ".join(map(repr, shown)) + str(client.origin) + caplog.text


def test_a_connection_that_is_refused_shows_no_key(closed_port, caplog):
    client = Client(api_key=KEY, base_url=f"http://127.0.0.1:{closed_port}/v1", max_retries=0)
    with caplog.at_level(logging.DEBUG), pytest.raises(OpenAIError) as caught:
        client.models.list()
    assert KEY not in "".join(traceback.format_exception(caught.value)) + caplog.text
