import json
import time

import pytest

from openai_nb import Client
from openai_nb.panels import panel
from openai_nb.panels.jobs import JobPanel

LINES = "\n".join(
    json.dumps(
        {
            "messages": [
                {"role": "user", "content": f"Number {n}?"},
                {"role": "assistant", "content": ("even", "odd")[n % 2]},
            ]
        }
    )
    for n in range(12)
).encode()


@pytest.fixture
def client():
    with Client.sandbox(step_seconds=0.01) as client:
        yield client


@pytest.fixture
def job(client):
    file = client.files.create(file=("n.jsonl", LINES), purpose="fine-tune")
    return client.fine_tuning.jobs.create(
        model="sandbox-chat", training_file=file, hyperparameters={"n_epochs": 50}
    )


def find(widget, kind):
    """Every widget of a kind, inside another."""
    inside = [hit for child in getattr(widget, "children", ()) for hit in find(child, kind)]
    return [widget] * (type(widget).__name__ == kind) + inside


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def test_buttons_can_be_pressed_when_they_help(client, job):
    shown = JobPanel(job, client, every=0.05)
    pause, resume, cancel = find(shown.view(), "Button")
    assert pause.disabled and resume.disabled and cancel.disabled
    shown.follower.start()
    until(lambda: shown.status == "running")
    assert not pause.disabled and resume.disabled and not cancel.disabled
    pause.click()
    assert shown.status == "paused" and not resume.disabled
    cancel.click()
    assert shown.status == "cancelled" and cancel.disabled
    shown.close()


def test_it_follows_to_the_end_and_knows_the_model(client, job):
    shown = JobPanel(job, client, every=0.05)
    ended = shown.follower.wait(30)
    assert (shown.status, shown.model) == ("succeeded", ended.fine_tuned_model)
    assert "image/png" in shown.follower.picture() or shown.follower._drawn
    assert len(shown.follower.events) > 10


def test_trouble_is_a_line_and_not_a_trace(client, job):
    shown = JobPanel(job, client)
    label = find(shown.view(), "Label")
    client.fine_tuning.jobs.cancel(job)
    shown.attempt(shown.pause)
    assert "cancelled" in shown.problem and not shown.busy and label


def test_closing_ends_its_work(client, job):
    shown = JobPanel(job, client, every=0.05)
    shown.follower.start()
    shown.close()
    assert not shown.follower.running
    assert client.fine_tuning.jobs.retrieve(job).status not in ("cancelled", "failed")


def test_panels_are_reached_by_name(client, job):
    assert isinstance(panel("job", job, client), JobPanel)
    with pytest.raises(ValueError, match=r"there are .*job"):
        panel("wardrobe")
    from openai_nb.panels import panel as again

    assert callable(again)  # no module of that name has taken its place
