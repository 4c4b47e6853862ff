"""Answers and uploads on their way: nothing is lost, nothing waits, nothing that is ours goes out."""

import json
import threading
import time

import pytest
import requests

from openai_nb.core.server import Served
from openai_nb.proxy.gate import Proxy
from tests.conftest import KEY
from tests.proxy.conftest import BEARER, TOKEN
from tests.server import RESET, chunk, chunked, completion, events, reply, unchunked

USED = {"usage": {"prompt_tokens": 3, "completion_tokens": 2}}


def audited(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_answer_comes_back_as_it_was_given(caller, server):
    headers = {"x-request-id": "req_1", "x-ratelimit-remaining-tokens": "7", "openai-processing-ms": "3"}
    server.answers(reply({"id": "x", "n": [1.50, "é"]}, 200, **headers, retry_after="2"))
    answer = caller.get("/models?limit=2&after=%C3%A9")
    assert answer.json() == {"id": "x", "n": [1.50, "é"]} and answer.headers["retry-after"] == "2"
    assert headers.items() <= dict(answer.headers).items()
    assert server.requests[0].target == "/v1/models?limit=2&after=%C3%A9"


@pytest.mark.parametrize("status", [201, 204, 302, 400, 404, 409, 429, 500, 503, 529])
def test_a_status_is_passed_on_and_not_acted_upon(caller, server, status):
    server.answers(reply({"error": {"message": "no"}}, status, location="http://elsewhere.example/"))
    assert caller.get("/models", allow_redirects=False).status_code == status
    assert len(server.requests) == 1


def test_what_belongs_to_a_hop_or_a_host_stays_behind(caller, server):
    up = {
        "Cookie": "a=1",
        "OpenAI-Organization": "org-theirs",
        "X-Forwarded-For": "1.2.3.4",
        "TE": "trailers",
    }
    back = {"set_cookie": "id=1", "keep_alive": "timeout=5", "connection": "x-hop", "x_hop": "1"}
    server.answers(reply({}, **back, access_control_allow_origin="*"))
    answer = caller.get("/models", headers={**up, "OpenAI-Beta": "assistants=v2"})
    went = server.requests[0].headers
    assert not {name.lower() for name in up} & set(went) and went["openai-beta"] == "assistants=v2"
    gone = {name.replace("_", "-") for name in back} | {"access-control-allow-origin", "server"}
    assert not gone & {name.lower() for name in answer.headers}


def test_the_servers_own_key_organization_and_project_go_up(proxied, server):
    caller = proxied(organization="org-ours", project="proj-ours")
    caller.get("/models", headers={"OpenAI-Organization": "org-theirs"})
    went = server.requests[0].headers
    assert (went["openai-organization"], went["openai-project"]) == ("org-ours", "proj-ours")


def test_two_callers_with_one_idempotency_key_are_two(proxied, server):
    caller = proxied(handed={"hook": lambda headers: "grace"})
    for token in (TOKEN, "other"):
        mark = {"Idempotency-Key": "same", "Authorization": f"Bearer {token}"}
        caller.post("/chat/completions", json={"model": "m"}, headers=mark)
    first, second = (each.headers["idempotency-key"] for each in server.requests)
    assert first != second and "same" not in first + second


@pytest.mark.parametrize("make", [reply, chunked, unchunked])
def test_a_key_that_comes_back_is_stars_however_it_is_cut(caller, server, make):
    text = f'{{"error": {{"message": "Incorrect API key provided: {KEY}."}}}}'.encode()
    cut = text.index(KEY[:4].encode()) + 9
    answer = make(text, 500) if make is reply else make(text[:cut], 0.02, text[cut:])
    server.answers(answer)
    said = caller.get("/models")
    assert KEY not in said.text and "provided: *****" in said.text and len(said.content) == len(text)


def test_a_key_in_a_header_is_stars_and_one_that_is_refused_is_not_spoken_of(caller, server):
    server.answers(reply({}, x_echo=f"Bearer {KEY}"), reply({"error": {"message": f"bad {KEY[:7]}"}}, 401))
    assert KEY not in caller.get("/models").headers["x-echo"]
    refused = caller.get("/models")
    assert refused.status_code == 401 and refused.json()["error"]["code"] == "upstream_key_refused"
    assert KEY[:7] not in refused.text


def test_a_zipped_answer_is_read_metered_and_unzipped(caller, server):
    import gzip

    text = gzip.compress(json.dumps({**completion(), **USED, "echo": KEY}).encode())
    server.answers(reply(text, content_encoding="gzip"))
    answer = caller.chat()
    assert answer.json()["usage"] == USED["usage"] and KEY not in answer.text
    assert caller.proxy.store.spent("0")[0].input_tokens == 3


def test_each_piece_goes_out_before_the_next_comes(caller, server, port):
    gates = [threading.Event() for _ in range(3)]
    steps = [
        each
        for number, gate in enumerate(gates)
        for each in (events(chunk(str(number)), done=False)[0], gate)
    ]
    server.answers(chunked(*steps))
    body = {"model": "m", "stream": True}
    answer = requests.post(
        f"http://127.0.0.1:{port}/v1/chat/completions", json=body, headers=BEARER, stream=True, timeout=5
    )
    pieces = answer.iter_content(None)
    for number, gate in enumerate(gates):
        assert json.loads(next(pieces)[6:])["choices"][0]["delta"]["content"] == str(number)
        gate.set()
    assert list(pieces) == []


def test_an_answer_that_breaks_off_shows_and_is_estimated(proxied, server, tmp_path):
    caller = proxied(audit=str(tmp_path / "audit"))
    server.answers(chunked(*events(chunk("a"), chunk("b"), done=False), RESET, end=False))
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        caller.chat(stream=True)
    (line,) = audited(tmp_path / "audit")
    assert line["broken"] and line["estimated"] and line["output_tokens"] == 2 and line["input_tokens"] > 5


def test_a_sized_answer_that_is_short_shows(caller, server):
    head, body = reply({"a": "long enough"})[0].split(b"\r\n\r\n")
    server.answers([head + b"\r\n\r\n" + body[:5], RESET])
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        caller.get("/models")


def test_who_hangs_up_stops_the_answer_above_and_pays_what_came(proxied, server, tmp_path):
    caller = proxied(audit=str(tmp_path / "audit"))
    served = Served(caller.proxy).start()
    server.answers(chunked(*events(chunk("a"), done=False), *[0.02, *events(chunk("b"), done=False)] * 500))
    url, body = f"{served.url}/v1/chat/completions", {"model": "m", "stream": True}
    with requests.post(url, json=body, headers=BEARER, stream=True, timeout=5) as answer:
        next(answer.iter_content(None))
    end = time.monotonic() + 3
    while not (tmp_path / "audit").exists() and time.monotonic() < end:
        time.sleep(0.02)
    served.close()
    (line,) = audited(tmp_path / "audit")
    assert line["broken"] and 1 <= line["output_tokens"] < 100 and line["seconds"] < 2


@pytest.mark.parametrize("where", ["/responses", "/completions", "/embeddings", "/images/generations"])
def test_every_kind_of_answer_tells_its_usage(caller, server, where):
    server.answers(reply({"model": "m", "usage": {"input_tokens": 4, "output_tokens": 0, "total_tokens": 4}}))
    assert caller.post(where, json={"model": "m"}).ok
    assert caller.proxy.store.spent("0")[0].input_tokens == 4


def test_the_events_of_responses_tell_their_usage_within(caller, server):
    done = {
        "type": "response.completed",
        "response": {"model": "m", "usage": {"input_tokens": 5, "output_tokens": 6}},
    }
    server.answers(
        chunked(*events({"type": "response.created", "response": {"usage": None}}, done, done=False))
    )
    assert caller.post("/responses", json={"model": "m", "stream": True}).text.count("data:") == 2
    assert caller.proxy.store.spent("0")[0].cost == 17.0


@pytest.mark.parametrize("closed", ["refused", "silent", "reset"])
def test_what_does_not_answer_is_said_in_words(proxied, server, closed_port, closed):
    where = f"http://127.0.0.1:{closed_port}/v1" if closed == "refused" else server.url
    server.answers([RESET] if closed == "reset" else [3.0])
    caller = proxied(upstream=where, timeout=0.3)
    answer = caller.get("/models")
    assert answer.status_code == (504 if closed == "silent" else 502)
    assert "Behind the proxy" in answer.text and "Traceback" not in answer.text
    assert caller.proxy.store._file.rows("select count(*) from calls where ended is null") == [(0,)]


def test_what_was_used_is_booked_before_the_answer_ends(caller, server):
    gate = threading.Event()
    server.answers(chunked(*events({**chunk("a"), **USED}, done=False), gate))
    app, begun = caller.proxy, []
    from openai_nb.core.wsgi import environ

    body = json.dumps({"model": "m", "stream": True, "stream_options": {"include_usage": True}}).encode()
    headers = {**BEARER, "Content-Type": "application/json"}
    passage = app(environ("POST", "/v1/chat/completions", headers, body), lambda *said: begun.append(said))
    next(iter(passage))
    assert app.store.spent("0")[0].cost == 7.0
    gate.set()
    passage.close()
    assert isinstance(app, Proxy) and app.store.spent("0")[0].calls == 1


# Azure


def test_azure_is_asked_by_deployment_with_its_own_header_and_version(proxied, server):
    endpoint = {"endpoint": server.url.removesuffix("/v1"), "version": "2024-10-21"}
    caller = proxied(upstream="azure", options=endpoint)
    caller.post("/chat/completions?api-version=1999-01-01&a=b", json={"model": "luna", "messages": []})
    caller.post("/audio/transcriptions", files={"file": b"RIFF"}, data={"model": "whisper"})
    chat, sound = server.requests
    assert chat.target == "/openai/deployments/luna/chat/completions?a=b&api-version=2024-10-21"
    assert sound.target == "/openai/deployments/whisper/audio/transcriptions?api-version=2024-10-21"
    assert chat.headers["api-key"] == KEY and "authorization" not in chat.headers


def test_azures_present_form_needs_no_version(proxied, server):
    caller = proxied(upstream="azure", options={"endpoint": server.url.removesuffix("/v1")})
    caller.chat()
    assert server.requests[0].target == "/openai/v1/chat/completions"
    assert server.requests[0].headers["api-key"] == KEY
