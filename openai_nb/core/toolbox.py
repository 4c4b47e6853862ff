"""Toolbox: several tools together: what a model is told of them, and its calls answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from openai_nb.core.errors import BadValue
from openai_nb.core.record import Record
from openai_nb.core.tools import Tool

Toolish = Tool | Callable[..., Any] | Mapping[str, Any]


class Toolbox:
    """Tools by name: functions, `Tool`s, and the API's own as dicts such as `{"type": "file_search"}`.

    `definitions` go into `tools=` of chats and assistants, `responses` into that of the Responses API.
    """

    def __init__(self, tools: Iterable[Toolish] | Toolbox = ()) -> None:
        self.built_in: list[Mapping[str, Any]] = []
        self.tools: dict[str, Tool] = {}
        for each in tools.members if isinstance(tools, Toolbox) else tools:
            if isinstance(each, Mapping):
                self.built_in.append(each)
                continue
            made = Tool.of(each)
            if made.name in self.tools:
                raise BadValue(f"Two tools are named {made.name!r}; name one: Tool.of(function, name=…).")
            self.tools[made.name] = made

    @property
    def members(self) -> list[Toolish]:
        """All that is in it."""
        return [*self.built_in, *self.tools.values()]

    @property
    def definitions(self) -> list[dict[str, Any]]:
        """How chats and assistants are told of the tools."""
        return [*map(dict, self.built_in), *(each.definition for each in self.tools.values())]

    @property
    def responses(self) -> list[dict[str, Any]]:
        """How the Responses API is told of the tools."""
        return [*map(dict, self.built_in), *(each.response_definition for each in self.tools.values())]

    def call(self, tool_call: Any) -> str:
        """What the model is told of one of its calls (a record or a dict); it never raises."""
        said = _dict(tool_call)
        body = _dict(said.get("function") or said.get("custom") or said)
        name = str(body.get("name"))
        if name not in self.tools:
            has = ", ".join(self.tools) or "none"
            return json.dumps({"error": f"There is no tool {name!r}; there is {has}."}, ensure_ascii=False)
        return self.tools[name].call(body.get("arguments") or body.get("input") or "{}")

    def outputs(self, of: Any) -> list[dict[str, Any]]:
        """Every call that a run, a chat message, a completion or a response asks for, made and answered.

        What comes back goes on as it is: to `submit_tool_outputs`, into the messages of a chat, or into
        the input of a response.
        """
        return [_answered(kind, call, self.call(call)) for kind, call in _asked(of)]

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Toolish]:
        return iter(self.members)

    def __repr__(self) -> str:
        return f"Toolbox({', '.join([*(str(each.get('type')) for each in self.built_in), *self.tools])})"


def definitions(tools: Any) -> Any:
    """`tools` as chats and assistants are told of them; a list that holds no functions stays as it is."""
    if isinstance(tools, Toolbox):
        return tools.definitions
    if isinstance(tools, list | tuple):
        return [Tool.of(each).definition if callable(each) else each for each in tools]
    return tools


def _asked(of: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The calls within an object of the API, and the kind of answer each wants."""
    if isinstance(of, list | tuple):
        for each in of:
            yield from _asked(each)
        return
    said = _dict(of)
    if required := said.get("required_action"):
        for each in _dict(required)["submit_tool_outputs"]["tool_calls"]:
            yield "run", each
    elif said.get("type") == "function_call":
        yield "response", said
    elif "function" in said or "custom" in said:
        yield "chat", said
    else:
        message = said["choices"][0]["message"] if said.get("choices") else said
        for name in ("tool_calls", "output"):
            found = _dict(message).get(name)
            yield from _asked([each for each in map(_dict, found or ()) if _is_call(each)])


def _is_call(item: Mapping[str, Any]) -> bool:
    return item.get("type") in ("function_call", "function", "custom", None)


def _answered(kind: str, call: Mapping[str, Any], output: str) -> dict[str, Any]:
    if kind == "run":
        return {"tool_call_id": call["id"], "output": output}
    if kind == "response":
        return {"type": "function_call_output", "call_id": call["call_id"], "output": output}
    return {"role": "tool", "tool_call_id": call.get("id"), "content": output}


def _dict(value: Any) -> dict[str, Any]:
    return value._raw if isinstance(value, Record) else dict(value)
