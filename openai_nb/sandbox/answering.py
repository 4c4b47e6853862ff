"""Answering: one answer to a conversation, by whichever model is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openai_nb.sandbox.catalogue import tuned
from openai_nb.sandbox.oracle import chat as oracle
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.oracle.talk import text_of
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.told import Told, ended


def told(store: Store, name: str, messages: list[Any], options: dict[str, Any], index: int = 0) -> Told:
    """What a fine-tuned model has learnt, or else what the oracle makes of the prompt.

    The options are those of a chat completion; another `index` words the answer differently.
    """
    text = _learnt(store, name, messages, options, index)
    if text is not None:
        return ended(Told(tokens.pieces(text)), options)
    answer = oracle.answer(
        messages,
        tools=options.get("tools") or _as_tools(options.get("functions")),
        tool_choice=options.get("tool_choice") or _as_choice(options.get("function_call")),
        response_format=options.get("response_format"),
        parallel_tool_calls=options.get("parallel_tool_calls", True),
        seed=options.get("seed"),
        temperature=options.get("temperature"),
        choice=index,
    )
    told = Told(tokens.pieces(answer.content or ""), refusal=answer.refusal, legacy="functions" in options)
    told.custom = frozenset(_custom(options.get("tools") or []))
    for call in answer.tool_calls:
        function = {"name": call.name, "arguments": call.arguments}
        told.calls.append({"id": store.new("call_"), "type": "function", "function": function})
    return ended(told, options)


def _learnt(store: Store, name: str, messages: list[Any], options: dict[str, Any], index: int) -> str | None:
    model = tuned(store, name)
    if model is None or options.get("tools"):
        return None
    said = {each["role"]: text_of(each) for each in messages}
    return model.answer(
        said.get("user", ""),
        said.get("system", said.get("developer", "")),
        temperature=options.get("temperature", 0.0),
        seed=options.get("seed", 0) + index,
    )


def _custom(tools: list[Any]) -> Iterator[str]:
    """The names of the tools that take plain text."""
    for tool in tools:
        if tool.get("type") == "custom":
            yield (tool.get("custom") or tool).get("name", "")


def _as_tools(functions: list[Any] | None) -> list[dict[str, Any]] | None:
    return [{"type": "function", "function": each} for each in functions] if functions else None


def _as_choice(call: Any) -> Any:
    return {"type": "function", "function": call} if isinstance(call, dict) else call
