"""The server: what it does with callers who are slow, long-winded or no callers at all."""

import json
import socket
import time

import pytest

from openai_nb.core.server import Served

GOOD = b"GET /x HTTP/1.1\r\nHost: localhost\r\n"


def hello(environ, start):
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body) + 2))])
    return [b"ok", body]


@pytest.fixture
def server():
    server = Served(hello).start()
    yield server
    server.close()


@pytest.fixture
def quick(monkeypatch):
    """Patience of a moment."""
    monkeypatch.setattr("openai_nb.core.server.HEADERS_SECONDS", 0.3)


def talk(server, *pieces, pause=0.0):
    """All that comes back; what cannot be sent any more is left."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as sock:
        back = b""
        try:
            for piece in pieces:
                sock.sendall(piece)
                time.sleep(pause)
            while said := sock.recv(65536):
                back += said
        except ConnectionError:
            pass
        return back


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
        (GOOD + b"A: " + b"x" * 70_000 + b"\r\n\r\n", b"431"),
        (GOOD + b"".join(b"A%d: x\r\n" % n for n in range(150)) + b"\r\n", b"431"),
        (GOOD + b"".join(b"A%d: %b\r\n" % (n, b"x" * 2000) for n in range(50)) + b"\r\n", b"431"),
        (b'GET "<b> no request at all\r\n\r\n', b"400"),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", b"505"),
    ],
    ids=["a long address", "a long header", "many headers", "many long headers", "no request", "no version"],
)
def test_what_is_too_much_is_refused_in_the_apis_words(server, request_, status):
    head, _, body = talk(server, request_).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status) and b"application/json" in head
    error = json.loads(body)["error"]
    assert error["type"] == "invalid_request_error" and "<b>" not in error["message"]


def test_what_is_just_within_is_answered(server):
    said = talk(server, GOOD + b"A: " + b"x" * 60_000 + b"\r\nConnection: close\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 200")


def test_who_drips_headers_is_not_waited_for(server, quick):
    began = time.monotonic()
    assert talk(server, *[bytes([letter]) for letter in GOOD], pause=0.05) == b""
    assert time.monotonic() - began < 3


def test_who_stops_in_the_middle_of_the_headers_is_not_waited_for(server, quick):
    began = time.monotonic()
    assert talk(server, GOOD) == b"" and time.monotonic() - began < 2


def test_a_kept_connection_may_rest_longer_than_headers_may_take(server, quick):
    close = GOOD + b"Connection: close\r\n\r\n"
    assert talk(server, GOOD + b"\r\n", close, pause=0.5).count(b"200 OK") == 2


def test_a_body_may_take_longer_than_headers(server, quick):
    head = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"
    assert talk(server, head, b"a", b"b", b"c", pause=0.2).endswith(b"okabc")


def test_an_answer_of_an_app_that_fails_is_an_end_not_a_silence(server):
    server.app = lambda environ, start: (_ for _ in ()).throw(ConnectionResetError())
    assert talk(server, GOOD + b"\r\n") == b""


class _Body:
    """Pieces that note whether they were closed."""

    def __init__(self, pieces):
        self.pieces, self.closed = pieces, False

    def __iter__(self):
        yield from self.pieces

    def close(self):
        self.closed = True


@pytest.fixture
def serving():
    servers = []

    def serve(status, headers, body):
        servers.append(Served(lambda _, start: (start(status, headers), body)[1]).start())
        return servers[-1]

    yield serve
    for server in servers:
        server.close()


def test_an_app_is_told_when_its_answer_is_out(serving):
    body = _Body([b"all", b" of it"])
    said = talk(serving("200 OK", [("Content-Length", "9")], body), GOOD + b"Connection: close\r\n\r\n")
    assert said.endswith(b"\r\n\r\nall of it")
    assert body.closed


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_a_status_without_a_body_brings_none(serving, status):
    said = talk(serving(status, [], [b""]), GOOD + b"Connection: close\r\n\r\n")
    assert b"Transfer-Encoding" not in said
    assert said.endswith(b"\r\n\r\n")


def test_the_pieces_of_an_answer_do_not_wait_for_each_other(serving):
    def slow():
        yield b"x" * 100_000
        time.sleep(1)
        yield b"y"

    server = serving("200 OK", [("Content-Length", "100001")], slow())
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as sock:
        began = time.monotonic()
        sock.sendall(GOOD + b"\r\n")
        assert b"xxx" in sock.recv(65536) + sock.recv(65536)
        assert time.monotonic() - began < 0.5
