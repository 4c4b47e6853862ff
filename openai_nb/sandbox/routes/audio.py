"""Audio: a text said in the sandbox's own voice, and that voice understood again."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openai_nb.api.audio import Speech, Transcriptions, Translations
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.forms import Uploaded
from openai_nb.sandbox.media import Stretched, Typed
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import long, number, one_of
from openai_nb.sandbox.store import Store

if TYPE_CHECKING:
    from openai_nb.sandbox.oracle.transcripts import Word
    from openai_nb.sandbox.transcribed import Transcript

SPOKEN = ("mp3", "opus", "aac", "flac", "wav", "pcm")
WRITTEN = ("json", "text", "srt", "verbose_json", "vtt")
BY_MODEL = {  # what models that one may name can write; the sandbox's own writes everything
    "whisper": WRITTEN,
    "gpt-4o-transcribe-diarize": ("json", "text", "diarized_json"),
    "gpt-": ("json", "text"),
}
MOST_BYTES = 25 << 20
SHORTEST = 0.1  # seconds
SPEECH = {
    "input": long(1, 4096),
    "instructions": long(0, 4096),
    "response_format": one_of(*SPOKEN),
    "speed": number(0.25, 4.0),
    "stream_format": one_of("audio", "sse"),
}
TRANSLATION = {"response_format": one_of(*WRITTEN), "temperature": number(0.0, 1.0)}
TRANSCRIPTION = {
    "response_format": one_of(*WRITTEN, "diarized_json"),
    "temperature": number(0.0, 1.0),
    "known_speaker_names": long(0, 4),
    "known_speaker_references": long(0, 4),
}


@router.serves(Speech.create, **SPEECH)
def create(store: Store, input: str, model: str, voice: Any, **options: Any) -> Typed:
    pieces, kind, _ = _spoken(store, input, model, voice, options)
    return Typed(b"".join(pieces), kind)


@router.serves(Speech.stream, **SPEECH)
def stream(store: Store, input: str, model: str, voice: Any, **options: Any) -> Stretched:
    pieces, kind, _ = _spoken(store, input, model, voice, options)
    return Stretched(pieces, kind)


@router.serves(Speech.events, **SPEECH)
def events(store: Store, input: str, model: str, voice: Any, **options: Any) -> Iterator[dict[str, Any]]:
    from openai_nb.sandbox.transcribed import SOUND_TOKENS

    if model.startswith("tts-1"):
        raise invalid("stream_format", f"'stream_format' 'sse' is not supported by the model '{model}'.")
    pieces, _, seconds = _spoken(store, input, model, voice, options)
    for piece in pieces:
        yield {"type": "speech.audio.delta", "audio": base64.b64encode(piece).decode()}
    took = {"input_tokens": tokens.count(input), "output_tokens": round(seconds * SOUND_TOKENS)}
    yield {"type": "speech.audio.done", "usage": {**took, "total_tokens": sum(took.values())}}


@router.serves(Transcriptions.create, **TRANSCRIPTION)
def transcribe(store: Store, file: Uploaded, model: str, **options: Any) -> Any:
    from openai_nb.sandbox.transcribed import written

    _check(store, model, options)
    return written(_heard(file, _names(options)), "transcribe", model, options)


@router.serves(Transcriptions.stream, **TRANSCRIPTION)
def transcribe_stream(store: Store, file: Uploaded, model: str, **options: Any) -> Any:
    from openai_nb.sandbox.transcribed import pieces

    if model == "whisper-1":  # it has no streams, and answers at once
        return transcribe(store, file, model, **options)
    _check(store, model, options)
    if options.get("response_format", "json") not in ("json", "text", "diarized_json"):
        raise invalid("response_format", "A streamed transcript is written as json, text or diarized_json.")
    return pieces(_heard(file, _names(options)), options)


@router.serves(Translations.create, **TRANSLATION)
def translate(store: Store, file: Uploaded, model: str, **options: Any) -> Any:
    from openai_nb.sandbox.oracle import tongues
    from openai_nb.sandbox.transcribed import written

    resolve(store, model, "transcription")
    found = _heard(file, {})
    tongue = tongues.tongue(found.text)
    if tongue != "en":
        said = f"The sandbox has no translator: it writes English down, and this is {tongues.NAMES[tongue]}."
        raise invalid("file", said, "unsupported_language")
    return written(found, "translate", model, {**options, "language": "en"})


def _spoken(
    store: Store, text: str, model: str, voice: Any, options: dict[str, Any]
) -> tuple[Iterator[bytes], str, float]:
    """(the pieces of a file, its type, seconds of sound)."""
    from openai_nb.sandbox.oracle import recordings
    from openai_nb.sandbox.oracle import voice as oracle
    from openai_nb.sandbox.oracle.sounds import VOICES

    resolve(store, model, "speech")
    name = voice["id"] if isinstance(voice, dict) and isinstance(voice.get("id"), str) else voice
    if not isinstance(name, str) or name not in VOICES:
        listed = ", ".join(f"'{each}'" for each in sorted(VOICES))
        raise invalid("voice", f"Invalid value: '{name}'. Supported values are: {listed}.")
    kind = options.get("response_format", "wav")  # the API's own default, mp3, cannot be made here
    if kind not in recordings.WRITTEN:
        said = f"The sandbox cannot write {kind}; it writes 'wav', 'flac' and 'pcm'."
        raise invalid("response_format", said, "unsupported_value")
    if not oracle.sayable(text):
        raise invalid(
            "input", "Nothing in 'input' can be said: the sandbox's voice knows Latin letters only."
        )
    speed = options.get("speed", 1.0)
    size = oracle.size(text, speed)
    pieces = recordings.encoded(oracle.say(text, name, speed), size, oracle.RATE, kind)
    return pieces, recordings.WRITTEN[kind], size / oracle.RATE


def _heard(file: Uploaded, names: dict[str, str]) -> Transcript:
    """What is said in a file; a `Refusal` where the file cannot be read or the speech not be understood."""
    from openai_nb.sandbox.transcribed import Transcript

    if len(file.content) > MOST_BYTES:
        said = f"Maximum content size limit ({MOST_BYTES}) exceeded ({len(file.content)} bytes read)"
        raise Refusal(413, said, param="file")
    words, seconds = _words(file.name, file.content, "file")
    return Transcript(words, seconds, names)


def _words(name: str, content: bytes, param: str) -> tuple[list[Word], float]:
    from openai_nb.sandbox.oracle import hearing, recordings, transcripts

    try:
        samples, rate = recordings.decoded(name, content)
    except ValueError as error:
        said = f"Invalid file format. Supported formats: ['flac', 'wav'], and no others here: {error}."
        raise invalid(param, said, None) from None
    if len(samples) < SHORTEST * rate:
        said = f"Audio file is too short. Minimum audio length is {SHORTEST} seconds."
        raise invalid(param, said, "audio_too_short")
    try:
        found = hearing.hear(samples, rate)
    except hearing.Unheard as error:
        raise invalid(param, f"Low confidence. {error}", "low_confidence") from None
    return transcripts.words(found), len(samples) / rate


def _check(store: Store, model: str, options: dict[str, Any]) -> None:
    from openai_nb.sandbox.oracle.tongues import NAMES

    resolve(store, model, "transcription")
    shape = options.get("response_format", "json")
    can = next((shapes for name, shapes in BY_MODEL.items() if model.startswith(name)), (shape,))
    if shape not in can:
        raise invalid(
            "response_format",
            f"response_format '{shape}' is not compatible with model '{model}'. "
            f"Use {' or '.join(map(repr, can))} instead.",
            "unsupported_value",
        )
    for name in ("language", "languages"):
        given = options.get(name, [])
        for each in [given] if isinstance(given, str) else given:
            if str(each).lower() not in NAMES:
                said = f"Invalid language '{each}'. Language parameter must be specified in ISO-639-1 format."
                raise invalid(name, said, "invalid_language_format")
    cutting = options.get("chunking_strategy", "auto")
    if (cutting.get("type") if isinstance(cutting, dict) else cutting) not in ("auto", "server_vad"):
        raise invalid("chunking_strategy", "'chunking_strategy' is 'auto' or an object of type 'server_vad'.")
    _check_lists(shape, options)


def _check_lists(shape: str, options: dict[str, Any]) -> None:
    for name, known, needed in (
        ("timestamp_granularities", ("word", "segment"), "verbose_json"),
        ("include", ("logprobs",), "json"),
    ):
        for each in options.get(name, ()):
            if each not in known:
                listed = ", ".join(f"'{word}'" for word in known)
                raise invalid(name, f"Invalid value: '{each}'. Supported values are: {listed}.")
        if options.get(name) and shape != needed:
            raise invalid(name, f"'{name}' needs response_format to be '{needed}'.", "unsupported_value")


def _names(options: dict[str, Any]) -> dict[str, str]:
    """Whose voice is whose, by the samples that came along."""
    names = options.get("known_speaker_names", [])
    samples = options.get("known_speaker_references", [])
    if len(names) != len(samples):
        raise invalid(
            "known_speaker_names", "Give one of 'known_speaker_references' for each name, and back."
        )
    return {_voice(sample): name for name, sample in zip(names, samples, strict=True)}


def _voice(sample: str) -> str:
    param = "known_speaker_references"
    head, _, data = sample.partition(";base64,")
    try:
        content = base64.b64decode(data, validate=True)
    except binascii.Error:
        content = b""
    if not head.startswith("data:") or not content:
        raise invalid(param, f"'{param}' are data URLs: 'data:audio/wav;base64,…'.")
    return _words("", content, param)[0][0].voice
