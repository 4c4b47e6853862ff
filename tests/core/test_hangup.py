"""Hangup: a request that waits is given up from another thread, and its socket is closed."""

import threading
import time

import pytest
import requests

from openai_nb.core.hangup import Caller, HungUp
from openai_nb.core.transport import Transport
from openai_nb.providers import Bearer
from tests.conftest import KEY
from tests.server import CERTIFICATE, Server, chunked, reply

NEVER = threading.Event()
HALF = [b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", NEVER]
LATER = reply({"error": {"message": "later"}}, 429, retry_after="60")


def given_up(transport, server, read=str, **options):
    """What a call raises that is given up while the server waits."""
    caller, raised = Caller(), []

    def ask():
        with caller:
            try:
                read(transport.send("POST", "/x", body={"model": "m"}, **options))
            except Exception as problem:
                raised.append(problem)

    thread = threading.Thread(target=ask)
    thread.start()
    end = time.monotonic() + 5
    while not server.requests and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.05)
    caller.hang_up()
    thread.join(2)
    assert not thread.is_alive()
    return raised[0]


@pytest.fixture(params=["http", "https", "http, kept", "https, kept"])
def line(request, monkeypatch):
    """A server, and a transport to it that would wait for half a minute; one that is kept stands already."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
    server = Server(secure="https" in request.param)
    transport = Transport(server.url, Bearer(KEY), timeout=30.0, headers={"User-Agent": "us"})
    if "kept" in request.param:
        transport.send("POST", "/x", body={})
        server.requests.clear()
    yield server, transport
    NEVER.set()
    transport.close()
    server.close()
    NEVER.clear()


@pytest.mark.parametrize(
    "answer", [[NEVER], HALF, LATER], ids=["no head", "half a body", "to be tried again"]
)
def test_what_waits_ends_at_once_and_is_not_tried_again(line, answer):
    server, transport = line
    server.answers(answer)
    assert isinstance(given_up(transport, server), HungUp)
    assert len(server.requests) == 1


def test_a_body_that_is_read_as_it_comes_ends_too(line):
    server, transport = line
    server.answers(chunked(b"data: {}\n\n", NEVER))
    read = lambda response: [*response.iter_content(1)]  # noqa: E731
    assert isinstance(given_up(transport, server, read, stream=True), requests.exceptions.RequestException)


def test_what_has_hung_up_sends_nothing_more(line):
    server, transport = line
    with Caller() as caller:
        caller.hang_up()
        with pytest.raises(HungUp):
            transport.send("GET", "/x")
    assert server.requests == []
    assert transport.send("GET", "/x").status_code == 200  # others may


def test_a_connection_that_serves_another_call_is_left_alone(line):
    server, transport = line
    server.answers(reply(), [0.3, *reply({"well": True})])
    with Caller() as caller:
        transport.send("GET", "/x")
    threading.Timer(0.1, caller.hang_up).start()
    assert transport.send("GET", "/x").json() == {"well": True}
    assert server.connections == 1
