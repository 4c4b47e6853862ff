"""Usage: added up from the journal of the sandbox's own requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openai_nb.api.usage import Usage
from openai_nb.sandbox import shelves
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import Rule, number, one_of
from openai_nb.sandbox.spans import WHOSE, Row, kept, page, total, window
from openai_nb.sandbox.store import Store
from openai_nb.sandbox.tariff import charges

FILTERS = {  # arguments that narrow the rows, and the columns they look at
    "api_key_ids": "api_key_id",
    "batch": "batch",
    "context_levels": "context_level",
    "line_items": "line_item",
    "models": "model",
    "project_ids": "project_id",
    "sizes": "size",
    "sources": "source",
    "user_ids": "user_id",
    "vector_store_ids": "vector_store_id",
}
OWNERS = tuple(WHOSE)
AMOUNTS: dict[str, tuple[tuple[str, str], ...]] = {  # by kind: fields of a result, columns of the journal
    "completions": (("input_tokens", "input_tokens"), ("output_tokens", "output_tokens")),
    "embeddings": (("input_tokens", "input_tokens"),),
    "moderations": (("input_tokens", "input_tokens"),),
    "images": (("images", "images"),),
    "audio_speeches": (("characters", "characters"),),
    "audio_transcriptions": (("seconds", "audio_seconds"),),
    "code_interpreter_sessions": (),
    "file_search_calls": (),
    "web_search_calls": (),
}
COUNTED = {"code_interpreter_sessions": "num_sessions", "file_search_calls": "num_requests"}
OBJECTS = {"file_search_calls": "file_searches", "web_search_calls": "web_searches"}
MOST_DAYS, USUAL_DAYS = 180, 7  # buckets of costs


def _serve(method: Any, kind: str, *more: str, owners: tuple[str, ...] = OWNERS) -> None:
    """Serve the usage of one kind; `more` may be grouped by beside its owners."""

    @router.serves(method, bucket_width=one_of("1m", "1h", "1d"), group_by=_among(*owners, *more), **TIMES)
    def handler(store: Store, /, start_time: int, **options: Any) -> dict[str, Any]:
        asked = {"start_time": start_time, **options}
        chosen = window(store.now(), asked)
        rows = [row for row in store.noted(chosen.since, chosen.end) if row["kind"] == kind]
        keys = options.get("group_by") or []
        blank = dict.fromkeys((*owners, *more))
        return page(chosen, kept(rows, options, FILTERS), keys, lambda rows: _result(kind, rows) | blank)


def _result(kind: str, rows: list[Row]) -> Row:
    """What one group used."""
    found: Row = {"object": f"organization.usage.{OBJECTS.get(kind, kind)}.result"}
    found |= {name: total(rows, column) for name, column in AMOUNTS[kind]}
    found[COUNTED.get(kind, "num_model_requests")] = len(rows)
    if kind == "completions":
        found |= {"input_cached_tokens": 0, "input_audio_tokens": 0, "output_audio_tokens": 0}
    return found


def _among(*options: str) -> Rule:
    """A list of words that may be grouped by."""
    check = one_of(*options)

    def each(name: str, value: list[Any]) -> None:
        for place, word in enumerate(value):
            check(f"{name}[{place}]", str(word))

    return each


def _bytes(store: Store) -> Callable[[int], int]:
    """How many bytes the vector stores that are there held at a time."""
    stores = [shelves.held(store, each["id"]) for each in store.all("vector store")]
    return lambda at: sum(each["usage_bytes"] for each in stores if each["created_at"] < at)


TIMES: dict[str, Rule] = {"start_time": number(0, 1 << 40), "end_time": number(0, 1 << 40)}
_serve(Usage.completions, "completions", "model", "batch", "service_tier", "api_source")
_serve(Usage.embeddings, "embeddings", "model")
_serve(Usage.moderations, "moderations", "model")
_serve(Usage.images, "images", "model", "size", "source")
_serve(Usage.audio_speeches, "audio_speeches", "model")
_serve(Usage.audio_transcriptions, "audio_transcriptions", "model")
_serve(Usage.code_interpreter_sessions, "code_interpreter_sessions", owners=("project_id",))
_serve(Usage.file_search_calls, "file_search_calls", "vector_store_id")
_serve(Usage.web_search_calls, "web_search_calls", "model", "context_level", "api_source")


@router.serves(
    Usage.vector_stores, bucket_width=one_of("1m", "1h", "1d"), group_by=_among("project_id"), **TIMES
)
def vector_stores(store: Store, /, start_time: int, **options: Any) -> dict[str, Any]:
    chosen = window(store.now(), {"start_time": start_time, **options})
    held = _bytes(store)
    rows = [
        {"created_at": max(start, chosen.since), "usage_bytes": size}
        for start, end in chosen.edges
        if (size := held(min(end, chosen.end)))
    ]
    blank = {"object": "organization.usage.vector_stores.result", "project_id": None}
    keys = options.get("group_by") or []
    rows = kept(rows, options, FILTERS)
    return page(chosen, rows, keys, lambda rows: {**blank, "usage_bytes": total(rows, "usage_bytes")})


@router.serves(
    Usage.costs,
    bucket_width=one_of("1d"),
    group_by=_among(*OWNERS, "line_item", "api_source"),
    **TIMES,
)
def costs(store: Store, /, start_time: int, **options: Any) -> dict[str, Any]:
    asked = {"start_time": start_time, **options}
    chosen = window(store.now(), asked, usual=USUAL_DAYS, most=MOST_DAYS)
    items = [item for row in store.noted(chosen.since, chosen.end) for item in charges(row)]
    keys = options.get("group_by") or []
    return page(chosen, kept(items, options, FILTERS), keys, lambda rows: _cost(rows, "line_item" in keys))


def _cost(items: list[Row], alike: bool) -> Row:
    """What one group cost; how much of it there was, where all is of one kind."""
    value = round(sum(item["value"] for item in items), 9)
    found: Row = {"object": "organization.costs.result", "amount": {"value": value, "currency": "usd"}}
    found |= {"line_item": None, **dict.fromkeys(OWNERS)}
    if alike:
        quantity = float(sum(item["quantity"] for item in items))
        found |= {"quantity": quantity, "quantity_unit": items[0]["quantity_unit"]}
    return found
