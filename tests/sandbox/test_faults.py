"""Scripted trouble, met by the real client."""

import time

import pytest

from openai_nb import Client, sandbox
from openai_nb.core.errors import (
    Garbled,
    NotFound,
    QuotaExceeded,
    Refused,
    ServerFault,
    TimedOut,
    TooMuch,
    Truncated,
    Unreachable,
)
from openai_nb.sandbox.serve import serve

HELLO = [{"role": "user", "content": "Tell me of rivers"}]


def asking(faults, **options):
    client = Client.sandbox(faults=faults)
    client._transport._sleep = lambda seconds: None
    return client.using(**options) if options else client


@pytest.mark.parametrize(("status", "kind"), [(419, Refused), (520, ServerFault), (529, ServerFault)])
def test_a_status_that_has_no_name_is_met_too(meeting, status, kind):
    with pytest.raises(kind) as caught:
        meeting(str(status), max_retries=0).models.list()
    assert caught.value.status == status


@pytest.fixture(params=["in process", "on a port"])
def meeting(request):
    """The same trouble in this process and on a port."""
    opened = []

    def client(faults, **options):
        if request.param == "in process":
            return asking(faults, **options)
        server, token = serve(faults=faults)
        opened.append(server.start())
        client = Client(base_url=f"{server.url}/v1", api_key=token, **options)
        client._transport._sleep = lambda seconds: None
        return client

    yield client
    for server in opened:
        server.close()


def chat(client):
    return client.chat.completions.create(model="sandbox-chat", messages=HELLO).choices[0].message.content


def streamed(client):
    stream = client.chat.completions.stream(model="sandbox-chat", messages=HELLO)
    return stream.gather().choices[0].message.content


RIVERS = chat(asking(""))


def test_trouble_passes_within_the_retries():
    client = asking("429:0.1, 503, ok")
    assert client.chat.completions.create(model="sandbox-chat", messages=HELLO).choices
    assert client.last.attempts == 3


def test_trouble_that_lasts_is_told():
    with pytest.raises(ServerFault, match="overloaded"):
        asking("503, 503, 503").models.list()


def test_retries_can_be_declined():
    with pytest.raises(TooMuch) as caught:
        asking("429:7", max_retries=0).models.list()
    assert caught.value.retry_after == 7


def test_a_spent_quota_is_not_asked_again():
    client = asking("quota")
    with pytest.raises(QuotaExceeded):
        client.models.list()
    assert client.last.attempts == 1


def test_a_stream_that_is_cut_is_never_silently_short():
    client = asking("cut")
    kept = []
    with pytest.raises(Truncated):
        client.chat.completions.stream(model="sandbox-chat", messages=HELLO).gather(kept.append)
    assert kept


def test_a_connection_that_drops_is_tried_again(meeting):
    client = meeting("drop, ok")
    assert chat(client) == RIVERS and client.last.attempts == 2


def test_a_connection_that_always_drops_is_told(meeting):
    with pytest.raises(Unreachable):
        chat(meeting("drop, drop, drop"))


def test_an_answer_that_is_cut_is_tried_again(meeting):
    client = meeting("cut, ok")
    assert chat(client) == RIVERS and client.last.attempts == 2


def test_an_answer_that_is_always_cut_is_told(meeting):
    with pytest.raises(Truncated):
        chat(meeting("cut", max_retries=0))


def test_bytes_that_are_cut_are_never_silently_short(meeting):
    client = meeting("ok, cut", max_retries=0)
    file = client.files.create(file=("a", b"x" * 100_000), purpose="user_data")
    with pytest.raises(Truncated):
        client.files.content(file)


@pytest.mark.parametrize("ask", [chat, streamed])
@pytest.mark.parametrize(
    ("word", "error", "said"),
    [
        ("garble", Truncated, "broke off"),
        ("html", Garbled, "text/html came"),
        ("empty", Truncated, "not whole JSON|in the middle of the answer"),
    ],
)
def test_what_is_no_answer_is_named(meeting, ask, word, error, said):
    with pytest.raises(error, match=said):
        ask(meeting(word))


def test_a_stream_without_its_last_word_is_whole_when_its_text_is(meeting):
    assert streamed(meeting("nodone")) == RIVERS


@pytest.mark.parametrize("ask", [chat, streamed])
def test_what_comes_late_comes_whole(meeting, ask):
    began = time.monotonic()
    assert ask(meeting("drip:0.01")) == RIVERS and time.monotonic() - began > 0.03


def test_a_server_that_is_slower_than_ones_patience_is_left():
    server, token = serve(faults="slow:1")
    server.start()
    client = Client(base_url=f"{server.url}/v1", api_key=token, timeout=0.2, max_retries=0)
    with client, pytest.raises(TimedOut):
        client.models.list()
    server.close()


def test_the_wait_that_is_asked_for_is_kept(meeting):
    client, waited = meeting("429:1.5, ok"), []
    client._transport._sleep = waited.append
    assert client.models.list() and waited == [1.5]


# Queues


def test_trouble_can_be_for_one_route():
    client = asking("POST /chat/completions: 500, 500, 500; 404")
    with pytest.raises(NotFound):
        client.models.list()
    assert client.models.list()
    with pytest.raises(ServerFault):
        chat(client)
    assert chat(client) == RIVERS


@pytest.mark.parametrize("route", ["GET /files/*", "GET /v1/files/{file_id}", "* /files/*"])
def test_routes_may_leave_open_what_they_are_about(route):
    client = asking("ok")
    sandbox.of(client).faults.add("401", route)
    assert client.files.list() is not None
    with pytest.raises(Exception, match="Incorrect API key"):
        client.files.retrieve("file-abc")


def test_each_queue_keeps_its_order():
    client = asking("GET /models: 401, ok, 403; 404", max_retries=0)
    met = []
    for _ in range(5):
        try:
            met.append(len(client.models.list()) and 200)
        except Exception as error:
            met.append(error.status)
    assert met == [401, 200, 403, 404, 200]


@pytest.mark.parametrize("script", ["flood", "42", "slow:soon", "POST /files: 99", "ok ok"])
def test_a_script_is_read_when_it_is_given(script):
    with pytest.raises(ValueError, match="is no trouble known here"):
        asking(script)
