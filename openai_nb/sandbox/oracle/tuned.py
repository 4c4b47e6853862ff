"""Tuned: a fine-tuned model as it answers, and as bytes."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from openai_nb.sandbox.oracle.forward import Forward, Lesson
from openai_nb.sandbox.oracle.loglinear import Floats, Weights
from openai_nb.sandbox.oracle.pieces import END, Pieces
from openai_nb.sandbox.oracle.prompts import Prompts

RUN = 5  # pieces; a run of so many that comes again is an echo
KEPT = {  # the type each part of the weights is kept in
    "bias": np.float16, "again": np.float16, "table": np.float16, "pairs": np.float16,
    "keys": np.int64, "starts": np.uint32, "followers": np.uint16,
}  # fmt: skip
USED = {np.float16: np.float32, np.int64: np.int64, np.uint32: np.int64, np.uint16: np.int64}


class Tuned(NamedTuple):
    """A model that has learnt its examples."""

    pieces: Pieces
    prompts: Prompts
    weights: Weights
    least: float  # the kinship below which a prompt is off-topic
    echoes: int  # how often a run of pieces came in one reply

    def knows(self, prompt: str) -> bool:
        """Whether a prompt is near enough to what the model was trained on."""
        return self.prompts.kinship(prompt) >= self.least

    def answer(
        self, prompt: str, system: str = "", *, temperature: float = 0, seed: int = 0, max_tokens: int = 256
    ) -> str | None:
        """The reply in the trained manner, or None if the prompt is off-topic."""
        if not self.knows(prompt):
            return None
        written = self.write(prompt, system, temperature=temperature, seed=seed, max_tokens=max_tokens)
        return "".join(piece for piece, _ in written)

    def write(
        self, prompt: str, system: str = "", *, temperature: float = 0, seed: int = 0, max_tokens: int = 256
    ) -> list[tuple[str, float]]:
        """The pieces of a reply, each with the natural logarithm of its chance, whatever the topic.

        Fewer than `max_tokens` pieces mean that the model came to its end, or began to go round in circles:
        it repeats no run of pieces more often than a reply it learnt from.
        """
        encoded = self.prompts.encode(prompt, system)
        chance = np.random.default_rng(seed)
        numbers: list[int] = []
        written: list[tuple[str, float]] = []
        runs: Counter[tuple[int, ...]] = Counter()
        while len(written) < max_tokens:
            ahead = Forward.of(self.weights, [Lesson.of(self.weights, encoded, [*numbers, END]).last()])
            chances = ahead.chances()
            place = _chosen(chances, temperature, chance)
            numbers.append(int(ahead.pieces[place]))
            runs[tuple(numbers[-RUN:])] += 1
            if numbers[-1] == END or runs[tuple(numbers[-RUN:])] > self.echoes:
                break
            written.append((self.pieces.words[numbers[-1]], float(chances[place])))
        return written

    def to_bytes(self) -> bytes:
        """The model as a compressed npz without pickles."""
        said = {
            "words": self.pieces.words[2:], "least": self.least, "echoes": self.echoes,
            "known": sorted(self.prompts.known), "several": self.prompts.several,
        }  # fmt: skip
        file = io.BytesIO()
        np.savez_compressed(
            file,
            said=np.frombuffer(json.dumps(said).encode(), np.uint8),
            places=self.prompts.places, strengths=self.prompts.strengths,
            prompts=self.prompts.starts.astype(np.uint32),
            **{name: getattr(self.weights, name).astype(kind) for name, kind in KEPT.items()},
        )  # fmt: skip
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Tuned:
        """The model that `to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            said = json.loads(kept["said"].tobytes())
            starts, known = kept["prompts"].astype(np.int64), frozenset(said["known"])
            prompts = Prompts.joined(kept["places"], kept["strengths"], starts, known, said["several"])
            weights = Weights(**{name: kept[name].astype(USED[kind]) for name, kind in KEPT.items()})
            return cls(Pieces(said["words"]), prompts, weights, said["least"], said["echoes"])


def echoes(reply: Sequence[int]) -> int:
    """How often the most frequent run of pieces comes in a reply."""
    runs = Counter(tuple(reply[place : place + RUN]) for place in range(max(1, len(reply) - RUN + 1)))
    return max(runs.values())


def _chosen(chances: Floats, temperature: float, chance: np.random.Generator) -> int:
    if temperature <= 0:
        return int(chances.argmax())
    heights = np.cumsum(np.exp((chances - chances.max()) / temperature, dtype=np.float64))
    return int(np.searchsorted(heights, chance.random() * heights[-1], side="right"))
