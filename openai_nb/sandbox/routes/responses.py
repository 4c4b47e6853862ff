"""Responses: worked out from the prompt, at once, in events or in the background."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from openai_nb.api.responses import InputItems, InputTokens, Responses
from openai_nb.api.unfolding import unfolded
from openai_nb.sandbox import background, turns
from openai_nb.sandbox.demands import included
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.oracle.reading import summary
from openai_nb.sandbox.oracle.talk import text_of
from openai_nb.sandbox.pages import page
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.responding import UNDER_WAY, asked, keep, responded, usage
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import long, metadata, number, one_of
from openai_nb.sandbox.store import Store

RULES = {
    "include": included,
    "max_output_tokens": number(16, 1_000_000),
    "max_tool_calls": number(1, 1_000_000),
    "metadata": metadata,
    "prompt_cache_retention": one_of("in_memory", "24h"),
    "service_tier": one_of("auto", "default", "flex", "scale", "priority"),
    "temperature": number(0.0, 2.0),
    "tools": long(0, 128),
    "top_logprobs": number(0, 20),
    "top_p": number(0.0, 1.0),
    "truncation": one_of("auto", "disabled"),
}
OBFUSCATED = 16  # letters that the length of a delta is made a multiple of
SENTENCES = 2  # that are left of each answer when a conversation is made small


@router.serves(Responses.create, **RULES)
def create(store: Store, /, **options: Any) -> dict[str, Any]:
    if options.get("stream_options"):
        raise invalid("stream_options", "'stream_options' is only allowed when 'stream' is true.")
    wanted = asked(store, options)
    response = responded(store, wanted)
    if options.get("background"):
        return background.start(store, wanted, response)
    keep(store, wanted, response)
    return response


@router.serves(Responses.stream, **RULES)
def stream(store: Store, /, **options: Any) -> Iterator[dict[str, Any]]:
    veiled = bool((options.get("stream_options") or {}).get("include_obfuscation"))
    wanted = asked(store, options)
    response = responded(store, wanted)
    if options.get("background"):
        background.start(store, wanted, response)
        yield from _veiled(background.followed(store, response["id"]), veiled)
        return
    for raw in _veiled(unfolded(response, tokens.pieces), veiled):
        if raw.get("response", {}).get("status") != "in_progress" and "response" in raw:
            keep(store, wanted, response)
        yield raw
        if store.pace and "delta" in raw:
            time.sleep(1 / store.pace)


@router.serves(Responses.retrieve, include=included)
def retrieve(
    store: Store,
    response_id: str,
    include: list[str] | None = None,
    include_obfuscation: bool = False,
    starting_after: int | None = None,
    stream: bool = False,
) -> dict[str, Any]:
    if starting_after is not None:
        raise invalid("starting_after", "'starting_after' is only allowed when 'stream' is true.")
    response = store.get("response", response_id)
    if response is None:
        raise Refusal(404, f"Response with id '{response_id}' not found.", param="id")
    return response


@router.serves(Responses.follow, include=included, starting_after=number(0, 1_000_000_000))
def follow(
    store: Store,
    response_id: str,
    include: list[str] | None = None,
    include_obfuscation: bool = False,
    starting_after: int = -1,
) -> Iterator[dict[str, Any]]:
    if not retrieve(store, response_id)["background"]:
        raise invalid("stream", "Only responses that are made in the background can be streamed again.", None)
    return _veiled(background.followed(store, response_id, starting_after), include_obfuscation)


@router.serves(Responses.delete)
def delete(store: Store, response_id: str) -> dict[str, Any]:
    with store.step():
        for item in retrieve(store, response_id)["output"]:
            store.delete("output item", item["id"])
        store.delete("response", response_id)
        store.delete("response input", response_id)
    return {"id": response_id, "object": "response", "deleted": True}


@router.serves(Responses.cancel)
def cancel(store: Store, response_id: str) -> dict[str, Any]:
    with store.step():
        response: dict[str, Any] = retrieve(store, response_id)
        if not response["background"]:
            raise Refusal(400, "Cannot cancel a synchronous response.", param="response_id")
        if response["status"] == "cancelled":
            return response
        if response["status"] not in UNDER_WAY:
            raise Refusal(400, f"Cannot cancel a {response['status']} response.", param="response_id")
        return store.put("response", {**response, "status": "cancelled"})


@router.serves(InputItems.list, include=included)
def list_input(
    store: Store,
    response_id: str,
    after: str | None = None,
    include: list[str] | None = None,
    limit: int | None = None,
    order: str | None = None,
) -> dict[str, Any]:
    retrieve(store, response_id)
    heard = store.get("response input", response_id) or {"items": []}
    return page(heard["items"], after=after, limit=limit, order=order)


@router.serves(InputTokens.count, **{name: RULES[name] for name in ("tools", "truncation")})
def count(store: Store, /, **options: Any) -> dict[str, Any]:
    wanted = asked(store, {"model": "sandbox-chat", **options})
    return {"object": "response.input_tokens", "input_tokens": wanted.size}


@router.serves(Responses.compact, service_tier=RULES["service_tier"])
def compact(store: Store, /, **options: Any) -> dict[str, Any]:
    wanted = asked(store, options)
    small = [_small(each) for each in wanted.messages if text_of(each)]
    item = {"id": store.new("cmp_"), "type": "compaction", "encrypted_content": turns.closed(small)}
    return {
        "id": store.new("resp_"),
        "object": "response.compaction",
        "created_at": store.now(),
        "output": [item],
        "usage": usage(wanted.size, tokens.messages_count(small)),
    }


def _small(message: dict[str, Any]) -> dict[str, Any]:
    """A message as it is kept in a compaction: the user's whole, others as their main sentences."""
    text, role = text_of(message), message["role"]
    if role == "tool":
        role = "assistant"
    if role == "assistant":
        text = " ".join(summary(text, SENTENCES)) or text
    return {"role": role, "content": text}


def _veiled(events: Iterator[dict[str, Any]], veiled: bool) -> Iterator[dict[str, Any]]:
    """The events, each delta filled up so that its length does not tell the words, if that is wished."""
    for raw in events:
        filling = "x" * (-len(str(raw.get("delta"))) % OBFUSCATED)
        yield {**raw, "obfuscation": filling} if veiled and "delta" in raw else raw
