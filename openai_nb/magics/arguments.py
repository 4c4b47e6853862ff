"""Arguments: how the line of a magic is read.

A value may be bare (`-t 0.2`), quoted (`--system "be brief"`) or a whole expression with brackets
(`--labels df["name"]`, `--schema {"age": "int"}`).  A question stands after the flags and is never cut up,
so that it may hold quotes, braces and dashes, but not end in flags; commands take flags and words in any
order.  `name <<` before all of it keeps the answer under that name.
"""

from __future__ import annotations

import argparse
import builtins
import re
from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic_arguments import argument

from openai_nb.core.errors import OpenAIError

KEPT_AS = re.compile(r"\s*([^\W\d]\w*)\s*<<(?:\s+|$)")
FLAG = re.compile(r"--?[A-Za-z][\w-]*")
LATE = re.compile(r"\s(?=--[A-Za-z])")
OPENING, CLOSING = "([{", ")]}"


class Misused(OpenAIError):
    """A magic was asked in a way it does not understand."""


def out() -> Any:
    """The flag `--out` that all magics with an answer share."""
    return argument("-o", "--out", metavar="NAME", help="keep the answer as NAME; so does `NAME <<` in front")


def question(magic: Any, line: str) -> argparse.Namespace:
    """The flags at the head of `line`, and the words after them, untouched, as `words`."""
    kept, line = named(line)
    flags, rest = _flags(magic.parser, line)
    if not _ended(line, rest):
        _refuse_late(magic.parser, rest)
    return _parsed(magic.parser, flags, kept, rest.strip())


def command(magic: Any, line: str) -> argparse.Namespace:
    """The flags of `line` wherever they stand, and the other words, each by itself, as `words`."""
    kept, flags, words = _anywhere(magic, line)
    return _parsed(magic.parser, flags, kept, [leading(word)[0] for word in words])


def expression(magic: Any, line: str) -> argparse.Namespace:
    """The flags of `line` wherever they stand, and the rest, one expression of Python, as `words`."""
    kept, flags, words = _anywhere(magic, line)
    return _parsed(magic.parser, flags, kept, " ".join(words))


def _anywhere(magic: Any, line: str) -> tuple[str, list[str], list[str]]:
    """(the name to keep it as, the flags, the other words as they are written)."""
    kept, rest = named(line)
    flags: list[str] = []
    words: list[str] = []
    while rest:
        found, rest = _flags(magic.parser, rest)
        flags += found
        _, after = leading(rest)
        words += [rest[: len(rest) - len(after)].strip()] if rest else []
        rest = after
    return kept, flags, words


def said(args: argparse.Namespace, cell: str | None) -> str:
    """The words of a magic: a cell's, or those after the flags of a line."""
    if cell is None:
        return str(args.words)
    if args.words:
        raise Misused(f"What does {args.words[:40]!r} do on the first line?", "Such words stand below it.")
    return cell


def nearest(word: str, known: Iterable[str]) -> str:
    """`Did you mean …?`, or which ones there are."""
    known = list(known)
    close = closest(word, known)
    return f"Did you mean {close}?" if close else f"There are {', '.join(known)}."


def closest(word: str, known: Iterable[str]) -> str:
    """The one of `known` that `word` may have meant; empty where none is near."""
    from difflib import get_close_matches

    known = list(known)
    begun = [each for each in known if word and each.startswith(word)]
    return next(iter(begun or get_close_matches(word, known, 1, 0.5)), "")


def named(line: str) -> tuple[str, str]:
    """The name before `<<`, empty where there is none, and the rest."""
    found = KEPT_AS.match(line)
    return (found[1], line[found.end() :]) if found else ("", line.strip())


def _parsed(
    parser: argparse.ArgumentParser, flags: list[str], kept: str, words: str | list[str]
) -> argparse.Namespace:
    try:
        args: argparse.Namespace = parser.parse_args(flags)
    except UsageError as problem:
        raise Misused(f"%{parser.prog}: {problem}.", _see(parser.prog)) from None
    args.words = words
    if kept:
        args.out = kept
    if name := getattr(args, "out", None):
        _free(name)
    return args


def _free(name: str) -> None:
    """Refuse what is no name, or is one of Python's own: after `-o print` nothing could be printed."""
    if not name.isidentifier() or iskeyword(name):
        raise Misused(f"{name!r} cannot be the name of a variable.", "Give a plain name: -o answer.")
    if hasattr(builtins, name) and not name.startswith("_"):
        raise Misused(f"{name!r} is a name of Python's own, which it would hide.", "Give another: -o answer.")


def _flags(parser: argparse.ArgumentParser, line: str) -> tuple[list[str], str]:
    """The flags `line` begins with, each with its value, and the rest."""
    options = {name: action for action in parser._actions for name in action.option_strings}
    flags: list[str] = []
    while found := FLAG.match(line):
        name, rest = found[0], line[found.end() :]
        if rest and not rest[0].isspace() and rest[0] != "=":
            break  # a word that only begins like a flag, as "-v1.2,"
        if name not in options:
            known = [each for each in options if each.startswith("--")]
            raise Misused(f"%{parser.prog} has no flag {name}. {nearest(name, known)}", _see(parser.prog))
        line = rest.lstrip()
        if options[name].nargs == 0:
            flags.append(name)
            continue
        value, line = leading(rest.lstrip("= \t"))
        if not value:
            raise Misused(f"{name} needs a value.", _see(parser.prog))
        flags.append(f"{name}={value}" if name.startswith("--") else f"{name}{value}")
    if re.match(r"--(\s|$)", line):  # what follows is no flag, whatever it looks like
        line = line[2:].lstrip()
    return flags, line


def _ended(line: str, rest: str) -> bool:
    """Whether `--` stands between the flags and the words."""
    return line[: len(line) - len(rest)].rstrip().endswith("--")


def _refuse_late(parser: argparse.ArgumentParser, words: str) -> None:
    """Raise `Misused` where a question ends in flags: they would be asked, and paid for, as words of it."""
    if words.endswith(tuple("?!.:")):  # a sentence, which may speak of flags
        return
    for found in LATE.finditer(words):
        late = words[found.end() :].strip()
        try:
            flags, rest = _flags(parser, late)
        except Misused:  # it only looks like one
            continue
        if flags and not rest:
            asked = words[: found.start()].strip()[:24]
            advice = f"Write `%{parser.prog} {late} {asked}`; `--` in front keeps the words as they are."
            raise Misused(f"Flags come first, but {late[:40]} stands behind the words.", advice)


def leading(text: str) -> tuple[str, str]:
    """The value `text` begins with, and the rest."""
    if text[:1] in ("'", '"'):
        end = _quoted(text, 0)
        if end == len(text) or text[end].isspace():
            return re.sub(r"\\(['\"\\])", r"\1", text[1 : end - 1]), text[end:].lstrip()
    depth = place = 0
    while place < len(text) and (depth or not text[place].isspace()):
        letter = text[place]
        depth += (letter in OPENING) - (letter in CLOSING)
        place = _quoted(text, place) if depth and letter in "'\"" else place + 1
    return text[:place], text[place:].lstrip()


def _quoted(text: str, start: int) -> int:
    """One past the end of the quotation that begins at `start`."""
    place = start + 1
    while place < len(text) and text[place] != text[start]:
        place += 2 if text[place] == "\\" else 1
    if place >= len(text):
        raise Misused(f"The quotation {text[start : start + 20]}… does not end.", "Close it.")
    return place + 1


def _see(name: str) -> str:
    return f"`%{name}?` shows the flags, with examples."
