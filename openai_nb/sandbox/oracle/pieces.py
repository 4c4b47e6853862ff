"""Pieces: a reply cut into words and marks, each known by a number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

PIECE = re.compile(r"\s?[\u3040-\u30ff\u3400-\u9fff]|\s?[^\W_]+|\s?([^\w\s])\1*|\s?_|\s+")
END, UNKNOWN = 0, 1
MOST = 6000


def cut(text: str) -> list[str]:
    """A text in pieces: words with the space before them, runs of one mark, single ideographs."""
    return [found.group() for found in PIECE.finditer(text)]


class Pieces:
    """The pieces a model can write: those of its replies; if they are too many, the rare ones are spelt."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = ["", "", *words]  # the end mark and the unknown come first and have no text
        self.numbers = {word: number for number, word in enumerate(self.words) if word}

    @classmethod
    def of(cls, replies: Iterable[str]) -> Pieces:
        """The pieces of these replies, the most frequent first."""
        counted = Counter(piece for reply in replies for piece in cut(reply))
        ranked = sorted(counted, key=lambda piece: (-counted[piece], piece))
        letters = {letter for piece in ranked[MOST:] for letter in piece}
        return cls(list(dict.fromkeys([*ranked[:MOST], *sorted(letters)])))

    def __len__(self) -> int:
        return len(self.words)

    def encode(self, text: str) -> list[int]:
        """The numbers of a text's pieces; what was never seen is spelt, or is the unknown."""
        found = []
        for piece in cut(text):
            number = self.numbers.get(piece)
            found += [self.numbers.get(letter, UNKNOWN) for letter in piece] if number is None else [number]
        return found
