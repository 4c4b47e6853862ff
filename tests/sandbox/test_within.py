"""Within: what stands deep inside an argument may be anything, and is an error of the caller's at most."""

from __future__ import annotations

import copy
from urllib.parse import quote

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.core.wsgi import WSGIAdapter
from openai_nb.sandbox import app
from tests.sandbox.fuzzing import JUNK

HERE = "http+sandbox://here/v1"
SHAPE = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "enum": ["Rome", "Oslo"]},
        "days": {"type": "integer", "minimum": 1},
    },
    "required": ["city"],
}
TOOL = {"type": "function", "function": {"name": "weather", "parameters": SHAPE}}
FORM = {"type": "json_schema", "json_schema": {"name": "trip", "schema": SHAPE}}
SAID = {"role": "user", "content": [{"type": "text", "text": "How is the weather in Oslo for 3 days?"}]}
SCORED = {"type": "score_model", "name": "near", "model": "gpt-4o", "input": [SAID], "range": [0, 1]}
SAME = {"type": "string_check", "name": "same", "operation": "eq", "input": "4", "reference": "4"}
SEVERAL = {"type": "multi", "name": "m", "graders": {"a": SAME, "b": SCORED}, "calculate_output": "a * b"}
ONE_FILTER = {"type": "or", "filters": [{"type": "in", "key": "year", "value": [1, "b"]}]}
JUDGED = {"compute_classification_metrics": True, "classification_positive_class": "a"}
TAUGHT = {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 1}}}
RANKED = {"ranker": "auto", "score_threshold": 0.2}
CHAT, RUN = {"model": "gpt-4o", "messages": [SAID]}, {"assistant_id": "MADE", "thread": {"messages": [SAID]}}
ASKED = {
    "/chat/completions": {**CHAT, "tools": [TOOL], "stop": ["x"]},
    "/chat/completions#shaped": {**CHAT, "response_format": FORM},
    "/completions": {"model": "gpt-3.5-turbo-instruct", "prompt": ["a b", "c"], "stop": ["x"]},
    "/responses": {
        "model": "gpt-4o",
        "input": [{"role": "user", "content": "Oslo?"}],
        "text": {"format": {"type": "json_schema", "name": "trip", "schema": SHAPE}},
    },
    "/threads/runs": {**RUN, "tools": [TOOL]},
    "/threads/runs#shaped": {**RUN, "response_format": FORM},
    "/fine_tuning/jobs": {"model": "gpt-4o", "training_file": "FILE", "method": TAUGHT},
    "/fine-tunes": {
        "training_file": "FILE",
        "validation_file": "FILE",
        "classification_betas": [0.5, 2],
        **JUDGED,
    },
    "/fine_tuning/alpha/graders/run": {"grader": SEVERAL, "model_sample": "4", "item": {"q": "x"}},
    "/vector_stores/STORE/search": {
        "query": ["tea", "ice"],
        "filters": {"type": "and", "filters": [ONE_FILTER]},
        "ranking_options": RANKED,
    },
}
LINE = b'{"prompt": "Is tea hot?", "completion": "a"}\n'


@pytest.fixture(scope="module")
def sandbox():
    return app(step_seconds=None)


@pytest.fixture(scope="module")
def session(sandbox):
    with requests.Session() as session:
        session.headers["OpenAI-Beta"] = "assistants=v2"
        session.mount(HERE, WSGIAdapter(sandbox))
        yield session


@pytest.fixture(scope="module")
def there(session):
    """The ids that stand for words in capitals."""
    sent = session.post(
        f"{HERE}/files", data={"purpose": "fine-tune"}, files={"file": ("a.jsonl", LINE * 10)}
    )
    made = session.post(f"{HERE}/assistants", json={"model": "gpt-4o"})
    store = session.post(f"{HERE}/vector_stores", json={"file_ids": [sent.json()["id"]]})
    return {"FILE": sent.json()["id"], "MADE": made.json()["id"], "STORE": store.json()["id"]}


@pytest.mark.parametrize("asked", ASKED)
def test_nothing_within_an_argument_breaks_it(asked, sandbox, session, there):
    body = {name: there.get(str(value), value) for name, value in ASKED[asked].items()}
    path = asked.partition("#")[0].replace("STORE", there["STORE"])
    assert session.post(HERE + path, json=body).status_code == 200

    @given(st.sampled_from([*spots(body)]), JUNK)
    def ask(spot, junk):
        sandbox.failure = ""
        answer = session.post(HERE + path, json=bent(body, spot, junk))
        assert not sandbox.failure, sandbox.failure
        assert answer.status_code in (200, 400, 404)

    ask()


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": "[" * 50_000},
        {"a" + "[b]" * 3_000: "1"},
        {"metadata" + "[b]" * 3_000: "1"},
        {"limit": "²"},
        {"after": "\ud800"},
    ],
    ids=["brackets", "names", "nested", "digit", "half"],
)
def test_no_query_breaks_it(sandbox, session, asked):
    sandbox.failure = ""
    query = "&".join(f"{name}={quote(each.encode('utf-8', 'surrogatepass'))}" for name, each in asked.items())
    answer = session.get(f"{HERE}/fine_tuning/jobs?{query}")
    assert sandbox.failure == "" and answer.status_code in (200, 400)


def test_a_page_that_is_no_number_is_no_page(sandbox, session):
    answer = session.get(f"{HERE}/organization/usage/completions?start_time=1&page=page_²")
    assert answer.json()["error"]["param"] == "page"


def spots(value, above=()):
    """Where something stands, at any depth."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield (*above, name)
        yield from spots(each, (*above, name))


def bent(body, spot, junk):
    """The same with something else in one spot."""
    made = copy.deepcopy(body)
    holder = made
    for name in spot[:-1]:
        holder = holder[name]
    holder[spot[-1]] = junk
    return made
