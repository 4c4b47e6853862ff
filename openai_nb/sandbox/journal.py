"""Journal: which requests the sandbox was asked, by when, path, status and amounts; never by content."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from typing import Any

from openai_nb.sandbox.catalogue import OWN
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.store import Store

KINDS = {  # what each call counts as, in the words of the organization's usage
    "/chat/completions": "completions",
    "/completions": "completions",
    "/edits": "completions",
    "/responses": "completions",
    "/responses/compact": "completions",
    "/embeddings": "embeddings",
    "/moderations": "moderations",
    "/images/generations": "images",
    "/images/edits": "images",
    "/images/variations": "images",
    "/audio/speech": "audio_speeches",
    "/audio/transcriptions": "audio_transcriptions",
    "/audio/translations": "audio_transcriptions",
    "/containers": "code_interpreter_sessions",
}
SEARCH = re.compile(r"/vector_stores/([^/]+)/search")
MODELS = {"images": "image", "audio_speeches": "speech", "audio_transcriptions": "transcription"}
SOURCES = {"/images/edits": "image.edit", "/images/variations": "image.variation"}


class Entry:
    """One request on its way; `end` writes it down, once."""

    def __init__(self, store: Store, method: str, path: str, *, batch: bool = False) -> None:
        self.store, self.method, self.path, self.batch = store, method, path, batch
        self.arguments: Mapping[str, Any] = {}
        self._began, self._ended = time.perf_counter(), False

    def end(self, status: int, answer: Any = None) -> None:
        """Write down how it ended; a closed store is no reason to fail."""
        if self._ended:
            return
        self._ended = True
        seconds = time.perf_counter() - self._began
        kind, said = kind_of(self.method, self.path), answer if isinstance(answer, dict) else {}
        counted = amounts(kind, self.path, self.arguments, said) if status < 300 else {}
        model = said.get("model") or OWN.get(MODELS.get(kind, "")) or self.arguments.get("model")
        if self.arguments.get("background"):  # it is counted when it has been made
            kind, counted = "", {}
        with contextlib.suppress(sqlite3.Error):
            note(
                self.store, self.method, self.path, status,
                kind=kind if status < 300 else "", model=model, seconds=seconds, batch=self.batch, **counted,
            )  # fmt: skip

    def watch(self, pieces: Iterator[Any]) -> Iterator[Any]:
        """The pieces of a stream; at its end, or where it is left, the request is written down."""
        answer: Any = {}
        try:
            while True:
                piece = next(pieces)
                if isinstance(piece, dict):  # an event with a name of its own tells no usage
                    answer = piece.get("response") or (piece if piece.get("usage") else answer)
                yield piece
        except StopIteration as over:  # a stream may return the whole answer behind its last piece
            answer = over.value or answer
        finally:
            self.end(200, answer)


def kind_of(method: str, path: str) -> str:
    """What a call counts as; empty for those that are not counted."""
    if method != "POST":
        return ""
    return KINDS.get(path) or ("file_search_calls" if SEARCH.fullmatch(path) else "")


def amounts(kind: str, path: str, arguments: Mapping[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """What a call took: tokens, images, characters or seconds of sound."""
    usage = answer.get("usage") or {}
    if kind in ("completions", "embeddings"):
        return {
            "input_tokens": usage.get("input_tokens", usage.get("prompt_tokens", 0)),
            "output_tokens": usage.get("output_tokens", usage.get("completion_tokens", 0)),
        }
    if kind == "moderations":
        return {"input_tokens": tokens.count(str(arguments.get("input") or ""))}
    if kind == "images":
        source = SOURCES.get(path, "image.generation")
        size = answer.get("size") or arguments.get("size")
        return {"images": len(answer.get("data") or [1]), "size": size, "source": source}
    if kind == "audio_speeches":
        return {"characters": len(str(arguments.get("input") or ""))}
    if kind == "audio_transcriptions":
        return {"audio_seconds": usage.get("seconds") or answer.get("duration") or 0}
    found = SEARCH.fullmatch(path)
    return {"vector_store_id": found[1]} if found else {}


def note(
    store: Store,
    method: str,
    path: str,
    status: int,
    *,
    kind: str = "",
    model: Any = None,
    seconds: float = 0.0,
    batch: bool = False,
    **counted: Any,
) -> None:
    """Write a row; work that no request waits for is written as the method WORK."""
    tier = {"service_tier": "default"} if kind == "completions" else {}
    store.note(
        {
            "created_at": store.now(),
            "method": method,
            "path": path,
            "status": status,
            "kind": kind or None,
            "model": str(model) if model else None,
            "seconds": round(seconds, 6),
            "batch": batch,
            **tier,
            **{name: value for name, value in counted.items() if value is not None},
        }
    )


COLUMNS = (
    "created_at", "method", "path", "status", "kind", "model", "seconds", "batch", "input_tokens",
    "output_tokens", "images", "size", "characters", "audio_seconds",
)  # fmt: skip


def rows(store: Store) -> list[dict[str, Any]]:
    """The journal, oldest first; each row has the same columns, so a DataFrame takes them as they are."""
    return [{name: row.get(name) for name in COLUMNS} for row in store.noted()]
