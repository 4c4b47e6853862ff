"""The recogniser hears what the voice said, and nothing in what it did not say."""

import string
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.hearing import Unheard, hear
from openai_nb.sandbox.oracle.recordings import resampled
from openai_nb.sandbox.oracle.sounds import NAMES
from openai_nb.sandbox.oracle.transcripts import text, words
from openai_nb.sandbox.oracle.voice import RATE, REST, SECONDS, say, sayable, spelt

SENTENCE = "The quick brown fox (No. 42) paid $3.50 for 100% of it! Didn't he? Zoo keepers agreed."
SENTENCES = st.text(string.ascii_letters + string.digits + string.punctuation + "   ", max_size=40).filter(
    sayable
)
VOICES, SPEEDS = st.sampled_from(NAMES), st.sampled_from([0.25, 0.5, 1.0, 1.37, 2.0, 4.0])
WHEN = np.arange(8_000 * 3) / 8_000


def spoken(said, voice="alloy", speed=1.0):
    return np.concatenate(list(say(said, voice, speed)))


def noisy(samples, decibels, seed=0):
    power = np.mean(samples**2) / 10 ** (decibels / 10)
    noise = np.random.default_rng(seed).normal(size=len(samples)) * np.sqrt(power)
    return (samples + noise).astype(np.float32)


def understood(samples, rate=RATE):
    return text(words(hear(samples, rate)))


@settings(max_examples=30)
@given(SENTENCES, VOICES, SPEEDS)
def test_what_is_said_is_heard(said, voice, speed):
    assert understood(spoken(said, voice, speed)) == sayable(said)


@settings(max_examples=25)
@given(SENTENCES.map("It is said: {}".format), VOICES, SPEEDS, st.integers(0, 99))
def test_noise_twenty_decibels_below_changes_nothing(said, voice, speed, seed):
    assert understood(noisy(spoken(said, voice, speed), 20, seed)) == sayable(said)


@pytest.mark.parametrize("voice", NAMES)
def test_the_voice_is_recognised(voice):
    assert {each.voice for each in hear(spoken(SENTENCE, voice), RATE)} == {voice}


@pytest.mark.parametrize("speed", [0.25, 1.0, 3.1, 4.0])
def test_word_times_are_true(speed):
    cell, place, true = SECONDS / speed, REST, []
    for word in spelt(SENTENCE).split(" "):
        true += [(place, place + len(word) * cell)] if word else []
        place += (len(word) + 1) * cell
    heard = [(word.start, word.end) for word in words(hear(spoken(SENTENCE, speed=speed), RATE))]
    assert np.abs(np.array(heard) - np.array(true)).max() < 0.05


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 44_100, 48_000])
def test_any_rate_will_do(rate):
    assert understood(resampled(spoken(SENTENCE), RATE, rate), rate) == SENTENCE


@pytest.mark.parametrize("change", [lambda x: x * 0.01, lambda x: x[7_000:], lambda x: x + 0.2, lambda x: -x])
def test_quiet_cut_shifted_or_turned_sound_is_the_same_speech(change):
    assert understood(change(spoken("xx Hello World.", "nova"))).endswith("Hello World.")


def test_two_voices_at_two_speeds_are_told_apart():
    both = np.concatenate([spoken("Who is there?", "onyx", 2.0), spoken("It is me.", "nova", 0.7)])
    heard = words(hear(both, RATE))
    assert text(heard) == "Who is there? It is me."
    assert [word.voice for word in heard] == ["onyx"] * 3 + ["nova"] * 3


def test_a_pause_inside_is_no_hindrance():
    first, second = spoken("one two"), spoken("three")
    assert understood(np.concatenate([first, np.zeros(20_000, np.float32), second])) == "one two three"


FOREIGN = {
    "a sine": 0.5 * np.sin(2 * np.pi * 440 * WHEN),
    "a sweep": 0.5 * np.sin(2 * np.pi * (200 * WHEN + 300 * WHEN**2)),
    "beeps": 0.3 * np.sin(2 * np.pi * 1000 * WHEN) * (np.sin(2 * np.pi * 4 * WHEN) > 0),
    "noise": 0.2 * np.random.default_rng(0).normal(size=len(WHEN)),
    "chords": sum(np.sin(2 * np.pi * pitch * WHEN) * np.exp(-3 * (3 * WHEN % 1)) for pitch in (220, 277, 330))
    / 4,
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_not_the_voice_is_refused(name):
    with pytest.raises(Unheard, match="its own voice only"):
        hear(FOREIGN[name].astype(np.float32), 8_000)


def test_words_made_by_another_mouth_are_refused():
    rng, other = np.random.default_rng(1), np.zeros(len(WHEN))
    for start in range(0, len(WHEN) - 1_200, 1_200):  # syllables of 150 ms, with any formants
        formants, part = rng.uniform((250, 800, 2300), (800, 2300, 3300)), slice(start, start + 1_200)
        for pitch in 120 * np.arange(1, 30):
            strength = np.exp(-(((pitch - formants) / 110) ** 2)).sum()
            other[part] += 0.1 * strength * np.sin(2 * np.pi * pitch * WHEN[part]) * np.hanning(1_200)
    with pytest.raises(Unheard):
        hear(other.astype(np.float32), 8_000)


def test_speech_backwards_is_no_speech():
    with pytest.raises(Unheard):
        hear(spoken(SENTENCE)[::-1].copy(), RATE)


def test_words_before_music_are_refused_with_the_place():
    mixed = np.concatenate(
        [resampled(spoken("Hello there."), RATE, 8_000), FOREIGN["chords"].astype(np.float32)]
    )
    with pytest.raises(Unheard, match=r"from 1\.\d+ s"):
        hear(mixed, 8_000)


@pytest.mark.parametrize("level", [0.0, 1e-5])
def test_silence_is_said_to_be_silent(level):
    hush = level * np.random.default_rng(0).normal(size=8_000)
    with pytest.raises(Unheard, match="silent"):
        hear(hush.astype(np.float32), 8_000)


def test_ten_seconds_are_heard_in_half_a_second():
    samples = spoken(SENTENCE * 2)[: 10 * RATE]
    hear(samples, RATE)
    begun = time.process_time()
    hear(samples, RATE)
    assert time.process_time() - begun < 0.5


def test_a_recording_without_samples_is_said_to_be_empty():
    with pytest.raises(Unheard, match="empty"):
        hear(np.zeros(0, np.float32), RATE)
