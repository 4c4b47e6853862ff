"""Hearing: understands the sandbox's own voice, from the signal alone.

A recording is cut where it is silent; for each stretch the pace and the voice are found that explain it
best, then the best succession of sounds (Viterbi's dynamic programme).  What resembles no sound of the
voice is refused: nothing is ever guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle import likeness, pace
from openai_nb.sandbox.oracle.likeness import PARTS, RATE, STEPS, Floats
from openai_nb.sandbox.oracle.recordings import resampled
from openai_nb.sandbox.oracle.sounds import ALPHABET, VOICES

SPLIT = 0.5  # seconds of silence that part one stretch from the next
FAINT = 0.2  # of the usual loudness: less is silence
LEAST = 0.87  # likeness on the average; a stretch below is not the sandbox's voice
MIXED = 0.7  # from here on, two voices or paces may be mixed in it
SURE = 0.985  # above, no other pace is tried
MANY = 5  # sounds, fewer of which may be explained in more than one way
CLICK = 0.008  # seconds: what is shorter is no sound of any voice
TASTE = 4.0  # seconds from which pace and voice are judged
PLEASED = 0.65  # a sound must be this like, or it is better left out
HURRY = 0.1  # what a sound loses by being a step short
SHARPNESS = 25.0  # of the odds between one sound and another
SILENT = 3e-4  # root mean square of full scale, below which there is nothing to hear


class Unheard(Exception):
    """What was not understood, and where."""


@dataclass(frozen=True)
class Heard:
    """One sound: what it was, from when to when (seconds), and how likely (natural logarithm)."""

    sound: str
    start: float
    end: float
    logprob: float


@dataclass(frozen=True)
class Stretch:
    """What one voice said without a long pause; `pace` is the length of a sound in seconds."""

    voice: str
    pace: float
    quality: float
    sounds: list[Heard] = field(repr=False)


@dataclass(frozen=True)
class _Reading:
    """A stretch as it reads at one pace in one voice."""

    pace: float
    voice: int
    quality: float
    cells: NDArray[np.intp]  # where sounds begin, in steps
    likes: Floats  # of those places to every sound: (cells, sounds)


def hear(samples: Floats, rate: int) -> list[Stretch]:
    """What was said in `samples`, `rate` a second; `Unheard` if it is silence or not the sandbox's voice."""
    if not len(samples):
        raise Unheard("No speech was heard: the recording is empty.")
    samples = resampled(samples - samples.mean(dtype=np.float32), rate, RATE)
    found: list[Stretch] = []
    for start, end in _stretches(samples):
        if end - start < CLICK * RATE:
            continue
        tried = [stretch.pace for stretch in found[-1:]]
        found.extend(_understood(samples, start, end, tried))
    if not found:
        raise Unheard("No speech was heard: the recording is silent.")
    return found


def _stretches(samples: Floats, gap: float = SPLIT) -> Iterator[tuple[int, int]]:
    """(start, end) of what lies between silences of at least `gap` seconds."""
    level = pace.loudness(samples)
    if not len(level) or level.max() < SILENT:
        return
    loud = np.flatnonzero(level > max(SILENT, FAINT * _usual(level)))
    cuts = np.flatnonzero(np.diff(loud) > gap * RATE / pace.HOP)
    for first, last in zip(np.r_[0, cuts + 1], np.r_[cuts, len(loud) - 1], strict=True):
        yield int(loud[first]) * pace.HOP, int(loud[last] + 1) * pace.HOP


def _usual(level: Floats) -> float:
    """The loudness of what is loud."""
    return float(np.median(level[level > 0.25 * np.quantile(level, 0.98)]))


def _understood(samples: Floats, start: int, end: int, tried: list[float]) -> list[Stretch]:
    """The stretch from `start` to `end`, in two if it makes sense only so; `Unheard` if not even then."""
    best = _best(samples[start:end], tried)
    if best is not None and best.quality >= LEAST:
        return [_told(best, start / RATE)]
    quiet = _longest_pause(samples[start:end]) if best is not None and best.quality >= MIXED else None
    if quiet is None:
        raise Unheard(
            f"The sandbox understands its own voice only: from {start / RATE:.2f} s to {end / RATE:.2f} s "
            "something else is heard."
        )
    parts = (start, start + quiet[0]), (start + quiet[1], end)
    return [each for first, last in parts for each in _understood(samples, first, last, tried)]


def _longest_pause(samples: Floats) -> tuple[int, int] | None:
    """(start, end) of the longest silence inside, if one lasts for 0.1 s."""
    inside = list(_stretches(samples, 0.1))
    pauses = [(before[1], after[0]) for before, after in pairwise(inside)]
    return max(pauses, key=lambda each: each[1] - each[0], default=None)


def _best(samples: Floats, tried: list[float]) -> _Reading | None:
    """The stretch at the pace and in the voice that explain it best."""
    taste, best = _beginning(samples), None
    for seconds in dict.fromkeys((*tried, *pace.paces(samples))):
        reading = _read(taste, seconds)
        if best is None or reading.quality > best.quality:
            best = reading
        if best.quality > SURE and len(best.cells) >= MANY:
            break
    if best is None or best.quality < LEAST or len(taste) == len(samples):
        return best
    return _read(samples, best.pace, best.voice)


def _beginning(samples: Floats) -> Floats:
    """The first seconds, up to where it is quietest near their end."""
    if len(samples) <= TASTE * RATE:
        return samples
    level = pace.loudness(samples[: round(TASTE * RATE)])
    half = len(level) // 2
    return samples[: (half + int(level[half:].argmin())) * pace.HOP]


def _read(samples: Floats, seconds: float, voice: int | None = None) -> _Reading:
    """The stretch at this pace, in this voice or the one that fits best."""
    step = seconds * RATE / STEPS
    margin = round(2 * step)
    samples = np.pad(samples, (margin, margin + round(seconds * RATE)))
    count = int((len(samples) - margin) / step) - STEPS
    places = np.round(np.arange(count + STEPS) * step).astype(np.intp)
    bands = likeness.spectra(samples, seconds, places)
    shapes = likeness.shapes(np.stack([bands[part : part + count] for part in PARTS], axis=1))
    known = likeness.templates(pace.on_grid(seconds))
    loud = _loud(samples, places, int(step) + 1)
    voices = _closest(shapes, known) if voice is None else [voice]
    return max((_spelt(shapes, known, each, loud, seconds) for each in voices), key=lambda one: one.quality)


def _closest(shapes: Floats, known: Floats) -> list[int]:
    """The three voices that come nearest, judged where they come nearest: one step in eight."""
    some = shapes[:: len(shapes) // 600 + 1]
    close = np.stack([(some @ each.T).max(axis=1) for each in known])
    best = np.sort(close, axis=1)[:, -max(1, len(some) // STEPS) :].mean(axis=1)
    return [int(each) for each in np.argsort(-best)[:3]]


def _spelt(shapes: Floats, known: Floats, voice: int, loud: NDArray[np.bool_], seconds: float) -> _Reading:
    """The best succession of sounds of one voice."""
    likes = shapes @ known[voice].T
    cells = _path(likes.max(axis=1), loud)
    quality = float(likes[cells].max(axis=1).sum()) / max(len(cells), loud.sum() / STEPS, 1)
    return _Reading(seconds, voice, quality, cells, likes[cells])


def _loud(samples: Floats, places: NDArray[np.intp], size: int) -> NDArray[np.bool_]:
    """Which of the steps at `places` are not silent."""
    energy = np.concatenate([[0.0], np.cumsum(samples.astype(np.float64) ** 2)])
    level = np.sqrt((energy[np.minimum(places + size, len(samples))] - energy[places]) / size)
    heard: NDArray[np.bool_] = level > FAINT * _usual(level.astype(np.float32))
    return heard


def _path(like: Floats, loud: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Where sounds begin so that all of them together are most like what is heard.

    A sound lasts seven or eight steps, so that a pace may be a little off; what is loud costs when it is
    left out, and silence is no sound.
    """
    count = len(like)
    gains = np.where(loud[STEPS // 2 : STEPS // 2 + count], like - PLEASED, -9.0).tolist()
    skips = np.where(loud, -1.0 / STEPS, 0.0).tolist()
    best, came = [0.0] * (count + STEPS), [1] * (count + STEPS)
    for place in range(1, count + STEPS):
        best[place] = best[place - 1] + skips[place - 1]
        for length, price in ((STEPS, 0.0), (STEPS - 1, HURRY)):
            before = place - length
            if 0 <= before < count and best[before] + gains[before] - price > best[place]:
                best[place], came[place] = best[before] + gains[before] - price, length
    found, place = [], count + STEPS - 1
    while place > 0:
        length = came[place]
        place -= length
        if length > 1:
            found.append(place)
    return np.array(found[::-1], dtype=np.intp)


def _told(reading: _Reading, start: float) -> Stretch:
    """What was read, in seconds of the recording, of which it begins at `start`."""
    odds = SHARPNESS * reading.likes
    odds = odds - odds.max(axis=1, keepdims=True)
    chances = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
    sounds = []
    for cell, chance in zip(reading.cells, chances, strict=True):
        best, begins = int(chance.argmax()), max(0.0, start + (int(cell) / STEPS - 0.25) * reading.pace)
        sounds.append(Heard(ALPHABET[best], begins, begins + reading.pace, float(chance[best])))
    return Stretch(list(VOICES)[reading.voice], reading.pace, reading.quality, sounds)
