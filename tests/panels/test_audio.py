"""The audio panel without a browser: what is said is written down, what is written is said."""

import time

import numpy as np
import pytest

from openai_nb.client import Client
from openai_nb.data import ledger
from openai_nb.panels.audio import AudioPanel
from openai_nb.panels.browser import tree
from openai_nb.panels.player import Player
from tests.server import reply

WORDS = "The cat sat. It was warm."


@pytest.fixture
def panel(here):
    with Client.sandbox() as client:
        here.use(client)
        panel = AudioPanel(text=WORDS)
        yield panel
        panel.close()


def done(panel, verb):
    verb()
    assert panel.wait(20) and panel.problem == ""
    return panel


@pytest.fixture
def said(panel):
    """The panel, once it has said something and listens to it."""
    done(panel, panel.speak)
    panel.listen()
    return panel


def test_a_text_is_read_out_and_kept(panel):
    done(panel, panel.speak)
    assert panel.spoken.path.read_bytes() == bytes(panel.spoken) and panel.spoken.seconds > 1
    assert "alloy" in panel.state and "sandbox" in panel.state


def test_what_was_said_is_written_down_with_the_time_of_each_word(said):
    done(said, said.transcribe)
    assert str(said.transcript) == WORDS
    assert [word for word, _, _ in said.units] == WORDS.split()
    starts = [start for _, start, _ in said.units]
    assert starts == sorted(starts) and said.units[-1][2] <= said.spoken.seconds
    assert list(said.transcript.words["word"]) == WORDS.split()


def test_it_is_written_down_in_english(said):
    done(said, said.translate)
    assert str(said.transcript) == WORDS and said.units


def test_subtitles_and_texts_are_saved(said, alone):
    done(said, said.transcribe)
    assert "-->" in said.save(alone / "a.srt").read_text()
    assert said.save(alone / "a.vtt").read_text().startswith("WEBVTT")
    assert said.save(alone / "a.txt").read_text() == WORDS + "\n"


def test_another_sound_takes_the_place_of_what_was_heard(said):
    done(said, said.transcribe)
    said.open((np.zeros(16_000), 16_000))
    assert said.transcript is None and said.units == [] and "1.0 s" in said.state


def test_what_cannot_be_done_is_told_in_a_line(panel, alone):
    empty = AudioPanel()
    for verb, words in ((empty.transcribe, "nothing to listen"), (empty.speak, "nothing to say")):
        empty.attempt(verb)
        assert words in empty.problem
    for verb, words in (
        (empty.listen, "Nothing was read"),
        (lambda: empty.save("a.srt"), "Nothing was written"),
    ):
        empty.attempt(verb)
        assert words in empty.problem
    empty.attempt(empty.open, b"")
    assert "is empty" in empty.problem
    empty.attempt(empty.open, "nowhere.mp3")
    assert "nowhere.mp3" in empty.problem
    empty.close()


def test_models_that_write_text_alone_are_asked_no_times(here, server):
    server.answers(reply({"text": "Hello <b>you</b>"}))
    with Client(api_key="sk-none", base_url=server.url, max_retries=0) as client:
        here.use(client)
        panel = AudioPanel((np.zeros(800), 8000), listener="gpt-4o-transcribe")
        assert panel.widget
        done(panel, panel.transcribe)
        assert b"timestamp_granularities" not in server.requests[-1].body and panel.units == []
        assert any(getattr(each, "value", "") == "Hello <b>you</b>" for each in tree(panel.widget))
        assert "<b>" not in panel.twin()["text/html"]
        with pytest.raises(ValueError, match="no times"):
            panel.save("a.srt")
        panel.close()


def test_what_it_took_stands_in_the_ledger(said):
    done(said, said.transcribe)
    assert [row["what"] for row in ledger.shared().rows()] == ["speech", "transcriptions"]


def test_recordings_come_in_pieces():
    came, trouble = [], []
    player = Player(came.append, trouble.append)
    player._heard(None, {"recorded": 0, "last": False}, [memoryview(b"ab")])
    player._heard(None, {"recorded": 2, "last": True}, [memoryview(b"c")])
    player._heard(None, {"recorded": 0, "last": True}, [memoryview(b"z")])
    player._heard(None, {"broken": "no microphone"}, [])
    assert came == [b"abc", b"z"] and "no microphone" in trouble[0]
    for each in tree(player.widget):
        each.close()


def test_the_twin_of_a_short_sound_can_be_played(said):
    said.sound = said.sound[:1000]
    done(said, said.speak)
    assert "<audio" in said.twin()["text/html"] or len(said.spoken) > 150_000
    assert WORDS in said.twin()["text/plain"]


def test_a_stop_is_soon(here, server):
    server.answers([30])
    with Client(api_key="sk-none", base_url=server.url, max_retries=0) as client:
        here.use(client)
        panel = AudioPanel((np.zeros(800), 8000), listener="m")
        panel.transcribe()
        began = time.monotonic()
        panel.stop()
        assert time.monotonic() - began < 1 and not panel.busy and panel.state == ""
        panel.close()
