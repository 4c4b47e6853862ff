import base64
import re

import numpy as np
import pytest

from openai_nb import Client
from openai_nb.core.errors import BadRequest, NotFound, Truncated
from openai_nb.sandbox.catalogue import OWN

SPEAKER, WRITER = "sandbox-speech", "sandbox-transcription"
TEXT = 'Hello World! "It is 3.5% off," said A. Does it work?'
SINE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000), 16_000)


@pytest.fixture(scope="module")
def sound():
    return Client.sandbox().audio.speech.create(
        input=TEXT, model=SPEAKER, voice="nova", response_format="wav"
    )


def said(client, **options):
    return client.audio.speech.create(**{"input": "Hi there.", "model": SPEAKER, "voice": "alloy", **options})


def heard(client, file, **options):
    return client.audio.transcriptions.create(file=file, **{"model": WRITER, **options})


def test_what_was_said_is_written_down(client, sound):
    assert heard(client, sound).text == TEXT


def test_one_line_says_it_and_another_writes_it_to_a_file(client, tmp_path):
    assert client.audio.speech.say("Hello World!")[:4] == b"RIFF"
    path = client.audio.speech.write(tmp_path / "hello.flac", "Hello World!", voice="onyx", speed=2)
    assert path.read_bytes()[:4] == b"fLaC" and heard(client, path).text == "Hello World!"


@pytest.mark.parametrize(
    ("kind", "type", "mark"), [("wav", "wav", b"RIFF"), ("flac", "flac", b"fLaC"), ("pcm", "pcm", b"\0\0")]
)
def test_each_format_is_written_named_and_heard(client, kind, type, mark):
    content = said(client, response_format=kind)
    assert content.startswith(mark) and client.last.headers["content-type"] == f"audio/{type}"
    assert heard(client, (f"x.{kind}", content)).text == "Hi there."


def test_without_a_format_it_is_wav(client):
    assert said(client)[:4] == b"RIFF"


@pytest.mark.parametrize("kind", ["mp3", "opus", "aac"])
def test_what_it_cannot_write_it_refuses(client, kind):
    with pytest.raises(BadRequest, match="writes 'wav', 'flac' and 'pcm'") as caught:
        said(client, response_format=kind)
    assert caught.value.param == "response_format"


@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_sound_streams_in_pieces_that_are_the_whole(client, kind):
    ask = {"input": TEXT, "model": SPEAKER, "voice": "echo", "response_format": kind}
    pieces = list(client.audio.speech.stream(**ask))
    assert len(pieces) > 5 and b"".join(pieces) == client.audio.speech.create(**ask)


@pytest.mark.parametrize("way", ["events", "create"])
def test_sound_comes_as_events(client, way):
    ask = {"input": TEXT, "model": "gpt-4o-mini-tts", "voice": "echo"}
    asked = {"stream_format": "sse"} if way == "create" else {}
    pieces = list(getattr(client.audio.speech, way)(**ask, **asked))
    assert {each.type for each in pieces[:-1]} == {"speech.audio.delta"}
    assert pieces[-1].type == "speech.audio.done" and pieces[-1].usage.total_tokens > 0
    assert b"".join(base64.b64decode(each.audio) for each in pieces[:-1]) == client.audio.speech.create(**ask)


def test_old_speakers_have_no_events(client):
    with pytest.raises(BadRequest, match="'sse' is not supported"):
        client.audio.speech.events(input="x", model="tts-1", voice="echo")


def test_a_cut_stream_shows_in_sound_too():
    client = Client.sandbox(faults="cut").using(max_retries=0)
    with pytest.raises(Truncated):
        client.audio.speech.stream(input=TEXT, model=SPEAKER, voice="echo").gather()


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"speed": 4.5}, "speed"),
        ({"speed": 0.2}, "speed"),
        ({"voice": "bob"}, "voice"),
        ({"voice": {"id": "voice_1"}}, "voice"),
        ({"input": ""}, "input"),
        ({"input": "a" * 4097}, "input"),
        ({"input": "日本"}, "input"),
        ({"response_format": "ogg"}, "response_format"),
        ({"stream_format": "loud"}, "stream_format"),
        ({"tempo": 3}, "tempo"),
    ],
)
def test_what_the_api_refuses_is_refused(client, options, param):
    with pytest.raises(BadRequest) as caught:
        said(client, **options)
    assert caught.value.param == param


def test_a_text_comes_as_text(client, sound):
    assert heard(client, sound, response_format="text") == TEXT + "\n"


def test_subtitles_come_as_text(client, sound):
    srt, vtt = (heard(client, sound, response_format=kind) for kind in ("srt", "vtt"))
    assert re.match(r"1\n00:00:00,\d{3} --> 00:00:01,\d{3}\nHello World!\n\n2\n", srt)
    assert vtt.startswith("WEBVTT\n\n00:00:00.") and vtt.count("-->") == srt.count("-->") == 3


def test_everything_at_length(client, sound):
    told = heard(client, sound, response_format="verbose_json", temperature=0.1, language="en")
    assert (told.task, told.language, told.words, told.segments[0].temperature) == (
        "transcribe",
        "english",
        None,
        0.1,
    )
    assert "".join(each.text for each in told.segments) == f" {TEXT}"
    assert told.duration == pytest.approx((len(sound) - 44) / 48_000, abs=0.001)
    assert -0.1 < told.segments[0].avg_logprob <= 0


def test_words_have_their_times(client, sound):
    told = heard(client, sound, response_format="verbose_json", timestamp_granularities=["word"])
    assert [each.word for each in told.words] == TEXT.split() and told.segments is None
    assert all(0.2 < each.start < each.end < told.duration for each in told.words)


def test_likelihoods_token_by_token(client, sound):
    told = heard(client, sound, include=["logprobs"])
    assert "".join(each.token for each in told.logprobs) == TEXT
    assert all(-1 < each.logprob <= 0 for each in told.logprobs)


@pytest.mark.parametrize("way", ["stream", "create"])
def test_a_transcript_streams_word_by_word(client, sound, way):
    asked = {"stream": True} if way == "create" else {}
    pieces = list(getattr(client.audio.transcriptions, way)(file=sound, model=WRITER, **asked))
    assert "".join(each.delta for each in pieces[:-1]) == pieces[-1].text == TEXT
    assert {each.type for each in pieces[:-1]} == {"transcript.text.delta"}


def test_whisper_has_no_streams_and_answers_at_once(client, sound):
    assert client.audio.transcriptions.stream(file=sound, model="whisper-1").gather().text == TEXT


def two_speakers(client):
    parts = [
        said(client, input=text, voice=voice, response_format="pcm")
        for text, voice in (("Who?", "onyx"), ("Me.", "nova"))
    ]
    return ("both.pcm", b"".join(parts))


def test_speakers_are_told_apart(client):
    told = heard(client, two_speakers(client), response_format="diarized_json")
    assert [(each.speaker, each.text) for each in told.segments] == [("A", "Who?"), ("B", "Me.")]


def test_speakers_one_knows_have_names(client):
    sample = base64.b64encode(said(client, input="A sample of me.", voice="nova")).decode()
    names = {"known_speaker_names": ["Ada"], "known_speaker_references": [f"data:audio/wav;base64,{sample}"]}
    told = client.audio.transcriptions.stream(
        file=two_speakers(client), model="gpt-4o-transcribe-diarize", response_format="diarized_json", **names
    ).gather()
    assert [each.speaker for each in told.segments] == ["A", "Ada"]


def test_english_is_translated_into_english(client, sound):
    assert client.audio.translations.create(file=sound, model="whisper-1", prompt="English").text == TEXT
    told = client.audio.translations.create(file=sound, model="whisper-1", response_format="verbose_json")
    assert (told.task, told.language) == ("translate", "english")
    assert (
        client.audio.translations.create(file=sound, model="whisper-1", response_format="text") == TEXT + "\n"
    )


def test_there_is_no_translator(client):
    german = client.audio.speech.say("Das ist nicht gut und der Hund ist auch nicht da.")
    with pytest.raises(BadRequest, match=r"no translator.*german"):
        client.audio.translations.create(file=german, model="whisper-1")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SINE, "its own voice only"),
        ((0.2 * np.random.default_rng(0).normal(size=16_000), 16_000), "its own voice only"),
        ((np.zeros(16_000), 16_000), "silent"),
        ((np.zeros(900), 16_000), "too short"),
        (("song.mp3", b"ID3\x04" + bytes(900)), "Invalid file format"),
        (("notes.txt", b"no sound at all"), "Invalid file format"),
        (("cut.flac", b"fLaC\x80\0\0\x22" + bytes(20)), "Invalid file format"),
    ],
)
@pytest.mark.parametrize("family", ["transcriptions", "translations"])
def test_what_is_not_its_voice_is_refused(client, family, file, said):
    with pytest.raises(BadRequest, match=said) as caught:
        getattr(client.audio, family).create(file=file, model="whisper-1")
    assert caught.value.param == "file"


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"response_format": "docx"}, "response_format"),
        ({"model": "whisper-1", "response_format": "diarized_json"}, "response_format"),
        ({"model": "gpt-4o-transcribe", "response_format": "srt"}, "response_format"),
        ({"temperature": 1.5}, "temperature"),
        ({"language": "Klingon"}, "language"),
        ({"languages": ["en", "xx"]}, "languages"),
        ({"chunking_strategy": "finely"}, "chunking_strategy"),
        ({"chunking_strategy": {"type": "axe"}}, "chunking_strategy"),
        ({"timestamp_granularities": ["word"]}, "timestamp_granularities"),
        (
            {"timestamp_granularities": ["letter"], "response_format": "verbose_json"},
            "timestamp_granularities",
        ),
        ({"include": ["logprobs"], "response_format": "text"}, "include"),
        ({"known_speaker_names": ["Ada"]}, "known_speaker_names"),
        ({"known_speaker_names": ["Ada"], "known_speaker_references": ["x"]}, "known_speaker_references"),
    ],
)
def test_what_cannot_be_written_is_refused(client, sound, options, param):
    with pytest.raises(BadRequest) as caught:
        heard(client, sound, **options)
    assert caught.value.param == param


def test_a_large_file_is_refused(client):
    with pytest.raises(BadRequest, match="Maximum content size"):
        heard(client, b"RIFF" + bytes(26 << 20))


@pytest.mark.parametrize("model", ["tts-1", "tts-1-hd", "gpt-4o-mini-tts-2025-12-15", SPEAKER])
def test_familiar_names_speak(client, model):
    assert said(client, model=model) == said(client)
    assert client.models.retrieve(model).id == OWN["speech"]


@pytest.mark.parametrize(
    "model", ["whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-transcribe", WRITER]
)
def test_familiar_names_write(client, sound, model):
    assert heard(client, sound, model=model).text == TEXT
    assert client.models.retrieve(model).id == OWN["transcription"]


@pytest.mark.parametrize("model", ["sandbox-chat", "gpt-4o", "tts-1", "nobody"])
def test_others_do_not(client, sound, model):
    with pytest.raises(NotFound):
        heard(client, sound, model=model)
