"""Chat: messages in, a message out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from openai_nb.api.calls import CustomCall, Function, ToolCall
from openai_nb.api.chat_completion import (
    Choice,
    Chunk,
    Completion,
    Likelihood,
    Message,
    StoredMessage,
    gathered,
)
from openai_nb.api.joining import split, tally
from openai_nb.api.looping import Looping
from openai_nb.api.shapes import Deleted, Id, Json, Jsons, Tools
from openai_nb.core.endpoint import DELETE, GET, POST, Resource, streams
from openai_nb.core.page import Page

__all__ = [
    "Chat",
    "Choice",
    "Chunk",
    "Completion",
    "Completions",
    "CustomCall",
    "Function",
    "Likelihood",
    "Message",
    "StoredMessage",
    "StoredMessages",
    "ToolCall",
    "gathered",
]


class StoredMessages(Resource):
    """What was asked in stored conversations.

    >>> ask = [{"role": "user", "content": "Hi"}]
    >>> kept = client.chat.completions.create(model="gpt-6-luna", messages=ask, store=True)
    >>> client.chat.completions.messages.list(kept)
    """

    @GET("/chat/completions/{completion_id}/messages")
    def list(
        self,
        completion_id: Id,
        *,
        after: str | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[StoredMessage]:
        """The messages that a stored answer was given to, the first one first."""
        ...


class Completions(Looping):
    """Ask a model; it answers at once, in pieces, typed, or by calling functions.

    >>> ask = [{"role": "user", "content": "Is tea hot?"}]
    >>> answer = client.chat.completions.create(model="gpt-6-luna", messages=ask)
    >>> answer.choices[0].message.content
    """

    @cached_property
    def messages(self) -> StoredMessages:
        """What was asked in stored conversations."""
        return StoredMessages(self._send)

    @POST("/chat/completions")
    def create(
        self,
        *,
        model: Id,
        messages: Jsons,
        audio: Json | None = None,
        frequency_penalty: float | None = None,
        function_call: str | Json | None = None,
        functions: Sequence[Json] | None = None,
        logit_bias: Json | None = None,
        logprobs: bool | None = None,
        max_completion_tokens: int | None = None,
        max_tokens: int | None = None,
        metadata: Json | None = None,
        modalities: Sequence[str] | None = None,
        moderation: Json | None = None,
        n: int | None = None,
        parallel_tool_calls: bool | None = None,
        prediction: Json | None = None,
        presence_penalty: float | None = None,
        prompt_cache_key: str | None = None,
        prompt_cache_options: Json | None = None,
        prompt_cache_retention: str | None = None,
        reasoning_effort: str | None = None,
        response_format: Json | None = None,
        safety_identifier: str | None = None,
        seed: int | None = None,
        service_tier: str | None = None,
        stop: str | Sequence[str] | None = None,
        store: bool | None = None,
        stream: bool | None = None,
        stream_options: Json | None = None,
        temperature: float | None = None,
        tool_choice: str | Json | None = None,
        tools: Tools = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        user: str | None = None,
        verbosity: str | None = None,
        web_search_options: Json | None = None,
        **extra: Any,
    ) -> Completion:
        """Answer a conversation: `messages` are dicts with a role and a content, or earlier messages."""
        ...

    stream = streams(create, Chunk, tally=tally, gather=gathered, split=split)

    @GET("/chat/completions")
    def list(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        metadata: Json | None = None,
        model: Id | None = None,
        order: str | None = None,
    ) -> Page[Completion]:
        """The answers that were asked for with `store=True`, the oldest first unless `order` is "desc"."""
        ...

    @GET("/chat/completions/{completion_id}")
    def retrieve(self, completion_id: Id) -> Completion:
        """Look a stored answer up."""
        ...

    @POST("/chat/completions/{completion_id}")
    def update(self, completion_id: Id, *, metadata: Json) -> Completion:
        """Give a stored answer other metadata."""
        ...

    @DELETE("/chat/completions/{completion_id}")
    def delete(self, completion_id: Id) -> Deleted:
        """Delete a stored answer."""
        ...


class Chat(Resource):
    """Conversations with a model: `completions`.

    >>> client.chat.completions.create(model="gpt-6-luna", messages=[{"role": "user", "content": "Hi"}])
    """

    @cached_property
    def completions(self) -> Completions:
        """Ask a model."""
        return Completions(self._send)
