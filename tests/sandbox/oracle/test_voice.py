import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.sounds import ALPHABET, VOICES
from openai_nb.sandbox.oracle.voice import RATE, REST, say, sayable, size


def sound(text, voice="alloy", speed=1.0):
    return np.concatenate(list(say(text, voice, speed)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Naïve café — isn’t it?", "Naive cafe - isn't it?"),
        ("a\n\n b\tc ", "a b c"),
        ("«Straße» 😀 日本…", '"Strasse" ...'),
        ("日本", ""),
    ],
)
def test_what_has_no_sound_falls_off(text, said):
    assert sayable(text) == said


@given(st.text(max_size=30))
def test_what_is_sayable_stays_as_it_is(text):
    assert sayable(sayable(text)) == sayable(text)


@given(st.text("Ab c.!7", max_size=12), st.sampled_from([0.25, 0.7, 1.0, 4.0]))
def test_its_length_is_known_before(text, speed):
    assert size(text, speed) == len(sound(text, speed=speed))


def test_speed_is_honoured():
    slow, fast = (len(sound("a longer text", speed=speed)) - 2 * REST * RATE for speed in (0.5, 2.0))
    assert slow == pytest.approx(4 * fast)


def test_voices_differ_in_pitch():
    def pitch(voice):
        line = np.abs(np.fft.rfft(sound("ooooo", voice, 0.25)))
        return VOICES[voice].pitch, line

    for voice in ("onyx", "alloy", "shimmer"):
        wanted, line = pitch(voice)
        heard = np.fft.irfft(line**2)[: RATE // 60]
        least = RATE // 300
        assert RATE / (least + int(heard[least:].argmax())) == pytest.approx(wanted, rel=0.02)


def test_it_is_never_too_loud():
    assert np.abs(sound(ALPHABET, "shimmer", 4.0)).max() < 1


def test_the_same_text_sounds_the_same():
    assert np.array_equal(sound("Same."), sound("Same."))
