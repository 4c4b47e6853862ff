"""Pace: how long each sound of a recording lasts, heard from how its loudness swells and fades."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.likeness import RATE

Floats = NDArray[np.float32]

SHORTEST, LONGEST = 0.0182, 0.31  # seconds of a sound: speeds from 4 to 0.25, and a little more
FINENESS = 1.05  # from one pace that is tried to the next
HOP = 20  # samples from one measure of loudness to the next: 2.5 ms
FADED = (0.15, 0.0, 0.3)  # shares of a sound that are too faint to be counted in its length
MOST = 4  # peaks of the loudness's spectrum that are followed up


def loudness(samples: Floats, hop: int = HOP) -> Floats:
    """Root mean square of every `hop` samples."""
    whole = samples[: len(samples) // hop * hop].reshape(-1, hop)
    measured: Floats = np.sqrt(np.mean(whole**2, axis=1))
    return measured


def on_grid(seconds: float) -> float:
    """The nearest pace for which templates are kept."""
    place = round(float(np.log(seconds / SHORTEST) / np.log(FINENESS)))
    return float(SHORTEST * FINENESS**place)


def paces(samples: Floats) -> list[float]:
    """The lengths, in seconds, that a sound of this recording may have; the likeliest first."""
    level = loudness(samples)
    width = 1 << max(12, (4 * len(level)).bit_length())
    line = np.abs(np.fft.rfft((level - level.mean()) * np.hanning(len(level)), width))
    rates = np.fft.rfftfreq(width, HOP / RATE)
    inside = np.flatnonzero((rates > 1 / LONGEST) & (rates < 1 / SHORTEST))
    peaks = inside[(line[inside] >= line[inside - 1]) & (line[inside] > line[inside + 1])]
    best = peaks[np.argsort(-line[peaks])][:MOST]
    likely = [1 / rates[each] for each in best]
    length = len(samples) / RATE
    if length < 8 * SHORTEST or len(best) == 0 or length < 6 * likely[0]:  # too short to have a rhythm
        counts = [1 - faded for faded in FADED] + [count - FADED[0] for count in range(2, 9)]
        likely = [length / count for count in counts] + likely
    near = [*likely, *(each * share for each in likely[:3] for share in (0.5, 2))]
    kept: dict[float, float] = {}
    for each in near:
        if SHORTEST / 2 <= each <= LONGEST:
            kept.setdefault(on_grid(max(each, SHORTEST)), max(each, SHORTEST))
    return list(kept.values())
