"""Docstrings: what a function's says it does, and what it says of each argument.

Three customs are read: Google's (`Args:`), numpy's (`Parameters` underlined) and Sphinx's (`:param x:`).
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, NamedTuple

ARGUMENTS = ("args", "arguments", "parameters", "params", "other parameters", "keyword args")
_GOOGLE = re.compile(r"^(\w[\w ]*):\s*$")
_ENTRY = re.compile(r"^\*{0,2}(\w+)\s*(?:\([^)]*\))?\s*:\s*(.*)$")
_NUMPY = re.compile(r"^\*{0,2}(\w+(?:\s*,\s*\w+)*)\s*(?::.*)?$")
_SPHINX = re.compile(r":(?:param|parameter|arg|argument)\s+(?:[^:]*?\s)?\*{0,2}(\w+)\s*:\s*(.*)$")


class Told(NamedTuple):
    """The first paragraph, and the description of each argument by its name."""

    summary: str
    arguments: dict[str, str]


def read(function: Callable[..., Any]) -> Told:
    """What the docstring of `function` tells."""
    lines = (inspect.getdoc(function) or "").splitlines()
    summary: list[str] = []
    for line in lines:
        if not line.strip() and summary:
            break
        if line.strip():
            summary.append(line.strip())
    found: dict[str, str] = {}
    for place, line in enumerate(lines):
        below = lines[place + 1].strip() if place + 1 < len(lines) else ""
        underlined = len(below) > 2 and set(below) == {"-"}
        if line.strip().rstrip(":").lower() in ARGUMENTS and (underlined or _GOOGLE.match(line)):
            found |= _section(lines[place + 1 + underlined :], underlined)
        elif sphinx := _SPHINX.match(line.strip()):
            found[sphinx[1]] = _joined([sphinx[2], *_deeper(lines[place + 1 :], _indent(line))])
    head = " ".join(summary)
    return Told("" if _SPHINX.match(head) else head, found)


def _section(lines: list[str], underlined: bool) -> dict[str, str]:
    """The entries of a section, up to the next one."""
    found: dict[str, str] = {}
    level = next((_indent(line) for line in lines if line.strip()), 0)
    if not underlined and level == 0:
        return found
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        below = lines[place + 1].strip() if place + 1 < len(lines) else ""
        if _indent(line) < level or (underlined and len(below) > 2 and set(below) == {"-"}):
            break
        entry = (_NUMPY if underlined else _ENTRY).match(line.strip()) if _indent(line) == level else None
        if entry:
            first = [] if underlined else [entry[2]]
            said = _joined([*first, *_deeper(lines[place + 1 :], level)])
            found |= {name.strip(): said for name in entry[1].split(",") if said}
    return found


def _deeper(lines: list[str], level: int) -> list[str]:
    """The lines that go on with an entry: those further to the right."""
    kept = []
    for line in lines:
        if line.strip() and _indent(line) <= level:
            break
        kept.append(line.strip())
    return kept


def _joined(lines: list[str]) -> str:
    return " ".join(line for line in lines if line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
