from __future__ import annotations

import base64
import json

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from openai_nb.client import Client
from openai_nb.core.errors import WaitedTooLong
from openai_nb.looks.monitor import Follower


@pytest.fixture
def sandbox():
    with Client.sandbox() as client:
        yield client


@pytest.fixture
def job(sandbox):
    """A job of a few steps, begun."""
    rows = [
        {"messages": [{"role": "user", "content": f"{n}?"}, {"role": "assistant", "content": f"<{n}>"}]}
        for n in range(12)
    ]
    wire = "\n".join(json.dumps(row) for row in rows).encode()
    file = sandbox.files.create(file=("train.jsonl", wire), purpose="fine-tune")
    return sandbox.fine_tuning.jobs.create(model="sandbox-chat", training_file=file)


@pytest.fixture
def page():
    """What is put on the page; the last state of each output by its id."""
    InteractiveShell.instance()
    with capture_output() as caught:
        yield lambda: {each["transient"]["display_id"]: each["data"] for each in caught._outputs}


def test_it_follows_a_job_to_its_end(sandbox, job, page):
    follower = Follower(sandbox, job, every=0.01)
    follower._ipython_display_()
    assert follower.wait(60).status == "succeeded"
    table, picture = page().values()
    assert "succeeded" in table["text/html"]
    assert base64.b64decode(picture["image/png"])[1:4] == b"PNG"


def test_every_event_is_there_once_and_in_order(sandbox, job):
    follower = Follower(sandbox, job, every=0.01).start()
    follower.wait(60)
    told = [event.id for event in sandbox.fine_tuning.jobs.list_events(job)]
    assert list(follower.events.index) == told[::-1]


def test_it_shows_nothing_until_it_is_looked_at(sandbox, job, page):
    Follower(sandbox, job, every=0.01).start().wait(60)
    assert page() == {}


def test_it_can_be_looked_at_when_all_is_over(sandbox, job, page):
    follower = Follower(sandbox, job, every=0.01)
    follower.wait(60)
    follower._ipython_display_()
    assert len(page()) == 2
    assert "image/png" in list(page().values())[1]


def test_it_stops_looking_when_told(sandbox, job):
    follower = Follower(sandbox, job, every=5).start()
    follower.stop()
    assert not follower.running


def test_waiting_has_an_end(closed_port):
    nobody = Client(api_key="sk-" + "x" * 20, base_url=f"http://127.0.0.1:{closed_port}/v1", max_retries=0)
    follower = Follower(nobody, "ftjob-1", every=30)
    with pytest.raises(WaitedTooLong):
        follower.wait(0.2)
    assert "nothing answers" in follower.trouble.lower() or "127.0.0.1" in follower.trouble
    follower.stop()


def test_trouble_is_a_line_and_ends_what_cannot_pass(sandbox, page):
    follower = Follower(sandbox, "ftjob-nowhere", every=0.01)
    follower._ipython_display_()
    follower.wait(10)
    assert "ftjob-nowhere" in follower.trouble
    assert follower.trouble[:20] in next(iter(page().values()))["text/plain"]


def test_a_step_that_is_told_more_of_is_drawn_again(sandbox, job):
    follower = Follower(sandbox, job)

    def told(number, **values):
        event = {"type": "metrics", "created_at": number, "data": {"step": 1, **values}}
        follower._rows[f"e{number}"] = event
        return follower.picture()

    first = told(1, train_loss=2.0)
    later = told(2, valid_loss=3.0)
    assert later["text/plain"] == "step 1: train_loss 2, valid_loss 3"
    assert later["image/png"] != first["image/png"]
    assert follower.picture() == {}
