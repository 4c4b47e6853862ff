"""Run events: what happens in a run, one by one, as it is streamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeVar

from openai_nb.api.thread_message import ThreadMessage
from openai_nb.core.record import Record, make

T = TypeVar("T")
LAST = frozenset({"completed", "requires_action", "incomplete", "failed", "cancelled", "expired"})


class RunError(Record):
    """Why a run failed."""

    code: str
    message: str


class RunUsage(Record):
    """How many tokens a run took."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CalledFunction(Record):
    """A function by name, with its arguments as JSON text and, once it is handed in, its output."""

    name: str
    arguments: str
    output: str | None


class RunCall(Record):
    """A tool is to be called, or was."""

    id: str
    type: str
    function: CalledFunction | None
    code_interpreter: Record | None
    file_search: Record | None
    retrieval: Record | None


class SubmitToolOutputs(Record):
    """The calls whose outputs are wanted, all at once."""

    tool_calls: list[RunCall]


class RequiredAction(Record):
    """What a run waits for: `submit_tool_outputs.tool_calls` made and their outputs handed in."""

    type: str
    submit_tool_outputs: SubmitToolOutputs


class Run(Record):
    """An assistant at work in a thread.

    `status` is queued, in_progress, requires_action, cancelling, cancelled, failed, completed, incomplete
    or expired.
    """

    id: str
    object: Literal["thread.run"]
    created_at: int
    thread_id: str
    assistant_id: str
    status: str
    required_action: RequiredAction | None
    last_error: RunError | None
    incomplete_details: Record | None
    expires_at: int | None
    started_at: int | None
    cancelled_at: int | None
    failed_at: int | None
    completed_at: int | None
    model: str
    instructions: str
    tools: list[Record]
    file_ids: list[str] | None
    metadata: dict[str, str] | None
    usage: RunUsage | None
    temperature: float | None
    top_p: float | None
    max_prompt_tokens: int | None
    max_completion_tokens: int | None
    truncation_strategy: Record | None
    tool_choice: str | Record | None
    parallel_tool_calls: bool | None
    response_format: str | Record | None


class StepDetails(Record):
    """What a step did: called tools, or wrote a message."""

    type: str
    tool_calls: list[RunCall] | None
    message_creation: Record | None


class RunStep(Record):
    """One step of a run; `type` is tool_calls or message_creation."""

    id: str
    object: Literal["thread.run.step"]
    created_at: int
    run_id: str
    thread_id: str
    assistant_id: str
    type: str
    status: str
    step_details: StepDetails
    last_error: RunError | None
    expired_at: int | None
    cancelled_at: int | None
    failed_at: int | None
    completed_at: int | None
    metadata: dict[str, str] | None
    usage: RunUsage | None


class RunEvent(Record):
    """Something happened: `event` is its name, `data` what it happened to."""

    event: str
    data: Record


class RunChange(RunEvent):
    """A run came into another state."""

    data: Run


class StepChange(RunEvent):
    """A step of a run came into another state."""

    data: RunStep


class MessageChange(RunEvent):
    """A message came into another state."""

    data: ThreadMessage


class AddedWords(Record):
    """Words that are added to a text."""

    value: str | None
    annotations: list[Record] | None


class AddedPart(Record):
    """What is added to part `index` of a message."""

    index: int
    type: str
    text: AddedWords | None


class Added(Record):
    """What is added to a message."""

    content: list[AddedPart] | None


class MessageDelta(Record):
    """A piece of a message: `delta.content[0].text.value`."""

    id: str
    object: Literal["thread.message.delta"]
    delta: Added


class MessagePiece(RunEvent):
    """Words were added to a message: `data.delta.content[0].text.value`."""

    data: MessageDelta


KINDS: dict[str, type[RunEvent]] = {
    "thread.run": RunChange,
    "thread.run.step": StepChange,
    "thread.message": MessageChange,
    "thread.message.delta": MessagePiece,
}


def event(raw: dict[str, Any]) -> RunEvent:
    """An event as the record that knows what it happened to."""
    found: RunEvent = make(KINDS.get(raw["data"].get("object"), RunEvent), raw)
    return found


def wrap(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    """An event's name and JSON together."""
    return {"event": name, "data": raw}


def tally(raw: dict[str, Any], ended: dict[int, bool]) -> None:
    """Note whether the run rests: it has ended, or waits for outputs."""
    kind, _, state = raw["event"].rpartition(".")
    ended[0] = kind == "thread.run" and state in LAST


def split(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """A run that was answered at once, as the event that tells how it stands."""
    return [wrap(f"thread.run.{raw.get('status')}", raw)]


def gathered(events: Sequence[RunEvent]) -> Run:
    """The run as it stood last."""
    runs = [each.data for each in events if isinstance(each, RunChange)]
    if not runs:
        raise ValueError("The stream told of no run.")
    return runs[-1]
