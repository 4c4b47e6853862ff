"""The short way of an ordinary request, beside the long one through requests and urllib3."""

import zlib
from contextlib import closing

import pytest
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException
from urllib3.connectionpool import HTTPConnectionPool

from openai_nb.core.errors import OpenAIError
from openai_nb.core.hangup import Carrier
from openai_nb.core.shortcut import JOINED
from openai_nb.core.transport import Transport
from openai_nb.providers import Bearer
from tests.conftest import KEY
from tests.server import CERTIFICATE, CLOSE, RESET, Server, chunked, reply, unchunked

HEAD = b"HTTP/1.1 200 OK\r\n"
LENGTH = b"Content-Length: 2\r\n\r\n"
PACKED = zlib.compress(b'{"a": 1}')
ANSWERS = {
    "plain": reply({"a": 1}, x_request_id="r"),
    "no object": reply(b"[1, 2]"),
    "refused": reply({"error": {"message": "no"}}, 400, x_request_id="r"),
    "drip by drip": [HEAD[:9], 0.05, HEAD[9:], 0.05, b"Content-Le", 0.05, b"ngth: 2\r\n\r\n{", 0.05, b"}"],
    "in chunks": chunked(b'{"a"', b": 1}", kind="application/json"),
    "until it ends": unchunked(b'{"a": 1}', kind="application/json"),
    "packed": reply(PACKED, content_encoding="deflate"),
    "badly packed": reply(b"no zlib", content_encoding="deflate"),
    "said twice": [
        HEAD + b"x-a: 1\r\nX-A: 2\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\nContent-Length: 2\r\n\r\n{}"
    ],
    "informed": [b"HTTP/1.1 100 Continue\r\n\r\n", *reply({"a": 1})],
    "two lengths": [HEAD + b"Content-Length: 2, 3\r\n\r\n{}", CLOSE],
    "too old": [b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", CLOSE],
    "to be closed": [HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}", CLOSE],
    "nothing": [b"HTTP/1.1 204 No Content\r\nx-a: 1\r\n\r\n"],
    "many headers": [HEAD + b"x-a: b\r\n" * 101 + b"\r\n", CLOSE],
    "a long header": [HEAD + b"x-a: " + b"b" * 70_000 + b"\r\n\r\n", CLOSE],
    "no HTTP": [b"220 mail.example\r\n\r\n", CLOSE],
    "cut": [CLOSE],
    "reset": [RESET],
    "a cut head": [HEAD[:30], CLOSE],
    "a cut body": [HEAD + b"Content-Length: 9\r\n\r\n{", CLOSE],
    "silence": [0.6],
    "half silence": [HEAD + b"Content-Length: 9\r\n\r\n{", 0.6],
}


def outcome(transport, **asked):
    """All that is seen of an answer, or of what stands in its place."""
    try:
        answer = transport.send("POST", "/chat/completions", **{"body": {"model": "m"}, **asked})
    except (OpenAIError, RequestException, ValueError) as problem:
        return type(problem), str(problem)
    return answer.status_code, answer.reason, [*answer.headers.items()], answer.content, answer.encoding


def warmed(server, adapter, **named):
    """A transport that has a connection standing."""
    named = {"headers": {"User-Agent": "us"}, "max_retries": 0, **named}
    transport = Transport(server.url, Bearer(KEY), adapter=adapter, **named)
    server.answers(reply())
    transport.send("POST", "/warm", body={})
    return transport


@pytest.fixture(params=[False, True], ids=["http", "https"])
def server(request, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
    with closing(Server(secure=request.param)) as server:
        yield server


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_the_same_on_either_way(server, name):
    seen = []
    for adapter in (HTTPAdapter(), Carrier()):
        with closing(warmed(server, adapter, timeout=0.3 if "silence" in name else 5.0)) as transport:
            server.answers(ANSWERS[name], reply({"after": 1}))
            seen.append((outcome(transport), outcome(transport)))
            transport.session.close()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("path", ["/x", "/a-b/c.d?e=f", "/ä b", "/%2f", "/x?q=%c3%a4", "//x", "/x:y"])
@pytest.mark.parametrize(
    "headers", [{}, {"X-B": "ü"}, {"Host": "example.com"}, {"X-Empty": ""}, {"X-C": b"bytes"}]
)
def test_a_request_is_the_same_on_either_way(server, path, headers):
    for adapter in (HTTPAdapter(), Carrier()):
        with closing(warmed(server, adapter)) as transport:
            transport.send("POST", path, body={"a": "ü"}, headers=headers)
    one, other = (each for each in server.requests if each.target != "/v1/warm")
    assert one.headers.pop("idempotency-key") != other.headers.pop("idempotency-key")
    assert [*one.headers.items()] == [*other.headers.items()]
    assert (one.target, one.body) == (other.target, other.body)


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\r\n\r\nGET / HTTP/1.1", "\r\nX: y"])
def test_no_header_hides_in_another(server, value):
    with closing(warmed(server, Carrier())) as transport:
        with pytest.raises((RequestException, ValueError)):
            transport.send("POST", "/x", body={}, headers={"X-Said": value})
        assert outcome(transport)[0] == 200
    assert not any("x-evil" in each.headers or "x" in each.headers for each in server.requests)


def test_a_header_on_two_lines_is_one(server):
    with closing(warmed(server, Carrier())) as transport:
        server.answers([HEAD + b"x-a: 1 \r\n\t 2\r\n" + LENGTH + b"{}"])
        assert transport.send("POST", "/x", body={}).headers["x-a"] == "1 2"


def test_only_a_connection_that_stands_is_used_so(server, monkeypatch):
    long, way = [], HTTPConnectionPool.urlopen
    monkeypatch.setattr(
        HTTPConnectionPool, "urlopen", lambda own, *args, **named: long.append(1) or way(own, *args, **named)
    )
    with closing(warmed(server, Carrier())) as transport:
        assert (outcome(transport)[0], outcome(transport)[0], len(long)) == (200, 200, 1)
        assert (outcome(transport, body={"a": "x" * JOINED})[0], len(long)) == (200, 2)
        transport.send("GET", "/x")
        assert (server.connections, len(long)) == (1, 3)


def test_a_stream_that_was_left_has_its_connection_to_itself(server):
    with closing(warmed(server, Carrier())) as transport:
        server.answers(chunked(b"a" * 9, 0.2, b"b" * 9), reply({"a": 1}))
        stream = transport.send("POST", "/x", body={"stream": True}, stream=True)
        assert next(stream.iter_content(3)) == b"aaa"
        assert outcome(transport)[3] == b'{"a": 1}'
        stream.close()
        assert outcome(transport)[3] == b'{"a": 1}'
