"""Assistants: kept with their tools and files; a deleted file is gone from them."""

from __future__ import annotations

from typing import Any

from openai_nb.api.assistants import AssistantFiles, Assistants
from openai_nb.sandbox.assistants import attached, check_files, check_resources, check_tools, show
from openai_nb.sandbox.beta import UNSAID, Headers, check_format, check_labels, found, version
from openai_nb.sandbox.catalogue import resolve
from openai_nb.sandbox.pages import listing, page
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import long, number, one_of
from openai_nb.sandbox.store import Store

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh")
RULES = {
    "name": long(0, 256),
    "description": long(0, 512),
    "instructions": long(0, 256_000),
    "tools": long(0, 128),
    "file_ids": long(0, 10_000),
    "temperature": number(0.0, 2.0),
    "top_p": number(0.0, 1.0),
    "reasoning_effort": one_of(*EFFORTS),
}


@router.serves(Assistants.create, **RULES)
def create(store: Store, model: str, headers: Headers = UNSAID, **given: Any) -> dict[str, Any]:
    spoken = version(headers)
    assistant: dict[str, Any] = {
        "id": store.new("asst_"),
        "object": "assistant",
        "created_at": store.now(),
        "name": None,
        "description": None,
        "instructions": None,
        "temperature": 1.0,
        "top_p": 1.0,
        "response_format": "auto",
        "tools": [],
        "tool_resources": {},
        "metadata": {},
        "files": [],
        **_checked(store, {"model": model, **given}),
    }
    return show(store, store.put("assistant", assistant), spoken)


@router.serves(Assistants.list)
def list_all(store: Store, headers: Headers = UNSAID, **where: Any) -> dict[str, Any]:
    spoken = version(headers)
    found_ = listing(store, "assistant", **where)
    return {**found_, "data": [show(store, each, spoken) for each in found_["data"]]}


@router.serves(Assistants.retrieve)
def retrieve(store: Store, assistant_id: str, headers: Headers = UNSAID) -> dict[str, Any]:
    return show(store, found(store, "assistant", assistant_id), version(headers))


@router.serves(Assistants.update, **RULES)
def update(store: Store, assistant_id: str, headers: Headers = UNSAID, **given: Any) -> dict[str, Any]:
    spoken = version(headers)
    assistant = found(store, "assistant", assistant_id)
    changed = store.put("assistant", {**assistant, **_checked(store, given)})
    return show(store, changed, spoken)


@router.serves(Assistants.delete)
def delete(store: Store, assistant_id: str, headers: Headers = UNSAID) -> dict[str, Any]:
    version(headers)
    found(store, "assistant", assistant_id)
    store.delete("assistant", assistant_id)
    return {"id": assistant_id, "object": "assistant.deleted", "deleted": True}


@router.serves(AssistantFiles.list)
def list_files(store: Store, assistant_id: str, headers: Headers = UNSAID, **where: Any) -> dict[str, Any]:
    version(headers)
    assistant = found(store, "assistant", assistant_id)
    return page([_file(assistant, each) for each in attached(store, assistant)], **where)


@router.serves(AssistantFiles.create)
def attach(store: Store, assistant_id: str, file_id: str, headers: Headers = UNSAID) -> dict[str, Any]:
    version(headers)
    with store.step():
        assistant = found(store, "assistant", assistant_id)
        check_files(store, [file_id], "file_id")
        kept = [each for each in assistant["files"] if each["id"] != file_id]
        entry = {"id": file_id, "created_at": store.now()}
        store.put("assistant", {**assistant, "files": [*kept, entry]})
    return _file(assistant, entry)


@router.serves(AssistantFiles.retrieve)
def retrieve_file(store: Store, assistant_id: str, file_id: str, headers: Headers = UNSAID) -> dict[str, Any]:
    version(headers)
    assistant = found(store, "assistant", assistant_id)
    return _file(assistant, _entry(store, assistant, file_id))


@router.serves(AssistantFiles.delete)
def remove(store: Store, assistant_id: str, file_id: str, headers: Headers = UNSAID) -> dict[str, Any]:
    version(headers)
    with store.step():
        assistant = found(store, "assistant", assistant_id)
        _entry(store, assistant, file_id)
        kept = [each for each in assistant["files"] if each["id"] != file_id]
        store.put("assistant", {**assistant, "files": kept})
    return {"id": file_id, "object": "assistant.file.deleted", "deleted": True}


def _checked(store: Store, given: dict[str, Any]) -> dict[str, Any]:
    """What is given of an assistant, in the form it is kept in."""
    kept = {name: value for name, value in given.items() if name != "file_ids"}
    if "model" in kept:
        resolve(store, kept["model"], "chat")
    if "tools" in kept:
        kept["tools"] = check_tools(kept["tools"])
    if "tool_resources" in kept:
        kept["tool_resources"] = check_resources(store, kept["tool_resources"])
    if "metadata" in kept:
        kept["metadata"] = check_labels(kept["metadata"])
    check_format(kept.get("response_format"))
    if "file_ids" in given:
        now = store.now()
        kept["files"] = [{"id": each, "created_at": now} for each in check_files(store, given["file_ids"])]
    return kept


def _entry(store: Store, assistant: dict[str, Any], file_id: str) -> dict[str, Any]:
    for each in attached(store, assistant):
        if each["id"] == file_id:
            return each
    raise Refusal(404, f"No file found with id '{file_id}' in assistant '{assistant['id']}'.")


def _file(assistant: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "object": "assistant.file", "assistant_id": assistant["id"]}
