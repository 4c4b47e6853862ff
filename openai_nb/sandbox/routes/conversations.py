"""Conversations: items kept in order, which responses add to."""

from __future__ import annotations

from typing import Any

from openai_nb.api.conversations import ConversationItems, Conversations
from openai_nb.sandbox import turns
from openai_nb.sandbox.demands import included
from openai_nb.sandbox.pages import envelope, listing
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.responding import add
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import long, metadata
from openai_nb.sandbox.store import Store

MOST_ITEMS = 20  # that can be added at once


@router.serves(Conversations.create, items=long(0, MOST_ITEMS), metadata=metadata)
def create(
    store: Store, items: list[Any] | None = None, metadata: dict[str, str] | None = None
) -> dict[str, Any]:
    given = turns.items(store, items or [], "items")
    about = {"id": store.new("conv_"), "object": "conversation", "created_at": store.now()}
    with store.step():
        conversation = store.put("conversation", {**about, "metadata": metadata or {}})
        add(store, conversation["id"], given)
    return conversation


@router.serves(Conversations.retrieve)
def retrieve(store: Store, conversation_id: str) -> dict[str, Any]:
    conversation = store.get("conversation", conversation_id)
    if conversation is None:
        raise Refusal(404, f"Conversation with id '{conversation_id}' not found.", param="id")
    return conversation


@router.serves(Conversations.update, metadata=metadata)
def update(store: Store, conversation_id: str, metadata: dict[str, str]) -> dict[str, Any]:
    retrieve(store, conversation_id)
    return store.change("conversation", conversation_id, metadata=metadata) or {}


@router.serves(Conversations.delete)
def delete(store: Store, conversation_id: str) -> dict[str, Any]:
    retrieve(store, conversation_id)
    store.delete("conversation", conversation_id)  # its items stay, for those who refer to them
    return {"id": conversation_id, "object": "conversation.deleted", "deleted": True}


@router.serves(ConversationItems.create, items=long(1, MOST_ITEMS), include=included)
def create_items(
    store: Store, conversation_id: str, items: list[Any], include: list[str] | None = None
) -> dict[str, Any]:
    retrieve(store, conversation_id)
    given = turns.items(store, items, "items")
    with store.step():
        return envelope(add(store, conversation_id, given))


@router.serves(ConversationItems.list, include=included)
def list_items(
    store: Store,
    conversation_id: str,
    after: str | None = None,
    include: list[str] | None = None,
    limit: int | None = None,
    order: str | None = None,
) -> dict[str, Any]:
    retrieve(store, conversation_id)
    return listing(store, "item", conversation_id, after=after, limit=limit, order=order)


@router.serves(ConversationItems.retrieve, include=included)
def retrieve_item(
    store: Store, conversation_id: str, item_id: str, include: list[str] | None = None
) -> dict[str, Any]:
    retrieve(store, conversation_id)
    for item in store.all("item", conversation_id):
        if item["id"] == item_id:
            return item
    raise Refusal(404, f"Item with id '{item_id}' not found in conversation.", param="item_id")


@router.serves(ConversationItems.delete)
def delete_item(store: Store, conversation_id: str, item_id: str) -> dict[str, Any]:
    retrieve_item(store, conversation_id, item_id)
    store.delete("item", item_id)
    return store.get("conversation", conversation_id) or {}
