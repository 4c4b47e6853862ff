"""Moderating: texts judged in requests of a few at a time, each answered from the cache where it can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from openai_nb.data.calls import Called, Question

if TYPE_CHECKING:
    from openai_nb.client import Client

AT_ONCE = 32  # texts in a request


def judged(
    client: Client, texts: Sequence[str], model: str, *, fresh: bool = False, cell: str = ""
) -> Iterator[Called]:
    """The answer to each request; their `results` together are as many as the texts."""
    free = 0.0 if client.provider.name == "OpenAI" else None  # its guide: moderation costs nothing
    for begin in range(0, len(texts), AT_ONCE):
        asked: dict[str, Any] = {"model": model, "input": list(texts[begin : begin + AT_ONCE])}
        question = Question("moderations", "/moderations", asked, 0.0, lambda answer: free)
        yield question.put(client, lambda: client.moderations.create(**asked), fresh=fresh, cell=cell)  # noqa: B023
