"""Catalogue: the models of the sandbox, and which familiar names stand for them.

A familiar name answers as an alias, as the API's own aliases do: the answer names the model that
really spoke, which is one of the sandbox.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from openai_nb.sandbox.oracle.tuned import Tuned
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.store import Store

BORN = 1_735_689_600  # 2025-01-01
OWN = {
    "chat": "sandbox-chat",
    "text": "sandbox-text",
    "embedding": "sandbox-embedding",
    "image": "sandbox-image",
    "speech": "sandbox-speech",
    "transcription": "sandbox-transcription",
    "moderation": "sandbox-moderation",
}
FAMILIAR = {
    "chat": re.compile(
        r"(gpt-(?!image|[\w.-]*(tts|transcribe))|chatgpt-(?!image)|o\d|davinci|curie|babbage|ada$)[\w.:-]*"
    ),
    "text": re.compile(
        r"(text-|code-)?(davinci|curie|babbage|ada|cushman)([-:][\w.:-]+)?|gpt-3\.5-turbo-instruct[\w-]*"
    ),
    "embedding": re.compile(r"text-embedding-[\w.-]+"),
    "speech": re.compile(r"tts-1[\w.-]*|gpt-[\w.-]*tts[\w.-]*"),
    "transcription": re.compile(r"whisper-1|gpt-[\w.-]*transcribe[\w.-]*"),
    "image": re.compile(r"(gpt-image|chatgpt-image|dall-e)[\w.-]*"),
    "moderation": re.compile(r"(omni|text)-moderation-[\w.-]+"),
}


def own_models() -> list[dict[str, Any]]:
    """The models the sandbox brings."""
    return [card(name, BORN, "openai-nb-sandbox") for name in OWN.values()]


def card(name: str, created: int, owner: str) -> dict[str, Any]:
    """What is said of a model; that it is to end, of none here."""
    return {"id": name, "object": "model", "created": created, "owned_by": owner, "shutdown_date": None}


def resolve(store: Store, name: str, kind: str) -> str:
    """The model that answers for `name`; a 404 where there is none of that `kind`."""
    if name == OWN[kind] or FAMILIAR[kind].fullmatch(name):
        return OWN[kind]
    if kind in ("chat", "text") and name.startswith("ft:") and store.get("model", name):
        return name
    if name in OWN.values() or any(each.fullmatch(name) for each in FAMILIAR.values()):
        raise Refusal(
            404, f"This is not a model for {kind}: '{name}'.", code="model_not_found", param="model"
        )
    raise no_model(name)


def no_model(name: str) -> Refusal:
    """There is no such model."""
    return Refusal(
        404,
        f"The model '{name}' does not exist or you do not have access to it.",
        code="model_not_found",
        param="model",
    )


def tuned(store: Store, name: str) -> Tuned | None:
    """What a fine-tuned model has learnt; None for the sandbox's own."""
    data = store.read(f"model-{name}") if name.startswith("ft:") else None
    return _loaded(data) if data else None


@lru_cache(maxsize=8)
def _loaded(data: bytes) -> Tuned:
    return Tuned.from_bytes(data)
