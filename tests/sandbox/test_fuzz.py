"""Fuzz: whatever is asked, the sandbox answers in the API's words: no fault of its own, no empty body."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openai_nb import Client
from openai_nb.api import every_endpoint
from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.providers import Bearer, Provider
from openai_nb.sandbox import app
from openai_nb.sandbox.serve import serve
from tests.sandbox.fuzzing import JUNK, arguments, state

HERE = "http+sandbox://here/v1"
BETA = {"OpenAI-Beta": "assistants=v2"}
ENDPOINTS = [*every_endpoint()]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
fuzz = settings(max_examples=25, suppress_health_check=SLOW)


@pytest.fixture
def sandbox():
    return app(step_seconds=None)


@pytest.fixture
def session(sandbox):
    with requests.Session() as session:
        session.mount(HERE, WSGIAdapter(sandbox))
        yield session


@pytest.fixture
def there(sandbox):
    return state(Client(provider=Provider(HERE, Bearer("k"), WSGIAdapter(sandbox))))


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: f"{each} {each.function.__name__}")
def test_no_arguments_break_it(endpoint, sandbox, session, there):
    @fuzz
    @given(arguments(endpoint, there))
    def ask(said):
        sandbox.failure = ""
        answer = sent(session, HERE, endpoint, said)
        assert not sandbox.failure, sandbox.failure
        check(answer)

    ask()


@fuzz
@given(verb=st.sampled_from(["GET", "POST", "DELETE", "PUT", "PATCH"]), path=st.text(max_size=30), body=JUNK)
def test_no_path_breaks_it(sandbox, session, verb, path, body):
    check(session.request(verb, f"{HERE}/{quote(path)}", json=body))
    assert sandbox.failure == ""


@fuzz
@given(kind=st.sampled_from(["application/json", "multipart/form-data; boundary=x", ""]), body=st.binary())
def test_no_body_breaks_it(sandbox, session, kind, body):
    check(session.post(f"{HERE}/files", data=body, headers={"Content-Type": kind}))
    check(session.post(f"{HERE}/chat/completions", data=body, headers={"Content-Type": kind}))
    assert sandbox.failure == ""


@pytest.fixture(scope="module")
def served():
    served, _ = serve(token=None, step_seconds=None)
    served.start()
    yield served
    served.close()


@fuzz
@given(data=st.data())
def test_no_arguments_break_it_over_a_port(served, data):
    endpoint = data.draw(st.sampled_from(ENDPOINTS))
    with requests.Session() as session:
        check(sent(session, f"{served.url}/v1", endpoint, data.draw(arguments(endpoint, {}))))
    assert served.app.failure == ""


def sent(session, base, endpoint, said):
    """The answer to a call of `endpoint` with whatever was `said`."""
    rest = dict(said)
    path = endpoint.path.format(**{name: quote(str(rest.pop(name)), safe="") for name in endpoint.in_path})
    options = {"headers": BETA, "timeout": 20}
    if endpoint.verb != "POST":
        options["params"] = [pair for name, each in rest.items() for pair in flat(name, each)]
    elif endpoint.uploads:
        files = [(name, rest.pop(name)) for name in endpoint.uploads if isinstance(rest.get(name), tuple)]
        options["data"] = [pair for name, each in rest.items() for pair in flat(name, each)]
        options["files"] = files or [("", ("", b""))]
    else:
        options["json"] = rest
    return session.request(endpoint.verb, base + path, **options)


def flat(name, value):
    """A value as the fields of a query or form."""
    if isinstance(value, dict):
        return [pair for key, each in value.items() for pair in flat(f"{name}[{key}]", each)]
    if isinstance(value, list):
        return [pair for each in value for pair in flat(f"{name}[]", each)]
    return [(name, value if isinstance(value, str) else json.dumps(value))]


def check(answer):
    """Whether it is an answer of the API: a body, and an error object where it is a refusal."""
    assert answer.status_code < 500, answer.text
    kind = answer.headers["content-type"]
    if "event-stream" in kind:
        told = [line[6:] for line in answer.text.splitlines() if line.startswith("data: ")]
        assert told and all(each == "[DONE]" or json.loads(each) is not None for each in told)
    elif "json" in kind:
        raw = answer.json()
        assert isinstance(raw, dict)
        if answer.status_code >= 400:
            assert raw["error"].keys() == {"message", "type", "param", "code"}
            assert raw["error"]["message"] and "Error" not in str(raw["error"]["type"])
    else:
        assert answer.status_code == 200
