"""Speaking: a text read out by one request, and kept as a file."""

from __future__ import annotations

from argparse import Namespace
from base64 import b64decode, b64encode
from typing import Any

from openai_nb.data import reckoning
from openai_nb.data.keeping import kept
from openai_nb.magics.arguments import Misused, nearest
from openai_nb.magics.calls import Question
from openai_nb.session import current

FORMATS = ("mp3", "wav", "flac", "aac", "opus", "pcm")


def speak(args: Namespace, text: str, names: dict[str, Any]) -> Any:
    """The sound of `text`; raises `Misused` where there is nothing to say."""
    from openai_nb.looks.sounds import Sound

    asked = _asked(args, text, names)
    words, ending = asked["input"], asked["response_format"]
    cost = reckoning.spoken(asked["model"], words)
    question = Question("speech", "/audio/speech", asked, cost, lambda answer: cost)
    create = current().client.audio.speech.create
    called = question.ask(lambda: {"sound": b64encode(create(**asked)).decode()}, fresh=args.fresh)
    data = b64decode(called.answer["sound"])
    path = kept(data, words, ending)
    note = " · ".join(called.footer(str(asked["voice"])))
    told = {"prompt": words, "model": called.model, "cost": called.cost, "files": [path.as_posix()]}
    return Sound(data, path=path, text=words, note=note, told=told)


def _asked(args: Namespace, text: str, names: dict[str, Any]) -> dict[str, Any]:
    from openai_nb.looks.interpolation import fill

    words = str(fill(text.strip(), names, raw=args.raw))
    if not words:
        raise Misused("There is nothing to say.", "Write it below the line, or after the flags.")
    usual = "wav" if current().client.provider.sandboxed else "mp3"
    ending = (args.format or usual).lower()
    if ending not in FORMATS:
        raise Misused(f"There is no format {ending!r}.", nearest(ending, FORMATS))
    return {
        "input": words,
        "model": args.model or current().usual_model("speech"),
        "voice": args.voice,
        "instructions": args.instructions,
        "speed": args.speed,
        "response_format": ending,
    }
