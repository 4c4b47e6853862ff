"""OpenAI itself: its address, its key, and the models to ask when none is named."""

from __future__ import annotations

from openai_nb.core.settings import OPENAI_URL
from openai_nb.providers.provider import Bearer, Key, Provider, belonging

OPENAI_MODELS = {
    "chat": "gpt-6-luna",
    "embedding": "text-embedding-3-small",
    "image": "gpt-image-2.5-flare",
    "speech": "gpt-4o-mini-tts",
    "transcription": "gpt-transcribe",
    "moderation": "omni-moderation-latest",
}


def openai(
    key: Key, organization: str | None = None, project: str | None = None, admin_key: Key | None = None
) -> Provider:
    """OpenAI itself."""
    return Provider(
        OPENAI_URL,
        Bearer(key, admin_key),
        name="OpenAI",
        models=OPENAI_MODELS,
        headers=belonging(organization, project),
    )
