"""Parsed: answers of a chat that were asked for in a shape, and are read as it."""

from __future__ import annotations

from typing import Any

from openai_nb.api.chat_completion import Choice, Completion, Message
from openai_nb.core.errors import Declined, Misshapen, OpenAIError, Truncated
from openai_nb.core.record import make
from openai_nb.core.schemas import Unfit, read

_set = object.__setattr__  # a record is what the server said; what was read of it stands beside


class ParsedMessage(Message):
    """A message; `parsed` is what it says, in the shape that was asked for, or None where it calls tools."""

    __slots__ = ("parsed",)
    parsed: Any


class ParsedChoice(Choice):
    """One of the answers."""

    __slots__ = ("message",)
    message: ParsedMessage


class ParsedCompletion(Completion):
    """What the model answered; `parsed` is the first answer in the shape that was asked for."""

    __slots__ = ("choices", "parsed")
    choices: list[ParsedChoice]  # type: ignore[assignment] # each is a choice, and more
    parsed: Any


def parsed(completion: Completion, shape: Any) -> ParsedCompletion:
    """`completion` with its answers read as `shape`.

    Raises `Truncated` where an answer was cut off, `Declined` where the model would not answer, and
    `Misshapen` where what it says does not fit; each has the completion as its `partial`.
    """
    found: ParsedCompletion = make(ParsedCompletion, completion._raw)
    _set(found, "choices", [_choice(completion, each, shape) for each in completion.choices])
    _set(found, "parsed", found.choices[0].message.parsed if found.choices else None)
    return found


def _choice(completion: Completion, choice: Choice, shape: Any) -> ParsedChoice:
    found: ParsedChoice = make(ParsedChoice, choice._raw)
    message: ParsedMessage = make(ParsedMessage, choice._raw["message"])
    _set(message, "parsed", _read(completion, choice, shape))
    _set(found, "message", message)
    return found


def _read(completion: Completion, choice: Choice, shape: Any) -> Any:
    said = choice.message
    problem: OpenAIError | None = _why_not(completion, choice)
    if problem is None and said.tool_calls:
        return None
    if problem is None:
        try:
            return read(said.content or "", shape)
        except Unfit as unfit:
            problem = Misshapen(f"The answer has not the shape that was asked for. {unfit}")
    problem.partial = completion
    raise problem


def _why_not(completion: Completion, choice: Choice) -> OpenAIError | None:
    """Why an answer has not come whole."""
    if choice.message.refusal:
        return Declined(f"The model would not answer: {choice.message.refusal}")
    if choice.finish_reason == "content_filter":
        return Declined("A filter stopped the answer.", "Ask otherwise; what the filter is, the API says.")
    if choice.finish_reason == "length":
        used = completion.usage
        size = f" after {used.completion_tokens} tokens" if used else ""
        return Truncated(
            f"The answer was cut off{size}, in the middle of its JSON.",
            "Allow more: max_completion_tokens=…, or ask for less.",
        )
    return None
