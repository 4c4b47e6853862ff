"""Vector store file batches: many files put in with one call, followed, and stopped."""

from __future__ import annotations

from typing import Any

from openai_nb.api.vector_store_file_batches import VectorStoreFileBatches
from openai_nb.sandbox import shelves
from openai_nb.sandbox.pages import page
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.routes.vector_stores import attributes as pairs
from openai_nb.sandbox.routes.vector_stores import chunking, known_file
from openai_nb.sandbox.rules import long, one_of
from openai_nb.sandbox.store import Store

MOST = 2000  # files of a batch
EACH = ("file_id", "attributes", "chunking_strategy")


@router.serves(
    VectorStoreFileBatches.create,
    file_ids=long(1, MOST),
    files=long(1, MOST),
    attributes=pairs,
    chunking_strategy=chunking,
)
def create(
    store: Store,
    vector_store_id: str,
    file_ids: list[str] | None = None,
    files: list[Any] | None = None,
    attributes: dict[str, Any] | None = None,
    chunking_strategy: dict[str, Any] | None = None,
) -> dict[str, Any]:
    shelves.alive(store, vector_store_id)
    if (file_ids is None) == (files is None):
        raise invalid("file_ids", "Give either 'file_ids' or 'files'.", None)
    shared = {"attributes": attributes, "chunking_strategy": chunking_strategy}
    given: list[dict[str, Any]] = _own(files or [])
    if file_ids:
        given = [{**shared, "file_id": each} for each in file_ids]
    for place, each in enumerate(given):
        known_file(store, each["file_id"], f"file_ids[{place}]" if file_ids else f"files[{place}].file_id")
    ids = list(dict.fromkeys(each["file_id"] for each in given))
    for each in given:
        shelves.put(
            store, vector_store_id, each["file_id"], each.get("attributes"), each.get("chunking_strategy")
        )
    born = {"id": store.new("vsfb_"), "created_at": store.now(), "file_ids": ids, "cancelled": False}
    store.put("file batch", born, parent=vector_store_id)
    made = _shown(store, vector_store_id, born)
    shelves.take_in(store, vector_store_id)
    return made


@router.serves(VectorStoreFileBatches.retrieve)
def retrieve(store: Store, batch_id: str, vector_store_id: str) -> dict[str, Any]:
    return _shown(store, vector_store_id, _batch(store, batch_id, vector_store_id))


@router.serves(VectorStoreFileBatches.cancel)
def cancel(store: Store, batch_id: str, vector_store_id: str) -> dict[str, Any]:
    with store.step():
        batch = _batch(store, batch_id, vector_store_id)
        status = _shown(store, vector_store_id, batch)["status"]
        if status != "in_progress":
            raise Refusal(400, f"Cannot cancel a file batch with status '{status}'.", code="invalid_status")
        for file in _files(store, vector_store_id, batch):
            if file["status"] == "in_progress":
                store.put(shelves.shelf(vector_store_id), {**file, "status": "cancelled"})
        store.change("file batch", batch_id, cancelled=True)
    stopped: dict[str, Any] = retrieve(store, batch_id, vector_store_id)
    return stopped


@router.serves(VectorStoreFileBatches.list_files, filter=one_of(*shelves.STATUSES))
def list_files(
    store: Store,
    batch_id: str,
    vector_store_id: str,
    after: str | None = None,
    before: str | None = None,
    filter: str | None = None,
    limit: int | None = None,
    order: str | None = None,
) -> dict[str, Any]:
    batch = _batch(store, batch_id, vector_store_id)
    files = [each for each in _files(store, vector_store_id, batch) if filter in (None, each["status"])]
    return page(files, after=after, before=before, limit=limit, order=order)


def _own(files: list[Any]) -> list[dict[str, Any]]:
    """Files that bring attributes and chunking of their own."""
    for place, each in enumerate(files):
        where = f"files[{place}]"
        if not isinstance(each, dict) or not isinstance(each.get("file_id"), str):
            raise Refusal(400, f"Missing required parameter: '{where}.file_id'.", param=f"{where}.file_id")
        for name, value in each.items():
            if name not in EACH:
                raise invalid(f"{where}.{name}", f"Unknown parameter: '{where}.{name}'.", "unknown_parameter")
            if name != "file_id" and value is not None and not isinstance(value, dict):
                raise invalid(f"{where}.{name}", "Expected an object.", "invalid_type")
        pairs(f"{where}.attributes", each.get("attributes") or {})
        if each.get("chunking_strategy"):
            chunking(f"{where}.chunking_strategy", each["chunking_strategy"])
    return [*files]


def _batch(store: Store, id: str, vector_store_id: str) -> dict[str, Any]:
    shelves.held(store, vector_store_id)
    found = next((each for each in store.all("file batch", vector_store_id) if each["id"] == id), None)
    if found is None:
        raise Refusal(404, f"No file batch found with id '{id}'.", param="batch_id")
    return found


def _files(store: Store, vector_store_id: str, batch: dict[str, Any]) -> list[dict[str, Any]]:
    found = (store.get(shelves.shelf(vector_store_id), file_id) for file_id in batch["file_ids"])
    return [file for file in found if file]


def _shown(store: Store, vector_store_id: str, batch: dict[str, Any]) -> dict[str, Any]:
    """A batch as the API tells it."""
    counts = shelves.counted(_files(store, vector_store_id, batch))
    done = "cancelled" if batch["cancelled"] else "completed"
    return {
        "id": batch["id"],
        "object": "vector_store.files_batch",
        "created_at": batch["created_at"],
        "vector_store_id": vector_store_id,
        "status": "in_progress" if counts["in_progress"] else done,
        "file_counts": counts,
    }
