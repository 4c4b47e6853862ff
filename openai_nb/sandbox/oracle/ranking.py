"""Ranking: which chunks a question is about, by the nearness of vectors and by the words they share."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from openai_nb.sandbox.oracle.chunks import DIMENSIONS, Chunks, stems
from openai_nb.sandbox.oracle.lexicon import STOP
from openai_nb.sandbox.oracle.vectors import embed, tokens, weight

NEARNESS, WORDS = 0.5, 0.5  # what each adds to a score
FILLS = 0.25  # a word that stands n times counts n / (n + 0.25): a second time adds little
ASKING = {
    "what",
    "which",
    "who",
    "whom",
    "whose",
    "when",
    "where",
    "why",
    "how",
    "please",
    "tell",
    "find",
    "show",
}


def scores(question: str, chunks: Chunks) -> NDArray[np.float32]:
    """How well each chunk answers the question, from 0 to 1: an array of shape (n,).

    Half is the cosine of the vectors, half the share of the question's words that the chunk has, each
    weighed by how rare it is among the chunks.
    """
    (row,) = embed([question], DIMENSIONS)
    near = np.clip(chunks.rows @ row, 0, 1)
    found: NDArray[np.float32] = (NEARNESS * near + WORDS * _shared(question, chunks)).astype(np.float32)
    return found


def best(questions: Sequence[str], chunks: Chunks) -> NDArray[np.float32]:
    """The best score of each chunk over several questions: an array of shape (n,)."""
    found: NDArray[np.float32] = np.max([scores(question, chunks) for question in questions], axis=0)
    return found


def rewritten(question: str) -> str:
    """A question as one would search for it: without the words that only ask."""
    kept = [word for word in tokens(question) if word not in STOP and word not in ASKING]
    return " ".join(kept) or question


def _shared(question: str, chunks: Chunks) -> NDArray[np.float32]:
    asked = {stem: weight(stem) for stem in stems(question)}
    total = np.zeros(len(chunks.texts), np.float32)
    whole = 0.0
    for stem, much in asked.items():
        often = np.array([each[stem] for each in chunks.stems], np.float32)
        rare = much * math.log(1 + len(often) / (0.5 + np.count_nonzero(often)))
        total += rare * often / (often + FILLS)
        whole += rare
    return total / whole if whole else total
