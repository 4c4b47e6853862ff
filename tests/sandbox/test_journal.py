"""The journal: each request once, with what it took and never with what it said."""

import json

import pytest

from openai_nb import Client, sandbox
from openai_nb.core.errors import BadRequest, NotFound
from openai_nb.providers import openai
from openai_nb.sandbox.store import Store

MODEL = "sandbox-chat"
SECRET = "the word is heron"


def rows(client):
    return sandbox.journal(client.provider)


def test_each_request_is_a_row_with_the_same_columns(client):
    client.models.list()
    client.embeddings.create(model="text-embedding-3-small", input="hello")
    with pytest.raises(NotFound):
        client.files.retrieve("file-none")
    found = rows(client)
    told = [(each["method"], each["path"], each["status"]) for each in found]
    assert told == [("GET", "/models", 200), ("POST", "/embeddings", 200), ("GET", "/files/file-none", 404)]
    assert len({tuple(each) for each in found}) == 1


def test_rows_make_a_table(client):
    import pandas as pd

    client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "hi"}])
    table = pd.DataFrame(rows(client))
    assert table["output_tokens"].sum() > 0 and table["seconds"].iloc[0] > 0


@pytest.mark.parametrize("options", [{}, {"stream_options": {"include_usage": True}}])
def test_a_stream_counts_as_much_as_a_whole_answer(client, options):
    messages = [{"role": "user", "content": "Tell me of rivers"}]
    whole = client.chat.completions.create(model=MODEL, messages=messages).usage
    client.chat.completions.stream(model=MODEL, messages=messages, **options).gather()
    client.completions.stream(model="sandbox-text", prompt="The river runs").gather()
    client.responses.stream(model=MODEL, input="Tell me of rivers").gather()
    found = rows(client)
    assert [each["output_tokens"] for each in found[:2]] == [whole.completion_tokens] * 2
    assert all(each["output_tokens"] for each in found) and len(found) == 4


def test_a_stream_that_is_left_is_a_row_too(client):
    stream = client.responses.stream(model=MODEL, input="Tell me of rivers")
    next(stream)
    stream.close()
    assert [each["path"] for each in rows(client)] == ["/responses"]


def test_what_is_made_in_the_background_is_counted_when_it_is_made(client):
    said = client.responses.create(model=MODEL, input="hello", background=True)
    asked = [each for each in rows(client) if each["kind"] == "completions"]
    assert [(each["method"], each["path"]) for each in asked] == [("WORK", f"/responses/{said.id}")]
    assert asked[0]["output_tokens"] == client.responses.retrieve(said).usage.output_tokens


def test_what_a_batch_asks_is_told_apart(client):
    body = {"model": MODEL, "messages": [{"role": "user", "content": "hi"}]}
    line = {"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": body}
    file = client.files.create(file=("b.jsonl", json.dumps(line).encode()), purpose="batch")
    client.batches.create(input_file_id=file, endpoint="/v1/chat/completions", completion_window="24h")
    client.chat.completions.create(**body)
    assert [each["batch"] for each in rows(client) if each["kind"] == "completions"] == [True, False]


def test_a_run_is_counted_once_when_it_has_ended(client):
    helper = client.assistants.create(model=MODEL)
    talk = {"messages": [{"role": "user", "content": "hi"}]}
    run = client.threads.create_and_run(assistant_id=helper, thread=talk)
    run = client.threads.runs.wait(run)
    (row,) = [each for each in rows(client) if each["kind"] == "completions"]
    assert (row["method"], row["output_tokens"]) == ("WORK", run.usage.completion_tokens)


def test_contents_and_keys_are_never_written_down(tmp_path):
    with Client.sandbox(str(tmp_path), step_seconds=None) as client:
        client.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": SECRET}], user=SECRET
        )
        client.moderations.create(input=SECRET)
        client.images.generate(prompt=SECRET, size="256x256")
        assert len(rows(client)) == 3 and "heron" not in json.dumps(rows(client))


def test_what_failed_took_nothing(client):
    with pytest.raises(BadRequest):
        client.responses.create(model=MODEL, input="x", temperature=9)
    (row,) = rows(client)
    assert (row["status"], row["kind"], row["output_tokens"]) == (400, None, None)


def test_the_journal_outlives_the_process(tmp_path):
    for _ in range(2):
        with Client.sandbox(str(tmp_path)) as client:
            client.models.list()
    assert len(rows(client)) == 2


def test_very_old_requests_are_forgotten(monkeypatch):
    monkeypatch.setattr("openai_nb.sandbox.store.MOST_REQUESTS", 1500)
    store = Store()
    for number in range(3000):
        store.note({"created_at": number})
    assert [each["created_at"] for each in store.noted()][:1] == [1500]


def test_others_keep_no_journal_here():
    with pytest.raises(TypeError, match="OpenAI keeps no journal here"):
        sandbox.journal(openai("sk-x"))
