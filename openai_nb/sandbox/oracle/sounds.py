"""Sounds: how each letter, digit and mark is said, and the voices that say them.

A sound is two sets of formants (resonances of the mouth, in Hz), the second reached by a glide, over the
harmonics of a voice's pitch.  All of it lies between 200 and 3,800 Hz, so that it survives a telephone line.
The vowels are those Peterson and Barney measured (JASA 24, 1952); consonants keep to their usual places in
the mouth; digits are chords and marks are whistled glides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Formants = tuple[float, ...]
Glide = tuple[Formants, Formants]

CAPITAL = "\x0e"  # the sound before a capital letter ("shift out", of the old teleprinters)
HIGHEST = 3_800.0  # Hz
LOUDNESS = 0.12  # root mean square of a sound, where 1 is full scale
STRENGTHS = (1.0, 0.8, 0.7)  # of the first, second and third formant
FADE = 0.25  # the share of a sound in which it swells, and again in which it fades

LETTERS: dict[str, Glide] = {
    "a": ((730, 1090, 2440), (730, 1250, 2440)),
    "b": ((220, 800, 1500), (600, 1000, 2000)),
    "c": ((2000, 2500, 3000), (900, 2000, 2700)),
    "d": ((220, 1700, 2700), (600, 1400, 2500)),
    "e": ((530, 1840, 2480), (480, 2000, 2600)),
    "f": ((1100, 1700, 2900), (1300, 2300, 3100)),
    "g": ((220, 2000, 2300), (600, 1700, 1900)),
    "h": ((600, 1500, 2200), (1000, 1600, 2600)),
    "i": ((270, 2290, 3010), (290, 2400, 3100)),
    "j": ((280, 2500, 3200), (500, 1600, 2100)),
    "k": ((1700, 1900, 2100), (400, 1300, 3200)),
    "l": ((360, 1250, 2900), (360, 1000, 3200)),
    "m": ((260, 950, 2100), (260, 1250, 2100)),
    "n": ((260, 1500, 2500), (260, 1800, 2900)),
    "o": ((570, 840, 2410), (420, 760, 2410)),
    "p": ((900, 1300, 1600), (400, 1000, 2900)),
    "q": ((1500, 1800, 2500), (330, 700, 1300)),
    "r": ((450, 1150, 1500), (400, 1400, 1650)),
    "s": ((2700, 3000, 3250), (2300, 2900, 3250)),
    "t": ((2600, 3000, 3300), (450, 1500, 2800)),
    "u": ((300, 870, 2240), (330, 700, 2000)),
    "v": ((250, 1100, 2800), (500, 1900, 3000)),
    "w": ((300, 600, 1900), (600, 1100, 2300)),
    "x": ((1600, 1900, 3200), (2500, 2900, 3250)),
    "y": ((290, 2150, 2600), (650, 1500, 2500)),
    "z": ((280, 2700, 3200), (280, 2200, 2900)),
}
MARKS = CAPITAL + ".,?!'-:;\"()/%&@+=#*$_<>[]{}\\|^~`"


@dataclass(frozen=True)
class Voice:
    """Who speaks: `pitch` in Hz, and how far the formants are shifted by the size of the mouth."""

    pitch: float
    mouth: float


NAMES = (
    "onyx", "cedar", "echo", "ash", "verse", "alloy", "ballad", "fable", "sage", "marin", "coral", "nova",
    "shimmer",
)  # fmt: skip
VOICES = {name: Voice(88 * 1.08**place, 0.93 + 0.013 * place) for place, name in enumerate(NAMES)}


def _digits() -> dict[str, Glide]:
    chords = list(combinations((500.0, 900.0, 1500.0, 2200.0, 3000.0), 2))
    return {str(digit): (chords[digit], chords[(digit + 7) % 10]) for digit in range(10)}


def _marks() -> dict[str, Glide]:
    tones = (420.0, 700.0, 1020.0, 1380.0, 1780.0, 2220.0, 2700.0, 3220.0)
    steps = (3, -3, 5, -5, 2, -2, 4, -4, 6, -6)
    glides = [(each, each + step) for step in steps for each in range(8) if 0 <= each + step < 8]
    return {mark: ((tones[start],), (tones[end],)) for mark, (start, end) in zip(MARKS, glides, strict=False)}


SOUNDS: dict[str, Glide] = LETTERS | _digits() | _marks()
ALPHABET = "".join(SOUNDS)


def waves(voice: Voice, seconds: float, rate: int) -> NDArray[np.float32]:
    """Every sound as `voice` says it, each `seconds` long: (sounds, samples) float32, as in `ALPHABET`."""
    size = round(seconds * rate)
    pitches = _pitches(voice)
    # Phases that grow with the square keep the sum of harmonics low (Schroeder, IEEE IT-16, 1970).
    phases = np.pi * np.arange(len(pitches)) ** 2 / len(pitches)
    when = (np.arange(size) + 0.5) / rate
    turns = np.exp(2j * np.pi * voice.pitch * when)  # whose powers are the harmonics
    powers = np.cumprod(np.broadcast_to(turns, (len(pitches), size)), axis=0)
    harmonics = (powers * np.exp(1j * phases)[:, None]).imag.astype(np.float32)
    course = ((np.arange(size) + 0.5) / size).astype(np.float32)
    glide = np.clip((course - 0.25) / 0.5, 0, 1)
    glide *= glide * (3 - 2 * glide)
    start, end = _strengths(voice)
    said = (start @ harmonics) * (1 - glide) + (end @ harmonics) * glide
    said *= LOUDNESS / np.sqrt(np.mean(said**2, axis=1, keepdims=True))
    swell = np.clip(np.minimum(course, 1 - course) / FADE, 0, 1)
    sounds: NDArray[np.float32] = (said * (0.5 - 0.5 * np.cos(np.pi * swell))).astype(np.float32)
    return sounds


@lru_cache(maxsize=len(VOICES))
def _strengths(voice: Voice) -> NDArray[np.float32]:
    """How strong each harmonic is at the start and at the end of each sound: (2, sounds, harmonics)."""
    width = max(110.0, 0.6 * voice.pitch)  # so that a formant between two harmonics is still heard
    pitches = _pitches(voice)
    rows = np.zeros((2, len(SOUNDS), len(pitches)), np.float32)
    for place, sound in enumerate(SOUNDS.values()):
        for part in (0, 1):
            for strength, formant in zip(STRENGTHS, sound[part], strict=False):
                rows[part, place] += strength * np.exp(-(((pitches - formant * voice.mouth) / width) ** 2))
    return rows


def _pitches(voice: Voice) -> NDArray[np.float64]:
    """The harmonics of a voice, in Hz."""
    return voice.pitch * np.arange(1.0, int(HIGHEST / voice.pitch) + 1, dtype=np.float64)
