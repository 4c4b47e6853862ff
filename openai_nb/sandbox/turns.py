"""Turns: the items of a response's input, checked, and read as the messages of a chat."""

from __future__ import annotations

import base64
import json
from typing import Any

from openai_nb.sandbox.media import data_url
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.store import Store

Item = dict[str, Any]
ROLES = ("user", "assistant", "system", "developer")
CALLS = {"function_call": "arguments", "custom_tool_call": "input"}
OUTPUTS = {"function_call_output": "function_call", "custom_tool_call_output": "custom_tool_call"}
NEEDED = {
    "function_call": ("call_id", "name", "arguments"),
    "custom_tool_call": ("call_id", "name", "input"),
    "function_call_output": ("call_id", "output"),
    "custom_tool_call_output": ("call_id", "output"),
    "reasoning": ("summary",),
    "file_search_call": ("queries",),
    "compaction": ("encrypted_content",),
    "item_reference": ("id",),
    "message": ("role", "content"),
}
TEXTS = {"id", "role", "call_id", "name", "arguments", "input", "encrypted_content", "status"}
PARTS = {
    "input_text": ("text",),
    "output_text": ("text",),
    "refusal": ("refusal",),
    "input_image": (),
    "input_file": (),
}
PREFIXES = {
    "message": "msg_",
    "function_call": "fc_",
    "function_call_output": "fco_",
    "custom_tool_call": "ctc_",
    "custom_tool_call_output": "cto_",
    "file_search_call": "fs_",
    "reasoning": "rs_",
    "compaction": "cmp_",
}


def items(store: Store, given: str | list[Any], where: str = "input") -> list[Item]:
    """The items of an input, whole and under ids; a text is one message of the user."""
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    return [_item(store, each, f"{where}[{place}]") for place, each in enumerate(given)]


def messages(store: Store, given: list[Item]) -> list[dict[str, Any]]:
    """The same items as messages of a chat, for the oracle."""
    said: list[dict[str, Any]] = []
    for item in given:
        kind = item["type"]
        if kind == "message":
            content = [_chat_part(store, each) for each in item["content"]]
            said.append({"role": item["role"], "content": content})
        elif kind in CALLS:
            _add_call(said, item)
        elif kind in OUTPUTS:
            said.append({"role": "tool", "tool_call_id": item["call_id"], "content": _output(item["output"])})
        elif kind == "compaction":
            said += opened(item)
    return said


def check_calls(given: list[Item]) -> None:
    """Whether every call has its output and every output its call."""
    called = {item["call_id"]: item["type"] for item in given if item["type"] in CALLS}
    answered = {item["call_id"] for item in given if item["type"] in OUTPUTS}
    for item in given:
        wanted = OUTPUTS.get(item["type"])
        if wanted and called.get(item["call_id"]) != wanted:
            words = f"{wanted.replace('_', ' ')} output with call_id {item['call_id']}"
            raise invalid("input", f"No tool call found for {words}.", None)
    for call_id, kind in called.items():
        if call_id not in answered:
            raise invalid("input", f"No tool output found for {kind.replace('_', ' ')} {call_id}.", None)


def closed(said: list[dict[str, Any]]) -> str:
    """Messages in the envelope of a compaction."""
    return base64.b64encode(json.dumps(said).encode()).decode()


def opened(item: Item) -> list[dict[str, Any]]:
    """The messages in a compaction; a `Refusal` where it is none of ours."""
    try:
        kept = json.loads(base64.b64decode(item["encrypted_content"], validate=True))
        return [{"role": str(each["role"]), "content": str(each["content"])} for each in kept]
    except (ValueError, TypeError, KeyError, RecursionError):
        said = f"The encrypted content of '{item.get('id')}' could not be verified."
        raise invalid("input", said) from None


def _item(store: Store, given: Any, where: str) -> Item:
    if not isinstance(given, dict):
        raise invalid(where, f"Invalid type for '{where}': expected an object.", "invalid_type")
    kind = str(given.get("type", "message"))
    if kind not in NEEDED:
        listed = ", ".join(f"'{name}'" for name in NEEDED)
        raise invalid(f"{where}.type", f"Invalid value: '{kind}'. The sandbox takes {listed}.")
    for name in NEEDED[kind]:
        if given.get(name) is None:
            raise _missing(f"{where}.{name}")
    for name in TEXTS & given.keys():
        if given[name] is not None and not isinstance(given[name], str):
            wrong = f"Invalid type for '{where}.{name}': expected a string."
            raise invalid(f"{where}.{name}", wrong, "invalid_type")
    if kind == "item_reference":
        return _referred(store, given["id"], where)
    item = {**given, "type": kind, "id": given.get("id") or store.new(PREFIXES[kind])}
    if kind == "message":
        return _message(item, where)
    if kind in OUTPUTS and not isinstance(item["output"], str):
        item["output"] = _parts(item["output"], f"{where}.output", "user")
    if kind == "compaction":
        opened(item)
    return item if kind == "compaction" else {**item, "status": given.get("status") or "completed"}


def _message(item: Item, where: str) -> Item:
    if item["role"] not in ROLES:
        listed = ", ".join(f"'{role}'" for role in ROLES)
        raise invalid(f"{where}.role", f"Invalid value: '{item['role']}'. Supported values are: {listed}.")
    parts = _parts(item["content"], f"{where}.content", item["role"])
    return {**item, "content": parts, "status": item.get("status") or "completed"}


def _parts(content: Any, where: str, role: str) -> list[Item]:
    if isinstance(content, str):
        kind = "output_text" if role == "assistant" else "input_text"
        content = [{"type": kind, "text": content}]
    if not isinstance(content, list):
        raise invalid(where, f"Invalid type for '{where}': expected a string or an array.", "invalid_type")
    return [_part(each, f"{where}[{place}]", role) for place, each in enumerate(content)]


def _part(part: Any, where: str, role: str) -> Item:
    kind = part.get("type") if isinstance(part, dict) else None
    allowed = [name for name in PARTS if name.startswith("input_") != (role == "assistant")]
    if kind not in allowed:
        listed = ", ".join(f"'{name}'" for name in allowed)
        raise invalid(f"{where}.type", f"Invalid value: '{kind}'. Supported values are: {listed}.")
    for name in PARTS[kind]:
        if not isinstance(part.get(name), str):
            raise _missing(f"{where}.{name}")
    if kind == "output_text":
        return {"annotations": [], "logprobs": [], **part}
    for name in ("image_url", "file_id", "file_data", "filename", "file_url"):
        if part.get(name) is not None and not isinstance(part[name], str):
            wrong = f"Invalid type for '{where}.{name}': expected a string."
            raise invalid(f"{where}.{name}", wrong, "invalid_type")
    if kind == "input_image":
        if not (part.get("image_url") or part.get("file_id")):
            raise _missing(f"{where}.image_url")
        return {"detail": "auto", "file_id": None, "image_url": None, **part}
    if kind == "input_file" and not any(part.get(name) for name in ("file_data", "file_id", "file_url")):
        raise _missing(f"{where}.file_data")
    return dict(part)


def _referred(store: Store, id: str, where: str) -> Item:
    found = store.get("item", id) or store.get("output item", id)
    if found is None:
        raise Refusal(404, f"Item with id '{id}' not found.", param=where)
    return found


def _missing(name: str) -> Refusal:
    return Refusal(
        400, f"Missing required parameter: '{name}'.", code="missing_required_parameter", param=name
    )


def _add_call(said: list[dict[str, Any]], item: Item) -> None:
    """Calls made side by side are one message, as in a chat."""
    text = item[CALLS[item["type"]]]
    call = {"id": item["call_id"], "type": "function", "function": {"name": item["name"], "arguments": text}}
    if said and said[-1].get("tool_calls"):
        said[-1]["tool_calls"].append(call)
    else:
        said.append({"role": "assistant", "content": None, "tool_calls": [call]})


def _output(output: Any) -> str:
    if isinstance(output, str):
        return output
    return "\n".join(str(part.get("text") or "") for part in output)


def _chat_part(store: Store, part: Item) -> dict[str, Any]:
    kind = part["type"]
    if kind == "input_image":
        url = part.get("image_url") or _held(store, part["file_id"], "image/png")
        return {"type": "image_url", "image_url": {"url": url, "detail": part.get("detail")}}
    if kind == "input_file":
        file = {name: part[name] for name in ("file_data", "filename", "file_id") if part.get(name)}
        if part.get("file_id"):
            kept = store.get("file", part["file_id"]) or {}
            data = _held(store, part["file_id"], "text/plain")
            file = {"filename": kept.get("filename"), "file_data": data}
        return {"type": "file", "file": file or {"filename": part.get("file_url")}}
    return {"type": "text", "text": part.get("text") or part.get("refusal") or ""}


def _held(store: Store, file_id: str, kind: str) -> str:
    """A file the store holds, as a data URL."""
    data = store.read(file_id) if store.get("file", file_id) else None
    if data is None:
        raise Refusal(404, f"No such File object: {file_id}", param="input")
    return data_url(data, kind)
