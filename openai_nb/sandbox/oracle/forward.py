"""Forward: replies carried through a log-linear model, to be scored, learnt from or written on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.loglinear import Floats, Ints, Sparse, Weights, contexts, spread
from openai_nb.sandbox.oracle.pieces import END


class Lesson(NamedTuple):
    """One example in numbers."""

    prompt: Sparse
    reply: Ints  # (n,) the end mark last
    places: Ints  # (n,) counted from the beginning of the reply
    starts: Ints  # (n, 4) where the pairs of each position's contexts begin
    stops: Ints  # (n, 4)
    debuts: tuple[Ints, Ints]  # the pieces of the reply, and the place where each first stands

    @classmethod
    def of(cls, weights: Weights, prompt: Sparse, reply: Sequence[int]) -> Lesson:
        """An example made ready to be learnt or scored many times."""
        starts, stops = weights.spans(contexts(reply, len(weights.bias)))
        numbers = np.array(reply, np.int64)
        pieces, firsts = np.unique(numbers, return_index=True)
        prompt = prompt[0] & (weights.table.shape[1] - 1), prompt[1]
        return cls(prompt, numbers, np.arange(len(numbers)), starts, stops, (pieces, firsts))

    def last(self) -> Lesson:
        """Only the last position, knowing what stands before it."""
        return self._replace(
            reply=self.reply[-1:], places=self.places[-1:], starts=self.starts[-1:], stops=self.stops[-1:]
        )


class Score(NamedTuple):
    """Mean loss (nats a piece) and the share of pieces that were likeliest, the end mark not counted."""

    loss: float
    accuracy: float


class Forward(NamedTuple):
    """A batch in the model: n positions, and a cell for each piece that may follow at each."""

    columns: Ints  # (u,) of the table, that the prompts touch
    prompts: Floats  # (lessons, u)
    owners: Ints  # (n,) whose lesson a position is
    targets: Ints  # (n,)
    rows: Ints  # (cells,) ascending
    pieces: Ints  # (cells,) ascending within a row
    repeated: NDArray[np.bool_]  # (cells,) whether the piece stands earlier in the reply
    flat: Ints  # (links,) a pair …
    cells: Ints  # (links,) … and the cell it speaks of
    sums: Floats  # (cells,)
    norms: Floats  # (n,) logarithm of the sum of exp over all pieces

    @classmethod
    def of(cls, weights: Weights, lessons: Sequence[Lesson]) -> Forward:
        """Carry these lessons through."""
        columns, prompts = _prompts(lessons)
        owners = np.repeat(np.arange(len(lessons)), [len(one.reply) for one in lessons])
        parts = zip(*((one.reply, one.places, one.starts, one.stops) for one in lessons), strict=True)
        targets, places, starts, stops = (np.concatenate(part) for part in parts)
        flat, rows = spread(starts[:, 0], stops[:, 0])
        pieces = weights.followers[flat]
        repeated = _debuts(lessons, len(weights.bias))[owners[rows], pieces] < places[rows]
        flat, cells = _links(weights, flat, rows, pieces, starts[:, 1:], stops[:, 1:])
        sums = weights.bias[pieces] + weights.again[pieces] * repeated
        sums += _heard(weights, columns, prompts, pieces, owners[rows])
        sums += np.bincount(cells, weights.pairs[flat], len(sums)).astype(np.float32)
        norms = _norms(sums, rows, len(targets), len(weights.bias))
        return cls(columns, prompts, owners, targets, rows, pieces, repeated, flat, cells, sums, norms)

    def chances(self) -> Floats:
        """The natural logarithm of each cell's chance."""
        chances: Floats = self.sums - self.norms[self.rows]
        return chances

    def score(self) -> Score:
        """How well the batch was foretold."""
        counted = self.targets != END
        counted |= not counted.any()
        own = -self.norms
        hits = self.pieces == self.targets[self.rows]
        own[self.rows[hits]] += self.sums[hits]
        best = np.full(len(own), -np.inf, np.float32)
        np.maximum.at(best, self.rows, self.sums)
        right = np.bincount(self.rows[hits], self.sums[hits] >= best[self.rows[hits]], len(own))
        return Score(float(-own[counted].mean()), float(right[counted].mean()))


def _prompts(lessons: Sequence[Lesson]) -> tuple[Ints, Floats]:
    """The columns some prompts touch, and the prompts over them."""
    columns, back = np.unique(np.concatenate([one.prompt[0] for one in lessons]), return_inverse=True)
    owners = np.repeat(np.arange(len(lessons)), [len(one.prompt[0]) for one in lessons])
    prompts = np.zeros((len(lessons), len(columns)), np.float32)
    np.add.at(prompts, (owners, back), np.concatenate([one.prompt[1] for one in lessons]))
    return columns, prompts


def _heard(weights: Weights, columns: Ints, prompts: Floats, pieces: Ints, owners: Ints) -> Floats:
    """What its prompt says of each cell's piece."""
    known = np.zeros(len(weights.bias), bool)
    known[pieces] = True
    heard = weights.table[np.ix_(known, columns)] @ prompts.T
    said: Floats = heard[(np.cumsum(known) - 1)[pieces], owners]
    return said


def _debuts(lessons: Sequence[Lesson], pieces: int) -> Ints:
    """Where each piece first stands in each reply: (lessons, pieces), far away if it does not."""
    debuts = np.full((len(lessons), pieces), np.iinfo(np.int64).max)
    for owner, one in enumerate(lessons):
        debuts[owner, one.debuts[0]] = one.debuts[1]
    return debuts


def _links(
    weights: Weights, flat: Ints, rows: Ints, pieces: Ints, starts: Ints, stops: Ints
) -> tuple[Ints, Ints]:
    """Every pair that speaks, and the cell it speaks of: the pairs of the last piece are the cells."""
    width = len(weights.bias)
    names = rows * width + pieces
    more, spoken = spread(starts.ravel(), stops.ravel())
    wanted = spoken // starts.shape[1] * width + weights.followers[more]
    places = np.searchsorted(names, wanted).clip(max=max(len(names) - 1, 0))
    found = names[places] == wanted if len(names) else np.zeros(0, bool)
    return np.concatenate([flat, more[found]]), np.concatenate([np.arange(len(flat)), places[found]])


def _norms(sums: Floats, rows: Ints, count: int, width: int) -> Floats:
    """Log of the sum of exp over all pieces of each row; those without a cell have the sum 0."""
    tops = np.zeros(count, np.float32)
    np.maximum.at(tops, rows, sums)
    absent = width - np.bincount(rows, minlength=count)
    total = np.bincount(rows, np.exp(sums - tops[rows]), count) + absent * np.exp(-tops)
    norms: Floats = (tops + np.log(total)).astype(np.float32)
    return norms
