"""Log-linear model: the next piece of a reply, from its prompt and the pieces before it.

The chance of a piece is proportional to exp(sum of weights): one weight for each feature of the prompt with the piece, and
one for each context (the last one, two and three pieces; near the start, the place) with a piece that was seen to follow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.features import WIDTH

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Sparse = tuple[Ints, Floats]

ROOM = 1 << 21  # numbers the table of prompt features may hold
PLACED = 4  # pieces from the start that know their place


class Weights(NamedTuple):
    """What a model has learnt."""

    bias: Floats  # (pieces,)
    table: Floats  # (folded columns, pieces)
    keys: Ints  # (contexts,) ascending
    starts: Ints  # (contexts + 1,) where a context's followers begin
    followers: Ints  # (pairs,)
    pairs: Floats  # (pairs,)

    @classmethod
    def blank(cls, replies: Sequence[Sequence[int]], pieces: int) -> Weights:
        """Weights of zero, with a pair for each piece that follows a context in these replies."""
        seen = {
            key * pieces + piece
            for reply in replies
            for place, piece in enumerate(reply)
            for key in contexts(reply[:place], pieces)
        }
        keys, followers = np.divmod(np.array(sorted(seen), np.int64), pieces)
        keys, counts = np.unique(keys, return_counts=True)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        folded = min(WIDTH, 1 << max(6, (ROOM // pieces).bit_length() - 1))
        return cls(
            np.zeros(pieces, np.float32), np.zeros((folded, pieces), np.float32),
            keys, starts, followers, np.zeros(len(followers), np.float32),
        )  # fmt: skip

    def spans(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """Where the pairs of these contexts lie; a context never seen has none."""
        places = np.searchsorted(self.keys, keys)
        return [
            (int(self.starts[place]), int(self.starts[place + 1]))
            for place, key in zip(places.tolist(), keys, strict=True)
            if place < len(self.keys) and self.keys[place] == key
        ]

    def fold(self, prompt: Sparse) -> Sparse:
        """A prompt's columns folded to the height of the table."""
        return prompt[0] & (len(self.table) - 1), prompt[1]

    def heard(self, prompt: Sparse) -> Floats:
        """What the prompt alone says of each piece."""
        places, strengths = self.fold(prompt)
        heard: Floats = self.bias + strengths @ self.table[places]
        return heard


def contexts(written: Sequence[int], pieces: int) -> list[int]:
    """The contexts of the next piece, each as a number of its own."""
    base = pieces + 1
    one, two, three = (written[-back] if len(written) >= back else pieces for back in (1, 2, 3))
    place = min(len(written), PLACED)
    pair = base + one * base + two
    triple = base + base**2 + (one * base + two) * base + three
    return [one, pair, triple] + ([-1 - place] if place < PLACED else [])


def log_softmax(logits: Floats) -> Floats:
    """Logarithms of the chances (natural), along the last axis."""
    lowered = logits - logits.max(axis=-1, keepdims=True)
    chances: Floats = lowered - np.log(np.exp(lowered).sum(axis=-1, keepdims=True))
    return chances
