"""The panel of fine-tuning jobs without a browser: its state and its verbs, at a sandbox."""

import json
import threading
import time

import pandas as pd
import pytest

from openai_nb.client import Client
from openai_nb.data.tuning import examples, guessed
from openai_nb.looks.curves import Line, curves
from openai_nb.panels.tuning import JobsPanel
from openai_nb.panels.tuning_view import TuningView
from tests.browser.eventful import Eventful
from tests.panels.jobs import job_of

TABLE = pd.DataFrame(
    {"question": [f"Number {n}?" for n in range(20)], "answer": ["even", "odd"] * 10, "note": ["x"] * 20}
)


@pytest.fixture
def client():
    with Client.sandbox(step_seconds=0.005) as client:
        yield client


@pytest.fixture
def panel(client):
    panel = JobsPanel(client=client, model="sandbox-chat")
    yield panel
    panel.close()


def until(true, seconds=15):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def status(panel):
    return panel.job.get("status")


def test_a_model_is_taught_from_a_table_and_tried_beside_its_base(panel):
    panel.examples, panel.epochs = TABLE, 2
    assert panel.check().count == 20 and panel.checked.problems == ()
    panel.create()
    until(lambda: status(panel) == "succeeded")
    assert panel.wait(5) and panel.problem == ""
    train, valid = panel.curves
    assert len(train.points) > 3 and [train.name, valid.name] == ["train", "validation"]
    assert any("successfully" in row["message"] for row in panel.events.found)
    panel.ask_both("Number 4?")
    assert panel.wait(5)
    assert list(panel.tried) == ["sandbox-chat", panel.job["fine_tuned_model"]]
    assert panel.tried[panel.job["fine_tuned_model"]] == "even"
    kept = panel.twin()
    assert "image/png" in kept["text/html"] and "succeeded" in kept["text/plain"]


def test_a_bad_line_is_pointed_at_before_anything_is_sent(panel, client):
    said = [{"messages": [{"role": "user", "content": "?"}]}] * 12
    panel.examples = "\n".join(map(json.dumps, said)).encode()
    panel.attempt(panel.create)
    assert "Line 1" in panel.problem and list(client.files.list()) == []
    for given, words in ((None, "Name"), ("nowhere.jsonl", "nowhere"), (TABLE[["note"]], "two columns")):
        panel.examples = given
        panel.attempt(panel.check)
        assert words in panel.problem


def test_a_job_is_held_let_go_and_ended_after_a_second_look(panel, client):
    job = slow(client)
    panel.look()
    until(lambda: status(panel) == "running")
    panel.pause()
    assert status(panel) == "paused"
    panel.resume()
    until(lambda: status(panel) == "running")
    panel.cancel()
    assert job.id in panel.question and status(panel) == "running"
    panel.yes()
    until(lambda: status(panel) == "cancelled")


def slow(client):
    file = job_of(client).training_file
    long = {"n_epochs": 50, "batch_size": 1}
    return client.fine_tuning.jobs.create(model="sandbox-chat", training_file=file, hyperparameters=long)


def test_runs_are_compared(panel, client):
    first, second = job_of(client), job_of(client)
    for each in (first, second):
        client.fine_tuning.jobs.wait(each)
    panel.look()
    until(lambda: panel.jobs.chosen)
    panel.jobs.choose(first.id, second.id)
    until(lambda: len([line for line in panel.curves if line.points]) >= 2)
    assert len({line.name for line in panel.curves}) >= 2 and len({line.colour for line in panel.curves}) == 2
    panel.attempt(panel.pause)
    assert "Choose one row" in panel.problem


def test_a_job_that_is_given_is_the_one_that_is_followed(client):
    first = job_of(client)
    job_of(client)
    panel = JobsPanel(first, client=client)
    panel.look()
    until(lambda: panel.jobs.chosen == [first.id])
    panel.close()
    assert not any(each.name == "openai_nb panel" and each.is_alive() for each in threading.enumerate())


def test_without_threads_a_look_is_soon_over(client):
    slow(client)
    panel = JobsPanel(client=client, threads=False)
    began = time.monotonic()
    panel.look()
    assert panel.jobs.total == 2 and time.monotonic() - began < 6
    panel.close()


def test_the_columns_of_a_table_are_guessed():
    assert guessed(TABLE.columns) == ("question", "answer")
    assert guessed(["a", "b"]) == ("a", "b") and guessed(["label", "words"]) == ("words", "label")
    found = examples(TABLE, "{{question}} ({{note}})", "answer", "Be brief.")
    assert json.loads(found.data.splitlines()[0])["messages"][1]["content"] == "Number 0? (x)"
    assert found.trained(2) == 2 * found.tokens and "20 examples" in str(found)


def test_what_training_will_cost_is_told_before_it_begins(server, monkeypatch):
    monkeypatch.setattr(JobsPanel, "look", lambda self: None)  # the list of jobs is nothing that is begun
    panel = JobsPanel(client=Client(api_key="k", base_url=server.url), model="gpt-4.1-nano")
    view = TuningView(panel)
    panel.examples, panel.epochs = TABLE, 2
    panel.check()
    assert f"tokens to train on: ${panel.checked.trained(2) * 1.5e-6:.4f}." in view.told.value
    panel.model = "gpt-6-luna"
    assert "tokens to train on: unpriced." in view.told.value
    assert not server.connections
    panel.close()


def test_a_drawing_holds_no_words_of_others_as_html():
    drawn = curves([Line("<script>", [(1, 2.0), (2, float("nan")), (3, 1.0)])], title="<b>")
    assert "<script>" not in drawn and "&lt;b&gt;" in drawn and "nan" not in drawn
    assert "no step" in curves([Line("a", [(1, float("inf"))])], title="Loss")


def test_a_hundred_events_a_second_are_shown_ten_times_a_second_at_most(client, monkeypatch):
    monkeypatch.setattr(client.fine_tuning, "jobs", Eventful(), raising=False)
    panel, sent = JobsPanel(client=client), []
    panel.jobs.observe(lambda _: None, "found")
    panel.events.observe(lambda _: sent.append(time.monotonic()), "found")
    panel.look()
    began = time.monotonic()
    until(lambda: panel.events.total >= 250)
    spent = time.monotonic() - began
    assert len(sent) <= 10 * spent + 3
    panel.close()
