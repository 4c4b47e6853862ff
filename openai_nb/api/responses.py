"""Responses: ask a model, with tools, memory and files; the API of today."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from openai_nb.api.events import Event, event
from openai_nb.api.items import Item
from openai_nb.api.response import Response, ResponseUsage, function_calls
from openai_nb.api.response_looping import ResponseLooping
from openai_nb.api.shapes import Deleted, Id, Json, Jsons, Texts
from openai_nb.api.unfolding import folded, is_last, tally, unfolded
from openai_nb.core.endpoint import DELETE, GET, POST, Resource, streams
from openai_nb.core.page import Page
from openai_nb.core.polling import wait
from openai_nb.core.record import Record, asdict

__all__ = [
    "Compacted",
    "InputItems",
    "InputTokenCount",
    "InputTokens",
    "Response",
    "Responses",
    "function_calls",
    "gathered",
]
UNDER_WAY = {"queued", "in_progress"}


class InputTokenCount(Record):
    """How many tokens a call would read."""

    object: str
    input_tokens: int


class Compacted(Record):
    """A conversation made small: give its `output` as the next input."""

    id: str
    object: str
    created_at: int
    output: list[Item]
    usage: ResponseUsage


def gathered(events: Sequence[Event]) -> Response:
    """The response that `events` make together, as far as they go."""
    return Response(folded(asdict(each) for each in events))


def _split(raw: dict[str, Any]) -> list[dict[str, Any]]:
    return list(unfolded(raw))


class InputItems(Resource):
    """What a response was given."""

    @GET("/responses/{response_id}/input_items")
    def list(
        self,
        response_id: Id,
        *,
        after: str | None = None,
        include: Texts | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Page[Item]:
        """The items a response was given, what came before it included, newest first."""
        ...


class InputTokens(Resource):
    """What a call would cost to read.

    >>> client.responses.input_tokens.count(model="gpt-6-luna", input="Is tea hot?").input_tokens
    """

    @POST("/responses/input_tokens")
    def count(
        self,
        *,
        conversation: Id | Json | None = None,
        input: str | Jsons | None = None,
        instructions: str | None = None,
        model: Id | None = None,
        parallel_tool_calls: bool | None = None,
        personality: str | None = None,
        previous_response_id: Id | None = None,
        reasoning: Json | None = None,
        text: Json | None = None,
        tool_choice: str | Json | None = None,
        tools: Sequence[Json] | None = None,
        truncation: str | None = None,
    ) -> InputTokenCount:
        """Count the tokens that `create` would read, without asking the model."""
        ...


class Responses(ResponseLooping):
    """Ask a model; it answers at once, in events or in the background.

    >>> answer = client.responses.create(model="gpt-6-luna", input="Is tea hot?")
    >>> answer.output_text
    >>> client.responses.input_items.list(answer)
    """

    @cached_property
    def input_items(self) -> InputItems:
        """What a response was given."""
        return InputItems(self._send)

    @cached_property
    def input_tokens(self) -> InputTokens:
        """What a call would cost to read."""
        return InputTokens(self._send)

    @POST("/responses")
    def create(
        self,
        *,
        background: bool | None = None,
        context_management: Sequence[Json] | None = None,
        conversation: Id | Json | None = None,
        include: Texts | None = None,
        input: str | Jsons | None = None,
        instructions: str | None = None,
        max_output_tokens: int | None = None,
        max_tool_calls: int | None = None,
        metadata: Json | None = None,
        model: Id | None = None,
        moderation: Json | None = None,
        parallel_tool_calls: bool | None = None,
        previous_response_id: Id | None = None,
        prompt: Json | None = None,
        prompt_cache_key: str | None = None,
        prompt_cache_options: Json | None = None,
        prompt_cache_retention: str | None = None,
        reasoning: Json | None = None,
        safety_identifier: str | None = None,
        service_tier: str | None = None,
        store: bool | None = None,
        stream: bool | None = None,
        stream_options: Json | None = None,
        temperature: float | None = None,
        text: Json | None = None,
        tool_choice: str | Json | None = None,
        tools: Sequence[Json] | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        truncation: str | None = None,
        user: str | None = None,
        **extra: Any,
    ) -> Response:
        """Answer `input`, a text or a list of items; `output_text` of the response is what was said."""
        ...

    stream = streams(create, event, tally=tally, gather=gathered, split=_split, last=is_last)

    @GET("/responses/{response_id}")
    def retrieve(
        self,
        response_id: Id,
        *,
        include: Texts | None = None,
        include_obfuscation: bool | None = None,
        starting_after: int | None = None,
        stream: bool | None = None,
    ) -> Response:
        """Look a response up."""
        ...

    follow = streams(retrieve, event, tally=tally, gather=gathered, split=_split, last=is_last)

    @DELETE("/responses/{response_id}")
    def delete(self, response_id: Id) -> Deleted:
        """Delete a response; a conversation it belongs to keeps what was said."""
        ...

    @POST("/responses/{response_id}/cancel")
    def cancel(self, response_id: Id) -> Response:
        """Stop a response that is made in the background."""
        ...

    @POST("/responses/compact")
    def compact(
        self,
        *,
        model: Id,
        input: str | Jsons | None = None,
        instructions: str | None = None,
        previous_response_id: Id | None = None,
        prompt_cache_key: str | None = None,
        prompt_cache_options: Json | None = None,
        prompt_cache_retention: str | None = None,
        service_tier: str | None = None,
    ) -> Compacted:
        """Make a conversation small, so that it costs less to go on with."""
        ...

    def wait(self, response: Id, timeout: float | None = 600.0, *, poll_interval: float = 0.5) -> Response:
        """The response once it has ended, somehow; raises `WaitedTooLong` after `timeout` seconds."""
        return wait(
            lambda: self.retrieve(response),
            lambda found: found.status not in UNDER_WAY,
            every=poll_interval,
            timeout=timeout,
        )
