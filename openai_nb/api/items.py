"""Items: what responses and conversations are made of: messages, calls of tools and their outputs."""

from __future__ import annotations

from typing import Literal, TypeAlias

from openai_nb.api.chat import Likelihood
from openai_nb.core.record import Record


class OutputText(Record):
    """Words of the model; `annotations` cite what they rest on."""

    type: Literal["output_text"]
    text: str
    annotations: list[Record]
    logprobs: list[Likelihood] | None


class OutputRefusal(Record):
    """The model would not answer, and says so."""

    type: Literal["refusal"]
    refusal: str


class InputText(Record):
    """Words for the model."""

    type: Literal["input_text"]
    text: str


class InputImage(Record):
    """A picture for the model: an address, a data URL, or a file."""

    type: Literal["input_image"]
    detail: str
    file_id: str | None
    image_url: str | None


class InputFile(Record):
    """A file for the model: an address, its data, or its id."""

    type: Literal["input_file"]
    file_data: str | None
    file_id: str | None
    file_url: str | None
    filename: str | None


Content: TypeAlias = OutputText | OutputRefusal | InputText | InputImage | InputFile


class ItemMessage(Record):
    """What was said; `content` is a list of parts, told apart by their `type`."""

    type: Literal["message"]
    id: str
    role: str
    status: str | None
    content: list[Content]


class FunctionCall(Record):
    """The model asks for a function; answer with an output that bears the same `call_id`."""

    type: Literal["function_call"]
    id: str | None
    call_id: str
    name: str
    arguments: str
    status: str | None


class FunctionCallOutput(Record):
    """What a function gave."""

    type: Literal["function_call_output"]
    id: str
    call_id: str | None
    output: str | list[Content]
    status: str | None


class CustomToolCall(Record):
    """The model asks for a tool that takes any text."""

    type: Literal["custom_tool_call"]
    id: str | None
    call_id: str
    name: str
    input: str


class CustomToolCallOutput(Record):
    """What a tool that takes any text gave."""

    type: Literal["custom_tool_call_output"]
    id: str
    call_id: str
    output: str | list[Content]


class FileSearchCall(Record):
    """The model searched files; `results` come where they are asked for with `include`."""

    type: Literal["file_search_call"]
    id: str
    queries: list[str]
    status: str
    results: list[Record] | None


class ReasoningText(Record):
    """A part of what the model thought, or of its summary."""

    type: Literal["reasoning_text", "summary_text"]
    text: str


class Reasoning(Record):
    """What the model thought, as far as it is told."""

    type: Literal["reasoning"]
    id: str
    summary: list[ReasoningText]
    content: list[ReasoningText] | None
    encrypted_content: str | None
    status: str | None


class Compaction(Record):
    """Earlier turns, made small; only the server can read it."""

    type: Literal["compaction"]
    id: str
    encrypted_content: str


Item: TypeAlias = (
    ItemMessage
    | FunctionCall
    | FunctionCallOutput
    | CustomToolCall
    | CustomToolCallOutput
    | FileSearchCall
    | Reasoning
    | Compaction
)
