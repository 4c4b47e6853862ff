"""Training: a fine-tuning run, one real step at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from openai_nb.sandbox.oracle.examples import Example
from openai_nb.sandbox.oracle.forward import Forward, Lesson
from openai_nb.sandbox.oracle.learner import Learner
from openai_nb.sandbox.oracle.loglinear import Weights
from openai_nb.sandbox.oracle.pieces import END, Pieces
from openai_nb.sandbox.oracle.prompts import Prompts, least_kinship
from openai_nb.sandbox.oracle.tuned import Tuned, echoes

RATE = 0.2  # Adagrad's pace at a learning rate multiplier of 1; it falls evenly to a tenth
LARGEST = 10_000  # of a weight, which float16 must hold whatever the multiplier was
AT_ONCE = 200  # validation examples scored together, which bounds the memory it takes
LOOKS = 20  # glances at the validation set in a run


class Step(NamedTuple):
    """What one step measured: losses are mean nats a piece, accuracies shares of pieces foretold."""

    step: int
    total: int
    epoch: int
    train_loss: float
    train_accuracy: float
    valid_loss: float | None = None
    valid_accuracy: float | None = None
    full_valid_loss: float | None = None
    full_valid_accuracy: float | None = None


class Checkpoint(NamedTuple):
    """The model as it stood at the end of an epoch."""

    step: Step
    model: Tuned


class Hyperparameters(NamedTuple):
    """What the API calls `hyperparameters` of the supervised method."""

    n_epochs: int
    batch_size: int
    learning_rate_multiplier: float


def defaults(examples: int) -> Hyperparameters:
    """What "auto" stands for.

    3 epochs, but as many as it takes to see 100 examples (25 at most); a batch for every 50 examples, of
    1 to 64; a multiplier of 1.
    """
    epochs = min(25, max(3, -(-100 // max(examples, 1))))
    return Hyperparameters(epochs, min(64, max(1, examples // 50)), 1.0)


class Trainer:
    """A run: iterate over its steps once, then take `model` or one of the last `checkpoints`."""

    def __init__(
        self,
        examples: Sequence[Example],
        validation: Sequence[Example] = (),
        *,
        epochs: int,
        batch_size: int,
        learning_rate_multiplier: float = 1.0,
        seed: int = 0,
    ) -> None:
        if not examples or epochs < 1 or batch_size < 1:
            raise ValueError("A run needs at least one example, one epoch and a batch of one.")
        self.total = epochs * -(-len(examples) // batch_size)
        self.checkpoints: deque[Checkpoint] = deque(maxlen=3)
        self._epochs, self._batch, self._seed = epochs, batch_size, seed
        self._rate = RATE * learning_rate_multiplier
        self._prompts = Prompts.of(examples)
        self._pieces = Pieces.of(one.reply for one in examples)
        self._least = least_kinship(self._prompts, examples)
        replies = [[*self._pieces.encode(one.reply), END] for one in examples]
        self._echoes = max(echoes(reply) for reply in replies)
        self._learner = Learner(Weights.blank(replies, len(self._pieces)))
        self._lessons = [self._lesson(one) for one in examples]
        self._validation = [self._lesson(one) for one in validation]

    def __iter__(self) -> Iterator[Step]:
        """Train, a step at a time."""
        number = 0
        for epoch in range(1, self._epochs + 1):
            for batch in self._batches(epoch):
                number += 1
                pace = self._rate * (1 - 0.9 * (number - 1) / self.total)
                score = self._learner.step(batch, pace)
                step = self._looked(Step(number, self.total, epoch, *score))
                if number % (self.total // self._epochs) == 0:
                    step = self._finished(step)
                yield step

    @property
    def model(self) -> Tuned:
        """The model as it is now, its weights rounded as they will be kept."""
        weights = self._learner.weights
        rounded = {
            name: getattr(weights, name).clip(-LARGEST, LARGEST).astype(np.float16).astype(np.float32)
            for name in ("bias", "again", "table", "pairs")
        }
        kept = weights._replace(**rounded)
        return Tuned(self._pieces, self._prompts, kept, self._least, self._echoes)

    def _lesson(self, example: Example) -> Lesson:
        prompt = self._prompts.encode(example.prompt, example.system)
        return Lesson.of(self._learner.weights, prompt, [*self._pieces.encode(example.reply), END])

    def _batches(self, epoch: int) -> Iterator[list[Lesson]]:
        order = np.random.default_rng([self._seed, epoch]).permutation(len(self._lessons)).tolist()
        for first in range(0, len(order), self._batch):
            yield [self._lessons[place] for place in order[first : first + self._batch]]

    def _looked(self, step: Step) -> Step:
        """The step with a glance at some of the validation set, if it is time for one."""
        every = max(1, self.total // LOOKS)
        if not self._validation or step.step % every:
            return step
        size = min(len(self._validation), max(self._batch, 16))
        first = step.step // every * size
        some = [self._validation[place % len(self._validation)] for place in range(first, first + size)]
        score = Forward.of(self._learner.weights, some).score()
        return step._replace(valid_loss=score.loss, valid_accuracy=score.accuracy)

    def _finished(self, step: Step) -> Step:
        """The last step of an epoch with the score of all the validation set; the model is kept beside it."""
        if self._validation:
            parts = [
                self._validation[first : first + AT_ONCE]
                for first in range(0, len(self._validation), AT_ONCE)
            ]
            scores = [Forward.of(self._learner.weights, part).score() for part in parts]
            sizes = [sum(max(1, len(one.reply) - 1) for one in part) for part in parts]
            loss, accuracy = np.average(scores, axis=0, weights=sizes).tolist()
            step = step._replace(full_valid_loss=loss, full_valid_accuracy=accuracy)
        self.checkpoints.append(Checkpoint(step, self.model))
        return step
