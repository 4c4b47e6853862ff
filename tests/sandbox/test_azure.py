"""Azure's addresses, as the sandbox knows them."""

from __future__ import annotations

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.sandbox import app
from openai_nb.sandbox.azure import place

ASK = {"messages": [{"role": "user", "content": "What is 2 + 3?"}]}
V = "api-version=2024-10-21"
CHAT = f"/openai/deployments/gpt-4o/chat/completions?{V}"


@pytest.fixture
def post():
    with requests.Session() as session:
        session.mount("http://", WSGIAdapter(app(token="t", deployments={"mine": "gpt-4o"})))
        yield lambda path, body=ASK, **headers: session.post(
            f"http://here{path}", json=body, headers=headers or {"api-key": "t"}
        )


def test_a_deployment_answers_under_its_own_name_or_the_models(post):
    for path in (CHAT, CHAT.replace("gpt-4o", "mine")):
        said = post(path).json()
        assert said["model"] == "sandbox-chat" and "5" in said["choices"][0]["message"]["content"]


def test_the_deployment_decides_and_not_the_model_in_the_body(post):
    assert post(CHAT, ASK | {"model": "no-such"}).status_code == 200


def test_a_deployment_that_is_not_there_is_said_not_to_be(post):
    said = post(CHAT.replace("gpt-4o", "yours"))
    assert (said.status_code, said.json()["error"]["code"]) == (404, "DeploymentNotFound")


def test_the_key_may_be_in_either_header_and_must_be_right(post):
    assert post(CHAT, Authorization="Bearer t").status_code == 200
    assert [post(CHAT, **{"api-key": each}).status_code for each in ("t", "u", "")] == [200, 401, 401]


@pytest.mark.parametrize(
    "path",
    [
        CHAT.partition("?")[0],
        CHAT.replace("2024-10-21", "soon"),
        CHAT.replace("2024-10-21", "latest"),
        f"/openai/chat/completions?{V}",
        f"/openai/deployments/gpt-4o/files?{V}",
        f"/openai/deployments//chat/completions?{V}",
    ],
)
def test_what_azure_would_not_find_is_not_found(post, path):
    said = post(path)
    assert (said.status_code, said.json()["error"]["message"]) == (404, "Resource not found")


@pytest.mark.parametrize("query", ["", "?api-version=preview"])
def test_todays_form_is_the_apis_own(post, query):
    said = post(f"/openai/v1/chat/completions{query}", ASK | {"model": "gpt-4o"})
    assert said.json()["model"] == "sandbox-chat"


@given(st.text("/v1openaideploymentsx%", max_size=40))
def test_no_path_breaks_the_reading(text):
    found = place(f"/{text}")
    assert found.path.startswith("/") or found.path == ""
