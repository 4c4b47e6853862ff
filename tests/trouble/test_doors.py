"""Doors that do not open: nobody there, no such host, a certificate nobody trusts, a proxy in the way."""

from __future__ import annotations

import threading
import time
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest

from openai_nb.core.errors import Unreachable
from openai_nb.core.traces import plain
from tests.server import Server, reply
from tests.trouble.works import WORKS, Came

each_work = pytest.mark.parametrize("name", WORKS)
WHO = reply({}, 407, proxy_authenticate='Basic realm="way out"')


@pytest.fixture
def secure():
    """A server whose certificate nobody has vouched for."""
    server = Server(secure=True)
    yield server
    server.close()


class Plainly(StreamRequestHandler):
    """Answers whatever is said, as web servers do that were not asked in HTTP."""

    def handle(self):
        self.request.recv(4096)
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")


@pytest.fixture
def plainly():
    """The port of a server that speaks no TLS."""
    with ThreadingTCPServer(("127.0.0.1", 0), Plainly) as door:
        threading.Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
        yield door.server_address[1]
        door.shutdown()


@pytest.fixture(params=["nobody there", "refusing", "asking who we are"])
def proxy(request, server, closed_port, monkeypatch):
    """A proxy that lets nobody through."""
    answers = {"refusing": reply({}, 403), "asking who we are": WHO}
    server.answers(answers.get(request.param, reply()))
    port = closed_port if request.param == "nobody there" else server.port
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:open-sesame@127.0.0.1:{port}")


@pytest.fixture
def knock(client_of, folder, pauses, threads):
    """What a work tells of an address; it has tried twice, in time, and left nothing behind."""

    def knock(name, base_url):
        work = WORKS[name](client_of(base_url), folder)
        began = time.monotonic()
        came = work.do()
        assert time.monotonic() - began < 3
        work.close()
        assert threads() == []
        assert len(pauses) == 1 or name in ("column", "embed", "job panel")
        assert came.error is None or type(came.error) is Unreachable
        assert len(came.told.encode()) <= 400
        return plain(came.told)

    return knock


@each_work
def test_a_refused_connection(knock, closed_port, name):
    told = knock(name, f"http://127.0.0.1:{closed_port}/v1")
    assert f"127.0.0.1:{closed_port} refuses the connection. Is the server running" in told


@each_work
def test_a_host_that_is_unknown(knock, name):
    assert "There is no host called nobody.invalid. Check the address" in knock(
        name, "http://nobody.invalid/v1"
    )


@each_work
def test_a_certificate_that_is_not_trusted(knock, secure, name):
    told = knock(name, secure.url)
    assert "is not trusted. Set REQUESTS_CA_BUNDLE to your CA file." in told and secure.requests == []


@each_work
def test_a_door_that_does_not_speak_tls(knock, plainly, name):
    told = knock(name, f"https://127.0.0.1:{plainly}/v1")
    assert "do not agree on TLS. Is it https:// there, or http://?" in told


@each_work
def test_a_proxy_that_lets_nobody_through(knock, proxy, server, name):
    told = knock(name, "https://api.somewhere.invalid/v1")
    assert "The proxy on the way to api.somewhere.invalid did not let us through. Check HTTPS_PROXY" in told
    assert "sesame" not in told and all(each.verb == "CONNECT" for each in server.requests)


@each_work
def test_a_proxy_that_wants_to_know_us_says_so_in_the_open(client_of, folder, server, monkeypatch, name):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.port}")
    server.answers(WHO)
    work = WORKS[name](client_of("http://api.somewhere.invalid/v1"), folder)
    came = work.do()
    work.close()
    assert "put name and password into HTTPS_PROXY" in came.told or came.told.endswith("status 407")


@each_work
def test_when_the_door_opens_one_goes_on(client_of, folder, closed_port, name):
    work = WORKS[name](client_of(f"http://127.0.0.1:{closed_port}/v1"), folder)
    assert "refuses the connection" in work.do().told
    server = Server(closed_port)
    server.answers(work.well)
    assert work.again() == Came(work.whole)
    work.close()
    server.close()
