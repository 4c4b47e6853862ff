"""Threads: conversations that are kept, and what is said in them."""

from __future__ import annotations

from typing import Any

from openai_nb.api.threads import MessageFiles, Messages, Threads
from openai_nb.sandbox.assistants import check_resources, resources
from openai_nb.sandbox.beta import (
    MESSAGE,
    RUN,
    STEP,
    UNSAID,
    Headers,
    as_array,
    as_object,
    check_labels,
    found,
    version,
)
from openai_nb.sandbox.pages import listing, page
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.running import active, look_all
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.threads import add_message, check_message, show_message

WITHIN = (MESSAGE, RUN)


@router.serves(Threads.create)
def create(
    store: Store,
    messages: list[Any] | None = None,
    metadata: dict[str, str] | None = None,
    tool_resources: dict[str, Any] | None = None,
    headers: Headers = UNSAID,
) -> dict[str, Any]:
    spoken = version(headers)
    return show(store, begin(store, messages, metadata, tool_resources), spoken)


@router.serves(Threads.retrieve)
def retrieve(store: Store, thread_id: str, headers: Headers = UNSAID) -> dict[str, Any]:
    return show(store, found(store, "thread", thread_id), version(headers))


@router.serves(Threads.update)
def update(
    store: Store,
    thread_id: str,
    metadata: dict[str, str] | None = None,
    tool_resources: dict[str, Any] | None = None,
    headers: Headers = UNSAID,
) -> dict[str, Any]:
    spoken = version(headers)
    thread = found(store, "thread", thread_id)
    if metadata is not None:
        thread["metadata"] = check_labels(metadata)
    if tool_resources is not None:
        thread["tool_resources"] = check_resources(store, tool_resources)
    return show(store, store.put("thread", thread), spoken)


@router.serves(Threads.delete)
def delete(store: Store, thread_id: str, headers: Headers = UNSAID) -> dict[str, Any]:
    version(headers)
    with store.step():
        found(store, "thread", thread_id)
        for run in store.all(RUN, thread_id):
            for step in store.all(STEP, run["id"]):
                store.delete(STEP, step["id"])
        for kind in WITHIN:
            for each in store.all(kind, thread_id):
                store.delete(kind, each["id"])
        store.delete("thread", thread_id)
    return {"id": thread_id, "object": "thread.deleted", "deleted": True}


@router.serves(Messages.create)
def say(store: Store, thread_id: str, headers: Headers = UNSAID, **said: Any) -> dict[str, Any]:
    spoken = version(headers)
    found(store, "thread", thread_id)
    checked = check_message(store, said, "")
    look_all(store, thread_id)
    if run := active(store, thread_id):
        raise Refusal(400, f"Can't add messages to {thread_id} while a run {run['id']} is active.")
    return show_message(store, add_message(store, thread_id, checked), spoken)


@router.serves(Messages.list)
def list_messages(
    store: Store, thread_id: str, run_id: str | None = None, headers: Headers = UNSAID, **where: Any
) -> dict[str, Any]:
    spoken = version(headers)
    found(store, "thread", thread_id)
    look_all(store, thread_id)
    listed = listing(store, MESSAGE, thread_id, where=lambda each: run_id in (None, each["run_id"]), **where)
    return {**listed, "data": [show_message(store, each, spoken) for each in listed["data"]]}


@router.serves(Messages.retrieve)
def retrieve_message(
    store: Store, thread_id: str, message_id: str, headers: Headers = UNSAID
) -> dict[str, Any]:
    spoken = version(headers)
    return show_message(store, _message(store, thread_id, message_id), spoken)


@router.serves(Messages.update)
def label_message(
    store: Store,
    thread_id: str,
    message_id: str,
    metadata: dict[str, str] | None = None,
    headers: Headers = UNSAID,
) -> dict[str, Any]:
    spoken = version(headers)
    message = _message(store, thread_id, message_id)
    if metadata is not None:
        message = store.put(MESSAGE, {**message, "metadata": check_labels(metadata)})
    return show_message(store, message, spoken)


@router.serves(Messages.delete)
def delete_message(
    store: Store, thread_id: str, message_id: str, headers: Headers = UNSAID
) -> dict[str, Any]:
    version(headers)
    _message(store, thread_id, message_id)
    store.delete(MESSAGE, message_id)
    return {"id": message_id, "object": "thread.message.deleted", "deleted": True}


@router.serves(MessageFiles.list)
def list_files(
    store: Store, thread_id: str, message_id: str, headers: Headers = UNSAID, **where: Any
) -> dict[str, Any]:
    version(headers)
    return page(_files(store, _message(store, thread_id, message_id)), **where)


@router.serves(MessageFiles.retrieve)
def retrieve_file(
    store: Store, thread_id: str, message_id: str, file_id: str, headers: Headers = UNSAID
) -> dict[str, Any]:
    version(headers)
    for each in _files(store, _message(store, thread_id, message_id)):
        if each["id"] == file_id:
            return each
    raise Refusal(404, f"No file found with id '{file_id}' in message '{message_id}'.")


def begin(
    store: Store,
    messages: list[Any] | None = None,
    metadata: dict[str, str] | None = None,
    tool_resources: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A new thread, with what it begins with; nothing is kept of it where a message is wrong."""
    labels = check_labels(metadata)
    kept = check_resources(store, as_object(tool_resources, "tool_resources"))
    checked = [
        check_message(store, each, f"messages[{place}]")
        for place, each in enumerate(as_array(messages, "messages"))
    ]
    thread = {
        "id": store.new("thread_"),
        "object": "thread",
        "created_at": store.now(),
        "metadata": labels,
        "tool_resources": kept,
    }
    with store.step():
        store.put("thread", thread)
        for each in checked:
            add_message(store, str(thread["id"]), each)
    return thread


def show(store: Store, thread: dict[str, Any], spoken: int) -> dict[str, Any]:
    """A thread as a version shows it."""
    if spoken == 1:
        return {name: value for name, value in thread.items() if name != "tool_resources"}
    return {**thread, "tool_resources": resources(store, thread["tool_resources"])}


def _message(store: Store, thread_id: str, message_id: str) -> dict[str, Any]:
    found(store, "thread", thread_id)
    return found(store, MESSAGE, message_id, thread_id)


def _files(store: Store, message: dict[str, Any]) -> list[dict[str, Any]]:
    about = {"object": f"{MESSAGE}.file", "message_id": message["id"], "created_at": message["created_at"]}
    shown = show_message(store, message, 1)["file_ids"]
    return [{"id": file_id, **about} for file_id in shown]
