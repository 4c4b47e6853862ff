"""Client: who answers, and what one can do with it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
import requests

from openai_nb import Client
from openai_nb.core import errors
from openai_nb.core.settings import OPENAI_URL
from openai_nb.sandbox import notice
from tests.conftest import KEY
from tests.server import CLOSE, chunk, chunked, completion, events, reply, unchunked

MESSAGES = [{"role": "user", "content": "Hi"}]


# Who answers


def test_a_key_means_openai():
    client = Client(api_key=KEY, organization="org-1", project="proj-1")
    assert (client.provider.name, client.provider.base_url) == ("OpenAI", OPENAI_URL)
    assert client.provider.headers == {"OpenAI-Organization": "org-1", "OpenAI-Project": "proj-1"}


def test_the_key_of_the_environment_will_do(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    client = Client()
    assert (client.provider.name, client.origin["api_key"]) == ("OpenAI", "environment")


def test_an_address_means_a_compatible_server():
    client = Client(base_url="http://localhost:8080/v1")
    assert (client.provider.name, client.provider.auth) == ("a compatible server", None)


def test_openai_without_a_key_is_still_openai():
    assert Client(base_url=OPENAI_URL).provider.base_url == OPENAI_URL


def test_a_key_that_was_kept_back_is_accounted_for(monkeypatch, server):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with Client(base_url=server.url) as client:
        client.request("GET", "/models")
    assert "authorization" not in server.requests[0].headers
    assert "environment" in client.withheld


def test_the_environment_may_name_the_sandbox(monkeypatch):
    monkeypatch.setenv("OPENAI_NB_PROVIDER", "sandbox")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    client = Client()
    assert client.provider.sandboxed
    assert client.origin == {"provider": "environment"}
    assert not Client(api_key=KEY).provider.sandboxed


def test_without_any_key_the_sandbox_answers_and_says_so_once(monkeypatch, capsys):
    monkeypatch.setattr(notice, "_noticed", False)
    assert Client().provider.sandboxed
    assert Client().provider.sandboxed
    said = capsys.readouterr().err
    assert said.count("sandbox answers") == 1
    assert said.count("\n") == 1


def test_the_sandbox_can_be_asked_for():
    with Client.sandbox() as client:
        assert client.provider.sandboxed
        assert client.models.list()
        assert client.last.headers["x-openai-nb-sandbox"] == "1"


def test_a_key_may_be_made_anew_for_each_call(server):
    keys = iter(["first-key-0", "second-key-0"])
    with Client(api_key=lambda: next(keys), base_url=server.url) as client:
        client.request("GET", "/models")
        client.request("GET", "/models")
    assert [each.headers["authorization"] for each in server.requests] == [
        "Bearer first-key-0",
        "Bearer second-key-0",
    ]


def test_the_headers_of_the_environment_are_sent(server, monkeypatch):
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team: astro")
    with Client(api_key=KEY, base_url=server.url, organization="org-1") as client:
        client.request("GET", "/models")
    sent = server.requests[0].headers
    assert (sent["x-team"], sent["openai-organization"]) == ("astro", "org-1")
    assert sent["user-agent"].startswith("openai-nb/")


def test_a_file_that_names_an_address_gets_no_headers(server, alone, monkeypatch):
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: s")
    (alone / ".openai").write_text(f"BASE_URL={server.url}")
    with Client() as client:
        client.request("GET", "/models")
    assert "x-secret" not in server.requests[0].headers


# Calls


def test_a_call_gives_a_record(server, client):
    server.answers(reply(completion("Hello"), x_request_id="req_1", x_ratelimit_remaining_tokens="9"))
    answer = client.chat.completions.create(model="m", messages=MESSAGES)
    assert answer.choices[0].message.content == "Hello"
    assert (client.last.request_id, client.last.limits) == ("req_1", {"remaining-tokens": "9"})


def test_missing_and_null_fields_are_survived(server, client):
    server.answers(reply({"choices": [{"message": {"role": "assistant", "content": None}}]}))
    answer = client.chat.completions.create(model="m", messages=MESSAGES)
    assert answer.usage is answer.choices[0].message.content is answer.choices[0].message.tool_calls is None


def test_an_earlier_answer_can_be_said_back(server, client):
    server.answers(reply(completion("Hello", tool_calls=[{"id": "c", "type": "function"}])))
    first = client.chat.completions.create(model="m", messages=MESSAGES).choices[0].message
    client.chat.completions.create(model="m", messages=[*MESSAGES, first])
    assert server.requests[1].json["messages"][1] == {
        "role": "assistant",
        "content": "Hello",
        "tool_calls": [{"id": "c", "type": "function"}],
    }


def test_bytes_are_given_as_they_are(server, client):
    server.answers(reply(b"\x00\xff", kind="application/octet-stream"))
    assert client.files.content("file-1") == b"\x00\xff"


def test_a_file_is_downloaded_under_its_own_name_and_nowhere_else(server, client, tmp_path):
    server.answers(reply({"id": "file-1", "filename": "../../evil\\up.txt"}), reply(b"x", kind="text/plain"))
    path = client.files.download("file-1", tmp_path / "new")
    assert (path, path.read_bytes()) == (tmp_path / "new" / "up.txt", b"x")


def test_a_file_is_waited_for(server, client):
    server.answers(reply({"id": "f", "status": "uploaded"}), reply({"id": "f", "status": "processed"}))
    assert client.files.wait_for_processing("f", poll_interval=0.01).status == "processed"


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (reply(b"<html>Log in</html>", kind="text/html"), errors.Garbled, "text/html came"),
        (reply(b"plain", kind=""), errors.Garbled, "nothing known came"),
        (reply([1]), errors.Garbled, "a JSON list came"),
        (reply(b'{"choices": ['), errors.Truncated, "not whole JSON"),
        ([reply(completion())[0][:-5], CLOSE], errors.Truncated, "middle of its answer"),
        (reply(b"\x1f\x8bnot gzip", content_encoding="gzip"), errors.Garbled, "cannot be unpacked"),
        (reply({"detail": "no such model"}, 404), errors.NotFound, "no such model"),
        (reply({"error": "overloaded"}, 503), errors.ServerFault, "overloaded"),
        (
            reply(b"Internal Server Error", 500, kind="text/plain"),
            errors.ServerFault,
            "Internal Server Error",
        ),
        (reply(b"<h1>Bad gateway</h1>", 502, kind="text/html"), errors.ServerFault, "status 502"),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(server, client, answer, kind, words):
    server.answers(answer)
    with pytest.raises(kind, match=words):
        client.chat.completions.create(model="m", messages=MESSAGES)


@pytest.mark.parametrize("manner", [chunked, unchunked])
def test_a_stream_nobody_asked_for_is_gathered(server, client, manner):
    server.answers(manner(*events(chunk("Hel"), chunk("lo", finish="stop"))))
    answer = client.chat.completions.create(model="m", messages=MESSAGES)
    assert (type(answer).__name__, answer.choices[0].message.content) == ("Completion", "Hello")


def test_a_stream_nobody_asked_for_is_not_silently_short(server, client):
    server.answers(unchunked(*events(chunk("Hel"), done=False)))
    with pytest.raises(errors.Truncated) as caught:
        client.chat.completions.create(model="m", messages=MESSAGES)
    assert caught.value.partial.choices[0].message.content == "Hel"


def test_a_packed_answer_is_unpacked(server, client):
    import gzip
    import json

    server.answers(reply(gzip.compress(json.dumps(completion("Hello")).encode()), content_encoding="gzip"))
    assert client.chat.completions.create(model="m", messages=MESSAGES).choices[0].message.content == "Hello"


# Any other call


@pytest.mark.parametrize("path", ["/batches", "batches", "/v1/batches", "v1/batches/"])
def test_what_has_no_method_is_reached_by_its_path(server, client, path):
    server.answers(reply({"id": "b", "counts": {"done": 1}}))
    assert client.request("post", path, body={"endpoint": "/x"}).counts.done == 1
    assert (server.requests[0].verb, server.requests[0].target) == ("POST", "/v1/batches")


def test_any_call_may_bring_files_and_give_bytes(server, client):
    server.answers(reply(b"ID3", kind="audio/mpeg"))
    assert client.request("POST", "/audio", body={"voice": "v"}, files={"file": b"RIFF"}) == b"ID3"
    assert b"RIFF" in server.requests[0].body


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE"])
def test_any_verb_may_bring_a_body(server, client, verb):
    client.request(verb, "/anything/new", body={"name": "a"})
    sent = server.requests[0]
    assert (sent.verb, sent.json, sent.headers["content-type"]) == (verb, {"name": "a"}, "application/json")
    assert "idempotency-key" not in sent.headers


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "POST"])
def test_a_call_that_brings_nothing_says_so(server, client, verb):
    client.request(verb, "/anything/new")
    assert (server.requests[0].headers["content-length"], server.requests[0].body) == ("0", b"")


def test_a_stream_is_asked_for_in_the_address_where_there_is_no_body(server, client):
    server.answers(chunked(*events({"type": "a"})))
    assert [each.type for each in client.request("get", "/responses/r", stream=True)] == ["a"]
    assert (server.requests[0].target, server.requests[0].body) == ("/v1/responses/r?stream=true", b"")


def test_any_call_may_be_a_stream(server, client):
    server.answers(chunked(*events({"type": "a"})))
    assert [each.type for each in client.request("POST", "/responses", stream=True)] == ["a"]


# Options


def test_options_are_changed_in_a_copy(server, client):
    quick = client.using(timeout=0.1, max_retries=3)
    assert (quick._transport.timeout, quick._transport.max_retries) == (0.1, 3)
    assert (client._transport.timeout, client._transport.max_retries) == (5.0, 0)


def test_an_option_nobody_spoke_of_is_kept(client):
    assert client.using(max_retries=1)._transport.timeout == 5.0
    assert client.using(timeout=None)._transport.timeout is None
    assert client.using(timeout=1).using(max_retries=4)._transport.timeout == 1


def test_a_copy_sends_by_its_own_options(server, client):
    client.chat.completions  # noqa: B018  # the family is there already
    server.answers(reply({}, 500, retry_after_ms="1"), reply(completion("Hello")))
    answer = client.using(max_retries=1).chat.completions.create(model="m", messages=MESSAGES)
    assert answer.choices[0].message.content == "Hello"
    assert server.connections == 1


def test_leaving_the_block_closes_our_own_connections(server):
    with Client(api_key=KEY, base_url=server.url) as client:
        client.request("GET", "/models")
        pools = client._transport.session.get_adapter("http://").poolmanager.pools
        assert len(pools) == 1
    assert len(pools) == 0


def test_a_session_handed_in_is_used_and_left_open(server):
    with requests.Session() as session:
        session.headers["X-Team"] = "astro"
        with Client(api_key=KEY, base_url=server.url, session=session) as client:
            client.request("GET", "/models")
        assert len(session.get_adapter("http://").poolmanager.pools) == 1
    assert server.requests[0].headers["x-team"] == "astro"


def test_a_client_says_who_answers():
    assert repr(Client(api_key=KEY)) == f"Client(OpenAI, {OPENAI_URL}, Bearer(…{KEY[-4:]}))"
    assert repr(Client(base_url="http://localhost:1/v1")).endswith("http://localhost:1/v1, no key)")


def test_making_a_client_imports_nothing_heavy():
    heavy = {"numpy", "pandas", "matplotlib", "IPython", "ipywidgets", "PIL", "sqlite3"}
    code = f"import sys, openai_nb; openai_nb.Client(api_key='k'); print(*{heavy} & set(sys.modules))"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout == "\n"


def test_a_settings_file_may_have_any_name(alone):
    (alone / "team.json").write_text(json.dumps({"apiKey": KEY, "baseUrl": "https://models.example/v1"}))
    client = Client.from_file("team.json", timeout=3.0)
    assert client.provider.base_url == "https://models.example/v1"
    assert client.provider.auth.key == KEY


def test_calls_are_awaited_in_threads_that_share_a_client(server):
    server.answers(lambda request: reply(completion("hello")))
    client = Client(api_key=KEY, base_url=server.url, timeout=5.0)
    asked = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}

    async def ask():
        calls = (asyncio.to_thread(client.chat.completions.create, **asked) for _ in range(4))
        return await asyncio.gather(*calls)

    assert [str(each) for each in asyncio.run(ask())] == ["hello"] * 4
