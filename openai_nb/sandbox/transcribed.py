"""Transcribed: a transcript in each of the shapes that the API gives it."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openai_nb.sandbox.oracle import tokens, tongues, transcripts
from openai_nb.sandbox.oracle.transcripts import Word

SOUND_TOKENS = 10  # the sandbox's count of a second of sound


@dataclass(frozen=True)
class Transcript:
    """What was heard: the words, how long the recording was (seconds), and who is known by name."""

    words: Sequence[Word]
    seconds: float
    names: Mapping[str, str]

    @property
    def text(self) -> str:
        """The whole text."""
        return transcripts.text(self.words)

    def speaker(self, voice: str) -> str:
        """A voice's name; letters, in the order in which they speak, for those nobody named."""
        strangers = dict.fromkeys(word.voice for word in self.words if word.voice not in self.names)
        return self.names.get(voice) or chr(ord("A") + list(strangers).index(voice))


def written(found: Transcript, task: str, model: str, options: Mapping[str, Any]) -> Any:
    """The answer in the `response_format` asked for: an object, or a text."""
    shape = options.get("response_format", "json")
    if shape == "text":
        return found.text + "\n"
    if shape in ("srt", "vtt"):
        return getattr(transcripts, shape)(found.words)
    if shape == "verbose_json":
        return _verbose(found, task, options)
    if shape == "diarized_json":
        whole = {"task": task, "duration": round(found.seconds, 3), "text": found.text}
        return {**whole, "segments": list(_turns(found)), "usage": _duration(found)}
    usage = _duration(found) if model == "whisper-1" else _tokens(found)
    likely = {"logprobs": _logprobs(found.words)} if options.get("include") else {}
    return {"text": found.text, **likely, "usage": usage}


def pieces(found: Transcript, options: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The same, as it comes: a delta for each word, the segments where speakers were asked for, the end."""
    likely, turns = bool(options.get("include")), options.get("response_format") == "diarized_json"
    marks = list(_turns(found)) if turns else []
    place = 0
    for number, segment in enumerate(transcripts.segments(found.words)):
        for word in segment:
            delta = {"type": "transcript.text.delta", "delta": f"{' ' if place else ''}{word.text}"}
            place += 1
            yield {
                **delta,
                **({"logprobs": _logprobs([word])} if likely else {}),
                **({"segment_id": marks[number]["id"]} if turns else {}),
            }
        if turns:
            yield marks[number]
    logprobs = {"logprobs": _logprobs(found.words)} if likely else {}
    yield {"type": "transcript.text.done", "text": found.text, **logprobs, "usage": _tokens(found)}


def _verbose(found: Transcript, task: str, options: Mapping[str, Any]) -> dict[str, Any]:
    wanted = options.get("timestamp_granularities") or ["segment"]
    tongue = str(options.get("language") or tongues.tongue(found.text)).lower()
    whole: dict[str, Any] = {
        "task": task,
        "language": tongues.NAMES[tongue],
        "duration": round(found.seconds, 3),
        "text": found.text,
        "usage": _duration(found),
    }
    if "segment" in wanted:
        heat = options.get("temperature", 0.0)
        parts = enumerate(transcripts.segments(found.words))
        whole["segments"] = [_segment(number, part, heat) for number, part in parts]
    if "word" in wanted:
        whole["words"] = [
            {"word": each.text, "start": round(each.start, 3), "end": round(each.end, 3)}
            for each in found.words
        ]
    return whole


def _segment(number: int, words: Sequence[Word], heat: float) -> dict[str, Any]:
    text = transcripts.text(words)
    odds = [each for word in words for each in word.logprobs]
    return {
        "id": number,
        "seek": round(words[0].start * 100),
        "start": round(words[0].start, 3),
        "end": round(words[-1].end, 3),
        "text": f" {text}",
        "tokens": [zlib.crc32(each.encode()) % 100_000 for each in tokens.pieces(text)],
        "temperature": heat,
        "avg_logprob": sum(odds) / max(1, len(odds)),
        "compression_ratio": len(text.encode()) / len(zlib.compress(text.encode())),
        "no_speech_prob": 0.0,  # what is no speech was refused
    }


def _turns(found: Transcript) -> Iterator[dict[str, Any]]:
    for number, words in enumerate(transcripts.segments(found.words)):
        yield {
            "type": "transcript.text.segment",
            "id": f"seg_{number:03}",
            "start": round(words[0].start, 3),
            "end": round(words[-1].end, 3),
            "text": transcripts.text(words),
            "speaker": found.speaker(words[0].voice),
        }


def _logprobs(words: Sequence[Word]) -> list[dict[str, Any]]:
    """Token by token, how likely its letters were together."""
    text = transcripts.text(words)
    odds: list[float] = []
    for word in words:
        odds += ([0.0] if odds else []) + list(word.logprobs)
    told, place = [], 0
    for piece in tokens.pieces(text):
        logprob = math.fsum(odds[place : place + len(piece)])
        told.append({"token": piece, "logprob": logprob, "bytes": list(piece.encode())})
        place += len(piece)
    return told


def _duration(found: Transcript) -> dict[str, Any]:
    return {"type": "duration", "seconds": math.ceil(found.seconds)}


def _tokens(found: Transcript) -> dict[str, Any]:
    heard, said = math.ceil(found.seconds * SOUND_TOKENS), tokens.count(found.text)
    details = {"audio_tokens": heard, "text_tokens": 0}
    return {
        "type": "tokens",
        "input_tokens": heard,
        "input_token_details": details,
        "output_tokens": said,
        "total_tokens": heard + said,
    }
