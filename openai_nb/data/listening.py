"""Listening: which model hears what is wanted, and what it is asked."""

from __future__ import annotations

TIMED = "whisper-1"  # the model of OpenAI's that tells times; its later ones write text alone
TELLING_VOICES_APART = "gpt-4o-transcribe-diarize"
MOST_BYTES = 25 << 20  # of a sound
SPARSE = 4000  # bytes a second of a sound of few bits: so that an estimate is rather too high


def able(usual: str, *, timed: bool = False, english: bool = False, speakers: bool = False) -> str:
    """The usual model, or where it is one of OpenAI's that writes text alone, the one that can do more."""
    if not usual.startswith("gpt-"):
        return usual
    if speakers:
        return TELLING_VOICES_APART
    return TIMED if timed or english else usual


def times_words(model: str) -> bool:
    """Whether a model tells when each word is said; OpenAI's later ones refuse to."""
    return not model.startswith("gpt-")
