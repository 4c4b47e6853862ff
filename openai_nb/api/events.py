"""Events: the pieces in which a response arrives, each told by its `type`."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from openai_nb.api.chat import Likelihood
from openai_nb.api.items import Content, Item
from openai_nb.api.response import Response
from openai_nb.core.record import Record, dresser


class Numbered(Record):
    """An event; `sequence_number` counts them from 0, so that a stream can be taken up again."""

    sequence_number: int


class ResponseEvent(Numbered):
    """The response as it stands: begun, under way, or ended in one of three ways."""

    type: Literal[
        "response.created",
        "response.queued",
        "response.in_progress",
        "response.completed",
        "response.incomplete",
        "response.failed",
    ]
    response: Response


class ItemEvent(Numbered):
    """An item of the output begins or is whole."""

    type: Literal["response.output_item.added", "response.output_item.done"]
    output_index: int
    item: Item


class PartEvent(Numbered):
    """A part of a message begins or is whole."""

    type: Literal["response.content_part.added", "response.content_part.done"]
    item_id: str
    output_index: int
    content_index: int
    part: Content


class TextDelta(Numbered):
    """Some more words."""

    type: Literal["response.output_text.delta"]
    item_id: str
    output_index: int
    content_index: int
    delta: str
    logprobs: list[Likelihood] | None


class TextDone(Numbered):
    """All the words of a part."""

    type: Literal["response.output_text.done"]
    item_id: str
    output_index: int
    content_index: int
    text: str
    logprobs: list[Likelihood] | None


class RefusalDelta(Numbered):
    """Some more words of a refusal."""

    type: Literal["response.refusal.delta"]
    item_id: str
    output_index: int
    content_index: int
    delta: str


class RefusalDone(Numbered):
    """All the words of a refusal."""

    type: Literal["response.refusal.done"]
    item_id: str
    output_index: int
    content_index: int
    refusal: str


class ArgumentsDelta(Numbered):
    """Some more of a function's arguments, as JSON text."""

    type: Literal["response.function_call_arguments.delta"]
    item_id: str
    output_index: int
    delta: str


class ArgumentsDone(Numbered):
    """All of a function's arguments."""

    type: Literal["response.function_call_arguments.done"]
    item_id: str
    output_index: int
    arguments: str


class InputDelta(Numbered):
    """Some more of what a custom tool is given."""

    type: Literal["response.custom_tool_call_input.delta"]
    item_id: str
    output_index: int
    delta: str


class InputDone(Numbered):
    """All that a custom tool is given."""

    type: Literal["response.custom_tool_call_input.done"]
    item_id: str
    output_index: int
    input: str


class ReasoningDelta(Numbered):
    """Some more of what the model thought, or of its summary."""

    type: Literal["response.reasoning_text.delta", "response.reasoning_summary_text.delta"]
    item_id: str
    output_index: int
    delta: str


class FileSearchEvent(Numbered):
    """A search of files goes on."""

    type: Literal[
        "response.file_search_call.in_progress",
        "response.file_search_call.searching",
        "response.file_search_call.completed",
    ]
    item_id: str
    output_index: int


Event: TypeAlias = (
    ResponseEvent
    | ItemEvent
    | PartEvent
    | TextDelta
    | TextDone
    | RefusalDelta
    | RefusalDone
    | ArgumentsDelta
    | ArgumentsDone
    | InputDelta
    | InputDone
    | ReasoningDelta
    | FileSearchEvent
)
_dress = dresser(Event)


def event(raw: dict[str, Any]) -> Event:
    """An event in its class; a plain record where none is declared for its type."""
    dressed: Event = _dress(raw)
    return dressed
