"""Asking: what a chat cell sends: its flags, its words and the conversation as one request."""

from __future__ import annotations

import argparse
import base64
import mimetypes
import re
from pathlib import Path
from typing import Any

from openai_nb.magics.arguments import Misused
from openai_nb.magics.names import DOTTED, evaluated, file_or_value
from openai_nb.session import Session

Message = dict[str, Any]
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


def question(args: argparse.Namespace, text: str, names: dict[str, Any]) -> list[Message]:
    """The messages of this cell alone: the system's word, if any, and the user's."""
    said = [{"role": "system", "content": _filled(args, args.system, names)}] if args.system else []
    content = _filled(args, text, names)
    if args.image:
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        content = [*parts, *(picture(each, names) for each in args.image)]
    if not content:
        raise Misused("There is no question.", "Write it below the line, or after the flags of `%chat`.")
    return [*said, {"role": "user", "content": content}]


def request(args: argparse.Namespace, here: Session, messages: list[Message], names: dict[str, Any]) -> Any:
    """The request itself, exactly as it will be sent."""
    provider = here.client.provider
    longest = "max_completion_tokens" if provider.models else "max_tokens"  # what compatible servers know
    sent = {
        "model": args.model or here.model,
        "messages": messages,
        "temperature": args.temperature,
        longest: args.max_tokens,
        "seed": args.seed,
        "reasoning_effort": args.reasoning_effort,
        "response_format": shape(args.schema, names) if args.schema else None,
        "stream_options": {"include_usage": True},
    }
    return {name: value for name, value in sent.items() if value is not None}


def shape(words: str, names: dict[str, Any]) -> dict[str, Any]:
    """The `response_format` for `--schema`: a name or expression of the notebook, or short words."""
    from openai_nb.core.schemas import response_format

    known = DOTTED.fullmatch(words) and words.partition(".")[0] in names
    try:
        return response_format(evaluated(words, names) if known or words.startswith("{") else words)
    except (TypeError, ValueError) as problem:
        raise Misused(f"--schema: {problem}") from None


def picture(word: str, names: dict[str, Any]) -> dict[str, Any]:
    """The part of a message that shows a picture: a variable, an address or a file."""
    from openai_nb.looks.descriptions import Picture, describe

    if word.startswith(("https://", "http://", "data:")):
        return {"type": "image_url", "image_url": {"url": word}}
    value = file_or_value(word, names)
    if not isinstance(value, Path):
        shown = describe(value)
        if not isinstance(shown, Picture):
            raise Misused(f"{word} is no picture but a {type(value).__name__}.", "Give a figure or an image.")
        return shown.content
    kind = mimetypes.guess_type(value.name)[0]
    if kind not in PICTURES:
        raise Misused(f"{word} is no picture the API reads.", "It reads png, jpg, gif and webp.")
    data = base64.b64encode(value.read_bytes()).decode()
    return {"type": "image_url", "image_url": {"url": f"data:{kind};base64,{data}"}}


def show(sent: dict[str, Any]) -> None:
    """Put on the page what would be sent, to the letter, and about how many tokens it has."""
    import json

    from IPython.display import display

    from openai_nb.api.chat import Completions
    from openai_nb.sandbox.oracle.tokens import messages_count

    body = Completions(lambda call: call.body).stream(**sent)
    text = json.dumps(body, indent=2, ensure_ascii=False)
    note = f"About {messages_count(sent['messages']):,} tokens. Nothing was sent."
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    markdown = f"{fence}json\n{text}\n{fence}\n\n<sub>{note}</sub>"
    display({"text/markdown": markdown, "text/plain": f"{text}\n{note}"}, raw=True)


def _filled(args: argparse.Namespace, text: str, names: dict[str, Any]) -> Any:
    from openai_nb.looks.interpolation import fill

    return fill(text.strip(), names, raw=args.raw).content
