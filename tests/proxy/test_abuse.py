"""Those who mean harm: what is smuggled, guessed, climbed, flooded or dripped."""

import contextlib
import json
import socket
import time

import pytest
import requests

from openai_nb.core.server import Served
from openai_nb.proxy import patience
from openai_nb.proxy.tokens import new
from tests.conftest import KEY
from tests.proxy.conftest import BEARER, TOKEN
from tests.proxy.serving import program
from tests.server import Server, reply

HEAD = f"Host: localhost\r\nAuthorization: Bearer {TOKEN}\r\n".encode()


@pytest.fixture(scope="module")
def above():
    """The server behind the proxy; it says back what it was asked with."""
    above = Server()
    above.answers(lambda request: reply({"target": request.target, "headers": request.headers}))
    yield above
    above.close()


@pytest.fixture(scope="module")
def gunicorn(above, tmp_path_factory):
    where = tmp_path_factory.mktemp("proxy")
    with program(where, upstream=above.url, audit="audit", most_bytes=1 << 20, threads=48) as (url, run):
        yield int(url.rpartition(":")[2]), where, run


@pytest.fixture(params=["gunicorn", "our own"])
def door(request, above, proxied):
    """The port of a proxy, behind either server."""
    above.requests.clear()
    if request.param == "gunicorn":
        yield request.getfixturevalue("gunicorn")[0]
        return
    served = Served(proxied(upstream=above.url, most_bytes=1 << 20).proxy).start()
    yield served.port
    served.close()


def raw(port, request, seconds=10):
    """What comes back for bytes sent as they are; the socket is read to its end."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as sock:
        sock.sendall(request)
        sock.shutdown(socket.SHUT_WR)
        pieces = []
        try:
            while piece := sock.recv(65536):
                pieces.append(piece)
        except ConnectionError:
            pass  # closed on what was not read; what was said before counts
    return b"".join(pieces)


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


@pytest.mark.parametrize(
    "path",
    ["//evil.example/v1/models", "/v1//models", "/v1/../models", "/v1/files/../../etc", "/v1/%2e%2e/models",
     "/v1/files/..%2f..%2fetc", "/v1/files/%2e%2e%5cx", "/v1/files/%00", "/v1/files/%0d%0aX:1",
     "/v1/./models",
     "/v1/files/%252e%252e", "/v1/files/a%3fb=c", "/v1/files/a%23b", "/v1/@evil.example/", "/v1/files/%ff",
     "http://evil.example/latest/meta-data", "*", "/", "/v1", "/V1/models/..;/x"],
)  # fmt: skip
def test_paths_lead_nowhere_else(door, above, path):
    answer = raw(door, f"GET {path} HTTP/1.1\r\n".encode() + HEAD + b"Connection: close\r\n\r\n")
    reached = [each.target for each in above.requests]
    known = (
        ["/v1/@evil.example"],
        ["/v1/latest/meta-data"],
        ["/v1/evil.example/v1/models"],
    )  # within the API
    assert status(answer) in (400, 403, 404) or reached in known
    assert KEY.encode() not in answer


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\nContent-Length: 7\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 5, 5\r\n",
        b"Content-Length: 0x5\r\n",
        b"Transfer-Encoding: identity, chunked, chunked\r\n",
        b"Transfer-Encoding: xchunked\r\n",
    ],
)
def test_what_could_be_smuggled_is_refused_and_the_connection_ends(door, above, head):
    hidden = b"GET /v1/files HTTP/1.1\r\n" + HEAD + b"\r\n"
    answer = raw(door, b"POST /v1/conversations HTTP/1.1\r\n" + HEAD + head + b"\r\n0\r\n\r\n" + hidden)
    assert status(answer) in (400, 411, 501) and answer.count(b"HTTP/1.1 ") == 1 and above.requests == []


def test_a_body_that_is_refused_unread_is_not_the_next_request(door, above):
    hidden = b"GET /v1/files HTTP/1.1\r\n" + HEAD + b"\r\n"
    head = b"Host: localhost\r\nContent-Length: %d\r\n\r\n" % len(hidden)
    answer = raw(door, b"POST /v1/conversations HTTP/1.1\r\n" + head + hidden)
    assert status(answer) == 401 and above.requests == []


@pytest.mark.parametrize(
    "lines",
    [
        b"X-A: 1\r\n folded: 2\r\n",
        b"X A: 1\r\n",
        b"X-A\r\n",
        b"Accept: a\rCookie: b\r\n",
        b"Accept: a\x00b\r\n",
    ],
)
def test_headers_that_are_none_reach_nobody(door, above, lines):
    answer = raw(door, b"GET /v1/models HTTP/1.1\r\n" + HEAD + lines + b"Connection: close\r\n\r\n")
    went = above.requests[0].headers if above.requests else {}
    assert status(answer) in (400, 403, 200)
    assert not {"folded", "x-a", "x a", "cookie"} & set(went) and "\x00" not in str(went)


@pytest.mark.parametrize(
    ("request_line", "lines"),
    [
        (b"GET /v1/" + b"a" * 70_000, b""),
        (b"GET /v1/models", b"X-A: " + b"a" * 70_000 + b"\r\n"),
        (b"GET /v1/models", b"".join(b"X-%d: a\r\n" % n for n in range(3000))),
        (b"POST /v1/files", b"Content-Length: 2000000\r\n"),
        (b"POST /v1/files", b"Content-Length: 99999999999999\r\n"),
        (b"POST /v1/files", b"Content-Length: " + b"9" * 4000 + b"\r\n"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_read(door, above, request_line, lines):
    began = time.monotonic()
    answer = raw(door, request_line + b" HTTP/1.1\r\n" + HEAD + b"X-Mark: ours\r\n" + lines + b"\r\n")
    ours = [each for each in above.requests if each.headers.get("x-mark")]  # an earlier test's may come late
    assert status(answer) in (0, 400, 413, 414, 431) and ours == []
    assert time.monotonic() - began < 3


def test_a_chunked_body_that_never_ends_is_cut_off(tmp_path):
    endless = (b"x" * 65536 for _ in range(10_000))
    with program(tmp_path, upstream="sandbox", most_bytes=1 << 20) as (url, _):
        try:
            answer = requests.post(f"{url}/v1/files", data=endless, headers=BEARER, timeout=10)
        except requests.ConnectionError:
            answer = None  # it was closed on while it still sent
    assert (answer is None or answer.status_code == 413) and next(endless, None) is not None


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"Host": "evil.example"}, "wrong_host"),
        ({"Host": "localhost.evil.example"}, "wrong_host"),
        ({"Host": "[::1"}, "wrong_host"),
        ({"Origin": "https://evil.example"}, "wrong_origin"),
        ({"Origin": "null"}, "wrong_origin"),
        ({"Upgrade": "websocket", "Connection": "Upgrade"}, "no_websockets"),
    ],
)
def test_other_names_pages_of_others_and_websockets_get_no_answer(caller, server, header, code):
    answer = caller.get("/models", headers=header)
    assert answer.status_code in (400, 403) and answer.json()["error"]["code"] == code
    assert server.requests == [] and not [
        each for each in answer.headers if each.lower().startswith("access-")
    ]


def test_another_page_cannot_ask_even_with_the_token_a_browser_kept(door, above):
    url = f"http://127.0.0.1:{door}/v1/models"
    posted = requests.post(
        url, auth=("me", TOKEN), data="{}", headers={"Content-Type": "text/plain"}, timeout=5
    )
    flown = requests.options(url, headers={"Origin": "https://evil.example", **BEARER}, timeout=5)
    assert posted.status_code == 401 and flown.status_code == 403 and above.requests == []


@pytest.mark.parametrize("verb", ["TRACE", "CONNECT", "OPTIONS", "PROPFIND", "get"])
def test_other_methods_are_not_passed_on(door, above, verb):
    answer = raw(door, f"{verb} /v1/models HTTP/1.1\r\n".encode() + HEAD + b"Connection: close\r\n\r\n")
    assert status(answer) in (400, 405, 501) and above.requests == []


def test_guessing_gets_nobody_in_and_every_guess_is_noted(gunicorn, above):
    port, where, _ = gunicorn
    above.requests.clear()
    with requests.Session() as session:
        for _ in range(100):
            guess = {"Authorization": f"Bearer {new()}"}
            assert (
                session.get(f"http://127.0.0.1:{port}/v1/models", headers=guess, timeout=5).status_code == 401
            )
    lines = [json.loads(line) for line in (where / "audit").read_text().splitlines()]
    assert sum(line.get("refused") == "invalid_api_key" for line in lines) >= 100 and above.requests == []


def test_what_a_caller_says_stays_within_its_line(gunicorn):
    port, where, _ = gunicorn
    forged = '%0a{"user":"forged"}'
    raw(port, f"GET /v1/files/{forged} HTTP/1.1\r\n".encode() + HEAD + b"Connection: close\r\n\r\n")
    body = {"model": 'm\n{"user": "forged"}\r\x1b[2J\u2028', "messages": []}
    requests.post(f"http://127.0.0.1:{port}/v1/chat/completions", json=body, headers=BEARER, timeout=5)
    lines = [json.loads(line) for line in (where / "audit").read_text().splitlines()]
    assert all(line.get("user") in (None, "ada") for line in lines)


@pytest.fixture
def slow(gunicorn):
    """Opens connections that send this and no more; there are fewer threads than these."""
    opened = []

    def send(request, count=150):
        for _ in range(count):
            opened.append(socket.create_connection(("127.0.0.1", gunicorn[0]), timeout=5))
            opened[-1].sendall(request)
        return opened

    yield send
    for each in opened:
        each.close()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET /v1/models HTTP/1.1\r\nHo",
        b"GET /v1/models HTTP/1.1\r\n" + HEAD + b"X-A: ",
        b"POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx",
        b"GET /v1/models HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n",
    ],
    ids=["nothing", "half a head", "most of a head", "a stranger's body", "an answer that is not taken"],
)
def test_those_who_are_slow_hold_nobody_else_up(gunicorn, slow, said):
    slow(said)
    began = time.monotonic()
    answer = requests.get(f"http://127.0.0.1:{gunicorn[0]}/v1/models", headers=BEARER, timeout=10)
    assert answer.ok and time.monotonic() - began < 3


def test_a_head_that_comes_in_letters_is_read_all_the_same(gunicorn):
    with socket.create_connection(("127.0.0.1", gunicorn[0]), timeout=5) as sock:
        for letter in b"GET /v1/models HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n":
            sock.sendall(bytes([letter]))
        assert status(sock.recv(65536)) == 200


def test_a_head_that_never_ends_is_ended(tmp_path, above):
    assert patience.HEAD_SECONDS <= 20 and patience.SILENT_SECONDS <= 60
    quick = "import openai_nb.proxy.patience as p; p.HEAD_SECONDS = 0.3"
    (tmp_path / "sitecustomize.py").write_text(quick)
    with program(tmp_path, path=tmp_path, upstream=above.url) as (url, _):
        sock = socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=5)
        sock.sendall(b"GET /v1/models HTTP/1.1\r\nHo")
        began = time.monotonic()
        with contextlib.suppress(ConnectionResetError):  # closed on what it did not read
            assert sock.recv(1024) == b""
        assert time.monotonic() - began < 4
        sock.close()
