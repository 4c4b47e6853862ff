"""The way of a request to its server."""

import socket
import threading
from contextlib import closing

import pytest
import requests

from openai_nb.core.carrier import JOINED, Straight
from openai_nb.core.transport import Transport
from tests.server import CERTIFICATE, Server, reply


def _answer(listening):
    """Answer one request with an empty object, over a bare socket."""
    sock, _ = listening.accept()
    with sock:
        sock.recv(65_536)
        sock.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")


@pytest.fixture
def line():
    server = Server()
    transport = Transport(server.url)
    yield server, transport
    transport.close()
    server.close()


@pytest.mark.parametrize("size", [0, 10, JOINED, JOINED + 1, 3_000_000])
def test_a_body_of_any_length_arrives_whole(line, size):
    server, transport = line
    server.answers(lambda request: reply({"length": request.size}))
    whole = len(b'{"text":""}') + size
    for _ in range(2):
        assert transport.send("POST", "/x", body={"text": "x" * size}).json() == {"length": whole}


def test_a_short_request_leaves_in_one_piece(monkeypatch):
    sent = []
    send = socket.socket.sendall
    monkeypatch.setattr(
        socket.socket, "sendall", lambda own, data: sent.append(bytes(data)) or send(own, data)
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_answer, args=(listening,))
        thread.start()
        transport = Transport(f"http://127.0.0.1:{listening.getsockname()[1]}/v1")
        assert transport.send("POST", "/x", body={"a": 1}).json() == {}
        transport.close()
        thread.join()
    asked = [each for each in sent if each.startswith(b"POST /v1/x ")]
    assert len(asked) == 1
    assert asked[0].endswith(b'\r\n\r\n{"a":1}')


def test_another_port_is_another_way():
    with closing(Server()) as one, closing(Server()) as other, requests.Session() as session:
        session.mount("http://", Straight())
        for server, name in ((one, "one"), (other, "other")):
            server.answers(lambda request, name=name: reply({"name": name}))
        bare = [server.url.removesuffix("/v1") for server in (one, other)]
        assert [session.get(url).json()["name"] for url in bare * 2] == ["one", "other"] * 2


def test_closed_ways_are_opened_anew(line):
    server, transport = line
    server.answers(lambda request: reply({"target": request.target}))
    for _ in range(2):
        assert transport.send("GET", "/x", query={"a": "b c"}).json()["target"].endswith("/x?a=b+c")
        transport.session.close()


def test_cookies_are_kept_by_whoever_keeps_them(line):
    server, _ = line
    server.answers(reply({}, set_cookie="a=b; Path=/"))
    with requests.Session() as session:
        session.mount("http://", Straight())
        assert session.get(f"{server.url}/x").cookies["a"] == "b"
        assert session.cookies["a"] == "b"


def test_who_was_trusted_once_is_not_trusted_by_other_rules():
    with closing(Server(secure=True)) as server, requests.Session() as session:
        session.mount("https://", Straight())
        for _ in range(2):
            assert session.get(server.url, verify=str(CERTIFICATE)).ok
            with pytest.raises(requests.exceptions.SSLError):
                session.get(server.url, verify=True)
