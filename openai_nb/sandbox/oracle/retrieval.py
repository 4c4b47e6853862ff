"""Retrieval: the passages of files that a question is about, and which of them an answer rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from openai_nb.sandbox.oracle import chunks, ranking
from openai_nb.sandbox.oracle.language import sentences


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


def search(question: str, sources: Sequence[Source], most: int = 20, least: float = 0.0) -> list[Hit]:
    """The passages closest to a question, the best first; none below the score `least`."""
    opened = [(source, _opened(source.text)) for source in sources if source.text.strip()]
    if not opened or not question.strip():
        return []
    scores = ranking.best([question], chunks.joined([each for _, each in opened]))
    owned = [(source, text) for source, each in opened for text in each.texts]
    found = [
        Hit(source.id, source.name, round(float(score), 4), text)
        for (source, text), score in zip(owned, scores, strict=True)
        if score >= least
    ]
    return sorted(found, key=lambda hit: -hit.score)[:most]


@lru_cache(maxsize=32)
def _opened(text: str) -> chunks.Chunks:
    return chunks.unpacked(chunks.packed(chunks.cut(text)))


def cited(answer: str, hits: Sequence[Hit]) -> tuple[str, list[dict[str, Any]]]:
    """An answer with a mark behind each sentence that stands in a passage, and what the marks cite."""
    found: list[dict[str, Any]] = []
    for line in sentences(answer):
        hit = next((place for place, each in enumerate(hits) if plain(line) in plain(each.text)), None)
        start = answer.find(line, found[-1]["end_index"] if found else 0)
        if hit is None or start < 0 or not plain(line):
            continue
        mark, end = f"【4:{hit}†{hits[hit].name}】", start + len(line)
        answer = answer[:end] + mark + answer[end:]
        about = {"file_id": hits[hit].id, "quote": line}
        place = {"start_index": end, "end_index": end + len(mark)}
        found.append({"type": "file_citation", "text": mark, "file_citation": about, **place})
    return answer, found


def plain(text: str) -> str:
    """The words of a text alone, however it is broken into lines."""
    return re.sub(r"\W+", " ", text).strip().lower()
