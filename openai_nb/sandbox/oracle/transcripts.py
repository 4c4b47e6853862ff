"""Transcripts: words and segments of what was heard, and the ways to write them down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openai_nb.sandbox.oracle.hearing import Heard, Stretch
from openai_nb.sandbox.oracle.sounds import CAPITAL

ENDS = (".", "!", "?")
LONGEST = 30.0  # seconds of one segment
GAP = 0.5  # of a sound: a silence that long parts two words


@dataclass(frozen=True)
class Word:
    """A word, from when to when it was said (seconds), how likely each letter was, and by which voice."""

    text: str
    start: float
    end: float
    logprobs: tuple[float, ...]
    voice: str


def words(stretches: Sequence[Stretch]) -> list[Word]:
    """The words that were said, marks clinging to them as they are written."""
    return [word for stretch in stretches for word in _words(stretch)]


def _words(stretch: Stretch) -> Iterator[Word]:
    held: list[Heard] = []
    for sound in stretch.sounds:
        if held and sound.start - held[-1].end > GAP * stretch.pace:
            yield _word(held, stretch.voice)
            held = []
        held.append(sound)
    if held:
        yield _word(held, stretch.voice)


def _word(sounds: Sequence[Heard], voice: str) -> Word:
    letters: list[str] = []
    logprobs: list[float] = []
    raised = False
    for each in sounds:
        if each.sound == CAPITAL:
            raised = True
            continue
        letters.append(each.sound.upper() if raised else each.sound)
        logprobs.append(each.logprob)
        raised = False
    return Word("".join(letters), sounds[0].start, sounds[-1].end, tuple(logprobs), voice)


def text(heard: Sequence[Word]) -> str:
    """The words as a text."""
    return " ".join(each.text for each in heard)


def segments(heard: Sequence[Word]) -> list[list[Word]]:
    """The words by sentence; a segment also ends where another voice sets in, and after 30 s."""
    found: list[list[Word]] = []
    for word in heard:
        last = found[-1] if found else []
        if not last or _ended(last, word):
            found.append([word])
        else:
            last.append(word)
    return found


def _ended(segment: Sequence[Word], word: Word) -> bool:
    last = segment[-1]
    done = last.text.rstrip("\"')]}").endswith(ENDS)
    return done or last.voice != word.voice or word.end - segment[0].start > LONGEST


def srt(heard: Sequence[Word]) -> str:
    """SubRip: numbered segments, times with a comma."""
    return "".join(
        f"{number}\n{_clock(each[0].start, ',')} --> {_clock(each[-1].end, ',')}\n{text(each)}\n\n"
        for number, each in enumerate(segments(heard), 1)
    )


def vtt(heard: Sequence[Word]) -> str:
    """WebVTT (W3C): a heading, then segments, times with a point."""
    return "WEBVTT\n\n" + "".join(
        f"{_clock(each[0].start, '.')} --> {_clock(each[-1].end, '.')}\n{_escaped(text(each))}\n\n"
        for each in segments(heard)
    )


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float, mark: str) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}{mark}{whole % 1000:03}"
