"""Run views: runs and their steps as either version shows them, and what is told of them in a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from openai_nb.core.events import Event
from openai_nb.sandbox.assistants import tools_as
from openai_nb.sandbox.beta import MESSAGE, STEP
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.threads import show_message

CONTENT = "step_details.tool_calls[*].file_search.results[*].content"
OWN = ("additional_instructions", "file_ids", "reasoning_effort", "tool_resources")  # kept, not told
V2_ONLY = (
    "temperature",
    "top_p",
    "max_prompt_tokens",
    "max_completion_tokens",
    "truncation_strategy",
    "tool_choice",
    "parallel_tool_calls",
    "response_format",
    "incomplete_details",
)


class Happening(NamedTuple):
    """Something that happened: the event's name, and the thing as it is kept (or a piece of it)."""

    name: str
    thing: dict[str, Any]


def show_run(run: dict[str, Any], version: int) -> dict[str, Any]:
    """A run as a version shows it."""
    shown = {name: value for name, value in run.items() if name not in OWN}
    if version == 2:
        return shown
    old = {name: value for name, value in shown.items() if name not in V2_ONLY}
    return {**old, "tools": tools_as(run["tools"], 1), "file_ids": run["file_ids"]}


def show_step(step: dict[str, Any], version: int, include: Sequence[str] = ()) -> dict[str, Any]:
    """A step as a version shows it; what a search found is quoted only where it is asked for."""
    calls = step["step_details"].get("tool_calls")
    if calls is None:
        return step
    shown = [_call(each, version, CONTENT in include) for each in calls]
    return {**step, "step_details": {"type": "tool_calls", "tool_calls": shown}}


def begun(thing: dict[str, Any]) -> dict[str, Any]:
    """A step or message as it was when it began."""
    early = {**thing, "status": "in_progress", "completed_at": None}
    if thing["object"] == MESSAGE:
        return {**early, "content": [], "incomplete_at": None, "incomplete_details": None}
    empty = {"type": "tool_calls", "tool_calls": []}
    details = thing["step_details"] if thing["type"] == "message_creation" else empty
    return {**early, "usage": None, "step_details": details}


def step_pieces(step: dict[str, Any]) -> Iterator[Happening]:
    """A step of tools as it grows: call by call."""
    for index, call in enumerate(step["step_details"]["tool_calls"]):
        details = {"type": "tool_calls", "tool_calls": [{"index": index, **_numbered(call)}]}
        piece = {"id": step["id"], "object": f"{STEP}.delta", "delta": {"step_details": details}}
        yield Happening(f"{STEP}.delta", piece)


def message_pieces(message: dict[str, Any]) -> Iterator[Happening]:
    """A message as it grows: token by token, each citation with its mark."""
    for index, part in enumerate(message["content"]):
        value, notes = part["text"]["value"], list(part["text"]["annotations"])
        end = 0
        for piece in tokens.pieces(value):
            end += len(piece)
            due = [note for note in notes if note["end_index"] <= end]
            notes = [note for note in notes if note not in due]
            numbered = [{"index": place, **note} for place, note in enumerate(due)]
            said = {"value": piece, "annotations": numbered}
            grown = [{"index": index, "type": "text", "text": said}]
            about = {"id": message["id"], "object": f"{MESSAGE}.delta", "delta": {"content": grown}}
            yield Happening(f"{MESSAGE}.delta", about)


def as_event(store: Store, happening: Happening, version: int) -> Event:
    """What happened, as it is told in a stream."""
    name, thing = happening
    kind = thing.get("object")
    if kind == "thread.run":
        thing = show_run(thing, version)
    elif kind == STEP:
        thing = show_step(thing, version)
    elif kind == MESSAGE:
        thing = show_message(store, thing, version)
    return Event(name, json.dumps(thing, separators=(",", ":")))


def _call(call: dict[str, Any], version: int, quoted: bool) -> dict[str, Any]:
    if call["type"] != "file_search":
        return call
    if version == 1:
        return {"id": call["id"], "type": "retrieval", "retrieval": {}}
    search = call["file_search"]
    if quoted:
        return call
    bare = [{name: each[name] for name in each if name != "content"} for each in search["results"]]
    return {**call, "file_search": {**search, "results": bare}}


def _numbered(call: dict[str, Any]) -> dict[str, Any]:
    """A call as a piece; the outputs of code carry numbers there."""
    if call["type"] == "file_search":
        return {**call, "file_search": {}}
    if call["type"] != "code_interpreter":
        return call
    code = call["code_interpreter"]
    outputs = [{"index": place, **each} for place, each in enumerate(code["outputs"])]
    return {**call, "code_interpreter": {**code, "outputs": outputs}}
