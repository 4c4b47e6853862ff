"""Audio: what the client makes of sound it is handed, and of answers that are no JSON."""

import io
import warnings
import wave

import numpy as np
import pytest

from openai_nb import Client
from openai_nb.core.errors import Garbled, NotFound, OpenAIError, Truncated
from openai_nb.core.multipart import part
from tests.server import RESET, chunked, reply, unchunked

TONE = 0.25 * np.sin(np.arange(2_400) / 5)


def opened(value):
    with part(value).open() as file, wave.open(io.BytesIO(file.read())) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return sound.getframerate(), sound.getnchannels(), samples


@pytest.mark.parametrize(
    "samples", [TONE, TONE.astype(np.float32), TONE.tolist(), np.round(TONE * 32767).astype(np.int16)]
)
def test_an_array_with_its_rate_travels_as_wav(samples):
    rate, channels, sent = opened((samples, 24_000))
    assert (rate, channels, part((samples, 24_000)).type) == (24_000, 1, "audio/wav")
    assert np.abs(sent - TONE * 32767).max() < 0.51


@pytest.mark.parametrize("turned", [False, True])
def test_rows_or_columns_are_channels(turned):
    both = np.stack([TONE, -TONE])
    _, channels, sent = opened((both.T if turned else both, 8_000))
    assert channels == 2 and np.abs(sent[::2] + sent[1::2]).max() == 0


def test_wide_integers_are_refused_since_their_scale_is_not_known():
    with pytest.raises(TypeError, match="16-bit"):
        part((np.arange(9, dtype=np.int64), 8_000))


def test_the_players_of_notebooks_are_files():
    import ipywidgets
    from IPython.display import Audio

    sound = Client.sandbox().audio.speech.say("Hi")
    for player in (ipywidgets.Audio(value=sound, format="wav"), Audio(data=sound, rate=24_000)):
        with part(player).open() as file:
            assert file.read() == sound
        assert part(player).name == "upload.wav"


def test_a_path_is_closed_again_and_an_open_file_stays_open(tmp_path):
    client, path = Client.sandbox(), tmp_path / "hello.wav"
    client.audio.speech.write(path, "Hello")
    with warnings.catch_warnings(record=True) as left:
        warnings.simplefilter("always", ResourceWarning)
        assert client.audio.transcriptions.create(file=path, model="whisper-1").text == "Hello"
    with path.open("rb") as file:
        assert client.audio.transcriptions.create(file=file, model="whisper-1").text == "Hello"
        assert not file.closed
    assert not left


def test_a_text_is_a_str_and_json_a_record(client, server):
    server.answers(
        reply("1\n00:00 --> 00:01\nHé\n".encode(), kind="text/plain; charset=utf-8"),
        reply("said as JSON"),
        reply({"text": "Hé"}),
    )
    ask = {"file": b"RIFF", "model": "m"}
    assert client.audio.transcriptions.create(**ask, response_format="srt").startswith(
        "1\n00:00 --> 00:01\nHé"
    )
    assert client.audio.transcriptions.create(**ask, response_format="text") == "said as JSON"
    assert client.audio.transcriptions.create(**ask).text == "Hé"


def test_a_page_to_log_in_is_no_transcript(client, server):
    server.answers(reply(b"<html>Log in</html>", kind="text/html"))
    with pytest.raises(Garbled):
        client.audio.transcriptions.create(file=b"RIFF", model="m", response_format="text")


def test_sound_is_handed_on_as_it_comes(client, server):
    server.answers(chunked(b"one", 0.05, b"two", kind="audio/wav"))
    heard = []
    whole = client.audio.speech.stream(input="x", model="m", voice="v").gather(heard.append)
    assert (heard, whole) == ([b"one", b"two"], b"onetwo")
    assert server.requests[0].json["stream_format"] == "audio"


@pytest.mark.parametrize(
    "cut",
    [[*chunked(b"one", end=False, kind="audio/wav"), RESET], unchunked(b"one", RESET, kind="audio/wav")],
)
def test_sound_that_breaks_off_is_never_silently_short(client, server, cut):
    server.answers(cut)
    with pytest.raises(Truncated) as caught:
        client.audio.speech.stream(input="x", model="m", voice="v").gather()
    assert caught.value.partial in (b"one", None)


def test_an_error_in_place_of_sound_is_that_error(client, server):
    server.answers(reply({"error": {"message": "No such voice"}}, 404))
    with pytest.raises(NotFound, match="No such voice"):
        client.audio.speech.stream(input="x", model="m", voice="v")


@pytest.mark.parametrize("answer", [reply({"ok": 1}), reply(b"<html>", kind="text/html")])
def test_what_is_no_sound_is_not_handed_on(client, server, answer):
    server.answers(answer)
    with pytest.raises(Garbled):
        client.audio.speech.stream(input="x", model="m", voice="v").gather()


def test_a_server_that_answers_at_once_is_heard_as_a_stream(client, server):
    server.answers(reply({"text": "all at once"}))
    stream = client.audio.transcriptions.stream(file=b"RIFF", model="whisper-1")
    assert stream.gather().text == "all at once"


def test_a_transcript_that_breaks_off_keeps_what_had_come(client, server):
    server.answers(chunked(b'data: {"type":"transcript.text.delta","delta":"Hel"}\n\n'))
    with pytest.raises(Truncated) as caught:
        client.audio.transcriptions.stream(file=b"RIFF", model="m").gather()
    assert caught.value.partial.text == "Hel"


def test_a_sound_that_breaks_off_leaves_the_older_file_as_it_was(server, client, tmp_path):
    path = tmp_path / "hello.mp3"
    path.write_bytes(b"the older one")
    server.answers(chunked(b"ab", b"cd", RESET, kind="audio/mpeg", end=False))
    with pytest.raises(OpenAIError):
        client.audio.speech.write(path, "Hello")
    assert path.read_bytes() == b"the older one"
    assert [each.name for each in tmp_path.iterdir()] == ["hello.mp3"]
