"""Joining: the pieces of a chat answer made whole, and a whole one taken for a piece."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

GROWING = ("arguments", "input", "data", "transcript")  # text that comes letter by letter


def tally(raw: dict[str, Any], ended: dict[int, bool]) -> None:
    """Note which answers a piece begins or ends; what comes after an end does not begin it again."""
    for choice in raw.get("choices") or ():
        index = choice.get("index", 0)
        ended[index] = bool(choice.get("finish_reason")) or ended.get(index, False)


def joined(chunks: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The whole answer that `chunks` make together."""
    whole: dict[str, Any] = {"object": "chat.completion", "choices": []}
    choices: dict[int, dict[str, Any]] = {}
    for raw in chunks:
        for each in raw.get("choices") or []:
            index = each.get("index", 0)
            _add(choices.setdefault(index, _empty(index)), each)
        whole |= {k: v for k, v in raw.items() if k not in ("choices", "object") and v is not None}
    for choice in choices.values():
        for call in choice["message"].get("tool_calls") or []:
            call.pop("index", None)
    whole["choices"] = [choices[index] for index in sorted(choices)]
    return whole


def split(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """A whole answer as the piece it might have come in."""
    choices = [
        {**{k: v for k, v in each.items() if k != "message"}, "delta": each.get("message") or {}}
        for each in raw.get("choices") or []
    ]
    return [{**raw, "object": "chat.completion.chunk", "choices": choices}]


def _empty(index: int) -> dict[str, Any]:
    message = {"role": "assistant", "content": None}
    return {"index": index, "message": message, "finish_reason": None}


def _add(choice: dict[str, Any], piece: dict[str, Any]) -> None:
    for name, value in (piece.get("delta") or {}).items():
        _add_said(choice["message"], name, value)
    if piece.get("finish_reason"):
        choice["finish_reason"] = piece["finish_reason"]
    for kind, tokens in (piece.get("logprobs") or {}).items():
        if tokens:
            choice.setdefault("logprobs", {}).setdefault(kind, []).extend(tokens)


def _add_said(message: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        return
    if name == "tool_calls":
        for piece in value:
            _add_call(message.setdefault("tool_calls", []), piece)
    elif isinstance(value, str) and name != "role":
        message[name] = (message.get(name) or "") + value
    elif isinstance(value, dict):
        _join(message.setdefault(name, {}), value)
    elif isinstance(value, list):
        message.setdefault(name, []).extend(value)
    else:
        message[name] = value


def _add_call(calls: list[dict[str, Any]], piece: dict[str, Any]) -> None:
    """Add to the call that a piece belongs to, or begin one.

    Some servers number no calls, or all of them 0; each call has an id of its own, though.
    """
    index, name = piece.get("index"), piece.get("id")
    own = [each for each in calls if index is None or each.get("index") == index]
    if not own or (name and own[-1].get("id") not in (None, name)):
        own = [{}]
        calls.append(own[-1])
    _join(own[-1], piece)


def _join(whole: dict[str, Any], piece: dict[str, Any]) -> None:
    """Text that grows is joined, names and ids come at once."""
    for name, value in piece.items():
        if isinstance(value, dict):
            _join(whole.setdefault(name, {}), value)
        elif name in GROWING:
            whole[name] = whole.get(name, "") + (value or "")
        elif value is not None:
            whole[name] = value
