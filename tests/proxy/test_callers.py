"""Who is let in: tokens, known by their digests, and a function of one's own."""

import base64
import hmac

import pytest

from openai_nb import Client
from openai_nb.core.errors import NotAuthenticated, SettingsError
from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.providers import Bearer, Provider
from openai_nb.proxy import tokens
from openai_nb.proxy.callers import named
from tests.conftest import KEY
from tests.proxy.conftest import TOKEN


def test_a_token_is_long_random_and_told_by_its_digest():
    first, second = tokens.new(), tokens.new()
    assert first != second and first.startswith("sess-") and len(first) > 40
    assert tokens.Tokens({"ada": [tokens.digest(first)]}).owner(first) == "ada"
    assert first not in tokens.digest(first)


def test_a_known_token_goes_in_and_the_key_goes_on_alone(caller, server):
    assert caller.get("/models").ok
    (request,) = server.requests
    assert request.headers["authorization"] == f"Bearer {KEY}" and TOKEN not in repr(request)


def test_callers_of_azure_bear_it_in_their_own_header(caller):
    assert caller.get("/models", headers={"Authorization": None, "api-key": TOKEN}).ok


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN},Bearer {TOKEN}",
        f"Bearer {TOKEN}, Bearer other",
        f"Basic {base64.b64encode(f'x:{TOKEN}'.encode()).decode()}",
        f"Bearer {tokens.digest(TOKEN)}",
        f"Bearer {KEY}",
        TOKEN,
    ],
)
def test_no_other_header_gets_in(caller, server, said):
    answer = caller.get("/models", headers={"Authorization": said})
    assert answer.status_code == 401 and answer.json()["error"]["code"] == "invalid_api_key"
    assert server.requests == [] and TOKEN not in answer.text


def test_every_token_is_compared_in_constant_time(monkeypatch):
    compared = []

    def compare(one, other):
        compared.append(one)
        return one == other

    monkeypatch.setattr(hmac, "compare_digest", compare)
    known = tokens.Tokens({name: [tokens.digest(name)] for name in ("ada", "bob", "cyd")})
    assert known.owner("ada") == "ada" and known.owner("eve") is None
    assert len(compared) == 6


# A function of one's own


def seen(headers):
    if headers.get("authorization") == "Bearer sess-from-our-login":
        return headers["x-person"]
    raise PermissionError("User is not authorized")


def test_a_function_sees_the_headers_and_says_who_it_is(proxied):
    caller = proxied(handed={"hook": seen})
    caller.headers = {"Authorization": "Bearer sess-from-our-login", "X-Person": "grace"}
    assert caller.post("/embeddings", json={"model": "m", "input": "a"}).ok
    assert caller.proxy.store.spent("0")[0].user == "grace"


def test_what_it_refuses_is_refused_with_its_words(proxied, server):
    caller = proxied(handed={"hook": seen})
    answer = caller.get("/models", headers={"Authorization": "Bearer sess-other"})
    assert (answer.status_code, answer.json()["error"]["message"]) == (401, "User is not authorized")
    assert server.requests == []


@pytest.mark.parametrize("said", [None, "", 7, "two\nlines", "x" * 300])
def test_a_name_that_is_none_does_not_get_in(proxied, said):
    caller = proxied(handed={"hook": lambda headers: said})
    assert caller.get("/models", headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_function_that_fails_lets_nobody_in_and_tells_nothing(proxied, server):
    def broken(headers):
        raise KeyError(f"a secret: {KEY}")

    answer = proxied(handed={"hook": broken}).get("/models", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 500 and "KeyError" in answer.text and KEY not in answer.text
    assert server.requests == []


def test_functions_are_found_by_name():
    assert named("openai_nb.proxy.tokens:new") is tokens.new
    for wrong in ("openai_nb.proxy.tokens:old", "no.such.module:x", "plain", "openai_nb.version:__version__"):
        with pytest.raises(SettingsError):
            named(wrong)


def test_from_a_login_to_a_token_to_a_client(proxied, server):
    """A login of one's own makes the token, and a client bears it to the proxy's address."""
    issued = {}

    def login(person):
        issued[token := tokens.new()] = person
        return token

    def who(headers):
        return issued[headers["authorization"].removeprefix("Bearer ")]

    proxy = proxied(handed={"hook": who}).proxy
    there = Provider("http://localhost/v1", Bearer(login("grace")), WSGIAdapter(proxy))
    with Client(provider=there, max_retries=0) as client:
        client.models.list()
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    other = Provider("http://localhost/v1", Bearer("sess-guessed"), WSGIAdapter(proxied().proxy))
    with pytest.raises(NotAuthenticated), Client(provider=other, max_retries=0) as client:
        client.models.list()
