"""Response: what the model answered, whole."""

from __future__ import annotations

from openai_nb.api.items import FunctionCall, Item, ItemMessage, OutputText
from openai_nb.core.record import Record


class InputTokens(Record):
    """Which of the tokens read came from a cache."""

    cached_tokens: int
    cache_write_tokens: int | None


class OutputTokens(Record):
    """Which of the tokens written were thoughts."""

    reasoning_tokens: int


class ResponseUsage(Record):
    """How many tokens a response took."""

    input_tokens: int
    input_tokens_details: InputTokens
    output_tokens: int
    output_tokens_details: OutputTokens
    total_tokens: int


class ResponseError(Record):
    """Why a response failed."""

    code: str
    message: str


class Incomplete(Record):
    """Why a response is not whole: max_output_tokens or content_filter."""

    reason: str | None


class Response(Record):
    """What the model answered: `output_text` is its text, `output` the items it is made of.

    `status` is completed, incomplete, failed, cancelled, queued or in_progress.
    """

    id: str
    object: str
    created_at: float
    completed_at: float | None
    status: str | None
    model: str
    output: list[Item]
    usage: ResponseUsage | None
    error: ResponseError | None
    incomplete_details: Incomplete | None
    background: bool | None
    conversation: Record | None
    instructions: str | list[Record] | None
    max_output_tokens: int | None
    max_tool_calls: int | None
    metadata: dict[str, str] | None
    moderation: Record | None
    parallel_tool_calls: bool
    previous_response_id: str | None
    prompt_cache_key: str | None
    reasoning: Record | None
    safety_identifier: str | None
    service_tier: str | None
    store: bool | None
    temperature: float | None
    text: Record | None
    tool_choice: str | Record
    tools: list[Record]
    top_logprobs: int | None
    top_p: float | None
    truncation: str | None
    user: str | None

    @property
    def output_text(self) -> str:
        """All the words of it, in order; empty where it calls tools instead.  The API sends no such field."""
        messages = (item for item in self.output if isinstance(item, ItemMessage))
        parts = (part for message in messages for part in message.content)
        return "".join(part.text for part in parts if isinstance(part, OutputText))


def function_calls(response: Response) -> list[FunctionCall]:
    """The functions a response asks for; say their outputs back with the same `call_id`."""
    return [item for item in response.output if isinstance(item, FunctionCall)]
