"""Learner: steps of Adagrad on a log-linear model (Duchi, Hazan and Singer, 2011)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openai_nb.sandbox.oracle.forward import Forward, Lesson, Score
from openai_nb.sandbox.oracle.loglinear import Floats, Weights

CAUTION = 0.05  # what the sums of squared gradients start from
HEED = 2.0  # how much faster the prompt's table learns: a prompt's features share one unit length
QUIET = 1e-3  # a gradient smaller than this does not reach the prompt's table


class Learner:
    """A model's weights, and the sums of squared gradients that set the pace of each."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        parts = (weights.bias, weights.again, weights.table, weights.pairs)
        self._bias, self._again, self._table, self._pairs = (np.full_like(part, CAUTION) for part in parts)

    def step(self, lessons: Sequence[Lesson], rate: float) -> Score:
        """One step down the gradient of these lessons' loss; the score is that of before the step."""
        weights, ahead = self.weights, Forward.of(self.weights, lessons)
        slope = np.exp(ahead.chances())
        slope[ahead.pieces == ahead.targets[ahead.rows]] -= 1
        for part, squares, index, pull in (
            (weights.bias, self._bias, ahead.pieces, slope),
            (weights.again, self._again, ahead.pieces, slope * ahead.repeated),
            (weights.pairs, self._pairs, ahead.flat, slope[ahead.cells]),
        ):
            _descend(part, squares, np.bincount(index, pull, len(part)).astype(np.float32), rate)
        self._hear(ahead, slope, HEED * rate)
        return ahead.score()

    def _hear(self, ahead: Forward, slope: Floats, rate: float) -> None:
        """The step of the prompt's table, where the gradient is loud enough to matter."""
        table = self.weights.table
        lessons = len(ahead.prompts)
        names = ahead.pieces * lessons + ahead.owners[ahead.rows]
        heard = np.bincount(names, slope, len(table) * lessons).astype(np.float32).reshape(-1, lessons)
        loud = np.flatnonzero(np.abs(heard).max(axis=1) > QUIET)
        spot = np.ix_(loud, ahead.columns)
        pull = heard[loud] @ ahead.prompts
        squares = self._table[spot] + pull**2
        self._table[spot] = squares
        table[spot] -= rate * pull / np.sqrt(squares)


def _descend(part: Floats, squares: Floats, pull: Floats, rate: float) -> None:
    moved = np.flatnonzero(pull)
    squares[moved] += pull[moved] ** 2
    part[moved] -= rate * pull[moved] / np.sqrt(squares[moved])
