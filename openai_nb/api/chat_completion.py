"""Chat completion: what a chat is answered, whole and in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openai_nb.api.calls import Function, ToolCall
from openai_nb.api.joining import joined
from openai_nb.api.shapes import Usage
from openai_nb.core.record import Record, asdict


def text_of(content: Any) -> str:
    """The words of a content; some servers give it in parts."""
    if not isinstance(content, list):
        return content or ""
    return "".join(each.get("text") or "" for each in map(asdict, content) if isinstance(each, dict))


class Message(Record):
    """What was said, and by whom."""

    role: str
    content: str | None
    refusal: str | None
    tool_calls: list[ToolCall] | None
    function_call: Function | None
    annotations: list[Record] | None
    audio: Record | None
    reasoning_content: str | None

    def __str__(self) -> str:
        return text_of(self.content) or self.refusal or ""


class Likelihood(Record):
    """A token, how likely it was (natural logarithm), and which others were likely."""

    token: str
    logprob: float
    bytes: list[int] | None
    top_logprobs: list[Record]


class Likelihoods(Record):
    """Token by token, how likely the answer was."""

    content: list[Likelihood] | None
    refusal: list[Likelihood] | None


class Choice(Record):
    """One of the answers; `finish_reason` is stop, length, tool_calls, content_filter or function_call."""

    index: int
    message: Message
    finish_reason: str | None
    logprobs: Likelihoods | None

    def __str__(self) -> str:
        return str(self.message)


class Completion(Record):
    """What the model answered: `choices[0].message.content`."""

    id: str
    object: str
    created: int
    model: str
    choices: list[Choice]
    usage: Usage | None
    metadata: dict[str, str] | None
    service_tier: str | None
    system_fingerprint: str | None

    def __str__(self) -> str:
        return str(self.choices[0]) if self.choices else ""


class StoredMessage(Message):
    """A message of a stored conversation, under an id; `content_parts` where it was given in parts."""

    id: str
    name: str | None
    content_parts: list[Record] | None


class Delta(Record):
    """What a piece adds to the message."""

    role: str | None
    content: str | None
    refusal: str | None
    tool_calls: list[ToolCall] | None
    function_call: Function | None
    reasoning_content: str | None

    def __str__(self) -> str:
        return text_of(self.content) or self.refusal or ""


class ChunkChoice(Record):
    """What a piece adds to one of the answers."""

    index: int
    delta: Delta
    finish_reason: str | None
    logprobs: Likelihoods | None


class Chunk(Record):
    """One piece of an answer: `choices[0].delta.content`; usage comes last, with no choices."""

    id: str
    object: str
    created: int
    model: str
    choices: list[ChunkChoice]
    usage: Usage | None
    service_tier: str | None
    system_fingerprint: str | None


def gathered(chunks: Sequence[Chunk]) -> Completion:
    """The whole answer that `chunks` make together."""
    return Completion(joined(asdict(chunk) for chunk in chunks))
