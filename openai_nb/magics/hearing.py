"""Hearing: what is said in a sound, written down by one request, and its subtitles."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from openai_nb.api.audio import Transcription
from openai_nb.core.record import asdict
from openai_nb.data import listening, reckoning
from openai_nb.magics.arguments import Misused
from openai_nb.magics.calls import Question, digest
from openai_nb.magics.names import evaluated, here
from openai_nb.session import current

ENDINGS = {".flac", ".m4a", ".mp3", ".mp4", ".mpeg", ".mpga", ".oga", ".ogg", ".wav", ".webm"}


def transcribe(args: Namespace, names: dict[str, Any]) -> Any:
    """What is said, in the language it is said in."""
    asked = {"language": args.language, **_asked(args)}
    if args.each_word:
        asked["timestamp_granularities"] = ["word", "segment"]
    if args.speakers:
        asked |= {"response_format": "diarized_json", "chunking_strategy": "auto"}
    heard = _heard(args, names, "transcriptions", asked)
    if args.each_word:
        return heard.words
    return heard.segments if args.segments or args.speakers else heard


def translate(args: Namespace, names: dict[str, Any]) -> Any:
    """What is said, in English."""
    heard = _heard(args, names, "translations", _asked(args))
    return heard.segments if args.segments else heard


def _asked(args: Namespace) -> dict[str, Any]:
    """The request, but for its file: times are asked for where they are wanted."""
    timed = bool(args.segments or args.srt or args.vtt or getattr(args, "each_word", False))
    shape = "verbose_json" if timed else "json"
    wants = {"timed": timed, "speakers": bool(getattr(args, "speakers", False))}
    english = not hasattr(args, "language")
    model = args.model or listening.able(current().usual_model("transcription"), english=english, **wants)
    return {"model": model, "prompt": args.prompt, "response_format": shape}


def _heard(args: Namespace, names: dict[str, Any], kind: str, asked: dict[str, Any]) -> Any:
    from openai_nb.looks.sounds import Transcript, seconds

    _room(args.srt, args.vtt)
    file = sound(args.words, names, args.rate)
    data = _bytes(file)
    question = Question(
        kind,
        f"/audio/{kind}",
        {**asked, "file": digest(file)},
        reckoning.heard(asked["model"], seconds(data) or len(data) / listening.SPARSE),
    )
    create = getattr(current().client.audio, kind).create
    called = question.ask(lambda: _whole(create(file=file, **asked)), fresh=args.fresh)
    told = {"model": called.model, "cost": called.cost, "usage": called.usage}
    path = file if isinstance(file, Path) else None
    note = " · ".join(called.footer())
    heard = Transcript(Transcription(called.answer), data, path=path, note=note, told=told)
    _write_subtitles(args, heard.raw)
    return heard


def _whole(answer: Any) -> dict[str, Any]:
    """The answer as JSON; some servers say the text alone."""
    return {"text": answer} if isinstance(answer, str) else asdict(answer)


def sound(words: str, names: dict[str, Any], rate: int | None) -> Any:
    """What `words` name: a file, bytes, or `(samples, rate)`; raises `Misused` for what cannot be sent."""
    if not words:
        raise Misused("There is nothing to listen to.", "Name a file or a variable: `%transcribe talk.mp3`.")
    path = Path(words.strip("'\"")).expanduser()
    value: Any = path
    if not path.is_file() and path.suffix.lower() not in ENDINGS:
        value = evaluated(words, names)
    if isinstance(value, str | Path):
        return _checked(Path(value).expanduser())
    if rate is not None and not isinstance(value, bytes | tuple):
        return _samples(value, rate)
    if hasattr(value, "shape"):
        raise Misused(
            "An array does not say how fast it is to be played.", "Add --rate 16000, or what it is."
        )
    return value


def _checked(path: Path) -> Path:
    here(path)
    if path.suffix.lower() not in ENDINGS:
        raise Misused(f"{path.name} is no sound the API reads.", f"It reads {', '.join(sorted(ENDINGS))}.")
    return path


def _samples(value: Any, rate: int) -> tuple[Any, int]:
    import numpy as np

    samples = np.asarray(value)
    if samples.dtype.kind not in "fi" or not samples.size:
        raise Misused(f"Samples are numbers, not {samples.dtype}.", "Give floats from -1 to 1, or int16.")
    return samples if samples.dtype.kind == "f" else samples.astype(np.int16), rate


def _bytes(file: Any) -> bytes:
    from openai_nb.core.multipart import part

    try:
        with part(file).open() as opened:
            data = opened.read()
    except TypeError as problem:
        raise Misused(str(problem)) from None
    if not 0 < len(data) <= listening.MOST_BYTES:
        wrong = f"has {len(data) >> 20} MB; 25 are the most" if data else "is empty"
        raise Misused(f"The sound {wrong}.", "Cut it into parts, or write it as mp3." if data else "")
    return data


def _write_subtitles(args: Namespace, raw: Transcription) -> None:
    from openai_nb.data import subtitles

    for file, write in ((args.srt, subtitles.srt), (args.vtt, subtitles.vtt)):
        if not file:
            continue
        if raw.segments is None:
            raise Misused(f"{file} was not written: the model told no times.", "Another may: --model NAME.")
        Path(file).expanduser().write_text(write(raw.segments), encoding="utf-8")


def _room(*files: str | None) -> None:
    """Raise `Misused` where a file cannot be written later: found out here, it costs nothing."""
    for path in (Path(file).expanduser() for file in files if file):
        if not path.parent.is_dir():
            raise Misused(f"There is no directory {path.parent}.", "Make it first, or choose another.")
