"""Transcripts: words and segments as rows."""

import pytest

from openai_nb import Client
from openai_nb.data.transcripts import segments, words

ASKED = {"response_format": "verbose_json", "timestamp_granularities": ["word", "segment"]}


@pytest.fixture(scope="module")
def transcript():
    client = Client.sandbox()
    sound = client.audio.speech.say("Hello World! All is well.")
    return client.audio.transcriptions.create(file=sound, model="whisper-1", **ASKED)


def test_each_word_is_a_row_with_its_seconds(transcript):
    table = words(transcript)
    assert list(table.columns) == ["word", "start", "end"]
    assert table["word"].tolist() == ["Hello", "World!", "All", "is", "well."]
    assert (table["end"] > table["start"]).all() and table["start"].is_monotonic_increasing


def test_each_segment_is_a_row(transcript):
    assert segments(transcript)["text"].str.strip().tolist() == ["Hello World!", "All is well."]


def test_speakers_have_a_column_where_they_are_told_apart():
    client = Client.sandbox()
    sound = client.audio.speech.say("It is me.", voice="nova")
    told = client.audio.transcriptions.create(
        file=sound, model="sandbox-transcription", response_format="diarized_json"
    )
    assert segments(told)["speaker"].tolist() == ["A"]


@pytest.mark.parametrize("answer", ["just text", None])
def test_a_transcript_without_times_says_how_to_ask_for_them(transcript, answer):
    from openai_nb.api.audio import Transcription

    with pytest.raises(ValueError, match="timestamp_granularities"):
        words(answer or Transcription(text="x"))
