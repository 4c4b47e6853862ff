"""Told: one choice of a chat answer, whole and in pieces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.oracle.logprobs import logprobs as likelihoods


@dataclass
class Told:
    """One choice: the message in the pieces it is streamed in, and how it ended."""

    pieces: list[str] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    refusal: str | None = None
    finish: str = "stop"
    likely: list[dict[str, Any]] | None = None
    legacy: bool = False
    custom: frozenset[str] = frozenset()  # tools that take plain text instead of arguments

    @property
    def size(self) -> int:
        """How many tokens it took."""
        return len(self.pieces) + sum(tokens.count(json.dumps(call["function"])) for call in self.calls)


def ended(told: Told, options: dict[str, Any]) -> Told:
    """The answer, cut where the caller wanted it to end."""
    whole = "".join(told.pieces)
    stops = options.get("stop") or []
    found = [whole.find(word) for word in ([stops] if isinstance(stops, str) else stops) if word in whole]
    if found:
        told.pieces = tokens.pieces(whole[: min(found)])
    most = options.get("max_completion_tokens") or options.get("max_tokens")
    if told.calls:
        told.finish = "function_call" if told.legacy else "tool_calls"
    elif most is not None and len(told.pieces) > most:
        told.pieces, told.finish = told.pieces[:most], "length"
    if options.get("logprobs"):
        told.likely = likelihoods(told.pieces, options.get("top_logprobs", 0))
    return told


def message(told: Told) -> dict[str, Any]:
    """The whole message."""
    text = "".join(told.pieces) or None
    said: dict[str, Any] = {"role": "assistant", "content": text, "refusal": told.refusal, "annotations": []}
    if told.calls and told.legacy:
        said["function_call"] = told.calls[0]["function"]
    elif told.calls:
        said["tool_calls"] = [_said(told, call) for call in told.calls]
    return said


def deltas(told: Told) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """The message in pieces: (delta, likelihood); arguments come in pieces too."""
    first: dict[str, Any] = {"role": "assistant", "content": None if told.calls else "", "refusal": None}
    yield first, None
    if told.refusal:
        yield {"refusal": told.refusal}, None
    for place, piece in enumerate(told.pieces):
        yield {"content": piece}, told.likely[place] if told.likely else None
    for index, call in enumerate(told.calls):
        function = call["function"]
        empty = _said(told, {**call, "index": index, "function": {**function, "arguments": ""}})
        yield _call_delta(told, empty), None
        inside, field = ("custom", "input") if empty["type"] == "custom" else ("function", "arguments")
        for piece in tokens.pieces(function["arguments"]):
            yield _call_delta(told, {"index": index, inside: {field: piece}}), None


def _said(told: Told, call: dict[str, Any]) -> dict[str, Any]:
    """A call as the API says it: the text for a custom tool is its `input`."""
    function = call["function"]
    if function["name"] not in told.custom:
        return call
    rest = {name: value for name, value in call.items() if name != "function"}
    return {**rest, "type": "custom", "custom": {"name": function["name"], "input": function["arguments"]}}


def _call_delta(told: Told, call: dict[str, Any]) -> dict[str, Any]:
    return {"function_call": call["function"]} if told.legacy else {"tool_calls": [call]}
