"""Transcripts: what was said when, as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_nb.api.audio import Segment, Transcription, Word
from openai_nb.core.errors import BadValue
from openai_nb.data.frames import frame

if TYPE_CHECKING:
    import pandas as pd

ASK = 'ask with response_format="verbose_json" and timestamp_granularities=["{}"]'


def words(transcript: Transcription | str) -> pd.DataFrame:
    """Each word with its `start` and `end`, in seconds; `ValueError` where those were not asked for."""
    rows: list[Word] = _listed(transcript, "word")
    return frame(rows, index=None, columns=["word", "start", "end"])


def segments(transcript: Transcription | str) -> pd.DataFrame:
    """Each segment with its `start` and `end`, in seconds, and its `speaker` where that was asked for."""
    rows: list[Segment] = _listed(transcript, "segment")
    spoken = any(each.speaker for each in rows)
    return frame(rows, index=None, columns=["start", "end", *(["speaker"] if spoken else []), "text"])


def _listed(transcript: Transcription | str, kind: str) -> list[Any]:
    held = None if isinstance(transcript, str) else getattr(transcript, f"{kind}s")
    if held is None:
        raise BadValue(f"The transcript has no times of its {kind}s; {ASK.format(kind)}.")
    return list(held)
