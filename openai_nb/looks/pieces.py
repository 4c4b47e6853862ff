"""Pieces: a TeX formula taken apart into commands, groups, numbers and signs."""

from __future__ import annotations

import re

_PIECE = re.compile(r"\\(?:[A-Za-z]+\*?|.|$)|[{}^_&']|\d+(?:\.\d+)?|\s+|.", re.DOTALL)


class Unknown(ValueError):
    """A formula that cannot be read."""


def pieces(formula: str) -> list[str]:
    """The commands, brackets, numbers and signs of a formula, in their order."""
    return _PIECE.findall(formula)


class Pieces:
    """Pieces read from left to right; raises `IndexError` where one is missing."""

    def __init__(self, found: list[str]) -> None:
        self.pieces, self.at, self.depth = found, 0, 0

    def raw(self) -> str:
        """A group as it was written."""
        self.spaces()
        if self.take() != "{":
            raise Unknown
        text, depth = "", 1
        while True:
            piece = self.take()
            depth += (piece == "{") - (piece == "}")
            if not depth:
                return text
            text += piece

    def primes(self) -> int:
        """How many more primes follow; they are taken."""
        more = 0
        while self.peek() == "'":
            self.take()
            more += 1
        return more

    def spaces(self) -> None:
        """Pass over blanks."""
        while self.peek().isspace():
            self.at += 1

    def peek(self) -> str:
        """The next piece, which stays; empty at the end."""
        return self.pieces[self.at] if self.at < len(self.pieces) else ""

    def take(self) -> str:
        """The next piece."""
        piece = self.pieces[self.at]
        self.at += 1
        return piece
