"""Uploads: parts kept until they are put together as a file."""

from __future__ import annotations

import hashlib
from typing import Any

from openai_nb.api.uploads import MOST_BYTES, PART_BYTES, UploadParts, Uploads
from openai_nb.sandbox.forms import Uploaded
from openai_nb.sandbox.nested import lasting
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.routes.files import HOUR, LINES, PURPOSES, check_lines, keep
from openai_nb.sandbox.rules import long, number, one_of
from openai_nb.sandbox.store import Store


@router.serves(
    Uploads.create,
    bytes=number(1, MOST_BYTES),
    filename=long(1, 1024),
    mime_type=long(1, 256),
    purpose=one_of(*PURPOSES),
    expires_after=lasting("created_at", "seconds", HOUR, 30 * 24 * HOUR),
)
def create(
    store: Store,
    bytes: int,
    filename: str,
    mime_type: str,
    purpose: str,
    expires_after: dict[str, Any] | None = None,
) -> dict[str, Any]:
    born = store.now()
    upload = {
        "id": store.new("upload_"),
        "object": "upload",
        "bytes": bytes,
        "created_at": born,
        "filename": filename,
        "purpose": purpose,
        "status": "pending",
        "expires_at": born + HOUR,
        "file": None,
    }
    store.put("upload", {**upload, "expires_after": expires_after})
    return upload


@router.serves(UploadParts.create)
def create_part(store: Store, upload_id: str, data: Uploaded) -> dict[str, Any]:
    _pending(store, upload_id)
    if not 0 < len(data.content) <= PART_BYTES:
        raise invalid(
            "data", f"A part has from 1 to {PART_BYTES} bytes; this one has {len(data.content)}.", None
        )
    part: dict[str, Any] = {
        "id": store.new("part_"),
        "object": "upload.part",
        "created_at": store.now(),
        "upload_id": upload_id,
    }
    store.write(part["id"], data.content)
    return store.put("part", part, parent=upload_id)


@router.serves(Uploads.complete, part_ids=long(1, 10_000))
def complete(store: Store, upload_id: str, part_ids: list[str], md5: str | None = None) -> dict[str, Any]:
    upload = _pending(store, upload_id)
    known = {part["id"] for part in store.all("part", upload_id)}
    for place, part_id in enumerate(part_ids):
        if not isinstance(part_id, str) or part_id not in known:
            raise invalid(f"part_ids[{place}]", f"No such part of {upload_id}: {part_id}", None)
        known.remove(part_id)
    data = b"".join(store.read(part_id) or b"" for part_id in part_ids)
    _check(upload, data, md5)
    with store.step():
        _pending(store, upload_id)
        file = keep(store, upload["filename"], data, upload["purpose"], upload["expires_after"])
        dropped = _drop_parts(store, upload_id)
        store.change("upload", upload_id, status="completed", file=file)
    _erase(store, dropped)
    return _shown(store, upload_id)


@router.serves(Uploads.cancel)
def cancel(store: Store, upload_id: str) -> dict[str, Any]:
    with store.step():
        _pending(store, upload_id)
        dropped = _drop_parts(store, upload_id)
        store.change("upload", upload_id, status="cancelled")
    _erase(store, dropped)
    return _shown(store, upload_id)


def _check(upload: dict[str, Any], data: bytes, md5: str | None) -> None:
    """Refuse parts that do not make up the file that was promised."""
    if len(data) != upload["bytes"]:
        raise invalid("part_ids", f"The parts have {len(data)} bytes; {upload['bytes']} were promised.", None)
    found = hashlib.md5(data, usedforsecurity=False).hexdigest()
    if md5 is not None and md5.lower() != found:
        raise invalid("md5", f"The MD5 sum of the parts is {found}, not {md5}.", None)
    if upload["purpose"] in LINES:
        check_lines(Uploaded(upload["filename"], "", data))


def _pending(store: Store, upload_id: str) -> dict[str, Any]:
    upload = _shown(store, upload_id)
    if upload["status"] != "pending":
        raise Refusal(
            400, f"Upload {upload_id} is {upload['status']}.", code="invalid_status", param="upload_id"
        )
    return store.get("upload", upload_id) or upload


def _shown(store: Store, upload_id: str) -> dict[str, Any]:
    """An upload as the API tells it; one that was not completed in time has expired."""
    upload = store.get("upload", upload_id)
    if upload is None:
        raise Refusal(404, f"No such Upload object: {upload_id}", param="upload_id")
    late = upload["status"] == "pending" and upload["expires_at"] <= store.now()
    shown = {name: value for name, value in upload.items() if name != "expires_after"}
    return {**shown, "status": "expired"} if late else shown


def _drop_parts(store: Store, upload_id: str) -> list[str]:
    """Forget the parts; the ids of their contents, to be erased once that stands."""
    ids = [str(part["id"]) for part in store.all("part", upload_id)]
    for each in ids:
        store.delete("part", each)
    return ids


def _erase(store: Store, ids: list[str]) -> None:
    for each in ids:
        store.erase(each)
