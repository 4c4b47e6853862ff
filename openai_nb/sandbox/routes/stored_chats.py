"""Stored chats: answers that were asked for with `store`, to be looked up, labelled and deleted."""

from __future__ import annotations

from typing import Any

from openai_nb.api.chat import Completions, StoredMessages
from openai_nb.sandbox.oracle.talk import text_of
from openai_nb.sandbox.pages import listing
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import metadata, one_of
from openai_nb.sandbox.store import Store

ORDER = one_of("asc", "desc")
KEPT: dict[str, Any] = {  # the arguments a stored answer tells, as they are where nobody says
    "frequency_penalty": 0.0, "metadata": {}, "presence_penalty": 0.0, "response_format": None, "seed": None,
    "temperature": 1.0, "tool_choice": None, "tools": None, "top_p": 1.0,
}  # fmt: skip


def keep(store: Store, answer: dict[str, Any], messages: list[Any], options: dict[str, Any]) -> None:
    """Store an answer and the messages that asked for it."""
    told = {name: options.get(name, usual) for name, usual in KEPT.items()}
    store.put("chat", {**answer, **told, "input_user": options.get("user"), "request_id": None})
    for place, each in enumerate(messages):
        parts = each.get("content") if isinstance(each.get("content"), list) else None
        said = {"name": None, "refusal": None, **each, "content": text_of(each), "content_parts": parts}
        store.put("chat message", {"id": f"{answer['id']}-{place}", **said}, parent=answer["id"])


@router.serves(Completions.list, order=ORDER)
def list_all(
    store: Store,
    after: str | None = None,
    limit: int | None = None,
    metadata: dict[str, str] | None = None,
    model: str | None = None,
    order: str = "asc",
) -> dict[str, Any]:
    wanted = (metadata or {}).items()
    return listing(
        store,
        "chat",
        after=after,
        limit=limit,
        order=order,
        where=lambda chat: model in (None, chat["model"]) and wanted <= chat["metadata"].items(),
    )


@router.serves(Completions.retrieve)
def retrieve(store: Store, completion_id: str) -> dict[str, Any]:
    chat = store.get("chat", completion_id)
    if chat is None:
        raise Refusal(404, f"Chat completion '{completion_id}' was not found.", param="completion_id")
    return chat


@router.serves(Completions.update, metadata=metadata)
def update(store: Store, completion_id: str, metadata: dict[str, str]) -> dict[str, Any]:
    retrieve(store, completion_id)
    return store.change("chat", completion_id, metadata=metadata) or {}


@router.serves(Completions.delete)
def delete(store: Store, completion_id: str) -> dict[str, Any]:
    retrieve(store, completion_id)
    with store.step():
        for each in store.all("chat message", completion_id):
            store.delete("chat message", each["id"])
        store.delete("chat", completion_id)
    return {"id": completion_id, "object": "chat.completion.deleted", "deleted": True}


@router.serves(StoredMessages.list, order=ORDER)
def list_messages(
    store: Store,
    completion_id: str,
    after: str | None = None,
    limit: int | None = None,
    order: str = "asc",
) -> dict[str, Any]:
    retrieve(store, completion_id)
    return listing(store, "chat message", completion_id, after=after, limit=limit, order=order)
