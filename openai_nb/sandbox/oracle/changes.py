"""Changes: what can be done to a text without understanding it: replace, remove, sort, list, add, join."""

from __future__ import annotations

import re
from collections.abc import Callable

from openai_nb.sandbox.oracle.language import sentences

Work = Callable[[str, re.Match[str]], str]


def plain(change: Callable[[str], str]) -> Work:
    """A change of the whole text."""
    return lambda text, _: change(text)


def lines(change: Callable[[list[str]], list[str]]) -> Work:
    """A change of the lines."""
    return lambda text, _: "\n".join(change(text.splitlines()))


def _named(match: re.Match[str], name: str) -> str:
    return match[name] or match[f"{name}_"] or ""


def replaced(text: str, match: re.Match[str]) -> str:
    """One text put for another: whole words, and large letters where the old one had them."""
    old, new = _named(match, "old"), _named(match, "new").rstrip(".")
    edge = r"\b" if len(old) > 1 and re.fullmatch(r"\w[\w' -]*\w", old) else ""

    def put(found: re.Match[str]) -> str:
        return new[:1].upper() + new[1:] if found[0] == old.capitalize() != old else new

    any_case = re.IGNORECASE if old.islower() else re.NOFLAG
    return re.sub(rf"{edge}{re.escape(old)}{edge}", put, text, flags=any_case)


def removed(text: str, match: re.Match[str]) -> str:
    """A text taken out, with the space before it."""
    old = _named(match, "old").rstrip(".")
    whole = rf"\b{re.escape(old)}\b" if re.fullmatch(r"\w[\w' -]+", old) else re.escape(old)
    return re.sub(rf"[ \t]?{whole}", "", text, flags=re.IGNORECASE).strip()


def in_order(text: str, match: re.Match[str]) -> str:
    """Lines, or items between commas, sorted: by number if they are numbers, by length if that is said."""
    down = re.search(
        r"\b(?:descending|reverse|z to a|z-a|largest|highest|longest) ?", match.string, re.IGNORECASE
    )
    gap = "\n" if "\n" in text.strip() else ","
    parts = [part.strip() for part in text.split(gap) if part.strip()]
    if re.search(r"\blength\b|\b(?:short|long)est\b", match.string, re.IGNORECASE):
        parts.sort(key=len)
    elif all(re.fullmatch(r"-?\d+(?:\.\d+)?", part) for part in parts):
        parts.sort(key=float)
    else:
        parts.sort(key=str.lower)
    return ("\n" if gap == "\n" else ", ").join(reversed(parts) if down else parts)


def items(text: str) -> list[str]:
    """The items of a text: its lines, else what its commas part, else its sentences."""
    rows = [re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", row).strip() for row in text.splitlines() if row.strip()]
    if len(rows) > 1:
        return rows
    said = sentences(text)
    parts = re.split(r",\s*(?:and )?|;\s*" + (r"|\s+and\s+" if "," in text else ""), text)
    return said if len(said) > 1 else [part.strip() for part in parts if part.strip()]


def added(text: str, match: re.Match[str]) -> str:
    """A text put before or behind, to each line if that is said."""
    new, low = _named(match, "new"), match.string.lower()
    each = re.search(r"\b(?:each|every) line\b", low)
    first = re.search(r"\b(?:beginning|start|front|top|before|prefix|prepend)\b", low)
    glue = "" if re.fullmatch(r"\W+", new) else " "
    rows = text.splitlines() if each else [text]
    return "\n".join(f"{new}{glue}{row}" if first else f"{row}{glue}{new}" for row in rows)


def unique(lines: list[str]) -> list[str]:
    """Each line once."""
    return list(dict.fromkeys(lines))


def joined(text: str, glue: str) -> str:
    """Words in small letters with `glue` between them."""
    return re.sub(r"[\s_-]+", glue, re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text).strip()).lower()


def camel_case(text: str) -> str:
    """Words in one, each but the first with a large letter."""
    words = joined(text, " ").split()
    return "".join([*words[:1], *(word.capitalize() for word in words[1:])])
