from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from openai_nb.data import ledger
from openai_nb.looks.sounds import MOST_BYTES, Sound
from tests.server import reply

WORDS = "Hello there, my friend. The cat sat on the mat."


@pytest.fixture
def sandboxed(typed, here):
    here.use("sandbox")
    return typed


@pytest.fixture
def talk(sandboxed):
    """A sound under the name `talk`."""
    sandboxed(f"talk = %speech {WORDS}")
    return sandboxed.names["talk"]


def shown(typed, value):
    return typed.shell.display_formatter.format(value)


def test_a_text_is_read_out_and_kept(sandboxed):
    said = sandboxed("%%speech hello <<\nHello {{'th' + 'ere'}}!").value
    assert isinstance(said, bytes)
    assert said.text == "Hello there!"
    assert said.path.read_bytes() == said == sandboxed.names["hello"] == sandboxed.names["_speech"]
    assert said.path.parent == Path("openai_nb_files")
    samples, rate = said.array()
    assert said.seconds == pytest.approx(len(samples) / rate)


def test_a_sound_plays_and_says_in_words_what_it_is(sandboxed, talk):
    data, metadata = shown(sandboxed, talk)
    assert '<audio controls preload="metadata" src="data:audio/wav;base64,UklGR' in data["text/html"]
    assert data["text/plain"].startswith("A sound, wav, 4.3 s, openai_nb_files/hello-there")
    assert "sandbox" in data["text/plain"]
    assert metadata["openai_nb"]["prompt"] == WORDS


def test_a_long_sound_stays_out_of_the_notebook(sandboxed):
    long = Sound(b"RIFF" + bytes(MOST_BYTES), path=Path("a b/<x>.wav"), text="<script>alert(1)</script>")
    data, _ = shown(sandboxed, long)
    assert len(data["text/html"]) < 500
    assert 'src="a%20b/%3Cx%3E.wav"' in data["text/html"]
    assert "<script>" not in data["text/html"]


def test_what_was_said_is_written_down_by_name_and_from_a_file(sandboxed, talk):
    assert sandboxed("%transcribe talk").value == WORDS
    Path("my talk.wav").write_bytes(talk)
    assert sandboxed('%transcribe "my talk.wav"').value == WORDS
    assert sandboxed("%transcribe my talk.wav").value == WORDS
    assert sandboxed.names["_transcript"] == WORDS


def test_an_array_is_heard_at_its_rate(sandboxed, talk):
    samples, rate = talk.array()
    sandboxed.names |= {"samples": samples[:, 0] / 32768, "pair": (samples, rate)}
    assert sandboxed(f"%transcribe samples --rate {rate}").value == WORDS
    assert sandboxed("%translate pair").value == WORDS
    assert "--rate" in sandboxed("%transcribe samples").trouble[1]
    sandboxed.names["wrong"] = np.array(["a"])
    assert len(sandboxed("%transcribe wrong --rate 8000").trouble) == 2


def test_words_and_segments_are_tables(sandboxed, talk):
    words = sandboxed("w = %transcribe talk --words") and sandboxed.names["w"]
    assert list(words.columns) == ["word", "start", "end"]
    assert words["word"].tolist()[:2] == ["Hello", "there,"]
    assert sandboxed("%translate talk --segments").value["start"].is_monotonic_increasing
    assert "speaker" in sandboxed("%transcribe --speakers talk").value.columns


def test_subtitles_are_written(sandboxed, talk):
    heard = sandboxed("%transcribe talk --srt talk.srt --vtt talk.vtt").value
    assert (
        Path("talk.srt").read_text().startswith("1\n00:00:00,246 --> 00:00:02,046\nHello there, my friend.\n")
    )
    assert Path("talk.vtt").read_text().startswith("WEBVTT\n\n00:00:00.246 --> ")
    assert len(heard.segments) == 2


@pytest.mark.parametrize("flag", ["--srt", "--vtt"])
def test_subtitles_that_have_no_place_cost_nothing(sandboxed, talk, flag):
    assert "no directory" in sandboxed(f"%transcribe talk {flag} nowhere/talk.txt").trouble[0]
    assert [row["what"] for row in ledger.shared().rows()] == ["speech"]  # that made the talk


def test_a_transcript_plays_its_sound_and_reads_as_text(sandboxed, talk):
    data, _ = shown(sandboxed, sandboxed("%transcribe talk").value)
    assert data["text/plain"] == WORDS
    assert "<audio" in data["text/html"]
    assert WORDS in data["text/html"]


def test_a_servers_words_are_no_html(typed, answering):
    answering.answers(reply({"text": "<img src=x onerror=alert(1)>"}))
    typed.names["talk"] = b"RIFF1234WAVE"
    data, _ = shown(typed, typed("%transcribe -m m talk").value)
    assert "<img" not in data["text/html"]


def test_the_same_sound_is_heard_once(typed, answering):
    answering.answers(reply({"text": "yes", "usage": {"type": "duration", "seconds": 10}}))
    typed.names["talk"] = b"ID3 some sound"
    first, again = (typed("%transcribe talk -m whisper-1").value for _ in range(2))
    assert first.told["cost"] == again.told["cost"] == pytest.approx(0.001)
    assert first.note == again.note
    assert len(answering.requests) == 1
    typed("%transcribe talk -m whisper-1 --language de")
    assert len(answering.requests) == 2


def test_times_are_asked_of_a_model_that_knows_them(typed, here, answering, monkeypatch):
    monkeypatch.setitem(here.chosen, "transcription", "gpt-transcribe")
    answering.answers(reply({"text": "yes", "segments": [], "words": []}))
    typed.names["talk"] = b"ID3 some sound"
    for flags, model in (
        ("", "gpt-transcribe"),
        ("--words", "whisper-1"),
        ("--speakers", "gpt-4o-transcribe-"),
    ):
        typed(f"%transcribe talk {flags}")
        assert f'name="model"\r\n\r\n{model}'.encode() in answering.requests[-1].body


def test_speech_is_paid_by_the_letter_and_not_sent_when_dear(typed, answering):
    answering.answers(reply(b"ID3abc", kind="audio/mpeg"))
    assert typed("%speech -m tts-1 " + "a" * 100).value.told["cost"] == pytest.approx(0.0015)
    assert json.loads(answering.requests[0].body)["response_format"] == "mp3"
    typed("%config OpenAINb.max_cost = 0.001")
    assert "may cost $0.0030" in typed("%speech -m tts-1 " + "b" * 200).trouble[0]
    assert len(answering.requests) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("%speech", "nothing to say"),
        ("%speech --format mpeg hi", "Did you mean mp3"),
        ("%transcribe", "nothing to listen to"),
        ("%transcribe nowhere.mp3", "no file"),
        ("%transcribe empty.wav", "is empty"),
        ("%transcribe letter", "no sound the API reads"),
        ("%transcribe nothing", "no 'nothing'"),
        ("%transcribe {}", "is no file"),
        ("%transcribe --wrods empty.wav", "Did you mean --words"),
    ],
)
def test_what_cannot_be_said_or_heard_costs_nothing(sandboxed, here, line, words):
    Path("empty.wav").write_bytes(b"")
    Path("letter.txt").write_text("hello")
    sandboxed.names["letter"] = "letter.txt"
    ran = sandboxed(line)
    assert words in " ".join(ran.trouble)
    assert len(ran.trouble) == 2
    assert here.client.last is None
