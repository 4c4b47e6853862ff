"""Shelves: what stands in vector stores: files taken in, chunk by chunk, and found again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from openai_nb.sandbox.errands import errand, send
from openai_nb.sandbox.oracle import chunks, filters, ranking
from openai_nb.sandbox.oracle.extraction import Unreadable, text_of
from openai_nb.sandbox.refusal import Refusal, missing
from openai_nb.sandbox.store import Store

DAY = 86_400
STATUSES = ("in_progress", "completed", "failed", "cancelled")
STATIC = {"max_chunk_size_tokens": chunks.SIZE, "chunk_overlap_tokens": chunks.OVERLAP}


class Found(NamedTuple):
    """A chunk that was found, of which file, and how well it answers: from 0 to 1."""

    file: dict[str, Any]
    text: str
    score: float


def shelf(vector_store_id: str) -> str:
    """The kind under which the files of a vector store are kept."""
    return f"file of {vector_store_id}"


def held(store: Store, id: str) -> dict[str, Any]:
    """A vector store as it stands: its files counted, its end told."""
    thing = store.get("vector store", id)
    if thing is None:
        raise missing("vector store", id)
    files = store.all(shelf(id))
    ends = thing["last_active_at"] + thing["expires_after"]["days"] * DAY if thing["expires_after"] else None
    counts = counted(files)
    status = "in_progress" if counts["in_progress"] else "completed"
    return {
        **thing,
        "status": "expired" if ends is not None and ends <= store.now() else status,
        "usage_bytes": sum(file["usage_bytes"] for file in files),
        "file_counts": counts,
        "expires_at": ends,
    }


def alive(store: Store, id: str) -> dict[str, Any]:
    """A vector store that has not expired; being used keeps it alive."""
    thing = held(store, id)
    if thing["status"] == "expired":
        raise Refusal(
            400, f"Vector store {id} has expired.", code="vector_store_expired", param="vector_store_id"
        )
    store.change("vector store", id, last_active_at=store.now())
    return thing


def counted(files: Sequence[dict[str, Any]]) -> dict[str, int]:
    """How many files there are, and how they stand."""
    counts = {status: sum(file["status"] == status for file in files) for status in STATUSES}
    return {**counts, "total": len(files)}


def put(store: Store, id: str, file_id: str, attributes: Any, chunking: Any) -> dict[str, Any]:
    """A file's place in a vector store; `take_in` fills it."""
    static = (chunking or {}).get("static") or STATIC
    return store.put(
        shelf(id),
        {
            "id": file_id,
            "object": "vector_store.file",
            "created_at": store.now(),
            "vector_store_id": id,
            "status": "in_progress",
            "usage_bytes": 0,
            "last_error": None,
            "chunking_strategy": {"type": "static", "static": static},
            "attributes": attributes or {},
        },
    )


def take_in(store: Store, id: str) -> None:
    """Cut and embed the files that have a place already, one after another."""
    send(store, "intake", f"{id}/{store.new('intake_')}")


@errand("intake")
def _take_in(store: Store, name: str) -> Iterator[None]:
    vector_store_id, _, _ = name.partition("/")
    kind = shelf(vector_store_id)
    yield
    for file_id in [each["id"] for each in store.all(kind)]:
        place = store.get(kind, file_id)
        if place is None or place["status"] != "in_progress":
            continue
        data, outcome = _read(store, file_id, place["chunking_strategy"]["static"])
        with store.step():
            place = store.get(kind, file_id)
            if place and place["status"] == "in_progress":
                store.write(_contents(vector_store_id, file_id), data)
                store.put(kind, {**place, **outcome, "usage_bytes": len(data)})
        yield


def _read(store: Store, file_id: str, static: dict[str, int]) -> tuple[bytes, dict[str, Any]]:
    """(chunks to keep, how it went) of a file."""
    file, data = store.get("file", file_id), store.read(file_id)
    try:
        if file is None or data is None:
            raise Unreadable("invalid_file", f"The file {file_id} is gone.")
        text = text_of(file["filename"], data)
    except Unreadable as error:
        return b"", {"status": "failed", "last_error": {"code": error.code, "message": str(error)}}
    pieces = chunks.cut(text, static["max_chunk_size_tokens"], static["chunk_overlap_tokens"])
    return chunks.packed(pieces), {"status": "completed"}


def text(store: Store, id: str, file_id: str) -> str:
    """What was read from a file; empty while it is not taken in."""
    file, data = store.get("file", file_id), store.read(file_id)
    taken = store.get(shelf(id), file_id)
    ready = file and data and taken and taken["status"] == "completed"
    return text_of(file["filename"], data) if ready and file and data else ""


def take_out(store: Store, id: str, file_id: str) -> bool:
    """Take a file out of a vector store; whether it was there."""
    store.erase(_contents(id, file_id))
    return store.delete(shelf(id), file_id)


def forget(store: Store, file_id: str) -> None:
    """Take a file out of every vector store."""
    for each in store.all("vector store"):
        take_out(store, each["id"], file_id)


def search(
    store: Store,
    ids: Sequence[str],
    questions: Sequence[str],
    *,
    most: int = 10,
    least: float = 0.0,
    wanted: dict[str, Any] | None = None,
) -> list[Found]:
    """The chunks of vector stores that questions are about, the best first; none below the score `least`."""
    places = [
        place
        for each in ids
        for place in store.all(shelf(each))
        if place["status"] == "completed" and (not wanted or filters.passes(place["attributes"], wanted))
    ]
    opened = [chunks.unpacked(_kept(store, each)) for each in places]
    if not opened:
        return []
    found = ranking.best(questions, chunks.joined(opened))
    owners = [place for place, each in zip(places, opened, strict=True) for _ in each.texts]
    texts = [piece for each in opened for piece in each.texts]
    order = sorted(range(len(texts)), key=lambda place: (-found[place], place))[:most]
    return [
        Found(owners[place], texts[place], round(float(found[place]), 4))
        for place in order
        if found[place] >= least
    ]


def _kept(store: Store, place: dict[str, Any]) -> bytes:
    """The chunks of a file; a file that was taken out in the meantime has none."""
    return store.read(_contents(place["vector_store_id"], place["id"])) or chunks.packed([])


def _contents(id: str, file_id: str) -> str:
    return f"{id}.{file_id}"
