"""Azure from end to end: our client, in both forms, against a sandbox that knows Azure's addresses."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from openai_nb import Client, sandbox
from openai_nb.core.errors import Garbled, NotAuthenticated, NotFound
from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.providers import azure
from openai_nb.sandbox.serve import serve
from tests.conftest import KEY
from tests.server import Server, reply

ASK = {"model": "gpt-4o", "messages": [{"role": "user", "content": "What is 2 + 3?"}]}
V = "2024-10-21"
FACTS = b"The lighthouse of Arnholm is 41 metres tall."


@pytest.fixture(scope="module")
def served():
    server, _ = serve(token=KEY, step_seconds=None, deployments={"talk": "gpt-4o"})
    yield server.start().url
    server.close()


@pytest.fixture(params=["today", "dated", "token"])
def client(request, served):
    given = {
        "today": {"api_key": KEY},
        "dated": {"api_key": KEY, "api_version": V},
        "token": {"token": lambda: KEY, "api_version": V},
    }[request.param]
    with Client.azure(served, timeout=10.0, max_retries=0, **given) as client:
        yield client


def test_it_chats_in_one_piece_and_in_many(client):
    whole = client.chat.completions.create(**ASK)
    assert "5" in str(whole) and whole.model == "sandbox-chat"
    assert str(client.chat.completions.stream(**ASK).gather()) == str(whole)


def test_it_turns_texts_into_vectors(client):
    assert client.embeddings.vectors(model="text-embedding-3-small", input=["a", "b"]).shape == (2, 1536)


def test_files_come_back_and_go(client):
    file = client.files.create(file=("f.txt", FACTS), purpose="assistants")
    assert client.files.content(file) == FACTS
    assert client.files.delete(file).deleted
    with pytest.raises(NotFound, match="No such File"):
        client.files.retrieve(file)


def test_what_is_said_is_heard(client):
    said = client.audio.speech.create(
        model="tts-1", input="seven ships", voice="alloy", response_format="wav"
    )
    heard = client.audio.transcriptions.create(model="whisper-1", file=("s.wav", said))
    assert heard.text.lower().strip(" .") == "seven ships"


def test_it_draws_and_redraws(client):
    drawn = client.images.generate(model="gpt-image-1", prompt="A red boat", size="256x256")
    assert client.images.edit(
        model="gpt-image-1",
        image=base64.b64decode(drawn.data[0].b64_json),
        prompt="A blue boat",
        size="256x256",
    ).data


def test_an_assistant_reads_its_file(client):
    file = client.files.create(file=("f.txt", FACTS), purpose="assistants")
    store = client.vector_stores.create(file_ids=[file.id])
    guide = client.assistants.create(
        model="gpt-4o",
        tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_store_ids": [store.id]}},
    )
    thread = client.threads.create(messages=[{"role": "user", "content": "How tall is the lighthouse?"}])
    run = client.threads.runs.create(thread, assistant_id=guide)
    assert client.threads.runs.wait(run).status == "completed"
    newest = client.threads.messages.list(thread)[0]
    assert "41" in newest.content[0].text.value


@pytest.mark.parametrize("form", [{}, {"api_version": V}])
def test_a_deployment_is_asked_under_its_name(served, form):
    name = "talk" if form else "gpt-4o"  # today's form names models; only an address names a deployment
    with Client.azure(served, KEY, deployment=name, **form) as client:
        usual = client.provider.models["chat"]
        assert "5" in str(client.chat.completions.create(**ASK | {"model": usual}))
        assert client.models.list()


def test_a_deployment_that_is_not_there_is_no_lack_of_the_server(served):
    with (
        Client.azure(served, KEY, deployment="gone", api_version=V) as client,
        pytest.raises(NotFound) as caught,
    ):
        client.chat.completions.create(**ASK)
    assert (caught.value.code, "does not offer" in str(caught.value)) == ("DeploymentNotFound", False)
    assert "name one of this resource" in caught.value.advice


def test_a_wrong_key_is_said_to_be_wrong(served):
    with Client.azure(served, "other-key", api_version=V) as client, pytest.raises(NotAuthenticated):
        client.models.list()


def test_the_sandbox_stands_in_for_azure_in_this_process():
    app = sandbox.app(token=KEY)
    provider = replace(azure(resource="mine", key=KEY, version=V), adapter=WSGIAdapter(app))
    with Client(provider=provider) as client:
        assert "5" in str(client.chat.completions.create(**ASK))
        assert not client.files.list()
    assert [row["path"] for row in app.journal()] == ["/chat/completions", "/files"]


@pytest.mark.parametrize("given", [{"api_key": KEY}, {"token": KEY}, {"api_key": KEY, "api_version": V}])
def test_no_redirect_takes_the_key_away(server, given):
    other = Server()
    server.answers(reply({}, 307, location=f"{other.url}/chat/completions"))
    with (
        Client.azure(server.url.removesuffix("/v1"), **given) as client,
        pytest.raises(Garbled, match="sends us on"),
    ):
        client.chat.completions.create(**ASK)
    other.close()
    assert len(server.requests) == 1 and other.requests == []


def test_a_key_that_azure_says_back_is_not_shown(server):
    server.answers(reply({"error": {"code": "401", "message": f"Access denied for {KEY}."}}, 401))
    with (
        Client.azure(server.url.removesuffix("/v1"), KEY) as client,
        pytest.raises(NotAuthenticated) as caught,
    ):
        client.models.list()
    assert KEY not in str(caught.value) + repr(vars(caught.value))
