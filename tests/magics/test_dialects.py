"""The same question through either API."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.api.unfolding import unfolded
from openai_nb.data import ledger
from openai_nb.magics.dialects import items
from tests.magics.test_tooling import weather
from tests.server import CLOSE, chunked, events

USAGE = {
    "input_tokens": 3,
    "input_tokens_details": {"cached_tokens": 0},
    "output_tokens": 4,
    "output_tokens_details": {"reasoning_tokens": 0},
    "total_tokens": 7,
}


def response(*output, **more):
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "m",
        "status": "completed",
        "output": list(output),
        "usage": USAGE,
        **more,
    }


def said(text):
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}


def call(name, **arguments):
    return {
        "type": "function_call",
        "id": "fc_1",
        "call_id": "call_1",
        "name": name,
        "arguments": json.dumps(arguments),
        "status": "completed",
    }


def answering_with(*output, **more):
    cut = lambda text: [text[:6], text[6:]]  # noqa: E731
    return chunked(*events(*unfolded(response(*output, **more), cut), done=False))


@pytest.fixture
def responding(answering):
    answering.answers(answering_with(said("Hello you")))
    return answering


def test_the_answer_streams_and_is_a_value(typed, responding):
    ran = typed("%%chat x << --api responses\nHi")
    assert ran.outputs[0]["data"]["text/markdown"] == "Hello "
    assert ran.saved[0]["data"]["text/plain"] == "Hello you"
    assert "3→4 tok" in ran.markdown
    assert (typed.names["x"], typed.names["x"].raw.id) == ("Hello you", "resp_1")
    assert typed.names["x"].usage.output_tokens == 4


def test_the_ledger_names_the_api_it_went_through(typed, responding):
    typed("%%chat --api responses\nHi")
    assert [row["what"] for row in ledger.shared().rows()] == ["responses"]


def test_flags_become_the_words_of_that_api(typed, responding):
    typed('%%chat --api responses -s terse -t 0 --max-tokens 9 --reasoning-effort low --schema "a int"\nHi')
    sent = responding.requests[-1].json
    assert responding.requests[-1].target.endswith("/responses")
    assert sent["input"] == [{"role": "system", "content": "terse"}, {"role": "user", "content": "Hi"}]
    assert (sent["max_output_tokens"], sent["reasoning"], sent["temperature"]) == (9, {"effort": "low"}, 0)
    assert sent["text"]["format"]["schema"]["required"] == ["a"]


def test_it_can_be_the_usual_one(typed, responding):
    typed("%config OpenAINb.api = 'responses'")
    typed("%%chat\nHi")
    assert responding.requests[-1].target.endswith("/responses")


def test_a_seed_is_refused_before_it_is_sent(typed, responding):
    assert "seed" in typed("%%chat --api responses --seed 3\nHi").trouble[0]
    assert responding.requests == []


def test_cells_of_a_conversation_know_each_other(typed, responding):
    typed("%%chat --api responses\nfirst")
    typed("%%chat --api responses\nsecond")
    assert [each["content"] for each in responding.requests[-1].json["input"]] == [
        "first",
        "Hello you",
        "second",
    ]


def test_a_function_is_called_and_a_second_run_asks_nobody(typed, responding):
    responding.answers(answering_with(call("weather", city="Paris")), answering_with(said("It is 21 °C.")))
    typed.names["weather"] = weather
    first = typed("%%chat --api responses --tools weather\nHow warm?")
    again = typed("%%chat --api responses --tools weather\nHow warm?")
    assert len(responding.requests) == 2
    assert responding.requests[1].json["input"][-1] == {
        "type": "function_call_output",
        "call_id": "call_1",
        "output": "21 °C in Paris",
    }
    assert "<details>" in first.markdown
    assert first.saved == again.saved
    assert [each["role"] for each in typed.names["_chat"].messages] == ["user", "assistant", "tool"]


def test_an_answer_cut_at_its_length_says_so(typed, responding):
    why = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
    responding.answers(answering_with(said("Hel"), **why))
    ran = typed("%%chat --api responses\nHi")
    assert "raise --max-tokens" in ran.markdown
    assert "kept" not in ran.markdown


def test_a_response_that_failed_is_an_error(typed, responding):
    trouble = {"status": "failed", "error": {"code": "server_error", "message": "The model is tired."}}
    responding.answers(answering_with(**trouble))
    ran = typed("%%chat --api responses\nHi")
    assert "The model is tired." in ran.trouble[0]
    assert len(ran.trouble) == 2


def test_a_broken_answer_is_kept_and_said(typed, responding, here):
    cut = list(unfolded(response(said("Half of it")), lambda text: [text[:7], text[7:]]))[:5]
    responding.answers(chunked(*events(*cut, done=False), CLOSE, end=False))
    ran = typed("%%chat --api responses\nHi")
    assert ran.error is not None
    assert here.conversation().turns[0].status == "interrupted"
    assert "Half of" in ran.markdown


def test_pictures_and_files_become_parts_of_that_api(typed, responding, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 tiny")
    files = f"--image https://x.y/z.png --file {tmp_path / 'a.pdf'} --file file-abc123"
    typed(f"%%chat --api responses {files}\nwhat?")
    text, picture, pdf, kept = responding.requests[-1].json["input"][0]["content"]
    assert text == {"type": "input_text", "text": "what?"}
    assert picture == {"type": "input_image", "image_url": "https://x.y/z.png"}
    assert (pdf["type"], pdf["filename"]) == ("input_file", "a.pdf")
    assert kept == {"type": "input_file", "file_id": "file-abc123"}


def test_a_dry_run_shows_what_would_be_sent(typed, responding):
    shown = typed("%%chat --api responses --dry-run\nHi").saved[0]["data"]["text/plain"]
    assert responding.requests == []
    typed("%%chat --api responses\nHi")
    assert json.loads(shown.rpartition("}")[0] + "}") == responding.requests[-1].json


def test_the_sandbox_answers_both_alike(typed, here):
    here.use("sandbox")
    typed("a = %chat --new What is 17 * 3?")
    typed("b = %chat --new --api responses What is 17 * 3?")
    assert typed.names["a"] == typed.names["b"]


@given(st.lists(st.text(min_size=1), min_size=1))
def test_no_word_of_a_talk_is_lost(words):
    talk = [
        {"role": "user" if place % 2 == 0 else "assistant", "content": each}
        for place, each in enumerate(words)
    ]
    assert items(talk) == talk
