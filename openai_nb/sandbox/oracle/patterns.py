"""Patterns: a text that a regular expression accepts, written from the expression itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any

_parser: Any = import_module(
    "re._parser"
)  # the only reader of patterns Python has; its types are not published

_ALPHABET = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_- .,:;!?@#/+*%&()[]{}<>=~^$|'\"\\\t\n"
)
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_NOT_DIGIT": lambda letter: not letter.isdigit(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda letter: not letter.isspace(),
    "CATEGORY_WORD": lambda letter: letter.isalnum() or letter == "_",
    "CATEGORY_NOT_WORD": lambda letter: not (letter.isalnum() or letter == "_"),
}


def sample(pattern: str, shortest: int = 0, longest: int | None = None) -> str | None:
    """A text within these lengths in which the pattern is found; None when none was made."""
    try:
        parsed, check = _parser.parse(pattern), re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
    for more in (0, 1, 2, 3, 5, 8, 13, 21, shortest, shortest * 2):
        made = _Writer(min(more, 2_000)).text(parsed)
        if len(made) < shortest and not pattern.endswith("$"):
            made += "x" * (shortest - len(made))
        if shortest <= len(made) <= (len(made) if longest is None else longest) and check.search(made):
            return made
    return None


def found(pattern: str, texts: Iterable[str]) -> str | None:
    """The first of some short texts in which the pattern is found."""
    try:
        check = re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
    return next((text for text in texts if len(text) <= 80 and check.search(text)), None)


class _Writer:
    """Writes what a parsed pattern accepts; each repetition may go `more` times over its least."""

    def __init__(self, more: int) -> None:
        self.more = more
        self.groups: dict[int, str] = {}

    def text(self, parsed: Iterable[tuple[Any, Any]]) -> str:
        return "".join(self.part(str(kind), value) for kind, value in parsed)

    def part(self, kind: str, value: Any) -> str:
        if kind == "LITERAL":
            return chr(value)
        if kind == "NOT_LITERAL":
            return "a" if value != ord("a") else "b"
        if kind == "ANY":
            return "a"
        if kind == "IN":
            return _one_of(value)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = value
            return "".join(self.text(inner) for _ in range(min(int(most), int(least) + self.more, 5_000)))
        return self.grouped(kind, value)

    def grouped(self, kind: str, value: Any) -> str:
        if kind == "SUBPATTERN":
            number, inner = value[0], value[-1]
            made = self.text(inner)
            if number is not None:
                self.groups[number] = made
            return made
        if kind == "ATOMIC_GROUP":
            return self.text(value)
        if kind == "BRANCH":
            return self.text(value[1][self.more % len(value[1])] if self.more < 4 else value[1][0])
        if kind == "GROUPREF":
            return self.groups.get(value, "")
        return ""  # anchors and looks around take no room


def _one_of(members: Sequence[tuple[Any, Any]]) -> str:
    """A letter of a class such as `[a-f]` or `[^/]`."""
    if str(members[0][0]) == "NEGATE":
        refused = members[1:]
        return next(
            (letter for letter in _ALPHABET if not any(_holds(part, letter) for part in refused)), "é"
        )
    for part in members:
        kind, value = str(part[0]), part[1]
        if kind == "LITERAL":
            return chr(value)
        if kind == "RANGE":
            return chr(value[0])
    return next((letter for letter in _ALPHABET if any(_holds(part, letter) for part in members)), "a")


def _holds(part: tuple[Any, Any], letter: str) -> bool:
    kind, value = str(part[0]), part[1]
    if kind == "LITERAL":
        return ord(letter) == int(value)
    if kind == "RANGE":
        return int(value[0]) <= ord(letter) <= int(value[1])
    category = _CATEGORIES.get(str(value))
    return category is not None and category(letter)
