"""A served sandbox and those who mean harm: what is injected, guessed, dripped or asked by other pages."""

import hmac
import json
import socket
import time

import pytest
import requests

from openai_nb.sandbox.serve import serve

EVIL = "https://evil.example"


@pytest.fixture
def door(capfd):
    """(port, token) of a sandbox; whatever happens, it says nothing on its own console."""
    server, token = serve(step_seconds=None)
    server.start()
    yield server.port, token
    server.close()
    assert capfd.readouterr() == ("", "")


def raw(port, *pieces):
    """What comes back for bytes sent as they are; empty where it is only closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as sock:
        back = b""
        try:
            for piece in pieces:
                sock.sendall(piece)
            while piece := sock.recv(65536):
                back += piece
        except ConnectionError:
            pass
    return back


def head(token, *lines, host="localhost"):
    said = [f"Host: {host}", f"Authorization: Bearer {token}", "Connection: close", *lines]
    return "".join(f"{each}\r\n" for each in said).encode("latin-1") + b"\r\n"


def status(said):
    return int(said.split(b" ", 2)[1]) if said else 0


@pytest.mark.parametrize(
    "lines",
    [
        ["X-A: 1\r\n folded: 2"],
        ["X A: 1"],
        ["X-A"],
        ["X-A: a\rSet-Cookie: b"],
        ["X-A: a\x00b"],
        ["OpenAI-Beta: a\r\n\tSet-Cookie: b=c"],
        ["Content-Type: multipart/form-data; boundary=\r\n x"],
    ],
)
def test_injected_headers_never_come_back(door, lines):
    port, token = door
    said = raw(port, b"GET /v1/models HTTP/1.1\r\n" + head(token, *lines))
    assert status(said) in (200, 400) and said.count(b"HTTP/1.1 ") == 1
    assert b"set-cookie" not in said.lower() and b"folded" not in said


@pytest.mark.parametrize(
    "path", ["/v1/files/%0d%0aSet-Cookie:%20a=b", "/v1/models/%0aX: y", "/v1/%ff%fe", "/v1/x y"]
)
def test_an_address_never_comes_back_as_a_header(door, path):
    port, token = door
    said = raw(port, f"GET {path} HTTP/1.1\r\n".encode() + head(token))
    top, _, body = said.partition(b"\r\n\r\n")
    assert status(said) in (400, 404) and b"set-cookie" not in top.lower() and b"\nX: y" not in top
    assert json.loads(body)["error"]["message"]


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[::1", "", "@"]
)
def test_another_name_gets_no_answer(door, host):
    port, token = door
    assert status(raw(port, b"GET /v1/models HTTP/1.1\r\n" + head(token, host=host))) == 403


@pytest.mark.parametrize("origin", [EVIL, "null", "http://localhost.evil.example", "http://[::1", "file://"])
@pytest.mark.parametrize("verb", ["GET", "POST", "DELETE", "OPTIONS"])
def test_a_page_of_another_origin_gets_no_answer(door, origin, verb):
    port, token = door
    said = raw(port, f"{verb} /v1/models HTTP/1.1\r\n".encode() + head(token, f"Origin: {origin}"))
    assert status(said) == 403 and b"access-control" not in said.lower()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_that_another_page_sends_changes_nothing(door, kind):
    port, token = door
    about = {"Origin": EVIL, "Content-Type": kind}
    address = f"http://127.0.0.1:{port}/v1/vector_stores"
    answer = requests.post(address, headers=about, data='{"name": "x"}', auth=("", token), timeout=5)
    assert answer.status_code == 403
    held = requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=5)
    assert held.json()["data"] == []


@pytest.mark.parametrize("length", ["9" * 5000, "99999999999999", "+5", "5_0", "0x5", "5, 5", " "])
def test_a_length_that_is_none_is_refused(door, length):
    port, token = door
    said = raw(port, b"POST /v1/files HTTP/1.1\r\n" + head(token, f"Content-Length: {length}"))
    assert status(said) in (400, 413)


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a":' * 50_000, b'{"model": "' + b"\\ud800" * 10 + b'"}', b"\xff\xfe\x00", b"nan"],
)
def test_a_body_that_is_a_trap_is_an_error_of_the_callers(door, body):
    port, token = door
    about = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    answer = requests.post(
        f"http://127.0.0.1:{port}/v1/chat/completions", headers=about, data=body, timeout=10
    )
    assert answer.status_code == 400 and answer.json()["error"]["type"] == "invalid_request_error"


def test_guessing_gets_nobody_in_and_takes_the_same_steps_each_time(door, monkeypatch):
    port, token = door
    seen = []
    compare = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", lambda a, b: seen.append((a, b)) or compare(a, b))
    guesses = ["", token[:-1], token + "x", token.upper(), "\x00", "é" * 40, token[::-1]]
    for guess in guesses:
        assert status(raw(port, b"GET /v1/models HTTP/1.1\r\n" + head(guess))) in (400, 401)
    assert status(raw(port, b"GET /v1/models HTTP/1.1\r\n" + head(token))) == 200
    assert len(seen) >= len(guesses) and {truth for _, truth in seen} == {f"Bearer {token}".encode()}


def test_what_a_caller_says_stays_within_its_line_of_the_journal(door):
    port, token = door
    forged = '%0a{"user":"forged"}%1b[2J<script>'
    raw(port, f"GET /v1/files/{forged} HTTP/1.1\r\n".encode() + head(token))
    page = requests.get(
        f"http://127.0.0.1:{port}/", headers={"Authorization": f"Bearer {token}"}, timeout=5
    ).text
    assert "forged" in page and "<script" not in page and "\x1b" not in page


@pytest.mark.parametrize(
    "said",
    [b"", b"GET /v1/mod", b"GET /v1/models HTTP/1.1\r\nHo", b"POST /v1/files HTTP/1.1\r\nHost: localhost\r\n"
     b"Content-Length: 1000\r\n\r\nx"],
    ids=["nothing", "half a line", "half a head", "part of a body"],
)  # fmt: skip
def test_those_who_are_slow_hold_nobody_else_up(door, said):
    port, token = door
    slow = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(100)]
    for each in slow:
        each.sendall(said)
    began = time.monotonic()
    assert status(raw(port, b"GET /v1/models HTTP/1.1\r\n" + head(token))) == 200
    assert time.monotonic() - began < 2
    for each in slow:
        each.close()
