from __future__ import annotations

import json

import pytest

from openai_nb import Client
from openai_nb.core.errors import WaitedTooLong
from openai_nb.looks.waiting import Waiting
from tests.server import reply

COUNTS = {"total": 4, "completed": 1, "failed": 1}


def batch(status: str, **more):
    return reply({"id": "batch_1", "object": "batch", "status": status, "endpoint": "/v1/embeddings", **more})


def test_a_batch_is_followed_to_its_end(server, client):
    server.answers(batch("in_progress", request_counts=COUNTS), batch("completed", request_counts=COUNTS))
    waiting = Waiting(client, "batch_1", every=0.01)
    assert waiting.wait(5).status == "completed"
    assert len(server.requests) == 2
    table = waiting.table()
    assert table["text/plain"].splitlines()[1].split() == ["█" * 15 + "░" * 15, "2", "4", "1"]
    assert "batch_1 · completed" in table["text/plain"]


def test_trouble_that_passes_is_told_and_waited_out(server, client):
    server.answers(reply({"error": {"message": "<b>busy"}}, 503), batch("completed"))
    waiting = Waiting(client, "batch_1", every=0.01)
    assert waiting.wait(5).status == "completed"
    assert waiting.trouble == ""


def test_trouble_that_stays_ends_the_waiting(server, client):
    server.answers(reply({"error": {"message": "No such <b>batch</b>"}}, 404))
    waiting = Waiting(client, "batch_1", every=0.01)
    assert waiting.wait(5) is None
    assert "No such batch" in waiting.state
    assert len(server.requests) == 1


def test_why_a_batch_was_not_begun_is_said():
    client = Client.sandbox()
    file = client.files.create(file=("x.jsonl", json.dumps({"custom_id": "a"}).encode()), purpose="batch")
    made = client.batches.create(input_file_id=file, endpoint="/v1/chat/completions", completion_window="24h")
    waiting = Waiting(client, made, every=0.01)
    assert waiting.wait(5).status == "failed"
    assert "line 1: " in waiting.state


def test_waiting_has_its_limit_and_can_be_stopped(server, client):
    server.answers(batch("in_progress"))
    waiting = Waiting(client, "batch_1", every=0.01)
    with pytest.raises(WaitedTooLong) as caught:
        waiting.wait(0.05)
    assert caught.value.last.status == "in_progress"
    waiting.stop()
    assert waiting.wait(5).status == "in_progress"
