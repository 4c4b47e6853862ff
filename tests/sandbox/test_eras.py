"""Eras: everything there was, or what the live API still offers, failing as it fails."""

import pytest

from openai_nb import Client
from openai_nb.core.errors import NotFound

HELLO = [{"role": "user", "content": "What is 6 * 7?"}]


@pytest.fixture
def today():
    with Client.sandbox(era="2026-11", step_seconds=None) as client:
        yield client


def test_classic_offers_what_is_gone(client):
    assert client.edits.create(
        model="text-davinci-edit-001", input="helo", instruction="Fix the spelling"
    ).choices
    assert client.beta.assistants.create(model="gpt-4").id
    assert client.chat.completions.create(model="gpt-3.5-turbo", messages=HELLO).choices


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda c: c.edits.create(model="m", instruction="x"), "POST /v1/edits"),
        (lambda c: c.fine_tunes.list(), "GET /v1/fine-tunes"),
        (lambda c: c.beta.assistants.list(), "GET /v1/assistants"),
        (lambda c: c.beta.threads.create(), "POST /v1/threads"),
        (lambda c: c.images.create_variation(image=b"x"), "POST /v1/images/variations"),
    ],
)
def test_calls_that_are_gone_have_no_address(today, call, said):
    with pytest.raises(NotFound, match="Invalid URL") as caught:
        call(today)
    assert f"({said})" in str(caught.value)


@pytest.mark.parametrize("name", ["text-davinci-003", "gpt-3.5-turbo", "gpt-4-32k", "o1-mini", "gpt-4"])
def test_models_that_are_gone_say_so(today, name):
    with pytest.raises(NotFound, match="has been deprecated") as caught:
        today.chat.completions.create(model=name, messages=HELLO)
    assert caught.value.code == "model_not_found"


def test_the_rest_answers(today):
    assert "42" in today.chat.completions.create(model="gpt-4o", messages=HELLO).choices[0].message.content
    assert today.responses.create(model="gpt-6-luna", input="What is 6 * 7?").output
    assert today.audio.speech.create(model="tts-1", voice="alloy", input="yes")  # ends in 2027


def test_the_lines_of_a_batch_live_in_the_same_era(today):
    line = (
        b'{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4",'
        b'"messages":[{"role":"user","content":"hi"}]}}\n'
    )
    file = today.files.create(file=("a.jsonl", line), purpose="batch")
    batch = today.batches.create(input_file_id=file, endpoint="/v1/chat/completions", completion_window="24h")
    found = today.batches.retrieve(batch)
    assert b"has been deprecated" in today.files.content(found.error_file_id)


def test_there_is_no_other_era():
    with pytest.raises(ValueError, match="no era '1999'; there are classic, 2026-11"):
        Client.sandbox(era="1999")
