"""Lines: a question on a magic's line keeps its question mark.

IPython takes any line that ends in one for a call for help: `%chat Is it up?` would look `up` up.
"""

from __future__ import annotations

import tokenize
from typing import Any

from IPython.core.inputtransformer2 import (
    TokenTransformBase,
    assemble_continued_line,
    find_end_of_continued_line,
)

NAMES: set[str] = set()  # the magics whose lines may end so
INDENTS = {tokenize.INDENT, tokenize.DEDENT}


class Asking(TokenTransformBase):
    """`%chat … ?` and `x = %chat … ?`, found before help is; `%chat?` is still help."""

    priority = 1

    def __init__(self, start: tuple[int, int], column: int) -> None:
        super().__init__(start)
        self.column = column  # where the % stands

    @classmethod
    def find(cls, tokens_by_line: list[list[Any]]) -> Asking | None:
        """The first such line among the tokens."""
        for line in tokens_by_line:
            tokens = [token for token in line if token.type not in INDENTS]
            if len(tokens) > 4 and tokens[-2].string == "?":
                for place in range(len(tokens) - 3):
                    if _asks(tokens, place):
                        return cls(tokens[0].start, tokens[place].start[1])
        return None

    def transform(self, lines: list[str]) -> list[str]:
        """The lines with this one made a call of its magic, its words untouched."""
        row = self.start_line
        end = find_end_of_continued_line(lines, row)
        line = assemble_continued_line(lines, (row, self.column), end)
        name, words = line[1:].split(maxsplit=1)  # a tab may part them, too
        call = f"get_ipython().run_line_magic({name!r}, {words!r})\n"
        return [*lines[:row], lines[row][: self.column] + call, *lines[end + 1 :]]


def _asks(tokens: list[Any], place: int) -> bool:
    """Whether a magic of ours begins at `place`, with words behind it."""
    begins = place == 0 or tokens[place - 1].string == "="
    sign, name, after = (token.string for token in tokens[place : place + 3])
    return begins and sign == "%" and name in NAMES and after != "?"
