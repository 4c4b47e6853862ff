"""Parts: what goes along with a question: pictures and files, as parts of a message."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from openai_nb.magics.arguments import Misused
from openai_nb.magics.names import file_or_value

ADDRESSES = ("https://", "http://", "data:")
FILE_ID = re.compile(r"(file|assistant)-[\w-]{6,}")
Part = dict[str, Any]


def picture(word: str, names: dict[str, Any]) -> Part:
    """The part of a message that shows a picture: a variable, an address or a file."""
    from openai_nb.looks.descriptions import Picture, describe

    if word.startswith(ADDRESSES):
        return {"type": "image_url", "image_url": {"url": word}}
    value = file_or_value(word, names)
    if isinstance(value, Path | bytes):
        part = _read(word, value)
        if part["type"] != "image_url":
            raise Misused(f"{word} is no picture the API reads.", "It reads png, jpg, gif and webp.")
        return part
    shown = describe(value)
    if not isinstance(shown, Picture):
        raise Misused(f"{word} is no picture but a {type(value).__name__}.", "Give a figure or an image.")
    return shown.content


def file(word: str, names: dict[str, Any]) -> Part:
    """The part of a message that holds a file: one that was uploaded, one that is here, or a value.

    A text goes in as text, under its name; a PDF as a file; a value as a question would show it.
    """
    from openai_nb.core.record import Record, asdict
    from openai_nb.looks.interpolation import part

    if FILE_ID.fullmatch(word):
        return {"type": "file", "file": {"file_id": word}}
    value = file_or_value(word, names)
    if isinstance(value, Record) and getattr(value, "object", "") == "file":
        return {"type": "file", "file": {"file_id": asdict(value)["id"]}}
    if not isinstance(value, Path | bytes):
        return part(value)
    found = _read(word, value)
    if found["type"] == "text":
        found["text"] = f"{Path(word).name}:\n{found['text']}"
    return found


def _read(word: str, value: Path | bytes) -> Part:
    from openai_nb.data.attachments import part

    try:
        return part(value)
    except (ValueError, OSError) as problem:
        named = "" if Path(word).name in str(problem) else f"{word}: "
        advice = "Pictures, PDFs and texts in UTF-8 can go along."
        raise Misused(f"{named}{problem}.", advice) from None
