"""Threads: their messages, checked, kept, shown as either version has them, and read as a chat's."""

from __future__ import annotations

import mimetypes
from typing import Any

from openai_nb.sandbox.assistants import check_files, check_tools
from openai_nb.sandbox.beta import MESSAGE, as_array, as_object, check_labels
from openai_nb.sandbox.media import data_url
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.store import Store

ROLES = ("user", "assistant")
PARTS = ("text", "image_url", "image_file")
LONGEST = 256_000  # characters of a text
KNOWN = {"role", "content", "attachments", "file_ids", "metadata"}
V1_MESSAGE = ("id", "object", "created_at", "thread_id", "role", "content", "assistant_id", "run_id")


def check_message(store: Store, said: Any, where: str) -> dict[str, Any]:
    """A message as it is kept, before it has an id; `where` names it in a refusal."""
    dot = f"{where}." if where else ""
    said = as_object(said, where)
    if unknown := said.keys() - KNOWN:
        name = f"{dot}{min(unknown)}"
        raise invalid(name, f"Unknown parameter: '{name}'.", "unknown_parameter")
    for name in ("role", "content"):
        if not said.get(name):
            raise Refusal(
                400,
                f"Missing required parameter: '{dot}{name}'.",
                code="missing_required_parameter",
                param=f"{dot}{name}",
            )
    if said["role"] not in ROLES:
        raise invalid(
            f"{dot}role",
            f"Invalid value: '{said['role']}'. Supported values are: 'user' and 'assistant'.",
        )
    content = [_part(store, part, f"{dot}content[{place}]") for place, part in enumerate(_parts(said, dot))]
    return {
        "role": said["role"],
        "content": content,
        "attachments": _attachments(store, said, dot),
        "metadata": check_labels(said.get("metadata"), f"{dot}metadata"),
    }


def add_message(store: Store, thread_id: str, checked: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A new message of a thread."""
    now = store.now()
    message = {
        "id": store.new("msg_"),
        "object": MESSAGE,
        "created_at": now,
        "thread_id": thread_id,
        "assistant_id": None,
        "run_id": None,
        "status": "completed",
        "completed_at": now,
        "incomplete_at": None,
        "incomplete_details": None,
        "attachments": [],
        "metadata": {},
        **checked,
        **more,
    }
    return store.put(MESSAGE, message, parent=thread_id)


def show_message(store: Store, message: dict[str, Any], version: int) -> dict[str, Any]:
    """A message as a version shows it; deleted files are gone from it."""
    here = [each for each in message["attachments"] if store.get("file", each["file_id"])]
    if version == 2:
        return {**message, "attachments": here}
    file_ids = [each["file_id"] for each in here]
    kept = {name: message[name] for name in V1_MESSAGE}
    return {**kept, "file_ids": file_ids, "metadata": message["metadata"]}


def text_block(value: str, annotations: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A text as messages hold it."""
    return {"type": "text", "text": {"value": value, "annotations": annotations or []}}


def as_chat(store: Store, message: dict[str, Any]) -> dict[str, Any]:
    """A message as a chat has it: pictures that are files come along as their data."""
    return {"role": message["role"], "content": [_chat_part(store, part) for part in message["content"]]}


def _parts(said: dict[str, Any], dot: str) -> list[Any]:
    content = said["content"]
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    if isinstance(content, list):
        return content
    raise invalid(f"{dot}content", f"Invalid type for '{dot}content': expected a string or an array.")


def _part(store: Store, part: Any, where: str) -> dict[str, Any]:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in PARTS:
        listed = ", ".join(f"'{each}'" for each in PARTS)
        raise invalid(f"{where}.type", f"Invalid value: '{kind}'. Supported values are: {listed}.")
    inner = part.get(kind)
    if kind == "text":
        if not isinstance(inner, str) or not 0 < len(inner) <= LONGEST:
            raise invalid(f"{where}.text", f"Invalid '{where}.text': expected 1 to {LONGEST} characters.")
        return text_block(inner)
    key = "url" if kind == "image_url" else "file_id"
    if not isinstance(inner, dict) or not isinstance(inner.get(key), str):
        raise Refusal(400, f"Missing required parameter: '{where}.{kind}.{key}'.", param=where)
    if kind == "image_file":
        check_files(store, [inner["file_id"]], f"{where}.image_file.file_id")
    return {"type": kind, kind: {"detail": "auto", **inner}}


def _attachments(store: Store, said: dict[str, Any], dot: str) -> list[dict[str, Any]]:
    """What is attached; the first version's `file_ids` are for search and code alike."""
    found = []
    for place, given in enumerate(as_array(said.get("attachments"), f"{dot}attachments")):
        where = f"{dot}attachments[{place}]"
        each = as_object(given, where)
        if not each.get("file_id"):
            raise Refusal(400, f"Missing required parameter: '{where}.file_id'.", param=f"{where}.file_id")
        check_files(store, [each["file_id"]], f"{where}.file_id")
        tools = check_tools(as_array(each.get("tools"), f"{where}.tools"))
        found.append({"file_id": each["file_id"], "tools": tools})
    both = [{"type": "file_search"}, {"type": "code_interpreter"}]
    older = check_files(store, said.get("file_ids"), f"{dot}file_ids")
    return [*found, *({"file_id": file_id, "tools": both} for file_id in older)]


def _chat_part(store: Store, part: dict[str, Any]) -> dict[str, Any]:
    if part["type"] == "text":
        return {"type": "text", "text": part["text"]["value"]}
    if part["type"] == "image_url":
        return part
    file = store.get("file", part["image_file"]["file_id"])
    data = store.read(file["id"]) if file else None
    if file is None or data is None:
        return {"type": "text", "text": "(a picture that was deleted)"}
    kind = mimetypes.guess_type(file["filename"])[0] or "image/png"
    return {"type": "image_url", "image_url": {"url": data_url(data, kind)}}
