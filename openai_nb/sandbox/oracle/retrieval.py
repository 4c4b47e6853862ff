"""Retrieval: the passages of files that a question is about, and which of them an answer rests on.

A file is cut at its sentences into passages of up to 120 words that overlap by one sentence; they are
ranked by the cosine of their vectors with the question's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from openai_nb.sandbox.oracle.language import sentences
from openai_nb.sandbox.oracle.vectors import embed

WORDS = 120  # of a passage, at most
DIMENSIONS = 512
MOST_PASSAGES = 5_000


class Source(NamedTuple):
    """A file that may be searched."""

    id: str
    name: str
    text: str


class Hit(NamedTuple):
    """A passage, the file it is of, and how close it is to the question: from 0 to 1."""

    id: str
    name: str
    score: float
    text: str


def passages(text: str) -> list[str]:
    """A text in passages."""
    found: list[str] = []
    held: list[str] = []
    for line in sentences(text):
        if held and sum(len(each.split()) for each in held) + len(line.split()) > WORDS:
            found.append(" ".join(held))
            held = held[-1:]
        held.append(line)
    return [*found, " ".join(held)] if held else found


def search(question: str, sources: Sequence[Source], most: int = 20, least: float = 0.0) -> list[Hit]:
    """The passages closest to a question, the best first; none below the score `least`."""
    cut = [(source, passage) for source in sources for passage in passages(source.text)][:MOST_PASSAGES]
    if not cut or not question.strip():
        return []
    rows = embed([question, *(passage for _, passage in cut)], DIMENSIONS)
    scores = [max(0.0, min(1.0, round(float(each), 4))) for each in rows[1:] @ rows[0]]
    best = sorted(range(len(cut)), key=lambda place: (-scores[place], place))[:most]
    return [
        Hit(cut[place][0].id, cut[place][0].name, scores[place], cut[place][1])
        for place in best
        if scores[place] >= least
    ]


def cited(answer: str, hits: Sequence[Hit]) -> tuple[str, list[dict[str, Any]]]:
    """An answer with a mark behind each sentence that stands in a passage, and what the marks cite."""
    found: list[dict[str, Any]] = []
    for line in sentences(answer):
        hit = next((place for place, each in enumerate(hits) if _plain(line) in _plain(each.text)), None)
        start = answer.find(line, found[-1]["end_index"] if found else 0)
        if hit is None or start < 0 or not _plain(line):
            continue
        mark, end = f"【4:{hit}†{hits[hit].name}】", start + len(line)
        answer = answer[:end] + mark + answer[end:]
        about = {"file_id": hits[hit].id, "quote": line}
        place = {"start_index": end, "end_index": end + len(mark)}
        found.append({"type": "file_citation", "text": mark, "file_citation": about, **place})
    return answer, found


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()
