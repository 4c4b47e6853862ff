"""Azure: where each call goes, and how it is signed."""

from __future__ import annotations

import pytest
import requests

from openai_nb import Client
from openai_nb.core.errors import SettingsError
from openai_nb.providers import azure
from tests.conftest import KEY
from tests.providers.wire import Wire

AT = "https://mine.openai.azure.com"
V = "2024-10-21"
ASK = {"model": "a b/c", "messages": [{"role": "user", "content": "Hi"}]}
CALLS = {  # where a call goes when the deployment is the model's name, and when one is given
    "chat/completions": lambda client: client.chat.completions.create(**ASK),
    "completions": lambda client: client.completions.create(model="a b/c", prompt="Hi"),
    "embeddings": lambda client: client.embeddings.create(model="a b/c", input="Hi"),
    "images/generations": lambda client: client.images.generate(model="a b/c", prompt="A cat"),
    "images/edits": lambda client: client.images.edit(model="a b/c", image=b"\x89PNG", prompt="A dog"),
    "audio/speech": lambda client: client.audio.speech.create(model="a b/c", input="Hi", voice="alloy"),
    "audio/transcriptions": lambda client: client.audio.transcriptions.create(model="a b/c", file=b"RIFF"),
    "audio/translations": lambda client: client.audio.translations.create(model="a b/c", file=b"RIFF"),
}
OTHERS = {
    "models": lambda client: client.models.list(),
    "files?limit=2": lambda client: client.files.list(limit=2),
    "files/file-1": lambda client: client.files.retrieve("file-1"),
    "fine_tuning/jobs": lambda client: client.fine_tuning.jobs.list(),
    "assistants": lambda client: client.assistants.create(model="a b/c"),
    "threads/t-1/runs": lambda client: client.threads.runs.create("t-1", assistant_id="a"),
    "batches": lambda client: client.request("GET", "/batches"),
}


@pytest.fixture
def sent():
    """Where a call goes."""
    wire = Wire()

    def url(call, **given):
        with Client(provider=wire.under(azure(AT, **({"key": KEY} | given)))) as client:
            call(client)
        return wire.requests[-1].url

    url.wire = wire
    return url


@pytest.mark.parametrize(("path", "call"), CALLS.items(), ids=CALLS)
def test_without_a_deployment_the_model_is_one(sent, path, call):
    assert sent(call, version=V) == f"{AT}/openai/deployments/a%20b%2Fc/{path}?api-version={V}"


@pytest.mark.parametrize(("path", "call"), CALLS.items(), ids=CALLS)
def test_a_deployment_that_is_given_answers(sent, path, call):
    url = sent(call, version=V, deployment="mine/1")
    assert url == f"{AT}/openai/deployments/mine%2F1/{path}?api-version={V}"


@pytest.mark.parametrize("deployment", [None, "mine"])
@pytest.mark.parametrize(("path", "call"), OTHERS.items(), ids=OTHERS)
def test_all_else_is_asked_of_the_resource(sent, path, call, deployment):
    url = sent(call, version=V, deployment=deployment)
    assert url == f"{AT}/openai/{path}{'&' if '?' in path else '?'}api-version={V}"


@pytest.mark.parametrize(("path", "call"), [*CALLS.items(), *OTHERS.items()], ids=[*CALLS, *OTHERS])
def test_todays_form_needs_neither_deployment_nor_version(sent, path, call):
    assert sent(call) == f"{AT}/openai/v1/{path}"


def test_a_token_from_a_function_is_asked_for_at_each_request(sent):
    tokens = iter(["first", "second"])
    call = OTHERS["models"]
    with Client(provider=sent.wire.under(azure(AT, token=lambda: next(tokens)))) as client:
        call(client), call(client)
    assert [each.headers["Authorization"] for each in sent.wire.requests] == ["Bearer first", "Bearer second"]
    assert all("api-key" not in each.headers for each in sent.wire.requests)


def test_a_call_that_names_no_deployment_is_not_sent(sent):
    with pytest.raises(SettingsError, match="names none"):
        sent(lambda client: client.request("POST", "/embeddings", body={"input": "x"}), version=V)
    assert sent.wire.requests == []


@pytest.mark.parametrize("model", [".", ".."])
def test_a_deployment_cannot_climb(sent, model):
    with pytest.raises(SettingsError):
        sent(lambda client: client.embeddings.create(model=model, input="x"), version=V)


@pytest.mark.parametrize(
    "url", [f"{AT}.evil.example/openai/v1/models", "http://mine.openai.azure.com/openai/v1/x"]
)
@pytest.mark.parametrize("given", [{"key": KEY}, {"token": KEY}, {"key": KEY, "version": V}])
def test_the_key_is_for_its_own_address_alone(url, given):
    request = requests.Request("GET", url).prepare()
    with pytest.raises(SettingsError, match=r"for mine\.openai\.azure\.com alone"):
        azure(AT, **given).auth(request)
    assert KEY not in str(request.headers)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"endpoint": AT}, "either a key or a token"),
        ({"endpoint": AT, "key": KEY, "token": KEY}, "either a key or a token"),
        ({"key": KEY}, "either an endpoint or a resource"),
        ({"endpoint": AT, "resource": "mine", "key": KEY}, "either an endpoint or a resource"),
        ({"resource": "mine.evil.example/", "key": KEY}, "no name of a resource"),
        ({"endpoint": AT, "key": KEY, "version": "2024&x=1"}, "no api-version"),
        ({"endpoint": "mine", "key": KEY}, "no address of a server"),
    ],
)
def test_what_does_not_fit_is_refused(given, words):
    with pytest.raises(SettingsError, match=words):
        azure(**given)


def test_the_deployment_is_the_model_to_ask():
    assert azure(AT, KEY, deployment="talk").models == {"chat": "talk"}
    assert azure(AT, KEY).models == {}


def test_two_deployments_are_two_addresses():
    one, other = (azure(AT, KEY, deployment=each, version=V).base_url for each in "ab")
    assert one != other
