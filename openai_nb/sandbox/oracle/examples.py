"""Examples: what a fine-tuning file teaches, read from its JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

FEWEST = 10  # lines the API asks for
ROLES = ("system", "developer", "user", "assistant", "tool", "function")
SURROGATE = re.compile("[\ud800-\udfff]")


class BadExamples(ValueError):
    """A file that cannot be trained on; `line` counts from 1 and is None when the whole file is meant."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Example(NamedTuple):
    """One reply to learn, and what it answers."""

    prompt: str
    reply: str
    system: str = ""


def read(data: bytes) -> list[Example]:
    """The examples of a JSONL file: one for each assistant message that is trained on.

    Lines are chats (`messages`) or the older `prompt` and `completion`. A message of `weight` 0 is not
    learnt; a tool call is learnt as its JSON. Raises `BadExamples`, which names the line.
    """
    examples: list[Example] = []
    lines = _lines(data)
    for number, line in lines:
        try:
            examples += _taught(line)
        except ValueError as problem:
            raise BadExamples(f"Invalid file format. Line {number}: {problem}", number) from None
    if len(lines) < FEWEST:
        raise BadExamples(
            f"Invalid file format. Training file has {len(lines)} example(s), "
            f"but must have at least {FEWEST} examples."
        )
    return examples


def count_tokens(examples: Iterable[Example], count: Callable[[str], int] | None = None) -> int:
    """Tokens that one pass over the examples trains on: systems, prompts and replies."""
    from openai_nb.sandbox.oracle import tokens

    counted = count or tokens.count
    return sum(counted(text) for example in examples for text in example if text)


def _lines(data: bytes) -> list[tuple[int, str]]:
    lines = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        try:
            text = raw.decode("utf-8").strip()
        except UnicodeDecodeError as problem:
            raise BadExamples(
                f"Invalid file format. Line {number}: not UTF-8 text (byte {problem.start + 1} of the line).",
                number,
            ) from None
        if text:
            lines.append((number, text))
    return lines


def _taught(line: str) -> list[Example]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise ValueError(f"not valid JSON ({problem.msg} at character {problem.pos + 1}).") from None
    except RecursionError:
        raise ValueError("nested too deeply.") from None
    if r"\u" in line and SURROGATE.search(json.dumps(row, ensure_ascii=False)):
        raise ValueError("a text holds half of a surrogate pair.")
    if not isinstance(row, dict):
        raise ValueError(f"expected a JSON object, got {_kind(row)}.")
    if "messages" in row:
        return _chat(row["messages"])
    if "prompt" in row and "completion" in row:
        return _completion(row)
    raise ValueError("missing key 'messages' (or, in the older form, 'prompt' and 'completion').")


def _completion(row: dict[str, Any]) -> list[Example]:
    for key in ("prompt", "completion"):
        if not isinstance(row[key], str):
            raise ValueError(f"'{key}' must be a string, got {_kind(row[key])}.")
    if not row["completion"].strip():
        raise ValueError("'completion' is empty.")
    return [Example(row["prompt"].strip(), row["completion"].strip())]


def _chat(messages: object) -> list[Example]:
    if not isinstance(messages, list):
        raise ValueError(f"'messages' must be an array, got {_kind(messages)}.")
    if not messages:
        raise ValueError("'messages' is empty.")
    for place, message in enumerate(messages, 1):
        _check(message, f"message {place}")
    if not any(message["role"] == "assistant" for message in messages):
        raise ValueError("there must be at least one message from the assistant.")
    if messages[-1]["role"] != "assistant":
        raise ValueError(f"the last message must be from the assistant, not from '{messages[-1]['role']}'.")
    taught = _turns(messages)
    if not taught:
        raise ValueError("at least one assistant message must have weight 1.")
    return taught


def _check(message: object, where: str) -> None:
    if not isinstance(message, dict):
        raise ValueError(f"{where} must be an object, got {_kind(message)}.")
    if "role" not in message:
        raise ValueError(f"{where} is missing the key 'role'.")
    role, content, weight = message["role"], message.get("content"), message.get("weight", 1)
    if role not in ROLES:
        raise ValueError(f"{where} has an unknown role {json.dumps(role)}; supported are {', '.join(ROLES)}.")
    if "weight" in message and (role != "assistant" or type(weight) is not int or weight not in (0, 1)):
        raise ValueError(f"{where}: 'weight' must be 0 or 1, and only on messages from the assistant.")
    if content is not None and not isinstance(content, str | list):
        raise ValueError(f"{where}: 'content' must be a string or an array of parts, got {_kind(content)}.")
    if role == "assistant":
        if not (_text(content).strip() or _calls(message, where)):
            raise ValueError(f"{where}, from the assistant, has neither 'content' nor 'tool_calls'.")
    elif content is None:
        raise ValueError(f"{where} is missing the key 'content'.")


def _turns(messages: list[dict[str, Any]]) -> list[Example]:
    taught = []
    system = prompt = ""
    for message in messages:
        role, text = message["role"], _text(message.get("content"))
        if role in ("system", "developer"):
            system = f"{system}\n{text}".strip()
        elif role != "assistant":
            prompt = text
        elif message.get("weight", 1):
            taught.append(Example(prompt, text.strip() or _calls(message, ""), system))
    return taught


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(str(part.get("text") or "") for part in parts if isinstance(part, dict)).strip()


def _calls(message: dict[str, Any], where: str) -> str:
    """The tool calls of a message as the JSON that is learnt, or nothing."""
    calls = message.get("tool_calls") or []
    if not isinstance(calls, list):
        raise ValueError(f"{where}: 'tool_calls' must be an array, got {_kind(calls)}.")
    try:
        names = [
            {"name": call["function"]["name"], "arguments": call["function"]["arguments"]} for call in calls
        ]
    except (KeyError, TypeError):
        raise ValueError(
            f"{where}: each of 'tool_calls' needs a 'function' with 'name' and 'arguments'."
        ) from None
    return json.dumps({"tool_calls": names}, ensure_ascii=False) if names else ""


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
