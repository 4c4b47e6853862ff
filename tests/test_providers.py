"""Providers: who answers, and how one gets in."""

from __future__ import annotations

import pytest
import requests

from openai_nb import Client, sandbox
from openai_nb.core.errors import SettingsError
from openai_nb.providers import Bearer, Provider, azure, compatible, local, openai, proxy
from tests.conftest import KEY
from tests.providers.wire import Wire
from tests.server import reply

ASK = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
BEARER, API_KEY = {"Authorization": f"Bearer {KEY}"}, {"api-key": KEY}
AT = "https://mine.openai.azure.com"
ROWS = {  # each provider: how it is made, where its chats go, how they are signed
    "OpenAI": (lambda: openai(KEY), "https://api.openai.com/v1/chat/completions", BEARER),
    "any base URL": (
        lambda: compatible("http://gpu:8000/v1", KEY),
        "http://gpu:8000/v1/chat/completions",
        BEARER,
    ),
    "no key": (lambda: compatible("http://gpu:8000/v1"), "http://gpu:8000/v1/chat/completions", {}),
    "a proxy": (
        lambda: proxy("llm.example.org", KEY),
        "https://llm.example.org/v1/chat/completions",
        BEARER,
    ),
    "the sandbox": (
        sandbox.provider,
        f"{sandbox.ADDRESS}/chat/completions",
        {"Authorization": "Bearer sandbox"},
    ),
    "Azure today": (lambda: azure(AT, KEY), f"{AT}/openai/v1/chat/completions", API_KEY),
    "Azure with a version": (
        lambda: azure(resource="mine", key=KEY, version="2024-10-21"),
        f"{AT}/openai/deployments/m/chat/completions?api-version=2024-10-21",
        API_KEY,
    ),
    "Azure with a deployment": (
        lambda: azure(AT, KEY, deployment="talk", version="2024-10-21"),
        f"{AT}/openai/deployments/talk/chat/completions?api-version=2024-10-21",
        API_KEY,
    ),
    "Azure with a token": (lambda: azure(AT, token=KEY), f"{AT}/openai/v1/chat/completions", BEARER),
}


@pytest.mark.parametrize(("make", "url", "signature"), ROWS.values(), ids=ROWS)
def test_each_provider_sends_where_it_should_and_signs(make, url, signature):
    wire = Wire()
    with Client(provider=wire.under(make())) as client:
        client.chat.completions.create(**ASK)
    (sent,) = wire.requests
    signed = {name: sent.headers[name] for name in ("Authorization", "api-key") if name in sent.headers}
    assert (sent.url, signed) == (url, signature)


@pytest.mark.parametrize("make", [row[0] for row in ROWS.values()], ids=ROWS)
def test_no_provider_prints_its_key(make):
    provider = make()
    assert KEY not in repr(provider) + repr(provider.auth) + repr(Client(provider=provider))


def test_an_engine_of_this_machine_is_a_provider_too(server):
    server.answers(reply({"data": [{"id": "m", "owned_by": "vllm"}]}))
    found = local("vllm", KEY, ports={"vllm": server.port})
    assert isinstance(found, Provider) and found.base_url == f"http://127.0.0.1:{server.port}/v1"
    assert "authorization" not in server.requests[0].headers  # nobody knows yet who listens there


def signed(auth):
    return auth(requests.Request("GET", "http://localhost/").prepare()).headers.get("Authorization")


def test_the_key_goes_into_the_usual_header():
    assert signed(Bearer(KEY)) == f"Bearer {KEY}"


def test_a_key_from_a_function_is_asked_for_each_time():
    keys = iter(["a", "b"])
    auth = Bearer(lambda: next(keys))
    assert [signed(auth), signed(auth)] == ["Bearer a", "Bearer b"]


@pytest.mark.parametrize("auth", [Bearer(KEY), Bearer(lambda: KEY)])
def test_a_key_is_never_printed(auth):
    assert KEY not in repr(auth)
    assert KEY not in repr(openai(KEY))


@pytest.mark.parametrize("key", [f"{KEY}\r\nX-Evil: 1", f"“{KEY}”", f"{KEY}\x00", "schlüssel"])
def test_a_key_that_no_header_can_carry_is_refused_unseen(key):
    with pytest.raises(SettingsError, match="letter that no key has") as caught:
        signed(Bearer(key))
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("said", [None, b"bytes", ("token", 3600)])
def test_a_function_that_gives_no_key_is_told_what_it_gave(said):
    with pytest.raises(SettingsError, match=f"gave a {type(said).__name__}") as caught:
        signed(Bearer(lambda: said))
    assert "3600" not in str(caught.value)


@pytest.mark.parametrize("make", [openai, lambda *given: compatible("http://localhost/v1", *given)])
def test_an_organization_and_a_project_are_named_in_headers(make):
    assert make(KEY, "org-1", "proj-1").headers == {
        "OpenAI-Organization": "org-1",
        "OpenAI-Project": "proj-1",
    }
    assert make(KEY).headers == {}


def test_a_server_of_ones_own_needs_no_key():
    assert compatible("http://localhost/v1").auth is None
    assert isinstance(compatible("http://localhost/v1", KEY).auth, Bearer)


def test_openai_brings_the_models_to_ask():
    kinds = {"chat", "embedding", "image", "speech", "transcription", "moderation"}
    assert set(openai(KEY).models) == kinds
