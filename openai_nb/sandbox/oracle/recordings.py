"""Recordings: sound as files hold it, and as the oracle hears and makes it."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle import flac, flac_reading, wav

Floats = NDArray[np.float32]

WRITTEN = {"wav": "audio/wav", "flac": "audio/flac", "pcm": "audio/pcm"}
RAW_RATE = 24_000  # of raw 16-bit samples, which do not tell


def decoded(name: str, content: bytes) -> tuple[Floats, int]:
    """(samples, rate) of a WAV, FLAC or raw `.pcm` file, its channels mixed; `ValueError` for any other."""
    try:
        if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
            samples, rate = wav.read(content)
        elif content[:4] == b"fLaC":
            samples, rate = flac_reading.read(content)
        elif name.lower().endswith(".pcm"):
            raw = np.frombuffer(content[: len(content) // 2 * 2], "<i2")
            samples, rate = raw.astype(np.float32)[:, None] / np.float32(32768), RAW_RATE
        else:
            raise ValueError("it is neither WAV nor FLAC, and not named .pcm")
    except (IndexError, OverflowError, struct.error):
        raise ValueError("the file is damaged") from None
    return samples.mean(axis=1, dtype=np.float32), rate


def encoded(pieces: Iterator[Floats], size: int, rate: int, kind: str) -> Iterator[bytes]:
    """The bytes of a file of `kind` wav, flac or pcm, piece by piece; `size` samples are to come."""
    whole = (np.round(each.clip(-1, 1) * 32767).astype("<i2") for each in pieces)
    if kind == "flac":
        yield flac.header(size, rate)
        yield from flac.frames(whole, rate)
        return
    if kind == "wav":
        yield wav.header(size, rate)
    for each in whole:
        yield each.tobytes()


def resampled(samples: Floats, rate: int, wanted: int) -> Floats:
    """The same sound at another rate; what is too high for it is left out.

    It is done in the spectrum, exactly, with silence behind that keeps the end from the start.
    """
    if rate == wanted or not len(samples):
        return samples
    size = -(-(len(samples) + rate // 2) // rate) * rate  # whole seconds, so that both sizes are whole
    found = size // rate * wanted
    line = np.fft.rfft(samples, size)[: found // 2 + 1]
    line = np.pad(line, (0, found // 2 + 1 - len(line)))
    out: Floats = (np.fft.irfft(line, found) * (found / size)).astype(np.float32)
    return out[: round(len(samples) * wanted / rate)]
