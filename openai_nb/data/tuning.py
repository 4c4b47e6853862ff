"""Tuning: examples to teach a model by: read from whatever holds them, checked, and weighed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openai_nb.core.errors import BadValue
from openai_nb.data.checking import wrong
from openai_nb.data.jsonl import Problem, training_file
from openai_nb.data.packing import size

LONGEST = 65_536  # tokens of an example; the API cuts off what is longer
BYTES = 4  # of a token, about
EPOCHS = 3  # what is reckoned with where none are named
COLUMNS = (
    ("prompt", "question", "input", "text", "user"),
    ("reply", "completion", "answer", "output", "label"),
)


@dataclass(frozen=True, repr=False)
class Examples:
    """Examples as a file would hold them: how many, how many tokens about, what is wrong with which line."""

    data: bytes
    count: int
    tokens: int
    longest: int  # tokens of the longest, about
    problems: tuple[Problem, ...]

    def trained(self, epochs: int | None) -> int:
        """Tokens that are trained on, about: all of them once an epoch."""
        return self.tokens * (epochs or EPOCHS)

    def __repr__(self) -> str:
        said = f"{self.count:,} examples, about {self.tokens:,} tokens, the longest about {self.longest:,}"
        return f"{said}; {len(self.problems):,} problems" if self.problems else f"{said}; nothing is wrong"


def examples(source: Any, prompt: str = "", reply: str = "", system: str | None = None) -> Examples:
    """What a DataFrame, a file's path or bytes hold, as examples of chats.

    Of a DataFrame `prompt` and `reply` name columns, or are texts with `{{column}}`; without them, columns of
    usual names are taken.  Raises `ValueError` where there is no such file or column.
    """
    if hasattr(source, "columns"):
        usual = guessed(source.columns)
        data = training_file(source, prompt or usual[0], reply or usual[1], system=system or None)
    elif isinstance(source, bytes):
        data = source
    else:
        path = Path(str(source)).expanduser()
        if not path.is_file():
            raise BadValue(f"There is no file {str(source)!r} here; paths start from {Path.cwd()}.")
        data = path.read_bytes()
    lines = data.removeprefix(
        b"\xef\xbb\xbf"
    ).splitlines()  # of bytes: a text has line ends that JSON has not
    sizes = [size(_words(line.decode("utf-8", "replace"))) // BYTES + 1 for line in lines if line.strip()]
    return Examples(data, len(sizes), sum(sizes), max(sizes, default=0), tuple(wrong(data, "fine-tune")))


def guessed(columns: Any) -> tuple[str, str]:
    """The columns of prompts and of replies, by their names; else the first two; raises `ValueError`."""
    names = [str(name) for name in columns]
    if len(names) < 2:
        there = ", ".join(names) or "none"
        raise BadValue(f"Examples need two columns, prompts and replies; there is {there}.")
    low = {name.lower(): name for name in names}
    found = [next((low[name] for name in usual if name in low), "") for usual in COLUMNS]
    rest = [name for name in names if name not in found]
    return found[0] or rest.pop(0), found[1] or rest[0]


def _words(line: str) -> str:
    """The words of an example, without what surrounds them."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return line
    said = row.get("messages") if isinstance(row, Mapping) else None
    if not isinstance(said, list):
        return line
    return "\n".join(str(each.get("content") or "") for each in said if isinstance(each, Mapping))
