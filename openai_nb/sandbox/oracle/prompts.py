"""Prompts: what a fine-tuned model was asked in training, and how near a new prompt comes to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.features import WIDTH, columns
from openai_nb.sandbox.oracle.loglinear import Floats, Ints, Sparse

ELSEWHERE = 0x2AAA  # flips a system message's columns, so that they are not the prompt's
ASIDE = 0.7  # the length of a system message beside a prompt of length 1


class Prompts(NamedTuple):
    """The distinct prompts of a training set, in columns end to end."""

    places: NDArray[np.uint16]  # (all columns,)
    strengths: NDArray[np.float16]  # (all columns,)
    starts: Ints  # (prompts,)
    rarity: Floats  # (WIDTH,) inverse document frequency
    several: bool  # whether system messages differ, and so mean something

    @classmethod
    def of(cls, prompts: Sequence[str], systems: Sequence[str]) -> Prompts:
        """What was asked, and under which system messages."""
        filled = [columns(prompt) for prompt in dict.fromkeys(prompts)]
        lengths = np.array([len(places) for places, _ in filled], np.int64)
        return cls.joined(
            np.concatenate([places for places, _ in filled]).astype(np.uint16),
            np.concatenate([strengths for _, strengths in filled]).astype(np.float16),
            np.cumsum(lengths) - lengths,
            len(set(systems)) > 1,
        )

    @classmethod
    def joined(
        cls, places: NDArray[np.uint16], strengths: NDArray[np.float16], starts: Ints, several: bool
    ) -> Prompts:
        """The same from columns already joined; how rare a column is follows from them."""
        held = np.bincount(places, minlength=WIDTH)
        rarity = np.log((len(starts) + 1) / (held + 0.5)).clip(min=0.01).astype(np.float32)
        return cls(places, strengths, starts, rarity, several)

    def encode(self, prompt: str, system: str = "") -> Sparse:
        """A prompt as weighted columns of length 1, its system message beside it where those differ."""
        places, strengths = self._unit(prompt)
        if not self.several:
            return places, strengths
        beside, weights = self._unit(system)
        return np.concatenate([places, beside ^ ELSEWHERE]), np.concatenate([strengths, ASIDE * weights])

    def nearness(self, prompt: str) -> Floats:
        """The cosine of a prompt with each training prompt, 0 to 1."""
        query = np.zeros(WIDTH, np.float32)
        places, strengths = self._unit(prompt)
        query[places] = strengths
        weighted = self.strengths * self.rarity[self.places]
        padded = np.append(weighted * query[self.places], np.float32(0))
        squares = np.append(weighted**2, np.float32(0))
        lengths = np.sqrt(np.add.reduceat(squares, self.starts)) + 1e-9
        cosines: Floats = np.add.reduceat(padded, self.starts) / lengths
        return cosines

    def _unit(self, text: str) -> Sparse:
        places, strengths = columns(text)
        strengths = strengths * self.rarity[places]
        return places, strengths / max(float(np.linalg.norm(strengths)), 1e-9)
