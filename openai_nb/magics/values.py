"""Values: `name=value` on a line: JSON, else text; `{{expr}}` of the notebook, `@file` of the disk."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from types import NoneType
from typing import Any, get_args

from openai_nb.core.multipart import UPLOAD
from openai_nb.core.record import Record
from openai_nb.magics.arguments import Misused, leading, named
from openai_nb.magics.names import evaluated, here

NAMED = re.compile(r"([A-Za-z_]\w*)=(@?)")
WHOLE = re.compile(r"\{\{(.*)\}\}", re.DOTALL)
SPELLED = {"True": True, "False": False, "None": None}  # as Python has them
TEXT = {str, NoneType}


@dataclass(frozen=True)
class Value:
    """A value as it is written: whether in quotes, whether it names a file."""

    text: str
    quoted: bool = False
    file: bool = False

    def read(self, names: dict[str, Any], hint: Any = Any) -> Any:
        """What it stands for in the notebook, where the type `hint` is wanted; raises `Misused`."""
        if self.file:
            return _file(self.text, hint)
        whole = WHOLE.fullmatch(self.text)
        if whole and not self.quoted and "{{" not in whole[1]:
            return evaluated(whole[1].strip(), names)
        text = self.text
        if "{{" in text:
            from openai_nb.looks.interpolation import fill

            text = str(fill(text, names))
        return text if self.quoted or _is_text(hint) else _json(text)


@dataclass(frozen=True)
class Line:
    """A line as it is read: words, values by name, and the name to keep the answer under."""

    words: list[str]
    values: dict[str, Value]
    out: str


def line(text: str) -> Line:
    """The words, `name=value` pairs and `-o NAME` of a line, in any order; raises `Misused`."""
    out, rest = named(text)
    words: list[str] = []
    values: dict[str, Value] = {}
    while rest:
        if found := NAMED.match(rest):
            rest = rest[found.end() :]
            quoted = rest[:1] in ("'", '"')
            word, rest = leading(rest) if rest and not rest[0].isspace() else ("", rest.lstrip())
            values[found[1]] = Value(word, quoted, bool(found[2]))
            continue
        word, rest = leading(rest)
        if word in ("-o", "--out"):
            out, rest = leading(rest)
            if not out.isidentifier():
                raise Misused(f"{out!r} cannot be the name of a variable.", "Give a plain name: -o answer.")
            continue
        words.append(word)
    return Line(words, values, out)


def _file(name: str, hint: Any) -> Any:
    """The path of a file to send; elsewhere what it holds."""
    path = here(name)
    if UPLOAD in getattr(hint, "__metadata__", ()) or any(
        UPLOAD in getattr(each, "__metadata__", ()) for each in get_args(hint)
    ):
        return path
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise Misused(f"{name} holds no text.", "Only an argument that is a file takes its bytes.") from None
    return text if _is_text(hint) else _json(text)


def _is_text(hint: Any) -> bool:
    """Whether only a text, such as an id, is wanted: 42 is one then, too."""
    kinds = set(get_args(hint)) or {hint}
    return all(kind in TEXT or (isinstance(kind, type) and issubclass(kind, Record)) for kind in kinds)


def _json(text: str) -> Any:
    if text in SPELLED:
        return SPELLED[text]
    try:
        return json.loads(text)
    except ValueError:
        return text
