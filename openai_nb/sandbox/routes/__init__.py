"""Routes: what the sandbox answers, one file for each family of `api/`."""

from __future__ import annotations

from openai_nb.sandbox.router import Router

router = Router()

from openai_nb.sandbox.routes import (  # noqa: E402  # each registers its handlers with the router above
    assistants,
    audio,
    batches,
    chat,
    completions,
    containers,
    conversations,
    edits,
    embeddings,
    files,
    fine_tunes,
    fine_tuning,
    graders,
    images,
    models,
    moderations,
    permissions,
    realtime,
    responses,
    runs,
    stored_chats,
    threads,
    uploads,
    usage,
    vector_store_file_batches,
    vector_store_files,
    vector_stores,
)

__all__ = [
    "assistants",
    "audio",
    "batches",
    "chat",
    "completions",
    "containers",
    "conversations",
    "edits",
    "embeddings",
    "files",
    "fine_tunes",
    "fine_tuning",
    "graders",
    "images",
    "models",
    "moderations",
    "permissions",
    "realtime",
    "responses",
    "router",
    "runs",
    "stored_chats",
    "threads",
    "uploads",
    "usage",
    "vector_store_file_batches",
    "vector_store_files",
    "vector_stores",
]
