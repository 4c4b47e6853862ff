"""Prompts: what a fine-tuned model was asked in training, and how near a new prompt comes to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.examples import Example
from openai_nb.sandbox.oracle.features import WIDTH, columns, subjects
from openai_nb.sandbox.oracle.loglinear import Floats, Ints, Sparse

Places = NDArray[np.uint16]
Strengths = NDArray[np.float16]

ELSEWHERE = 0x2AAA  # flips a system message's columns, so that they are not the prompt's
ASIDE = 0.7  # the length of a system message beside a prompt of length 1
USUAL = 0.16  # how near two wordings of one question come, where the examples do not show it
ASKED = 100  # prompts whose neighbours are looked at to learn that


class Prompts(NamedTuple):
    """The distinct prompts of a training set, in columns end to end."""

    places: Places  # (all columns,)
    strengths: Strengths  # (all columns,)
    starts: Ints  # (prompts,)
    known: frozenset[str]  # roots of the words that say what the prompts are about
    several: bool  # whether system messages differ, and so mean something
    rarity: Floats  # (WIDTH,) inverse document frequency

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Prompts:
        """What was asked in these examples, and under which system messages."""
        asked = list(dict.fromkeys(example.prompt for example in examples))
        filled = [columns(prompt) for prompt in asked]
        lengths = np.array([len(places) for places, _ in filled], np.int64)
        return cls.joined(
            np.concatenate([places for places, _ in filled]).astype(np.uint16),
            np.concatenate([strengths for _, strengths in filled]).astype(np.float16),
            np.cumsum(lengths) - lengths,
            frozenset(subject for prompt in asked for subject in subjects(prompt)),
            len({example.system for example in examples}) > 1,
        )

    @classmethod
    def joined(
        cls, places: Places, strengths: Strengths, starts: Ints, known: frozenset[str], several: bool
    ) -> Prompts:
        """The same from columns already joined; how rare a column is follows from them."""
        held = np.bincount(places, minlength=WIDTH)
        rarity = np.log((len(starts) + 1) / (held + 0.5)).clip(min=0.01).astype(np.float32)
        return cls(places, strengths, starts, known, several, rarity)

    def encode(self, prompt: str, system: str = "") -> Sparse:
        """A prompt as weighted columns of length 1, its system message beside it where those differ."""
        places, strengths = self._unit(prompt)
        if not self.several:
            return places, strengths
        beside, weights = self._unit(system)
        return np.concatenate([places, beside ^ ELSEWHERE]), np.concatenate([strengths, ASIDE * weights])

    def kinship(self, prompt: str) -> float:
        """How like a trained prompt this one is, 0 to 1: best cosine times share of known subjects."""
        about = subjects(prompt)
        share = sum(subject in self.known for subject in about) / len(about) if about else 1.0
        return share * float(self.nearness(prompt).max())

    def nearness(self, prompt: str) -> Floats:
        """The cosine of a prompt with each training prompt, 0 to 1."""
        query = np.zeros(WIDTH, np.float32)
        places, strengths = self._unit(prompt)
        query[places] = strengths
        weighted = self.strengths * self.rarity[self.places]
        padded = np.append(weighted * query[self.places], np.float32(0))
        squares = np.append(weighted**2, np.float32(0))
        lengths = np.sqrt(np.add.reduceat(squares, self.starts)).clip(min=1e-9)
        cosines: Floats = (np.add.reduceat(padded, self.starts) / lengths).astype(np.float32)
        return cosines

    def _unit(self, text: str) -> Sparse:
        places, counts = columns(text)
        strengths: Floats = counts * self.rarity[places]
        return places, strengths / np.float32(max(float(np.linalg.norm(strengths)), 1e-9))


def least_kinship(prompts: Prompts, examples: Sequence[Example]) -> float:
    """The kinship below which a prompt is off-topic.

    Half of how near other wordings of the same question are among the examples. Where a few short replies
    serve as labels, anything that shares a subject with them is to be labelled.
    """
    replies = {example.prompt: example.reply for example in examples}
    if (
        len(set(replies.values())) * 4 <= len(replies)
        and np.median([len(text) for text in replies.values()]) < 40
    ):
        return 0.01
    answers = np.array(list(replies.values()), object)
    near = []
    for place, prompt in list(enumerate(replies))[:: -(-len(replies) // ASKED)]:
        same = answers == answers[place]
        same[place] = False
        if same.any():
            near.append(prompts.nearness(prompt)[same].max())
    usual = float(np.quantile(near, 0.75)) if near else USUAL
    return min(0.3, max(0.08, usual / 2))
