"""Vector store files: put in, looked up, labelled, read and taken out."""

from __future__ import annotations

from typing import Any

from openai_nb.api.vector_store_files import VectorStoreFiles
from openai_nb.sandbox import shelves
from openai_nb.sandbox.pages import listing
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.routes.vector_stores import attributes as pairs
from openai_nb.sandbox.routes.vector_stores import chunking, known_file
from openai_nb.sandbox.rules import one_of
from openai_nb.sandbox.store import Store


@router.serves(VectorStoreFiles.create, attributes=pairs, chunking_strategy=chunking)
def create(
    store: Store,
    vector_store_id: str,
    file_id: str,
    attributes: dict[str, Any] | None = None,
    chunking_strategy: dict[str, Any] | None = None,
) -> dict[str, Any]:
    shelves.alive(store, vector_store_id)
    known_file(store, file_id, "file_id")
    place = shelves.put(store, vector_store_id, file_id, attributes, chunking_strategy)
    shelves.take_in(store, vector_store_id)
    return place


@router.serves(VectorStoreFiles.list, filter=one_of(*shelves.STATUSES))
def list_all(
    store: Store,
    vector_store_id: str,
    after: str | None = None,
    before: str | None = None,
    filter: str | None = None,
    limit: int | None = None,
    order: str | None = None,
) -> dict[str, Any]:
    shelves.held(store, vector_store_id)
    return listing(
        store,
        shelves.shelf(vector_store_id),
        after=after,
        before=before,
        limit=limit,
        order=order,
        where=lambda file: filter in (None, file["status"]),
    )


@router.serves(VectorStoreFiles.retrieve)
def retrieve(store: Store, file_id: str, vector_store_id: str) -> dict[str, Any]:
    shelves.held(store, vector_store_id)
    place = store.get(shelves.shelf(vector_store_id), file_id)
    if place is None:
        raise Refusal(
            404, f"No file found with id '{file_id}' in vector store '{vector_store_id}'.", param="file_id"
        )
    return place


@router.serves(VectorStoreFiles.update, attributes=pairs)
def update(
    store: Store, file_id: str, vector_store_id: str, attributes: dict[str, Any] | None = None
) -> dict[str, Any]:
    retrieve(store, file_id, vector_store_id)
    return store.change(shelves.shelf(vector_store_id), file_id, attributes=attributes or {}) or {}


@router.serves(VectorStoreFiles.delete)
def delete(store: Store, file_id: str, vector_store_id: str) -> dict[str, Any]:
    retrieve(store, file_id, vector_store_id)
    shelves.take_out(store, vector_store_id, file_id)
    return {"id": file_id, "object": "vector_store.file.deleted", "deleted": True}


@router.serves(VectorStoreFiles.content)
def content(store: Store, file_id: str, vector_store_id: str) -> dict[str, Any]:
    retrieve(store, file_id, vector_store_id)
    text = shelves.text(store, vector_store_id, file_id)
    rows = [{"type": "text", "text": text}] if text else []
    return {"object": "vector_store.file_content.page", "data": rows, "has_more": False, "next_page": None}
