"""Batches: begun, looked up and stopped; the work itself is `batching`."""

from __future__ import annotations

from typing import Any

from openai_nb.api.batches import ENDED, Batches
from openai_nb.api.lines import WANTED
from openai_nb.sandbox.batching import move, start
from openai_nb.sandbox.nested import lasting
from openai_nb.sandbox.pages import listing
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import metadata as pairs
from openai_nb.sandbox.rules import one_of
from openai_nb.sandbox.store import Store

WINDOW = 86_400  # seconds
MISSING = {"/v1/images/edits", "/v1/videos"}  # of the API's endpoints, these take no batches here
ENDPOINTS = tuple(each for each in WANTED if each not in MISSING)
LATER = ("in_progress", "finalizing", "completed", "failed", "expired", "cancelling", "cancelled")


@router.serves(
    Batches.create,
    endpoint=one_of(*ENDPOINTS),
    completion_window=one_of("24h"),
    metadata=pairs,
    output_expires_after=lasting("created_at", "seconds", 3_600, 2_592_000),
)
def create(
    store: Store,
    input_file_id: str,
    endpoint: str,
    completion_window: str,
    metadata: dict[str, str] | None = None,
    output_expires_after: dict[str, Any] | None = None,
) -> dict[str, Any]:
    _check_file(store, input_file_id)
    born = store.now()
    batch = {
        "id": store.new("batch_"),
        "object": "batch",
        "endpoint": endpoint,
        "model": None,
        "errors": None,
        "input_file_id": input_file_id,
        "completion_window": completion_window,
        "status": "validating",
        "output_file_id": None,
        "error_file_id": None,
        "created_at": born,
        "expires_at": born + WINDOW,
        **{f"{status}_at": None for status in LATER},
        "request_counts": {"total": 0, "completed": 0, "failed": 0},
        "usage": None,
        "metadata": metadata,
        "output_expires_after": output_expires_after,
    }
    store.put("batch", batch)
    start(store, batch)
    return batch


@router.serves(Batches.list)
def list_all(store: Store, after: str | None = None, limit: int | None = None) -> dict[str, Any]:
    return listing(store, "batch", after=after, limit=limit)


@router.serves(Batches.retrieve)
def retrieve(store: Store, batch_id: str) -> dict[str, Any]:
    batch = store.get("batch", batch_id)
    if batch is None:
        raise Refusal(404, f"No batch found with id '{batch_id}'.", param="batch_id")
    return batch


@router.serves(Batches.cancel)
def cancel(store: Store, batch_id: str) -> dict[str, Any]:
    with store.step():
        batch = retrieve(store, batch_id)
        if batch["status"] in ENDED or batch["status"] == "finalizing":
            raise Refusal(
                409, f"Cannot cancel a batch with status '{batch['status']}'.", code="invalid_status"
            )
        return move(store, batch_id, "cancelling") or batch


def _check_file(store: Store, file_id: str) -> None:
    file = store.get("file", file_id)
    if file is None:
        raise Refusal(404, f"No such File object: {file_id}", param="input_file_id")
    if file["purpose"] != "batch":
        message = f"File '{file_id}' has the purpose '{file['purpose']}'; 'batch' is needed."
        raise invalid("input_file_id", message, None)
