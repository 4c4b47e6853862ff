"""Routes: what the sandbox answers, one file for each family of `api/`."""

from __future__ import annotations

from openai_nb.sandbox.router import Router

router = Router()

from openai_nb.sandbox.routes import (  # noqa: E402  # each registers its handlers with the router above
    audio,
    batches,
    chat,
    completions,
    conversations,
    edits,
    embeddings,
    files,
    fine_tunes,
    fine_tuning,
    images,
    models,
    moderations,
    realtime,
    responses,
    stored_chats,
    usage,
)

__all__ = [
    "audio",
    "batches",
    "chat",
    "completions",
    "conversations",
    "edits",
    "embeddings",
    "files",
    "fine_tunes",
    "fine_tuning",
    "images",
    "models",
    "moderations",
    "realtime",
    "responses",
    "router",
    "stored_chats",
    "usage",
]
