"""Files of sound: written, read, and refused where they are damaged or something else."""

import io
import struct
import wave
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.sandbox.oracle.flac import coded, crc8, crc16
from openai_nb.sandbox.oracle.recordings import decoded, encoded, resampled

FOREIGN = Path(__file__).with_name("foreign.flac").read_bytes()  # two channels, by libsndfile: fixed and LPC
SOUND = (0.5 * np.sin(np.arange(9_000) / 9)).astype(np.float32)
PIECES = st.lists(
    st.lists(st.integers(-32767, 32767), min_size=1, max_size=60)
    | st.tuples(st.integers(-32767, 32767), st.integers(1, 6_000)).map(lambda each: [each[0]] * each[1]),
    min_size=1,
    max_size=4,
)


def written(kind, *pieces, rate=24_000):
    return b"".join(encoded(iter(pieces), sum(map(len, pieces)), rate, kind))


def numbers(samples):
    return np.round(samples * 32768).astype(int).tolist()


@given(PIECES, st.sampled_from(["wav", "flac", "pcm"]))
def test_what_is_written_is_read_again(pieces, kind):
    content = written(kind, *(np.array(each, np.float32) / 32767 for each in pieces))
    samples, rate = decoded(f"sound.{kind}", content)
    assert rate == 24_000 and numbers(samples) == [number for each in pieces for number in each]


def test_flac_is_smaller():
    assert len(written("flac", SOUND)) < 0.6 * len(written("wav", SOUND))


def test_the_standard_library_reads_our_wav():
    with wave.open(io.BytesIO(written("wav", SOUND, rate=16_000))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (16_000, 1, len(SOUND))


def test_flac_by_others_is_read():
    place = np.arange(1_200)
    left = 0.5 * np.sin(place * 0.05) * np.exp(-place / 900)
    right = 0.45 * np.sin(place * 0.05 + 0.1) * np.exp(-place / 900) + 0.02 * np.sin(place * 0.9)
    samples, rate = decoded("", FOREIGN)
    assert rate == 22_050 and np.abs(samples - (left + right) / 2).max() < 1e-4


@given(st.binary(max_size=40), st.integers(0, len(FOREIGN)), st.integers(0, 40))
def test_a_damaged_flac_is_refused_or_read_but_nothing_else(noise, place, cut):
    damaged = FOREIGN[:place] + noise + FOREIGN[place + cut :]
    with suppress(ValueError):
        samples, rate = decoded("x.flac", damaged)
        assert samples.dtype == np.float32 and rate > 0


@given(st.binary(max_size=60))
def test_a_damaged_wav_is_refused_or_read_but_nothing_else(noise):
    with suppress(ValueError):
        assert decoded("x.wav", b"RIFF" + noise[:4].ljust(4) + b"WAVE" + noise)[0].dtype == np.float32


def wav(form, bits, data, channels=1, rate=8_000):
    step = channels * bits // 8
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, form, channels, rate, rate * step, step, bits)
    return b"RIFF" + bytes(4) + b"WAVE" + head + struct.pack("<4sI", b"data", len(data)) + data


@pytest.mark.parametrize(
    ("form", "bits", "data"),
    [
        (1, 8, bytes([128, 192, 0])),
        (1, 16, np.array([0, 0.5, -1]) * 2**15),
        (1, 24, np.array([0, 0.5, -1]) * 2**31),
        (1, 32, np.array([0, 0.5, -1]) * 2**31),
        (3, 32, np.array([0, 0.5, -1], "<f4")),
        (3, 64, np.array([0, 0.5, -1], "<f8")),
    ],
)
def test_wav_of_any_depth_is_read(form, bits, data):
    if form == 1 and bits > 8:
        data = data.astype("<i4").astype("<i2" if bits == 16 else "<i4").tobytes()
        data = b"".join(data[place + 1 : place + 4] for place in range(0, 12, 4)) if bits == 24 else data
    samples, _ = decoded("x.wav", wav(form, bits, bytes(data)))
    assert samples.tolist() == [0, 0.5, -1]


def test_channels_are_mixed():
    both = np.array([[0.5, 0.1], [0.25, -0.25]], "<f4")
    assert decoded("x.wav", wav(3, 32, both.tobytes(), channels=2))[0] == pytest.approx([0.3, 0.0])


@pytest.mark.parametrize(
    "content", [b"ID3\x04" + bytes(90), b"OggS" + bytes(90), b"hello", b"", b"fLaC", b"RIFF"]
)
def test_what_is_neither_is_refused(content):
    with pytest.raises(ValueError, match=r"FLAC|WAV"):
        decoded("song.mp3", content)


def test_a_tone_keeps_its_pitch_and_length_at_another_rate():
    tone = np.sin(2 * np.pi * 1_000 * np.arange(44_100) / 44_100).astype(np.float32)
    found = resampled(tone, 44_100, 8_000)
    assert len(found) == 8_000 and np.abs(np.fft.rfft(found)).argmax() == 1_000


def test_checks_are_those_of_the_standard():
    assert (crc8(b"123456789"), crc16(b"123456789")) == (0xF4, 0xFEE8)


@given(st.integers(0, 2**31 - 1))
def test_frame_numbers_are_written_as_characters_are(number):
    written_, lead = coded(number), coded(number)[0]
    if number < 0x110000 and not 0xD800 <= number < 0xE000:
        assert written_ == chr(number).encode()
    assert len(written_) == max(1, 8 - (lead ^ 0xFF).bit_length())


def test_what_is_said_of_a_damaged_flac_speaks_of_the_file():
    said = set()
    for place in range(40, 120):
        for lead in (b"\x03\x00", b"\x11\x00\x00\x01", b"\x7f\x00\x01"):  # bits wasted, more than there are
            try:
                decoded("x.flac", FOREIGN[:place] + lead + FOREIGN[place + len(lead) :])
            except ValueError as error:
                said.add(str(error))
    assert len(said) > 3
    assert all(each.startswith(("the FLAC file", "the file is damaged")) for each in said), said
