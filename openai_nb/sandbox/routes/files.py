"""Files: kept as they came, under the purpose they came for."""

from __future__ import annotations

import json
import re
from typing import Any

from openai_nb.api.files import Files
from openai_nb.sandbox.forms import Uploaded
from openai_nb.sandbox.nested import lasting
from openai_nb.sandbox.pages import listing
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import number, one_of
from openai_nb.sandbox.shelves import forget
from openai_nb.sandbox.store import Store

PURPOSES = ("fine-tune", "assistants", "batch", "vision", "user_data", "evals")
HOUR, MONTH = 3600, 2_592_000  # seconds
LINES = {"fine-tune", "batch"}  # purposes whose files are JSON lines


def expiry(name: str, value: Any) -> None:
    """So many seconds after it was made, from an hour to thirty days; a form says them as a word."""
    seconds = value.get("seconds")
    if isinstance(seconds, str) and re.fullmatch("[0-9]{1,9}", seconds):
        value = {**value, "seconds": int(seconds)}
    lasting("created_at", "seconds", HOUR, MONTH)(name, value)


@router.serves(Files.create, purpose=one_of(*PURPOSES), expires_after=expiry)
def create(
    store: Store, file: Uploaded, purpose: str, expires_after: dict[str, Any] | None = None
) -> dict[str, Any]:
    if not file.content:
        raise invalid("file", "The file is empty.", None)
    if purpose in LINES:
        check_lines(file)
    return keep(store, file.name, file.content, purpose, expires_after)


@router.serves(Files.list, limit=number(1, 10_000))
def list_all(
    store: Store,
    after: str | None = None,
    limit: int = 10_000,
    order: str | None = None,
    purpose: str | None = None,
) -> dict[str, Any]:
    return listing(
        store,
        "file",
        after=after,
        limit=limit,
        order=order,
        most=10_000,
        where=lambda file: purpose in (None, file["purpose"]),
    )


@router.serves(Files.retrieve)
def retrieve(store: Store, file_id: str) -> dict[str, Any]:
    file = store.get("file", file_id)
    if file is None:
        raise no_file(file_id)
    return file


@router.serves(Files.delete)
def delete(store: Store, file_id: str) -> dict[str, Any]:
    if not store.delete("file", file_id):
        raise no_file(file_id)
    store.erase(file_id)
    forget(store, file_id)
    return {"id": file_id, "object": "file", "deleted": True}


@router.serves(Files.content)
def content(store: Store, file_id: str) -> bytes:
    retrieve(store, file_id)
    return store.read(file_id) or b""


def keep(
    store: Store, name: str, data: bytes, purpose: str, expires_after: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A new file; how the sandbox's own work writes its results too."""
    created = store.now()
    file: dict[str, Any] = {
        "id": store.new("file-"),
        "object": "file",
        "bytes": len(data),
        "created_at": created,
        "expires_at": created + int(expires_after["seconds"]) if expires_after else None,
        "filename": name,
        "purpose": purpose,
        "status": "processed",
        "status_details": None,
    }
    store.write(file["id"], data)
    return store.put("file", file)


def no_file(file_id: str) -> Refusal:
    """There is no such file."""
    return Refusal(404, f"No such File object: {file_id}", param="id")


def check_lines(file: Uploaded) -> None:
    """Whether every line is a JSON object; what the objects hold is seen to when they are used."""
    content = file.content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode()
    except UnicodeDecodeError:
        raise invalid("file", "The file is not UTF-8 text; JSON lines were expected.", None) from None
    for number_, line in enumerate(content.splitlines(), 1):  # of text, it would cut at more than line ends
        if not line.strip():
            continue
        try:
            fine = isinstance(json.loads(line), dict)
        except (ValueError, RecursionError):
            fine = False
        if not fine:
            raise invalid(
                "file",
                f"Expected file to have JSONL format with one object a line. Line {number_} is not.",
                None,
            )
