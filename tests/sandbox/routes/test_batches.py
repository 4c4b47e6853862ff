import json

import pytest

from openai_nb import Client
from openai_nb.api.chat import Completion
from openai_nb.core.errors import BadRequest, Conflict, NotFound, OpenAIError

SUMS = ["What is 2 + 3?", "What is 40 + 2?"]
BAD = {"messages": [{"role": "user", "content": "x"}], "temperature": 9}


def line(name, **body):
    body = {"model": "sandbox-embedding", "input": "a", **body}
    return {"custom_id": name, "method": "POST", "url": "/v1/embeddings", "body": body}


def upload(client, *lines):
    data = "".join(f"{json.dumps(each)}\n" for each in lines).encode()
    return client.files.create(file=("in.jsonl", data), purpose="batch")


def begin(client, *lines):
    file = upload(client, *lines)
    return client.batches.create(input_file_id=file, endpoint="/v1/embeddings", completion_window="24h")


def test_texts_go_in_and_answers_come_out_in_their_order(client):
    batch = client.batches.wait(client.batches.submit(SUMS, model="sandbox-chat"))
    answers = client.batches.results(batch)
    assert [each.custom_id for each in answers] == ["request-1", "request-2"]
    said = [each.body.choices[0].message.content for each in answers]
    assert "5" in said[0] and "42" in said[1]
    assert isinstance(answers[0].body, Completion) and answers[0].status_code == 200


def test_a_batch_tells_its_counts_times_tokens_and_model(client):
    batch = client.batches.wait(client.batches.submit(SUMS, model="sandbox-chat", metadata={"a": "b"}))
    assert (batch.status, batch.request_counts.completed, batch.request_counts.total) == ("completed", 2, 2)
    assert batch.created_at <= batch.in_progress_at <= batch.finalizing_at <= batch.completed_at
    bodies = [each.body.usage for each in client.batches.results(batch)]
    assert batch.usage.total_tokens == sum(each.total_tokens for each in bodies)
    assert batch.model == "sandbox-chat" and batch.metadata == {"a": "b"} and batch.error_file_id is None


def test_a_refused_line_is_in_the_error_file_and_keeps_its_place(client):
    rows = {"one": SUMS[0], "bad": BAD, "two": SUMS[1]}
    batch = client.batches.submit(rows, model="sandbox-chat")
    one, bad, two = client.batches.results(batch)
    assert (one.error, bad.body, bad.status_code) == (None, None, 400)
    assert bad.error.param == "temperature" and two.body is not None
    batch = client.batches.retrieve(batch)
    assert (batch.request_counts.completed, batch.request_counts.failed) == (2, 1)
    assert client.files.retrieve(batch.error_file_id).purpose == "batch_output"


@pytest.mark.parametrize(
    ("endpoint", "model", "field"),
    [
        ("/v1/embeddings", "embedding", lambda body: body.data[0].embedding),
        ("/v1/completions", "text", lambda body: body.choices[0].text),
        ("/v1/responses", "chat", lambda body: body.output[0].content[0].text),
        ("/v1/moderations", "moderation", lambda body: body.results[0].category_scores),
        ("/v1/images/generations", "image", lambda body: body.data[0].b64_json),
    ],
)
def test_each_endpoint_has_its_batches(client, endpoint, model, field):
    batch = client.batches.submit(["a red house"], endpoint=endpoint, model=f"sandbox-{model}")
    (result,) = client.batches.results(batch)
    assert result.error is None and field(result.body)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([line("a"), line("a")], "duplicate_custom_id"),
        ([line("a", model="m"), line("b", model="n")], "mismatched_model"),
        ([{**line("a"), "url": "/v1/completions"}], "mismatched_endpoint"),
        ([{**line("a"), "method": "GET"}], "invalid_method"),
        ([{"custom_id": "a", "method": "POST", "url": "/v1/embeddings"}], "missing_required_parameter"),
        ([line("a", stream=True)], "invalid_value"),
        ([{**line("a"), "body": {"input": "a", "modle": "m"}}], "missing_required_parameter"),
        ([line("a", model=7)], "invalid_type"),
    ],
)
def test_a_bad_file_fails_the_batch_with_its_line(client, lines, code):
    batch = client.batches.wait(begin(client, *lines))
    (wrong,) = batch.errors.data
    assert (batch.status, wrong.code, wrong.line) == ("failed", code, len(lines))
    with pytest.raises(OpenAIError, match=f"Line {len(lines)}"):
        client.batches.results(batch)


def test_only_a_file_for_batches_will_do(client):
    file = client.files.create(file=b"{}", purpose="user_data")
    with pytest.raises(BadRequest, match="'batch' is needed"):
        client.batches.create(input_file_id=file, endpoint="/v1/embeddings", completion_window="24h")
    with pytest.raises(NotFound):
        client.batches.create(input_file_id="file-x", endpoint="/v1/embeddings", completion_window="24h")


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"endpoint": "/v1/edits"}, "endpoint"),
        ({"completion_window": "1h"}, "completion_window"),
        ({"metadata": {"a": 1}}, "metadata.a"),
        ({"output_expires_after": {"anchor": "created_at", "seconds": 5}}, "output_expires_after.seconds"),
    ],
)
def test_what_cannot_be_asked_of_a_batch_is_refused(client, arguments, param):
    file = upload(client, line("a"))
    usual = {"input_file_id": file, "endpoint": "/v1/embeddings", "completion_window": "24h"}
    with pytest.raises(BadRequest) as caught:
        client.batches.create(**(usual | arguments))
    assert caught.value.param == param


def test_results_of_a_batch_under_way_say_how_far_it_is():
    with Client.sandbox(step_seconds=0.2) as client:
        batch = client.batches.submit(SUMS, model="sandbox-chat")
        with pytest.raises(OpenAIError, match=r"validating|in_progress"):
            client.batches.results(batch)


def test_a_cancelled_batch_keeps_what_was_answered():
    with Client.sandbox(step_seconds=0.02) as client:
        batch = client.batches.submit(["hello"] * 40, model="sandbox-chat")
        while not client.batches.retrieve(batch).request_counts.completed:
            pass
        assert client.batches.cancel(batch).status == "cancelling"
        batch = client.batches.wait(batch, 20, every=0.02)
        results = client.batches.results(batch)
        assert batch.status == "cancelled" and results[0].body and results[-1].error.code == "batch_cancelled"
        with pytest.raises(Conflict, match="'cancelled'"):
            client.batches.cancel(batch)


def test_what_is_not_answered_in_time_expires():
    seconds = iter(range(0, 10**9, 3_000))
    with Client.sandbox(step_seconds=None, clock=lambda: next(seconds)) as client:
        batch = client.batches.wait(client.batches.submit(["hello"] * 60, model="sandbox-chat"))
        results = client.batches.results(batch)
    assert batch.status == "expired" and results[0].body and results[-1].error.code == "batch_expired"


def test_batches_are_listed_newest_first(client):
    made = [begin(client, line(str(place))).id for place in range(3)]
    assert [each.id for each in client.batches.list(limit=2)] == made[::-1]


def test_results_outlive_the_input(client):
    batch = client.batches.submit(SUMS, model="sandbox-chat")
    client.files.delete(batch.input_file_id)
    assert len(client.batches.results(batch)) == 2
