"""Local engines: found when asked for, quickly, and taken with their manners."""

from __future__ import annotations

import time

import pytest

from openai_nb import Client
from openai_nb.core.errors import Refused, SettingsError
from openai_nb.providers.engines import ENGINES, running
from openai_nb.session import Session
from tests.conftest import KEY
from tests.server import RESET, Server, completion, reply


def models(*names, owner=None):
    return reply({"data": [{"id": each} | ({"owned_by": owner} if owner else {}) for each in names]})


LISTS = {  # how each lists its models
    "ollama": models("llama3.2:latest", "nomic-embed-text:latest", owner="library"),
    "llama.cpp": models("/models/qwen.gguf", owner="llamacpp"),
    "vllm": models("meta-llama/Llama-3.1-8B", owner="vllm"),
    "lmstudio": models("qwen2.5-7b-instruct", "text-embedding-nomic", owner="organization_owner"),
    "localai": models("gpt-4", "whisper-1", "stablediffusion"),
}
LACKS = {  # how each says that it has no files
    "ollama": reply(b"404 page not found", 404, kind="text/plain"),
    "llama.cpp": reply({"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}}, 404),
    "vllm": reply({"detail": "Not Found"}, 404),
    "lmstudio": reply({"error": "Unexpected endpoint or method. (GET /v1/files)"}),
    "localai": reply({"error": {"code": 404, "message": "Resource not found", "type": ""}}, 404),
}


@pytest.fixture
def servers():
    """A loopback server for each engine; `ports` says where."""
    made = {name: Server() for name in ENGINES}
    for name, server in made.items():
        server.answers(LISTS[name])
    yield made
    for server in made.values():
        server.close()


def ports(servers):
    return {name: server.port for name, server in servers.items()}


@pytest.fixture
def nobody(closed_port):
    return dict.fromkeys(ENGINES, closed_port)


def test_all_that_run_are_found_with_their_models(servers):
    found = running(ports=ports(servers))
    assert [each.name for each in found] == [each.name for each in ENGINES.values()]
    assert found[0].usual == {"chat": "llama3.2:latest", "embedding": "nomic-embed-text:latest"}
    assert found[4].usual == {"chat": "gpt-4", "transcription": "whisper-1", "image": "stablediffusion"}


@pytest.mark.parametrize("name", ENGINES)
def test_each_is_found_by_its_name_and_answers(servers, name):
    server = servers[name]
    with Client.named(name, ports=ports(servers)) as client:
        server.answers(reply(completion("Hello")))
        said = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
    assert (str(said), client.provider.name) == ("Hello", ENGINES[name].name)
    assert all(not other.requests for each, other in servers.items() if each != name)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("call", ["list", "retrieve"])
def test_what_an_engine_lacks_is_said_in_words(servers, name, call):
    with Client.named(name, ports=ports(servers), max_retries=0) as client:
        servers[name].answers(LACKS[name])
        with pytest.raises(Refused, match="This server does not offer files") as caught:
            client.files.list() if call == "list" else client.files.retrieve("file-1")
    assert "Client.sandbox()" in caught.value.advice


@pytest.mark.parametrize("name", ENGINES)
def test_fine_tuning_is_what_none_of_them_offers(servers, name):
    with Client.named(name, ports=ports(servers), max_retries=0) as client:
        servers[name].answers(LACKS[name])
        with pytest.raises(Refused, match="does not offer fine_tuning"):
            client.fine_tuning.jobs.create(model="m", training_file="file-1")


def test_the_first_with_a_model_is_taken(servers):
    servers["ollama"].answers(models())
    session = Session()
    session.use("local", ports=ports(servers))
    assert (session.client.provider.name, session.model) == ("llama.cpp", "/models/qwen.gguf")


def test_an_engine_may_answer_at_anothers_port(servers):
    (found,) = running(ports=dict.fromkeys(ENGINES, servers["vllm"].port))
    assert found.name == "vLLM"
    assert running(["ollama"], ports={"ollama": servers["vllm"].port}) == []


SILENT = {
    "says nothing": [9],
    "hangs up": [RESET],
    "is no engine": reply(b"<html>Hello</html>", kind="text/html"),
    "has another JSON": reply({"data": "x"}),
    "has a list": reply([1]),
    "wants a password": reply(b"<h1>Log in</h1>", 403, kind="text/html"),
    "drips": [b"HTTP/1.1 200 OK\r\n", *[b"X: 1\r\n", 0.1] * 40],
}


@pytest.mark.parametrize("answer", SILENT.values(), ids=SILENT)
def test_whoever_else_listens_costs_half_a_second_at_most(server, answer):
    server.answers(answer)
    began = time.monotonic()
    with pytest.raises(SettingsError, match="Nothing answers"):
        Client.named("local", ports=dict.fromkeys(ENGINES, server.port))
    assert time.monotonic() - began < 0.75


def test_where_none_runs_it_is_said_which_were_asked(nobody):
    with pytest.raises(SettingsError, match=rf"Ollama \({nobody['ollama']}\), llama\.cpp") as caught:
        Client.named("local", ports=nobody)
    assert "ollama serve" in caught.value.advice


def test_a_key_is_asked_for_and_sent_only_to_the_one_that_is_meant(servers):
    locked = servers["vllm"]
    locked.answers(reply({"error": "Unauthorized"}, 401))
    with pytest.raises(SettingsError, match=r"vLLM at .* wants a key"):
        Client.named("vllm", ports=ports(servers))
    with Client.named("vllm", api_key=KEY, ports=ports(servers)) as client:
        locked.answers(LISTS["vllm"])
        assert [each.id for each in client.models.list()] == ["meta-llama/Llama-3.1-8B"]
    assert "authorization" not in locked.requests[0].headers
    assert locked.requests[-1].headers["authorization"] == f"Bearer {KEY}"


def test_the_networks_proxy_is_not_asked_for_this_machine(servers, closed_port, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port}")
    with Client.named("vllm", ports=ports(servers)) as client:
        assert [each.id for each in client.models.list()] == ["meta-llama/Llama-3.1-8B"]


def test_nothing_is_looked_for_unasked(servers):
    assert Client().provider.sandboxed
    assert [each for each in servers.values() if each.requests] == []
