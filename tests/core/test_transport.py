"""Transport: one request, what is sent, and what is tried again."""

from __future__ import annotations

import email.utils
import threading
import time

import pytest
import requests

from openai_nb.core import errors
from openai_nb.core.retries import retry_after
from openai_nb.core.transport import Transport
from openai_nb.providers import Bearer
from tests.conftest import KEY
from tests.server import CERTIFICATE, CLOSE, RESET, Server, chunked, events, reply

LATER = reply({"error": {"message": "later"}}, 429)
ASK = ("POST", "/chat/completions")


def ask(transport, **options):
    return transport.send(*ASK, body={"model": "m"}, **options)


def test_where_there_are_no_sockets_the_library_that_fetches_is_left_alone(server, monkeypatch):
    monkeypatch.setattr("sys.platform", "emscripten")
    transport = Transport(server.url, Bearer(KEY))
    assert type(transport.session.get_adapter(server.url)) is requests.adapters.HTTPAdapter
    assert ask(transport).status_code == 200


# What is sent


def test_a_call_is_signed_and_is_json(server, transport):
    ask(transport)
    sent = server.requests[0]
    assert (sent.verb, sent.target, sent.json) == ("POST", "/v1/chat/completions", {"model": "m"})
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.headers["content-type"] == sent.headers["accept"] == "application/json"


def test_a_query_is_nested_in_brackets(server, transport):
    transport.send(
        "GET", "/files", query={"limit": 2, "include": ["a", "b"], "metadata": {"k": "ä"}, "all": True}
    )
    assert server.requests[0].target == (
        "/v1/files?limit=2&include%5B%5D=a&include%5B%5D=b&metadata%5Bk%5D=%C3%A4&all=true"
    )
    assert server.requests[0].body == b""


def test_reading_brings_no_idempotency_key(server, transport):
    transport.send("GET", "/models")
    assert "idempotency-key" not in server.requests[0].headers


def test_calls_share_one_connection(server, transport):
    for _ in range(5):
        ask(transport)
    assert server.connections == 1


def test_threads_share_a_transport(server, transport):
    threads = [threading.Thread(target=ask, args=(transport,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.requests) == 20


def test_cookies_do_not_collect(server, transport):
    server.answers(reply({}, Set_Cookie="a=1; Path=/"))
    ask(transport)
    ask(transport)
    assert "cookie" not in server.requests[1].headers


def test_arrays_and_columns_are_written_as_lists(server, transport):
    import numpy as np
    import pandas as pd

    body = {"array": np.arange(3), "number": np.float32(0.5), "column": pd.Series(["a", "b"]), "set": {2, 1}}
    transport.send(*ASK, body=body)
    assert server.requests[0].json == {"array": [0, 1, 2], "number": 0.5, "column": ["a", "b"], "set": [1, 2]}


@pytest.mark.parametrize(("value", "kind"), [(float("nan"), ValueError), (object(), TypeError)])
def test_what_is_no_json_is_refused_before_it_is_sent(server, transport, value, kind):
    with pytest.raises(kind):
        transport.send(*ASK, body={"x": value})
    assert server.requests == []


# What is tried again


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504])
def test_later_is_tried_twice_more(server, transport, pauses, status):
    server.answers(reply({}, status))
    with pytest.raises(errors.Refused) as caught:
        ask(transport)
    assert caught.value.status == status
    assert (len(server.requests), len(pauses)) == (3, 2)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_no_is_not_asked_twice(server, transport, status):
    server.answers(reply({}, status))
    with pytest.raises(errors.Refused):
        ask(transport)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "broken",
    [
        [RESET],
        [CLOSE],
        [b"HTTP/1.1 200 OK\r\nContent-", CLOSE],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", CLOSE],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{", RESET],
        [b"no http at all\r\n\r\n", CLOSE],
    ],
    ids=["reset", "closed", "inside the headers", "after the headers", "inside a chunk", "not HTTP"],
)
def test_a_lost_connection_is_mended(server, transport, broken):
    server.answers(broken, reply({"ok": True}))
    assert ask(transport).json() == {"ok": True}
    assert transport.last.attempts == 2


def test_attempts_are_counted(server, transport):
    server.answers(LATER, reply({}, 500), reply())
    ask(transport)
    assert transport.last.attempts == 3


@pytest.mark.parametrize("most", [0, 1, 4])
def test_the_number_of_attempts_can_be_chosen(server, transport, most):
    server.answers(LATER)
    with pytest.raises(errors.TooMuch):
        ask(transport.using(max_retries=most))
    assert len(server.requests) == most + 1


def test_waiting_doubles_up_to_eight_seconds(server, transport, pauses):
    server.answers(LATER)
    with pytest.raises(errors.TooMuch):
        ask(transport.using(max_retries=7))
    for pause, most in zip(pauses, [0.5, 1, 2, 4, 8, 8, 8], strict=True):
        assert 0.75 * most <= pause <= most


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "120"}, 120),
    ],
)
def test_the_server_says_how_long(server, transport, pauses, headers, seconds):
    server.answers(reply({}, 429, **headers), reply())
    ask(transport)
    assert pauses == [seconds]


def test_the_server_may_say_until_when(server, transport, pauses):
    until = email.utils.formatdate(time.time() + 20, usegmt=True)
    server.answers(reply({}, 503, retry_after=until), reply())
    ask(transport)
    assert 18 <= pauses[0] <= 20


def test_until_when_is_meant_by_the_servers_own_clock(server, transport, pauses):
    now, until = (email.utils.formatdate(at, usegmt=True) for at in (1_000_000, 1_000_020))
    server.answers(reply({}, 503, retry_after=until, date=now), reply())
    ask(transport)
    assert pauses == [20]


@pytest.mark.parametrize("zone", ["", " -0000"])  # without one, as HTTP's oldest dates are, it is UTC too
def test_a_date_without_a_zone_is_none_of_this_machines(monkeypatch, zone):
    monkeypatch.setenv("TZ", "XXX-7")  # seven hours before UTC, wherever this runs
    time.tzset()
    try:
        said = {"retry-after": f"Sun, 06 Nov 1994 08:49:37{zone}", "date": "Sun, 06 Nov 1994 08:49:07 GMT"}
        assert retry_after(said) == 30
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


@pytest.mark.parametrize("said", ["nan", "inf", "-inf", "1e400"])
def test_what_is_no_span_of_time_is_none_that_was_asked_for(said):
    assert retry_after({"retry-after": said}) is None


@pytest.mark.parametrize("said", ["0", "-1", "soon", "", "Wed, 21 Oct 2015 07:28:00 GMT", "nan"])
def test_words_without_meaning_leave_the_usual_pause(server, transport, pauses, said):
    server.answers(reply({}, 429, retry_after=said), reply())
    ask(transport)
    assert 0.375 <= pauses[0] <= 0.5


def test_two_minutes_are_waited_for_and_no_more(server, transport, pauses):
    server.answers(reply({}, 429, retry_after="121"))
    with pytest.raises(errors.TooMuch) as caught:
        ask(transport)
    assert (pauses, len(server.requests), caught.value.retry_after) == ([], 1, 121)


@pytest.mark.parametrize("word", ["insufficient_quota", "billing_hard_limit_reached"])
@pytest.mark.parametrize("place", ["code", "type"])
def test_waiting_does_not_fill_the_purse(server, transport, place, word):
    server.answers(reply({"error": {"message": "out", place: word}}, 429))
    with pytest.raises(errors.QuotaExceeded):
        ask(transport)
    assert len(server.requests) == 1


def test_the_server_may_forbid_another_attempt(server, transport):
    server.answers(reply({}, 500, x_should_retry="false"))
    with pytest.raises(errors.ServerFault):
        ask(transport)
    assert len(server.requests) == 1


def test_the_server_may_wish_for_another_attempt(server, transport):
    server.answers(reply({}, 400, x_should_retry="true"), reply({"ok": True}))
    assert ask(transport).json() == {"ok": True}


def test_an_attempt_keeps_its_idempotency_key(server, transport):
    server.answers([RESET], reply({}, 500), reply())
    ask(transport)
    ask(transport)
    keys = [request.headers["idempotency-key"] for request in server.requests]
    assert keys[0] == keys[1] == keys[2] != keys[3]


def test_a_form_is_sent_again_whole(server, transport, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": 1}\n' * 1000)
    server.answers(LATER, [RESET], reply())
    transport.send("POST", "/files", body={"purpose": "fine-tune"}, files={"file": path})
    first, _, third = server.requests
    assert first.body == third.body
    assert path.read_bytes() in first.body


def test_nothing_is_tried_again_once_a_stream_has_begun(server, transport):
    server.answers(chunked(*events({"a": 1}, done=False), RESET))
    with pytest.raises(requests.RequestException):
        ask(transport, stream=True).content  # noqa: B018
    assert len(server.requests) == 1


def test_before_it_begins_a_stream_is_tried_again(server, transport):
    server.answers(LATER, chunked(*events({"a": 1})))
    assert b"[DONE]" in ask(transport, stream=True).content


# When nothing answers


def test_a_refused_connection_is_told_in_words(closed_port, pauses):
    transport = Transport(f"http://127.0.0.1:{closed_port}/v1", sleep=pauses.append)
    with pytest.raises(errors.Unreachable, match=f"127.0.0.1:{closed_port} refuses the connection"):
        ask(transport)
    assert len(pauses) == 2


def test_an_unknown_host_is_named():
    transport = Transport("http://nobody.invalid/v1", max_retries=0)
    with pytest.raises(errors.Unreachable, match=r"no host called nobody\.invalid"):
        ask(transport)


def test_silence_ends(server, transport):
    server.answers([2.0])
    began = time.monotonic()
    with pytest.raises(errors.TimedOut, match="did not answer in time"):
        ask(transport.using(timeout=0.1, max_retries=0))
    assert time.monotonic() - began < 1


def test_silence_within_a_body_ends(server, transport):
    server.answers([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", 2.0])
    with pytest.raises(errors.TimedOut):
        ask(transport.using(timeout=0.1, max_retries=0))


def test_a_slow_drip_is_waited_for(server, transport):
    whole = reply({"ok": True})[0]
    server.answers([step for i in range(0, len(whole), 10) for step in (whole[i : i + 10], 0.02)])
    assert ask(transport.using(timeout=0.5, max_retries=0)).json() == {"ok": True}


def test_a_door_that_never_opens_is_left(server):
    import socket

    with socket.create_server(("127.0.0.1", 0), backlog=0) as door:
        port = door.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]  # the queue is full: no further one is answered
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        transport = Transport(f"http://127.0.0.1:{port}/v1", timeout=0.2, max_retries=0)
        with pytest.raises(errors.TimedOut, match="did not take the connection in time"):
            ask(transport)
        for each in waiting:
            each.close()


# Redirects, proxies, certificates, sessions


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("stream", [False, True])
def test_the_key_does_not_follow_a_redirect(server, transport, status, stream):
    other = Server()
    server.answers(reply({}, status, location=f"{other.url}/elsewhere"))
    with pytest.raises(errors.Garbled, match=f"127.0.0.1:{other.port}"):
        ask(transport, stream=stream)
    other.close()
    assert (other.requests, len(server.requests)) == ([], 1)


def test_after_a_redirect_the_connection_is_kept(server, transport):
    server.answers(reply({}, 302, location="/login"), reply())
    with pytest.raises(errors.Garbled, match="another place"):
        ask(transport, stream=True)
    ask(transport)
    assert server.connections == 1


def test_the_proxy_of_the_environment_is_used(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.port}")
    transport = Transport("http://api.somewhere.invalid/v1")
    ask(transport)
    transport.close()
    assert server.requests[0].target == "http://api.somewhere.invalid/v1/chat/completions"


def test_the_environment_may_except_a_host_from_the_proxy(server, transport, closed_port, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    ask(transport)
    assert server.requests[0].target == "/v1/chat/completions"


def test_a_proxy_that_is_away_is_named_as_such(closed_port, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port}")
    with pytest.raises(errors.Unreachable, match=r"proxy on the way to api\.somewhere\.invalid"):
        ask(Transport("http://api.somewhere.invalid/v1", max_retries=0))


@pytest.fixture
def secure():
    server = Server(secure=True)
    yield server
    server.close()


def test_a_certificate_nobody_vouches_for_is_not_trusted(secure):
    with pytest.raises(errors.Unreachable, match=r"certificate of .* is not trusted"):
        ask(Transport(secure.url, max_retries=0))
    assert secure.requests == []


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_authorities_of_the_environment_are_trusted(secure, monkeypatch, name):
    monkeypatch.setenv(name, str(CERTIFICATE))
    transport = Transport(secure.url)
    assert ask(transport).status_code == 200
    transport.close()


def test_the_authorities_of_a_session_are_trusted(secure, monkeypatch):
    import certifi

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())
    with requests.Session() as session:
        session.verify = str(CERTIFICATE)
        assert ask(Transport(secure.url, session=session)).status_code == 200


def test_a_session_lends_its_headers_and_adapters(server):
    class Counting(requests.adapters.HTTPAdapter):
        sent = 0

        def send(self, *args, **kwargs):
            Counting.sent += 1
            return super().send(*args, **kwargs)

    with requests.Session() as session:
        session.headers.update({"X-Team": "astro", "User-Agent": "observatory/1"})
        session.mount("http://", Counting())
        ask(Transport(server.url, session=session, headers={"User-Agent": "openai-nb/0"}))
    sent = server.requests[0].headers
    assert (Counting.sent, sent["x-team"], sent["user-agent"]) == (1, "astro", "observatory/1")


def test_a_session_handed_in_stays_open(server):
    with requests.Session() as session:
        transport = Transport(server.url, session=session)
        ask(transport)
        transport.close()
        ask(transport)
        assert server.connections == 1


def test_a_session_that_tries_again_by_itself_fails_in_our_words(server):
    from urllib3 import Retry

    server.answers(reply({}, 503))
    with requests.Session() as session:
        retry = Retry(1, status_forcelist=[503], allowed_methods=None, backoff_factor=0)
        session.mount("http://", requests.adapters.HTTPAdapter(max_retries=retry))
        with pytest.raises(errors.Unreachable):
            ask(Transport(server.url, session=session, max_retries=0))


# What is known of the last call


def test_the_last_exchange_is_known(server, transport):
    limits = {"x-ratelimit-remaining-requests": "9", "X-RateLimit-Reset-Tokens": "6ms"}
    server.answers(reply({}, x_request_id="req_1", **limits))
    ask(transport)
    last = transport.last
    assert (last.verb, last.path, last.status) == ("POST", "/v1/chat/completions", 200)
    assert last.request_id == "req_1"
    assert last.limits == {"remaining-requests": "9", "reset-tokens": "6ms"}
    assert last.seconds > 0


@pytest.mark.parametrize("name", ["x-request-id", "X-Request-ID"])
@pytest.mark.parametrize("status", [400, 500])
def test_an_error_knows_its_request(server, transport, status, name):
    server.answers(reply({}, status, **{name: "req_2"}))
    with pytest.raises(errors.Refused) as caught:
        ask(transport)
    assert caught.value.request_id == transport.last.request_id == "req_2"


def test_a_time_out_must_be_some_time(server):
    with pytest.raises(ValueError, match="timeout"):
        Transport(server.url, timeout=0)


@pytest.mark.parametrize("wrong", [-1, None, 1.5])
def test_retries_are_counted_in_whole_numbers(server, wrong):
    with pytest.raises(ValueError, match="max_retries"):
        Transport(server.url, max_retries=wrong)


def test_a_key_that_cannot_travel_is_refused_and_not_shown(server):
    transport = Transport(server.url, Bearer("sk-planted\u2026secret"))
    with pytest.raises(errors.SettingsError, match="key") as caught:
        ask(transport)
    assert "planted" not in str(caught.value)


def test_space_around_a_key_is_dropped(server):
    transport = Transport(server.url, Bearer(f" {KEY}\n"))
    ask(transport)
    transport.close()
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
