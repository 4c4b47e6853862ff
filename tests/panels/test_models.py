"""The models panel without a browser: what there is, what it costs, what leaves."""

import time
from datetime import date

import pytest

from openai_nb.api.models import Model
from openai_nb.client import Client
from openai_nb.panels.models import ModelsPanel, rows
from openai_nb.session import current
from tests.server import reply

NAMES = ["gpt-4.1", "gpt-4-turbo", "ft:gpt-4.1:me::1", "my-own", "<img src=x onerror=alert(1)>"]


def model(name, **more):
    return {"id": name, "object": "model", "created": 1_700_000_000, "owned_by": "me", **more}


@pytest.fixture
def panel(asked):
    asked.answers(reply({"object": "list", "data": [model(name) for name in NAMES]}))
    panel = ModelsPanel()
    panel.look()
    yield settled(panel)
    panel.close()


def settled(panel):
    end = time.monotonic() + 5
    while panel._works and time.monotonic() < end:
        time.sleep(0.01)
    assert not panel._works
    return panel


def test_a_model_has_its_price_and_its_last_day():
    said = [
        Model(model("gpt-4.1")),
        Model(model("gpt-4-turbo")),
        Model(model("a", shutdown_date="2027-01-01")),
    ]
    first, second, third = rows(said, today=date(2026, 11, 21))
    assert first["input"] == 2 and first["output"] == 8 and first["days"] is None and first["state"] == ""
    assert second["state"] == "gone" and second["shutdown_date"] == "2026-10-23" and second["days"] == 0
    assert third["state"] == "leaving" and third["days"] == 41 and third["input"] is None


def test_models_are_filtered_by_words_and_by_their_end(panel):
    assert panel.rows.total == len(NAMES)
    panel.rows.query = "4.1"
    assert {row["id"] for row in panel.rows.found} == {"gpt-4.1", "ft:gpt-4.1:me::1"}
    panel.rows.query = ""
    panel.leaving = True
    assert [row["id"] for row in panel.rows.found] == ["gpt-4-turbo"]


def test_the_chosen_one_is_asked_from_now_on(panel):
    panel.rows.choose("my-own")
    panel.use("chat")
    assert current().model == "my-own" and panel.usual["chat"] == "my-own" and "my-own" in panel.told
    panel.attempt(panel.use, "soup")
    assert "no kind 'soup'" in panel.problem


def test_only_what_is_tuned_is_deleted_and_after_a_second_look(panel, asked):
    panel.rows.choose("gpt-4.1")
    panel.attempt(panel.delete)
    assert "not yours" in panel.problem and panel.question == ""
    panel.rows.choose("ft:gpt-4.1:me::1")
    panel.delete()
    assert "Delete ft:" in panel.question and asked.requests[-1].verb == "GET"
    asked.answers(reply({"id": "ft:gpt-4.1:me::1", "object": "model", "deleted": True}))
    panel.yes()
    settled(panel)
    assert asked.requests[-1].verb == "DELETE" and panel.rows.total == len(NAMES) - 1


def test_names_are_escaped_and_prices_dated_in_the_twin(panel):
    said = panel.twin()
    assert "2026-10-23" in said["text/plain"]
    assert "<img" not in said["text/html"] and "as of 20" in said["text/plain"] and "$8" in said["text/plain"]


def test_a_server_that_refuses_is_told_of(here, server):
    server.answers(reply({"error": {"message": "no key, no models"}}, 401))
    with Client(api_key="sk-none", base_url=server.url, max_retries=0) as client:
        here.use(client)
        panel = ModelsPanel()
        panel.look()
        assert "no models" in settled(panel).problem
        panel.close()
