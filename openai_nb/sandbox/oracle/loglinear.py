"""Log-linear model: the next piece of a reply, from its prompt and the pieces before it.

The chance of a piece is proportional to exp(sum of weights): one for each feature of the prompt with the
piece, one for each context (the last one, two and three pieces; near the start, the place) with a piece seen
to follow it, and one for having been written already. Pieces that never followed the last one have the sum 0:
possible, hardly likely. They cost no time, so that replies of many words are learnt in seconds.
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

ROOM = 1 << 20  # numbers the table of prompt features may hold
LATER = -5  # the context of places from the fifth on, which says nothing


class Weights(NamedTuple):
    """What a model has learnt."""

    bias: Floats  # (pieces,)
    again: Floats  # (pieces,)
    table: Floats  # (pieces, folded columns)
    pairs: Floats  # (pairs,)
    keys: Ints  # (contexts,) ascending
    starts: Ints  # (contexts + 1,) where a context's pairs begin
    followers: Ints  # (pairs,) ascending within a context

    @classmethod
    def blank(cls, replies: Sequence[Sequence[int]], pieces: int) -> Weights:
        """Weights of zero, with a pair for each piece that follows a context in these replies."""
        seen = np.concatenate(
            [contexts(reply, pieces) * pieces + np.array(reply)[:, None] for reply in replies]
        )
        keys, followers = np.divmod(np.unique(seen), pieces)
        keys, followers = keys[keys != LATER], followers[keys != LATER]
        keys, counts = np.unique(keys, return_counts=True)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        folded = min(WIDTH, 1 << max(6, (ROOM // pieces).bit_length() - 1))
        bias, table = np.zeros(pieces, np.float32), np.zeros((pieces, folded), np.float32)
        return cls(bias, bias.copy(), table, np.zeros(len(followers), np.float32), keys, starts, followers)

    def spans(self, keys: Ints) -> tuple[Ints, Ints]:
        """Where the pairs of these contexts begin and end; a context never seen has none."""
        places = np.searchsorted(self.keys, keys).clip(max=len(self.keys) - 1)
        known = self.keys[places] == keys
        return np.where(known, self.starts[places], 0), np.where(known, self.starts[places + 1], 0)


def contexts(reply: Sequence[int], pieces: int) -> Ints:
    """The four contexts of each piece of a reply, as numbers: (n, 4), that of the last piece first."""
    base, count = pieces + 1, len(reply)
    padded = np.concatenate([np.full(3, pieces), np.array(reply, np.int64)])
    three, two, one = padded[:count], padded[1 : count + 1], padded[2 : count + 2]
    pair = base + one * base + two
    triple = base + base**2 + (one * base + two) * base + three
    place = np.maximum(-1 - np.arange(count), LATER)
    return np.stack([one, pair, triple, place], axis=1)


def spread(starts: Ints, stops: Ints) -> tuple[Ints, Ints]:
    """All numbers of some ranges, end to end, and for each the range it came from."""
    lengths = stops - starts
    owners = np.repeat(np.arange(len(starts)), lengths)
    before = np.cumsum(lengths) - lengths
    return np.arange(len(owners)) + (starts - before)[owners], owners
