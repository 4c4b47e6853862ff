"""The panel of batches without a browser: its state and its verbs, at a sandbox."""

import time

import pandas as pd
import pytest

from openai_nb.client import Client
from openai_nb.panels.batches import BatchPanel

SUMS = [f"What is {n} + {n}?" for n in range(8)]


@pytest.fixture
def client():
    with Client.sandbox(step_seconds=0.01) as client:
        yield client


@pytest.fixture
def panel(client):
    panel = BatchPanel(client=client, model="sandbox-chat")
    yield panel
    panel.close()


def until(true, seconds=15):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def test_requests_are_sent_followed_and_read(panel):
    panel.requests = SUMS
    panel.create()
    until(lambda: panel.answers.total == 8)
    assert panel.batch["status"] == "completed" and panel.problem == ""
    assert panel.results["answer"]["request-4"].startswith("3 + 3 = 6")
    assert "8 / 8" in panel.twin()["text/plain"] and "3 + 3 = 6" in panel.twin()["text/html"]


def test_a_bad_line_is_pointed_at_before_anything_is_sent(panel, client, alone):
    (alone / "r.jsonl").write_text('{"custom_id": "a"}\n')
    for given, words in (
        ("r.jsonl", "Line 1"), ("nowhere", "no file"), (None, "Name"), (pd.DataFrame({"x": [1]}), "Line 1"),
    ):  # fmt: skip
        panel.requests = given
        panel.attempt(panel.create)
        assert words in panel.problem
    assert list(client.files.list()) == []


def test_a_batch_is_stopped_after_a_second_look(panel, client):
    batch = client.batches.submit(SUMS * 300, model="sandbox-chat")
    panel.look()
    until(lambda: panel.batches.chosen)
    panel.cancel()
    assert batch.id in panel.question
    panel.yes()
    until(lambda: panel.batch["status"] in ("cancelled", "completed"))


def test_why_a_batch_was_not_begun_is_told(panel, client):
    file = client.files.create(file=("r.jsonl", b'{"custom_id": "a"}\n'), purpose="batch")
    panel.requests = file.id
    panel.create()
    until(lambda: "not begun" in panel.problem or "Line 1" in panel.problem)
    assert panel.answers.total == 0
