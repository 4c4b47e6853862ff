"""Finding: who is meant, by name or address; and providers that other packages add."""

from __future__ import annotations

import sys

import pytest

from openai_nb import Client
from openai_nb.core.errors import SettingsError
from openai_nb.core.settings import OPENAI_URL
from openai_nb.providers import finding
from openai_nb.session import Session
from tests.conftest import KEY

AT = "https://mine.openai.azure.com"
THEIRS = """
from openai_nb.providers import Bearer, Provider

def team(room="main"):
    return Provider(f"https://{room}.example/v1", Bearer("their-own-key"), name="the team")

def nothing():
    return "nothing"
"""
POINTS = """[openai_nb.providers]
team = team_models:team
nothing = team_models:nothing
away = team_models:away
openai = team_models:team
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A small package of somebody else's, with providers of its own."""
    (tmp_path / "team_models.py").write_text(THEIRS)
    about = tmp_path / "team_models-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: team-models\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("team_models", None)


def test_another_package_adds_a_provider(installed):
    client = Session().use("team", room="lab")
    assert (client.provider.name, client.provider.base_url) == ("the team", "https://lab.example/v1")
    assert client.origin["base_url"] == "package team-models"
    assert "team" in finding.names()


def test_the_environment_may_name_it(installed, monkeypatch):
    monkeypatch.setenv("OPENAI_NB_PROVIDER", "Team")
    assert Client().provider.name == "the team"


def test_no_package_takes_a_name_of_ours(installed):
    assert Client.named("openai", api_key=KEY).provider.base_url == OPENAI_URL


@pytest.mark.parametrize(
    ("name", "words"), [("nothing", "gives no Provider but a str"), ("away", "cannot be loaded")]
)
def test_what_is_no_provider_is_said_to_be_none(installed, name, words):
    with pytest.raises(SettingsError, match=f"team-models {words}"):
        Client.named(name)


@pytest.mark.parametrize(
    ("who", "options", "name", "address"),
    [
        ("openai", {"api_key": KEY}, "OpenAI", OPENAI_URL),
        ("azure", {"resource": "mine", "api_key": KEY}, "Azure", f"{AT}/openai/v1"),
        ("AZURE", {"resource": "mine", "token": lambda: KEY}, "Azure", f"{AT}/openai/v1"),
        (f"{AT}/openai/deployments/d/embeddings", {"api_key": KEY}, "Azure", f"{AT}/openai/v1"),
        ("proxy", {"domain": "llm.example", "token": f"sess-{KEY}"}, "a proxy", "https://llm.example/v1"),
        ("proxy", {"domain": "http://h:1/api", "api_key": KEY}, "a proxy", "http://h:1/api"),
        ("localhost:8080/v1", {}, "a compatible server", "https://localhost:8080/v1"),
    ],
)
def test_who_is_meant_is_found_by_name_or_address(who, options, name, address):
    provider = Session().use(who, timeout=3.0, **options).provider
    assert (provider.name, provider.base_url) == (name, address)


def test_the_proxy_of_a_file_is_found(alone):
    (alone / ".openai").write_text('{"apiKey": "sess-12345678", "domain": "llm.example.org"}')
    provider = Client.named("proxy").provider
    assert (provider.base_url, provider.auth.key) == ("https://llm.example.org/v1", "sess-12345678")


def test_a_proxy_wants_a_domain_and_a_token():
    with pytest.raises(SettingsError, match="No proxy is known"):
        Client.named("proxy", token=KEY)
    with pytest.raises(SettingsError, match="wants a token"):
        Client.named("proxy", domain="llm.example.org")


@pytest.mark.parametrize("address", ["http://[bad", "https://[::1/v1", "[half"])
def test_an_address_that_is_none_is_said_to_be_none(address):
    with pytest.raises(SettingsError, match=r"is no address of a server|Nobody is called"):
        Client.named(address)


def test_whoever_is_not_known_is_told_who_is():
    with pytest.raises(SettingsError, match="Nobody is called 'olama'") as caught:
        Client.named("olama")
    assert "azure, llama.cpp, lmstudio, local, localai, ollama, openai" in caught.value.advice
