"""Tuned: a fine-tuned model as it answers, and as bytes."""

from __future__ import annotations

import io
import json
from typing import NamedTuple

import numpy as np

from openai_nb.sandbox.oracle.loglinear import Weights, contexts, log_softmax
from openai_nb.sandbox.oracle.pieces import END, UNKNOWN, Pieces
from openai_nb.sandbox.oracle.prompts import Prompts


class Tuned(NamedTuple):
    """A model that has learnt its examples; `least` is the nearness below which a prompt is off-topic."""

    pieces: Pieces
    prompts: Prompts
    weights: Weights
    least: float

    def knows(self, prompt: str) -> bool:
        """Whether a prompt is near enough to what the model was trained on."""
        return bool(self.prompts.nearness(prompt).max() >= self.least)

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

        Fewer than `max_tokens` pieces mean that the model came to its end.
        """
        heard = self.weights.heard(self.prompts.encode(prompt, system))
        heard[UNKNOWN] = -np.inf
        chance = np.random.default_rng(seed)
        numbers: list[int] = []
        written: list[tuple[str, float]] = []
        while len(written) < max_tokens:
            logits = heard.copy()
            for start, stop in self.weights.spans(contexts(numbers, len(heard))):
                logits[self.weights.followers[start:stop]] += self.weights.pairs[start:stop]
            number = _chosen(logits, temperature, chance)
            if number == END:
                break
            numbers.append(number)
            written.append((self.pieces.words[number], float(log_softmax(logits)[number])))
        return written

    def to_bytes(self) -> bytes:
        """The model as a compressed npz without pickles."""
        said = {"words": self.pieces.words[2:], "least": self.least, "several": self.prompts.several}
        file = io.BytesIO()
        np.savez_compressed(
            file,
            said=np.frombuffer(json.dumps(said).encode(), np.uint8),
            places=self.prompts.places, strengths=self.prompts.strengths, prompts=self.prompts.starts.astype(np.uint32),
            bias=self.weights.bias.astype(np.float16), table=self.weights.table.astype(np.float16),
            pairs=self.weights.pairs.astype(np.float16), keys=self.weights.keys,
            starts=self.weights.starts.astype(np.uint32), followers=self.weights.followers.astype(np.uint16),
        )  # fmt: skip
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Tuned:
        """The model that `to_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            said = json.loads(kept["said"].tobytes())
            prompts = Prompts.joined(
                kept["places"], kept["strengths"], kept["prompts"].astype(np.int64), said["several"]
            )
            weights = Weights(
                kept["bias"].astype(np.float32), kept["table"].astype(np.float32), kept["keys"],
                kept["starts"].astype(np.int64), kept["followers"].astype(np.int64), kept["pairs"].astype(np.float32),
            )  # fmt: skip
            return cls(Pieces(said["words"]), prompts, weights, said["least"])


def _chosen(logits: np.ndarray, temperature: float, chance: np.random.Generator) -> int:
    if temperature <= 0:
        return int(logits.argmax())
    heights = np.cumsum(np.exp(log_softmax(logits / temperature)))
    return int(np.searchsorted(heights, chance.random() * heights[-1], side="right"))
