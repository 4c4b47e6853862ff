"""WSGI: an app in this process, asked as if it were a server."""

from __future__ import annotations

import json
import threading
import time

import pytest

from openai_nb.client import Client
from openai_nb.core import errors
from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.providers import Bearer, Provider
from tests.conftest import KEY
from tests.server import chunk, events

SEEN = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "HTTP_AUTHORIZATION", "SERVER_NAME")


def client_of(app, **options):
    return Client(provider=Provider("http+app://here/v1", Bearer(KEY), WSGIAdapter(app)), **options)


def echo(environ, start):
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode("latin-1")
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({**{name: environ[name] for name in SEEN}, "body": body}).encode()]


def test_an_app_sees_the_request_as_a_server_would_give_it():
    said = client_of(echo).request("POST", "/files/ä b", query={"limit": 2}, body={"a": 1})
    assert said.REQUEST_METHOD == "POST"
    assert said.PATH_INFO.encode("latin-1").decode() == "/v1/files/ä b"
    assert (said.QUERY_STRING, said.SERVER_NAME) == ("limit=2", "here")
    assert said.CONTENT_TYPE == "application/json"
    assert said.HTTP_AUTHORIZATION.split() == ["Bearer", KEY]
    assert said.body == '{"a":1}'


def test_an_app_gets_a_form_whole(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"content")
    said = client_of(echo).request(
        "POST", "/files", body={"purpose": "batch"}, files={"file": tmp_path / "a.txt"}
    )
    assert "content" in said.body
    assert said.CONTENT_TYPE.startswith("multipart/form-data")


def test_no_scheme_of_ours_can_leave_the_machine():
    import requests

    with pytest.raises(requests.exceptions.InvalidSchema):
        requests.get("http+app://here/v1/models", timeout=1)


def test_an_app_refuses_in_the_apis_words():
    def app(environ, start):
        start("404 Not Found", [("Content-Type", "application/json"), ("x-request-id", "req_1")])
        return [b'{"error": {"message": "no such model"}}']

    with pytest.raises(errors.NotFound, match="no such model") as caught:
        client_of(app).models.retrieve("m")
    assert caught.value.request_id == "req_1"


def test_an_app_that_is_busy_is_asked_again():
    asked = []

    def app(environ, start):
        asked.append(environ["HTTP_IDEMPOTENCY_KEY"])
        start(
            "200 OK" if len(asked) > 1 else "429 Busy",
            [("Content-Type", "application/json"), ("retry-after-ms", "1")],
        )
        return [b"{}"]

    client_of(app).request("POST", "/x")
    assert len(asked) == 2
    assert len(set(asked)) == 1


class Closing:
    """A body that begins late and has to be closed."""

    def __init__(self, start, pieces):
        self.start, self.pieces, self.closed = start, pieces, False

    def __iter__(self):
        self.start("200 OK", [("Content-Type", "text/event-stream")])
        yield from self.pieces

    def close(self):
        self.closed = True


def test_a_body_comes_piece_by_piece_and_is_closed():
    asked, bodies = [], []

    def pieces():
        for wire in events(chunk("a"), chunk("b"), chunk(finish="stop")):
            asked.append(wire)
            yield wire

    def app(environ, start):
        bodies.append(Closing(start, pieces()))
        return bodies[0]

    stream = client_of(app).chat.completions.stream(model="m", messages=[])
    assert next(stream).choices[0].delta.content == "a"
    assert len(asked) == 1
    assert len(list(stream)) == 2
    assert bodies[0].closed


@pytest.mark.parametrize("stream", [True, False])
def test_a_body_is_closed_however_it_is_read(stream):
    bodies = []

    def app(environ, start):
        bodies.append(Closing(start, [b'{"id": 1}']))
        return bodies[0]

    answer = client_of(app)._transport.send("GET", "/x", stream=stream)
    answer.close()
    assert bodies[0].closed


def test_another_thread_can_stop_an_app():
    going = threading.Event()

    def app(environ, start):
        start("200 OK", [("Content-Type", "text/event-stream")])
        for _ in range(100):
            yield events(chunk("a"), done=False)[0]
            going.set()
            time.sleep(0.01)

    stream, ended = client_of(app).chat.completions.stream(model="m", messages=[]), []
    reader = threading.Thread(target=lambda: ended.append(list(stream)))
    reader.start()
    going.wait(2)
    began = time.monotonic()
    stream.close()
    reader.join(2)
    assert time.monotonic() - began < 0.3
    assert 0 < len(ended[0]) < 100


def test_an_app_that_breaks_off_is_truncated():
    def app(environ, start):
        start("200 OK", [("Content-Type", "text/event-stream")])
        yield events(chunk("a"))[0]
        raise OSError("gone")

    with pytest.raises(errors.Truncated) as caught:
        client_of(app).chat.completions.stream(model="m", messages=[]).gather()
    assert caught.value.partial.choices[0].message.content == "a"
