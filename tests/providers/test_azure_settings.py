"""Azure's settings: arguments, a file, the environment; and which key may go where."""

from __future__ import annotations

import json

import pytest

from openai_nb import Client
from openai_nb.core.errors import SettingsError
from tests.conftest import KEY

AT, ELSEWHERE = "https://mine.openai.azure.com", "https://evil.openai.azure.com"
V = "2024-10-21"


@pytest.fixture
def environ(monkeypatch):
    def put(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return put


def asked(client):
    """(address, deployment, key) that a client uses."""
    provider = client.provider
    return provider.base_url, provider.models.get("chat"), provider.auth.key


@pytest.mark.parametrize("key", ["AZURE_OPENAI_API_KEY", "AZURE_OPENAI_KEY", "AZURE_OPENAI_AD_TOKEN"])
@pytest.mark.parametrize("version", ["OPENAI_API_VERSION", "AZURE_OPENAI_API_VERSION"])
@pytest.mark.parametrize("deployment", ["AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_DEPLOYMENT_NAME"])
def test_the_environment_is_enough(environ, key, version, deployment):
    environ(**{"AZURE_OPENAI_ENDPOINT": AT, key: KEY, version: V, deployment: "talk"})
    client = Client.azure()
    assert asked(client) == (f"{AT}/openai/deployments/talk", "talk", KEY)
    assert client.origin["base_url"] == client.origin["api_key"] == "environment"


def test_a_token_goes_before_a_key(environ):
    environ(AZURE_OPENAI_ENDPOINT=AT, AZURE_OPENAI_API_KEY="other-key-1", AZURE_OPENAI_AD_TOKEN=KEY)
    assert Client.azure().provider.auth.key == KEY


@pytest.mark.parametrize("name", ["OPENAI_API_TYPE", "OPENAI_NB_PROVIDER"])
def test_the_environment_may_say_that_azure_answers(environ, name):
    environ(AZURE_OPENAI_ENDPOINT=AT, AZURE_OPENAI_API_KEY=KEY, OPENAI_API_KEY="sk-other", **{name: "azure"})
    assert Client().provider.name == "Azure"


def test_azure_answers_where_only_it_has_a_key(environ):
    environ(AZURE_OPENAI_ENDPOINT=AT, AZURE_OPENAI_API_KEY=KEY)
    assert asked(Client()) == (f"{AT}/openai/v1", None, KEY)
    environ(OPENAI_API_KEY="sk-other")
    assert Client().provider.name == "OpenAI"


SAID = {"apiKey": KEY, "resourceName": "mine", "deploymentId": "talk", "apiVersion": V}


def test_a_file_may_speak_of_azure(alone):
    (alone / ".openai").write_text(json.dumps(SAID))
    assert asked(Client()) == asked(Client.azure()) == (f"{AT}/openai/deployments/talk", "talk", KEY)
    (alone / "team.json").write_text(json.dumps(SAID | {"deploymentId": "other"}))
    assert Client.from_file("team.json", timeout=3.0).provider.models == {"chat": "other"}


def test_the_key_of_such_a_file_is_none_of_openais(alone):
    (alone / ".openai").write_text(json.dumps(SAID))
    assert Client(base_url="https://api.openai.com/v1").provider.auth is None


def test_arguments_go_before_what_is_kept(environ):
    environ(AZURE_OPENAI_ENDPOINT=AT, AZURE_OPENAI_API_KEY="kept-key-1", OPENAI_API_VERSION=V)
    client = Client.azure(f"{ELSEWHERE}/openai/v1/", KEY)
    assert asked(client) == (f"{ELSEWHERE}/openai/v1", None, KEY)
    assert client.origin["api_key"] == "argument"


@pytest.mark.parametrize("names", [("azure_endpoint", "azure_deployment"), ("endpoint", "deployment")])
def test_the_official_sdks_names_will_do(names):
    client = Client.named("azure", **dict(zip(names, (AT, "talk"), strict=True)), api_key=KEY, api_version=V)
    assert asked(client) == (f"{AT}/openai/deployments/talk", "talk", KEY)


# A key stays where it was kept


@pytest.mark.parametrize("where", [ELSEWHERE, "http://mine.openai.azure.com"])
def test_a_key_of_the_environment_goes_to_its_own_address_alone(environ, where):
    environ(AZURE_OPENAI_ENDPOINT=AT, AZURE_OPENAI_API_KEY=KEY)
    assert Client.azure(AT).provider.auth.key == KEY
    with pytest.raises(SettingsError, match="kept back") as caught:
        Client.azure(where)
    assert KEY not in str(caught.value)


def test_a_file_that_names_an_address_gets_no_key_of_the_environment(alone, environ):
    environ(AZURE_OPENAI_API_KEY=KEY, OPENAI_API_KEY=KEY, OPENAI_CUSTOM_HEADERS="X-Secret: s")
    (alone / ".openai").write_text(json.dumps({"resourceName": "evil"}))
    with pytest.raises(SettingsError, match="kept back"):
        Client()
    (alone / ".openai").write_text(json.dumps({"resourceName": "evil", "apiKey": "theirs-123456"}))
    client = Client()
    assert client.provider.auth.key == "theirs-123456"
    assert "X-Secret" not in client._transport.headers


def test_a_key_without_an_address_is_no_key(environ):
    environ(AZURE_OPENAI_API_KEY=KEY)
    with pytest.raises(SettingsError, match="No address at Azure"):
        Client.azure()
    assert Client().provider.sandboxed
