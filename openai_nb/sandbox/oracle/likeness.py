"""Likeness: how near each moment of a recording comes to each sound of each voice.

A sound is compared by three spectra: of its beginning, its middle and its end, each in 32 bands from 180
to 3,780 Hz on a scale of loudness.  1 is the same, 0 has nothing to do with it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.sounds import VOICES, waves

Floats = NDArray[np.float32]

RATE = 8_000  # samples a second: all that is said lies below 3,800 Hz
STEPS = 8  # places in the length of a sound where it may begin
PARTS = (0, 2, 4)  # steps at which beginning, middle and end of a sound are looked at, half its length each
BANDS = 32
LOOK = 320  # samples of one look at most: 40 ms tell as much as more would
FLOOR = 2e-3  # of the strongest band: what is weaker may be noise, and counts as nothing


def spectra(samples: Floats, seconds: float, starts: NDArray[np.intp]) -> Floats:
    """Energy in each band in the middle of the half sounds that begin at `starts`: (starts, bands)."""
    half = round(seconds * RATE / 2)
    size = max(16, min(half, LOOK))
    starts = starts + (half - size) // 2
    width = 1 << max(8, (size - 1).bit_length())
    padded = np.concatenate([samples, np.zeros(size + int(starts.max(initial=0)), np.float32)])
    window = np.hanning(size).astype(np.float32)
    found = [
        np.abs(np.fft.rfft(padded[some[:, None] + np.arange(size)] * window, width)) ** 2 @ _bands(width)
        for some in np.array_split(starts, len(starts) // 2048 + 1)
    ]
    return np.concatenate(found).astype(np.float32)


def shapes(parts: Floats) -> Floats:
    """The spectra of whole sounds, (…, 3, bands), as vectors of length 1 that do not know how loud it was."""
    scaled = parts / (parts.max((-1, -2), keepdims=True) + 1e-12)
    flat = np.log(scaled + FLOOR).reshape(*parts.shape[:-2], -1)
    flat -= flat.mean(-1, keepdims=True)
    whole: Floats = flat / (np.linalg.norm(flat, axis=-1, keepdims=True) + 1e-9)
    return whole


@lru_cache(maxsize=96)
def templates(seconds: float) -> Floats:
    """The shape of every sound in every voice, when it lasts `seconds`: (voices, sounds, 96) float32."""
    starts = np.round(np.array(PARTS) * seconds * RATE / STEPS).astype(np.intp)
    rows = []
    for voice in VOICES.values():
        said = waves(voice, seconds, RATE)
        gap = said.shape[1] + round(seconds * RATE)
        apart = np.pad(said, ((0, 0), (0, gap - said.shape[1])))
        places = (np.arange(len(said))[:, None] * gap + starts).ravel()
        rows.append(shapes(spectra(apart.ravel(), seconds, places).reshape(len(said), len(PARTS), BANDS)))
    return np.stack(rows)


@lru_cache(maxsize=8)
def _bands(width: int) -> Floats:
    centres = np.linspace(180, 3780, BANDS)
    pitches = np.fft.rfftfreq(width, 1 / RATE)
    near = 1 - np.abs(pitches[:, None] - centres) / (centres[1] - centres[0])
    weights: Floats = np.clip(near, 0, None).astype(np.float32)
    return weights
