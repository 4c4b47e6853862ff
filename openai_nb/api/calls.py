"""Calls: what a model asks to have called, as records."""

from __future__ import annotations

from openai_nb.core.record import Record


class Function(Record):
    """A function by name, with its arguments as JSON text."""

    name: str
    arguments: str


class CustomCall(Record):
    """A custom tool by name, with the plain text it is given."""

    name: str
    input: str


class ToolCall(Record):
    """The model asks for a tool to be called."""

    id: str | None
    index: int | None
    type: str | None
    function: Function
    custom: CustomCall | None
