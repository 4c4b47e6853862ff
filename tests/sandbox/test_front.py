"""The page at `/`: what a person sees who comes by with a browser."""

import base64

import pytest
import requests

from openai_nb import Client
from openai_nb.core.errors import NotFound
from openai_nb.sandbox.serve import serve

ODD = "<script>alert(1)</script>"


@pytest.fixture
def served():
    server, token = serve(step_seconds=None)
    with Client(base_url=f"{server.start().url}/v1", api_key=token, max_retries=0) as client:
        client.files.create(file=("secret-name.txt", b"secret words"), purpose="user_data")
        with pytest.raises(NotFound):
            client.chat.completions.create(model=ODD, messages=[{"role": "user", "content": "secret words"}])
    yield server, token
    server.close()


def get(server, path="/", **headers):
    return requests.get(server.url + path, headers=headers, timeout=5)


def test_strangers_see_what_it_is_and_nothing_of_what_it_holds(served):
    server, token = served
    page = get(server)
    assert page.ok and page.headers["content-type"].startswith("text/html")
    assert "no model speaks" in page.text and server.url in page.text
    assert "chat/completions" not in page.text and token not in page.text


def test_the_token_shows_counts_and_requests_without_their_contents(served):
    server, token = served
    page = get(server, Authorization=f"Bearer {token}").text
    assert "<td>file</td><td>1</td>" in page and "/chat/completions" in page
    assert "secret" not in page and token not in page


def test_a_browser_is_asked_for_the_token_and_gets_in(served):
    server, token = served
    asked = get(server, "/?in")
    assert asked.status_code == 401 and asked.headers["www-authenticate"].startswith("Basic ")
    said = base64.b64encode(f"me:{token}".encode()).decode()
    assert "Newest requests" in get(server, "/?in", Authorization=f"Basic {said}").text


@pytest.mark.parametrize("said", ["Basic %%%", "Basic bWU6d3Jvbmc=", "Bearer wrong", "Bearer", ""])
def test_others_do_not(served, said):
    server, _ = served
    assert "Newest requests" not in get(server, Authorization=said).text


def test_a_token_in_the_address_is_no_token(served):
    server, token = served
    assert "Newest requests" not in get(server, f"/?token={token}").text


def test_everything_is_escaped_and_nothing_runs(served):
    server, token = served
    page = get(server, Authorization=f"Bearer {token}")
    assert "&lt;script&gt;" in page.text and "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_it_looks_right_by_night(served):
    assert "color-scheme: light dark" in get(served[0]).text


def test_it_tells_how_it_is(served):
    said = get(served[0], "/health").json()
    assert (said["status"], said["sandbox"], said["era"]) == ("ok", True, "classic")


@pytest.mark.parametrize("path", ["/v1", "/nowhere", "/v1/health"])
def test_elsewhere_the_api_answers(served, path):
    server, token = served
    answer = get(server, path, Authorization=f"Bearer {token}")
    assert answer.status_code == 404 and "Invalid URL" in answer.json()["error"]["message"]


def test_without_a_token_all_is_shown():
    server, _ = serve(token=None)
    assert "Nothing yet." in get(server.start()).text
    server.close()


def test_in_process_there_is_no_page(client):
    with pytest.raises(NotFound):
        client.request("GET", "/")
