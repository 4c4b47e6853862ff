"""Audio: text into speech, speech into text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from openai_nb.api.shapes import Id, Json
from openai_nb.core.endpoint import POST, Resource, streams
from openai_nb.core.multipart import Upload
from openai_nb.core.places import replacing
from openai_nb.core.record import Record, asdict

SPEAKER = "gpt-4o-mini-tts"  # what `say` asks unless told otherwise; the sandbox answers for it too


class SpeechUsage(Record):
    """How many tokens a speech took."""

    input_tokens: int
    output_tokens: int
    total_tokens: int


class SpeechPiece(Record):
    """A piece of a speech: `audio` in base64 (`speech.audio.delta`), or its end with what it took."""

    type: str
    audio: str | None
    usage: SpeechUsage | None


class Word(Record):
    """A word of a transcript, from `start` to `end` in seconds."""

    word: str
    start: float
    end: float


class Segment(Record):
    """A stretch of a transcript, from `start` to `end` in seconds; by `speaker`, where that was asked for."""

    id: int | str
    start: float
    end: float
    text: str
    type: str | None
    speaker: str | None
    seek: int | None
    tokens: list[int] | None
    temperature: float | None
    avg_logprob: float | None
    compression_ratio: float | None
    no_speech_prob: float | None


class TokenLikelihood(Record):
    """A token of a transcript, and how likely it was (natural logarithm)."""

    token: str
    logprob: float
    bytes: list[int] | None


class TranscriptUsage(Record):
    """What a transcript took: tokens, or `seconds` of sound (`type` says which)."""

    type: str
    seconds: float | None
    input_tokens: int | None
    output_tokens: int | None
    total_tokens: int | None


class Transcription(Record):
    """What was said, in `text`; the rest is there where it was asked for."""

    text: str
    task: str | None
    language: str | None
    duration: float | None
    words: list[Word] | None
    segments: list[Segment] | None
    logprobs: list[TokenLikelihood] | None
    usage: TranscriptUsage | None


class TranscriptPiece(Record):
    """A piece of a transcript: `transcript.text.delta`, `….segment`, and the whole in `….done`."""

    type: str
    delta: str | None
    text: str | None
    id: str | None
    segment_id: str | None
    start: float | None
    end: float | None
    speaker: str | None
    logprobs: list[TokenLikelihood] | None
    usage: TranscriptUsage | None


def _done(raw: dict[str, Any], ended: dict[int, bool]) -> None:
    ended[0] = ended.get(0, False) or str(raw.get("type", "")).endswith(".done")


def _sound(pieces: Sequence[SpeechPiece]) -> bytes:
    import base64

    return b"".join(base64.b64decode(each.audio) for each in pieces if each.audio)


def _transcript(pieces: Sequence[TranscriptPiece]) -> Transcription:
    """The whole that the pieces make; what had come, where the end is missing."""
    done = [asdict(each) for each in pieces if each.type.endswith(".done")]
    segments = [asdict(each) for each in pieces if each.type.endswith(".segment")]
    if not done:
        return Transcription(text="".join(each.delta or "" for each in pieces))
    whole = {name: value for name, value in done[-1].items() if name != "type"}
    return Transcription(whole, **({"segments": segments} if segments else {}))


def _split(raw: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**raw, "type": "transcript.text.done"}]


class Speech(Resource):
    """Have a text read out."""

    @POST("/audio/speech")
    def create(
        self,
        *,
        input: str,
        model: Id,
        voice: str | Json,
        instructions: str | None = None,
        response_format: str | None = None,
        speed: float | None = None,
        stream_format: str | None = None,
        **extra: Any,
    ) -> bytes:
        """The sound of `input`: the bytes of an audio file, in `response_format` and at `speed` 0.25 to 4."""
        ...

    stream = streams(create, bytes, gather=b"".join, asked={"stream_format": "audio"})
    events = streams(create, SpeechPiece, tally=_done, gather=_sound, asked={"stream_format": "sse"})

    def say(self, input: str, *, model: Id = SPEAKER, voice: str | Json = "alloy", **options: Any) -> bytes:
        """The sound of `input` as a WAV file, in a usual voice; `options` are those of `create`."""
        return self.create(input=input, model=model, voice=voice, **{"response_format": "wav", **options})

    def write(
        self,
        path: str | Path,
        input: str,
        *,
        model: Id = SPEAKER,
        voice: str | Json = "alloy",
        **options: Any,
    ) -> Path:
        """Write the sound of `input` to `path`, in its ending's format; an older one stays till then."""
        target = Path(path).expanduser()
        options.setdefault("response_format", target.suffix.removeprefix(".").lower() or "wav")
        with (
            self.stream(input=input, model=model, voice=voice, **options) as pieces,
            replacing(target) as file,
        ):
            for piece in pieces:
                file.write(piece)
        return target


class Transcriptions(Resource):
    """Have speech written down."""

    @POST("/audio/transcriptions")
    def create(
        self,
        *,
        file: Upload,
        model: Id,
        chunking_strategy: str | Json | None = None,
        include: Sequence[str] | None = None,
        keywords: Sequence[str] | None = None,
        known_speaker_names: Sequence[str] | None = None,
        known_speaker_references: Sequence[str] | None = None,
        language: str | None = None,
        languages: Sequence[str] | None = None,
        prompt: str | None = None,
        response_format: str | None = None,
        stream: bool | None = None,
        temperature: float | None = None,
        timestamp_granularities: Sequence[str] | None = None,
        **extra: Any,
    ) -> Transcription | str:
        """What is said in `file`, in the language it is said in.

        `file` is a path, bytes, an open file or `(samples, rate)`.  The answer is a record for
        `response_format` json (the default), verbose_json and diarized_json, and a str for text, srt and vtt.
        """
        ...

    stream = streams(create, TranscriptPiece, tally=_done, gather=_transcript, split=_split)


class Translations(Resource):
    """Have speech written down in English."""

    @POST("/audio/translations")
    def create(
        self,
        *,
        file: Upload,
        model: Id,
        prompt: str | None = None,
        response_format: str | None = None,
        temperature: float | None = None,
        **extra: Any,
    ) -> Transcription | str:
        """What is said in `file`, in English: a record or, for `response_format` text, srt and vtt, a str."""
        ...


class Audio(Resource):
    """Speech: `speech`, `transcriptions` and `translations`.

    >>> sound = client.audio.speech.create(model="tts-1", voice="alloy", input="Hi", response_format="wav")
    >>> client.audio.transcriptions.create(file=sound, model="gpt-4o-transcribe").text
    >>> client.audio.translations.create(file=sound, model="whisper-1").text
    """

    @cached_property
    def speech(self) -> Speech:
        """Have a text read out."""
        return Speech(self._send)

    @cached_property
    def transcriptions(self) -> Transcriptions:
        """Have speech written down."""
        return Transcriptions(self._send)

    @cached_property
    def translations(self) -> Translations:
        """Have speech written down in English."""
        return Translations(self._send)
