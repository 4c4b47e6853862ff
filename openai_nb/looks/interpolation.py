r"""Interpolation: `{{ expr }}` in a prompt, filled with values of the notebook.

Only double braces that hold a Python expression are evaluated, once; what a value contains is
never looked at again.  Single braces, JSON, `{% … %}` and `{{#each}}` stay as they are, and
`\{{` writes two braces.  An expression that begins with a brace needs a space before it.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import CodeType
from typing import Any

from openai_nb.core.errors import OpenAIError
from openai_nb.looks.descriptions import Picture, describe

_OPEN = re.compile(r"\\\{\{|\{\{(?!\{)")
_TRIES = 20  # pairs of closing braces that may stand inside one expression


class BadExpression(OpenAIError):
    """What stands in double braces failed."""

    advice = r"Write \{{ for two literal braces, or send the text as it is with --raw."


class UndefinedName(BadExpression, NameError):
    """What stands in double braces names nothing."""


@dataclass(frozen=True)
class Filled:
    """A prompt with its values in place: words, and the pictures between them."""

    parts: list[str | Picture] = field(default_factory=list)

    @property
    def content(self) -> str | list[dict[str, Any]]:
        """What a message's `content` takes: a string, or with pictures a list of parts."""
        if all(isinstance(part, str) for part in self.parts):
            return str(self)
        return [
            {"type": "text", "text": part} if isinstance(part, str) else part.content
            for part in self.parts
            if not isinstance(part, str) or part.strip()
        ]

    def __str__(self) -> str:
        return "".join(str(part) for part in self.parts)


def fill(text: str, namespace: Mapping[str, Any], *, raw: bool = False) -> Filled:
    """`text` with each `{{ expr }}` replaced by its value in `namespace`; with `raw`, none.

    Raises `UndefinedName` for a name that is not there, `BadExpression` for one that fails.
    """
    if raw:
        return Filled([text])
    scope = dict(namespace)
    parts: list[str | Picture] = []
    for piece in _pieces(text):
        value = piece if isinstance(piece, str) else _told(piece[0], describe(_value(*piece, scope)))
        if isinstance(value, str) and parts and isinstance(parts[-1], str):
            parts[-1] += value
        else:
            parts.append(value)
    return Filled(parts)


def _told(source: str, value: str | Picture) -> str | Picture:
    """What an expression gives, unless that is a key; raises `Secret`."""
    from openai_nb.looks.secrets import Secret, found

    if isinstance(value, str) and found(value):
        raise Secret(f"{{{{ {source} }}}} holds a key; nothing was sent.")
    return value


def part(value: Any) -> dict[str, Any]:
    """One value as one part of a message's content."""
    described = describe(value)
    return {"type": "text", "text": described} if isinstance(described, str) else described.content


def names(text: str) -> set[str]:
    """The names the expressions in `text` read."""
    return {name for piece in _pieces(text) if not isinstance(piece, str) for name in piece[1].co_names}


def _pieces(text: str) -> Iterator[str | tuple[str, CodeType]]:
    """The text in order: literal stretches, and expressions with their code."""
    at = 0
    while opening := _OPEN.search(text, at):
        yield text[at : opening.start()]
        at = opening.end()
        if opening.group() == "\\{{":
            yield "{{"
        elif found := _expression(text, at):
            source, code, at = found
            yield source, code
        else:
            yield "{{"
    yield text[at:]


def _expression(text: str, start: int) -> tuple[str, CodeType, int] | None:
    """The shortest Python expression from `start` to a `}}`, and where that ends."""
    end = start - 1
    for _ in range(_TRIES):
        end = text.find("}}", end + 1)
        if end < 0:
            break
        source = text[start:end].strip()
        try:
            return source, compile(source, "{{ … }}", "eval"), end + 2
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            continue
    return None


def _value(source: str, code: CodeType, scope: dict[str, Any]) -> Any:
    try:
        return eval(code, scope)  # noqa: S307  (the cell's own code, in the user's own namespace)
    except NameError as error:
        name = error.name or source
        near = get_close_matches(name, [*scope, *dir(builtins)], n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else "."
        raise UndefinedName(f"{{{{ {source} }}}}: there is no {name!r}{hint}") from error
    except Exception as error:
        raise BadExpression(f"{{{{ {source} }}}}: {type(error).__name__}: {error}.") from error
