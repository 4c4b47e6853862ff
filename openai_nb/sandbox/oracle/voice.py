"""Voice: says a text letter by letter, in sounds of its own.

Each letter is one steady-paced sound, so that what was written can be heard again exactly, capitals
included.  It is a voice for machines: people hear a rhythm and a melody, and cannot follow the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.sounds import ALPHABET, CAPITAL, VOICES, waves

RATE = 24_000  # samples a second
SECONDS = 0.075  # of one sound at speed 1
REST = 0.25  # seconds of silence before and after all
PAUSE = "   "  # what one hears between two sentences

_ALIKE = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
        "‐": "-", "−": "-", "…": "...", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o",
        "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "×": "x", "·": ".", "•": "-",
    }
)  # fmt: skip


def sayable(text: str) -> str:
    """What the voice makes of `text`: accents fall off, and what has no sound (emoji, say) is left out."""
    plain = unicodedata.normalize("NFKD", text.translate(_ALIKE)).translate(_ALIKE)
    kept = "".join(each for each in plain if each.lower() in ALPHABET or each.isspace())
    return " ".join(kept.replace(CAPITAL, "").split())


def say(text: str, voice: str = "alloy", speed: float = 1.0) -> Iterator[NDArray[np.float32]]:
    """The sound of `text`, piece by piece: float32 samples from -1 to 1, 24,000 a second."""
    seconds = SECONDS / speed
    sounds = _sounds(voice, seconds)
    silence = np.zeros(sounds.shape[1], np.float32)
    rest = np.zeros(round(REST * RATE), np.float32)
    yield rest
    for word in re.findall(r"\S+\s*", spelt(sayable(text))):
        yield np.concatenate([silence if each == " " else sounds[ALPHABET.index(each)] for each in word])
    yield rest


def size(text: str, speed: float = 1.0) -> int:
    """How many samples `say` will give."""
    return 2 * round(REST * RATE) + len(spelt(sayable(text))) * round(SECONDS / speed * RATE)


def spelt(text: str) -> str:
    """The sounds that a sayable text is made of, a space for each silent one."""
    paused = re.sub(r"(?<=[.!?]) ", PAUSE, text)
    return re.sub(r"[A-Z]", lambda capital: CAPITAL + capital[0].lower(), paused)


@lru_cache(maxsize=8)
def _sounds(voice: str, seconds: float) -> NDArray[np.float32]:
    return waves(VOICES[voice], seconds, RATE)
