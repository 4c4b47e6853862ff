"""Learner: steps of Adagrad on a log-linear model (Duchi, Hazan and Singer, 2011)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from openai_nb.sandbox.oracle.loglinear import Floats, Ints, Sparse, Weights, contexts, log_softmax
from openai_nb.sandbox.oracle.pieces import END

CAUTION = 0.05  # what Adagrad's sums of squares start from
HEED = 2.0  # how much faster the prompt's table learns than the rest: its features share one unit length
QUIET = 1e-3  # a gradient smaller than this does not reach the prompt's table


class Lesson(NamedTuple):
    """One example in numbers: its prompt, and for each position of the reply the pairs that speak."""

    prompt: Sparse
    reply: Ints  # (n,) the end mark last
    rows: Ints  # (m,) position
    flat: Ints  # (m,) pair


class Score(NamedTuple):
    """Mean loss (nats a piece) and the share of pieces that were likeliest, the end mark not counted."""

    loss: float
    accuracy: float


def lesson(weights: Weights, prompt: Sparse, reply: Sequence[int]) -> Lesson:
    """An example made ready to be learnt or scored many times."""
    rows: list[Ints] = []
    flat: list[Ints] = []
    for place in range(len(reply)):
        for start, stop in weights.spans(contexts(reply[:place], len(weights.bias))):
            flat.append(np.arange(start, stop))
            rows.append(np.full(stop - start, place))
    empty = np.zeros(0, np.int64)
    return Lesson(
        weights.fold(prompt), np.array(reply, np.int64), np.concatenate([*rows, empty]), np.concatenate([*flat, empty])
    )


class Forward(NamedTuple):
    """A batch carried through the model."""

    places: Ints  # (u,) rows of the table the prompts touch
    prompts: Floats  # (examples, u)
    firsts: Ints  # (examples,) where each reply begins
    rows: Ints
    flat: Ints
    targets: Ints  # (n,)
    chances: Floats  # (n, pieces) natural logarithms

    @classmethod
    def of(cls, weights: Weights, lessons: Sequence[Lesson]) -> Forward:
        lengths = np.array([len(one.reply) for one in lessons])
        firsts = np.cumsum(lengths) - lengths
        places, back = np.unique(np.concatenate([one.prompt[0] for one in lessons]), return_inverse=True)
        prompts = np.zeros((len(lessons), len(places)), np.float32)
        owners = np.repeat(np.arange(len(lessons)), [len(one.prompt[0]) for one in lessons])
        np.add.at(prompts, (owners, back), np.concatenate([one.prompt[1] for one in lessons]))
        heard = prompts @ weights.table[places] + weights.bias
        logits = np.repeat(heard, lengths, axis=0)
        rows = np.concatenate([one.rows + first for one, first in zip(lessons, firsts, strict=True)])
        flat = np.concatenate([one.flat for one in lessons])
        np.add.at(logits, (rows, weights.followers[flat]), weights.pairs[flat])
        targets = np.concatenate([one.reply for one in lessons])
        return cls(places, prompts, firsts, rows, flat, targets, log_softmax(logits))

    def score(self) -> Score:
        """How well the batch was foretold."""
        counted = self.targets != END
        counted |= not counted.any()
        own = self.chances[np.arange(len(self.targets)), self.targets]
        right = self.chances.argmax(axis=1) == self.targets
        return Score(float(-own[counted].mean()), float(right[counted].mean()))


class Learner:
    """A model's weights, and the sums of squared gradients that set the pace of each."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._bias = np.full_like(weights.bias, CAUTION)
        self._table = np.full_like(weights.table, CAUTION)
        self._pairs = np.full_like(weights.pairs, CAUTION)

    def step(self, lessons: Sequence[Lesson], rate: float) -> Score:
        """One step down the gradient of these lessons' loss; the score is that of before the step."""
        ahead = Forward.of(self.weights, lessons)
        slope = np.exp(ahead.chances)
        slope[np.arange(len(slope)), ahead.targets] -= 1
        weights = self.weights

        heard = np.add.reduceat(slope, ahead.firsts, axis=0)
        self._bias += (total := heard.sum(axis=0)) ** 2
        weights.bias[:] -= rate * total / np.sqrt(self._bias)

        touched, back = np.unique(ahead.flat, return_inverse=True)
        pull = np.bincount(back, slope[ahead.rows, weights.followers[ahead.flat]]).astype(np.float32)
        self._pairs[touched] += pull**2
        weights.pairs[touched] -= rate * pull / np.sqrt(self._pairs[touched])

        loud = np.flatnonzero(np.abs(heard).max(axis=0) > QUIET)
        spot = np.ix_(ahead.places, loud)
        pull = ahead.prompts.T @ heard[:, loud]
        sums = self._table[spot] + pull**2
        self._table[spot] = sums
        weights.table[spot] -= HEED * rate * pull / np.sqrt(sums)
        return ahead.score()
