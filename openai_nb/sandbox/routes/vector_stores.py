"""Vector stores: made, labelled, searched and deleted; what is in them stands on `shelves`."""

from __future__ import annotations

from typing import Any

from openai_nb.api.vector_stores import VectorStores
from openai_nb.sandbox import shelves
from openai_nb.sandbox.nested import known, lasting, whole, word
from openai_nb.sandbox.oracle import filters as oracle
from openai_nb.sandbox.oracle.ranking import rewritten
from openai_nb.sandbox.pages import page
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import long, number
from openai_nb.sandbox.rules import metadata as pairs
from openai_nb.sandbox.store import Store

RANKERS = ("none", "auto", "default-2024-11-15")
MOST_FILES = 500  # that a vector store may be made of
EXPIRY = lasting("last_active_at", "days", 1, 365)


def chunking(name: str, value: Any) -> None:
    """auto, or static with 100 to 4,096 tokens of which half may overlap."""
    known(name, value, "type", "static")
    if word(name, value, "type", "auto", "static") == "auto":
        return
    static = value.get("static")
    if not isinstance(static, dict):
        raise Refusal(400, f"Missing required parameter: '{name}.static'.", param=f"{name}.static")
    known(f"{name}.static", static, "max_chunk_size_tokens", "chunk_overlap_tokens")
    whole(f"{name}.static", static, "max_chunk_size_tokens", 100, 4096)
    whole(f"{name}.static", static, "chunk_overlap_tokens", 0, 4096)
    if static["chunk_overlap_tokens"] > static["max_chunk_size_tokens"] // 2:
        raise invalid(
            f"{name}.static.chunk_overlap_tokens",
            "The overlap must be half of max_chunk_size_tokens at most.",
        )


def attributes(name: str, value: Any) -> None:
    """At most 16 pairs: keys of 64 letters; texts of 512, numbers or booleans."""
    long(0, 16)(name, value)
    for key, each in value.items():
        long(1, 64)(f"{name}.{key}", key)
        if not isinstance(each, oracle.Scalar):
            raise invalid(f"{name}.{key}", "Expected a string, a number or a boolean.", "invalid_type")
        if isinstance(each, str):
            long(0, 512)(f"{name}.{key}", each)


@router.serves(
    VectorStores.create,
    file_ids=long(0, MOST_FILES),
    chunking_strategy=chunking,
    expires_after=EXPIRY,
    metadata=pairs,
)
def create(
    store: Store,
    name: str = "",
    description: str | None = None,
    file_ids: list[str] | None = None,
    chunking_strategy: dict[str, Any] | None = None,
    expires_after: dict[str, Any] | None = None,
    metadata: dict[str, str] | None = None,
) -> dict[str, Any]:
    for place, file_id in enumerate(file_ids or []):
        known_file(store, file_id, f"file_ids[{place}]")
    born = store.now()
    vector_store_id: str = store.new("vs_")
    thing = {
        "id": vector_store_id,
        "object": "vector_store",
        "created_at": born,
        "name": name,
        "description": description,
        "expires_after": expires_after,
        "last_active_at": born,
        "metadata": metadata or {},
    }
    store.put("vector store", thing)
    for file_id in file_ids or []:
        shelves.put(store, vector_store_id, file_id, None, chunking_strategy)
    made = shelves.held(store, vector_store_id)
    shelves.take_in(store, vector_store_id)
    return made


@router.serves(VectorStores.list)
def list_all(
    store: Store,
    after: str | None = None,
    before: str | None = None,
    limit: int | None = None,
    order: str | None = None,
) -> dict[str, Any]:
    things = [shelves.held(store, each["id"]) for each in store.all("vector store")]
    return page(things, after=after, before=before, limit=limit, order=order)


@router.serves(VectorStores.retrieve)
def retrieve(store: Store, vector_store_id: str) -> dict[str, Any]:
    return shelves.held(store, vector_store_id)


@router.serves(VectorStores.update, expires_after=EXPIRY, metadata=pairs)
def update(store: Store, vector_store_id: str, **changes: Any) -> dict[str, Any]:
    shelves.alive(store, vector_store_id)
    store.change("vector store", vector_store_id, **changes)
    return shelves.held(store, vector_store_id)


@router.serves(VectorStores.delete)
def delete(store: Store, vector_store_id: str) -> dict[str, Any]:
    shelves.held(store, vector_store_id)
    with store.step():
        for file in store.all(shelves.shelf(vector_store_id)):
            shelves.take_out(store, vector_store_id, file["id"])
        store.delete("vector store", vector_store_id)
    return {"id": vector_store_id, "object": "vector_store.deleted", "deleted": True}


@router.serves(VectorStores.search, max_num_results=number(1, 50), query=long(1, 4096))
def search(
    store: Store,
    vector_store_id: str,
    query: str | list[str],
    filters: dict[str, Any] | None = None,
    max_num_results: int = 10,
    ranking_options: dict[str, Any] | None = None,
    rewrite_query: bool = False,
) -> dict[str, Any]:
    shelves.alive(store, vector_store_id)
    asked = [query] if isinstance(query, str) else query
    if not all(isinstance(each, str) for each in asked):
        raise invalid("query", "Invalid type for 'query': expected a string or strings.", "invalid_type")
    if wrong := next(oracle.problems(filters), None) if filters is not None else None:
        raise invalid(wrong[0], f"Invalid '{wrong[0]}': {wrong[1]}.")
    questions = [rewritten(each) for each in asked] if rewrite_query else asked
    found = shelves.search(
        store,
        [vector_store_id],
        questions,
        most=max_num_results,
        least=_threshold(ranking_options or {}),
        wanted=filters,
    )
    kind = "vector_store.search_results.page"
    rows = [_row(store, each) for each in found]
    return {"object": kind, "search_query": questions, "data": rows, "has_more": False, "next_page": None}


def known_file(store: Store, file_id: Any, param: str) -> None:
    """Refuse a file that is not there."""
    if not isinstance(file_id, str) or store.get("file", file_id) is None:
        raise Refusal(404, f"No such File object: {file_id}", param=param)


def _threshold(options: dict[str, Any]) -> float:
    known("ranking_options", options, "ranker", "score_threshold")
    word("ranking_options", {"ranker": "auto", **options}, "ranker", *RANKERS)
    least = options.get("score_threshold", 0.0)
    if isinstance(least, bool) or not isinstance(least, int | float):
        raise invalid("ranking_options.score_threshold", "Expected a number.", "invalid_type")
    number(0.0, 1.0)("ranking_options.score_threshold", least)
    return float(least)


def _row(store: Store, found: shelves.Found) -> dict[str, Any]:
    file = store.get("file", found.file["id"]) or {}
    return {
        "file_id": found.file["id"],
        "filename": file.get("filename", ""),
        "score": found.score,
        "attributes": found.file["attributes"],
        "content": [{"type": "text", "text": found.text}],
    }
