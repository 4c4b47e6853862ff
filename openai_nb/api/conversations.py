"""Conversations: what was said, kept by the server, to go on with from anywhere."""

from __future__ import annotations

from functools import cached_property

from openai_nb.api.items import Item
from openai_nb.api.shapes import Deleted, Id, Json, Jsons, Texts
from openai_nb.core.endpoint import DELETE, GET, POST, Resource
from openai_nb.core.page import Page
from openai_nb.core.record import Record


class Conversation(Record):
    """A conversation; give it to `responses.create` and the items grow by themselves."""

    id: str
    object: str
    created_at: int
    metadata: dict[str, str] | None


class ItemList(Record):
    """The items that were added: `data`."""

    object: str
    data: list[Item]
    first_id: str
    last_id: str
    has_more: bool


class ConversationItems(Resource):
    """What was said in a conversation.

    >>> talk = client.conversations.create()
    >>> client.conversations.items.create(talk, items=[{"role": "user", "content": "Hi"}])
    """

    @POST("/conversations/{conversation_id}/items", in_query=("include",))
    def create(self, conversation_id: Id, *, items: Jsons, include: Texts | None = None) -> ItemList:
        """Add up to 20 items to a conversation."""
        ...

    @GET("/conversations/{conversation_id}/items")
    def list(
        self,
        conversation_id: Id,
        *,
        after: str | None = None,
        include: Texts | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[Item]:
        """The items of a conversation, newest first unless `order` is "asc"."""
        ...

    @GET("/conversations/{conversation_id}/items/{item_id}")
    def retrieve(self, item_id: Id, conversation_id: Id, *, include: Texts | None = None) -> Item:
        """Look one item up."""
        ...

    @DELETE("/conversations/{conversation_id}/items/{item_id}")
    def delete(self, item_id: Id, conversation_id: Id) -> Conversation:
        """Take one item out of a conversation; the conversation."""
        ...


class Conversations(Resource):
    """Begin, look up, label and delete conversations.

    >>> talk = client.conversations.create(metadata={"about": "tea"})
    >>> client.conversations.retrieve(talk.id)
    """

    @cached_property
    def items(self) -> ConversationItems:
        """What was said in a conversation."""
        return ConversationItems(self._send)

    @POST("/conversations")
    def create(self, *, items: Jsons | None = None, metadata: Json | None = None) -> Conversation:
        """Begin a conversation, with up to 20 items if you like."""
        ...

    @GET("/conversations/{conversation_id}")
    def retrieve(self, conversation_id: Id) -> Conversation:
        """Look a conversation up."""
        ...

    @POST("/conversations/{conversation_id}")
    def update(self, conversation_id: Id, *, metadata: Json) -> Conversation:
        """Give a conversation other metadata."""
        ...

    @DELETE("/conversations/{conversation_id}")
    def delete(self, conversation_id: Id) -> Deleted:
        """Delete a conversation."""
        ...
