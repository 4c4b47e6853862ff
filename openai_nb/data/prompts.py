r"""Prompts: one for each row, a text with `{{column}}` where a row's value goes.

Values are put in once and never searched for places again; `\{{` writes two braces.  A column may
hold pictures and files too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Hashable, Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

from openai_nb.core.errors import OpenAIError
from openai_nb.data import attachments
from openai_nb.data.text import is_missing as is_missing

PLACE = re.compile(r"(?<!\\)\{\{\s*(.+?)\s*\}\}")
SHOWN = 8  # names in an error
Message = dict[str, Any]


class NoColumn(OpenAIError, LookupError):
    """A prompt, or an argument, names a column that is not there."""


class Prompt:
    """A text with places for the values of `columns`; `columns` are the names that it uses.

    `files` names the columns whose texts are paths or addresses of pictures and files.
    """

    def __init__(
        self, text: str, there: Iterable[Hashable], *, system: str = "", files: str | Collection[str] = ()
    ) -> None:
        known = {str(name): name for name in there}
        marked = [files] if isinstance(files, str) else list(files)
        wanted = [*PLACE.findall(system), *PLACE.findall(text), *marked]
        if not PLACE.search(text) and not marked:
            raise NoColumn(
                f"The prompt names no column: {text[:60]!r}.",
                f"Write a column's name in double braces, as in {{{{{next(iter(known), 'text')}}}}}.",
            )
        for name in wanted:
            find(name, known)
        names = list(dict.fromkeys(wanted))
        self.columns = [known[name] for name in names]
        self._system, self._text = _cut(system, names), _cut(text, names)
        placed = PLACE.findall(text)
        self._text += [names.index(name) for name in marked if name not in placed]
        self._files = {names.index(name) for name in marked}

    def messages(self, values: Sequence[Any]) -> tuple[list[Message], int] | None:
        """(messages, bytes of text) for a row; None where none of its columns holds anything."""
        if all(is_missing(value) for value in values):
            return None
        made, bytes_read = [], 0
        for role, pieces in (("system", self._system), ("user", self._text)):
            if pieces:
                content, size = self._filled(pieces, values)
                made.append({"role": role, "content": content})
                bytes_read += size
        return made, bytes_read

    def _filled(self, pieces: list[str | int], values: Sequence[Any]) -> tuple[Any, int]:
        parts: list[str | dict[str, Any]] = []
        for piece in pieces:
            value = piece if isinstance(piece, str) else self._value(piece, values[piece])
            if isinstance(value, str) and parts and isinstance(parts[-1], str):
                parts[-1] += value
            else:
                parts.append(value)
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0], len(parts[0].encode())
        whole = [{"type": "text", "text": each} if isinstance(each, str) else each for each in parts]
        whole = [each for each in whole if each["type"] != "text" or each["text"].strip()]
        return whole, sum(attachments.size(each) for each in whole)

    def _value(self, place: int, value: Any) -> str | dict[str, Any]:
        if is_missing(value):
            return ""
        if place in self._files or attachments.is_attachment(value):
            return attachments.part(value)
        return in_words(value)


def find(name: str, known: Collection[str]) -> None:
    """Raise `NoColumn`, with the nearest names, where a column is not there."""
    if name in known:
        return
    near = get_close_matches(name, list(known), 3, 0.5)
    shown = ", ".join(list(known)[:SHOWN]) + (", …" if len(known) > SHOWN else "")
    meant = f"Did you mean {' or '.join(near)}? " if near else ""
    raise NoColumn(f"There is no column {name!r}.", f"{meant}There are {shown}; nothing was sent.")


def in_words(value: Any) -> str:
    """A value of a table as a model reads it."""
    if isinstance(value, str):
        return value
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict | list | tuple):
        with suppress(TypeError, ValueError):  # names that are no texts, or a list within itself
            return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _cut(text: str, names: list[str]) -> list[str | int]:
    """The text in order: stretches of letters, and numbers of columns."""
    pieces: list[str | int] = []
    at = 0
    for place in PLACE.finditer(text):
        pieces += [text[at : place.start()], names.index(place[1])]
        at = place.end()
    pieces.append(text[at:])
    return [
        piece.replace(r"\{{", "{{") if isinstance(piece, str) else piece for piece in pieces if piece != ""
    ]
