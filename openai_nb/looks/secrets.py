"""Secrets: what looks like a key, wherever it stands."""

from __future__ import annotations

import re

from openai_nb.core.errors import OpenAIError
from openai_nb.session import current

KEYS = re.compile(r"\b(?:sk|sess|rk)-(?=[\w-]*\d)[\w-]{16,}")


class Secret(OpenAIError):
    """A key among what would be sent; nothing was."""

    advice = "Take it out: a key belongs in a header, and only in there."


def found(text: str) -> str:
    """The first thing in `text` that looks like a key, or is the one in force; empty where there is none."""
    if match := KEYS.search(text):
        return match[0]
    client = vars(current()).get("_client")
    auth = getattr(getattr(client, "provider", None), "auth", None)
    held = getattr(auth, "_key", None)  # `key` would ask for a new one where a function gives it
    return held if isinstance(held, str) and len(held) >= 12 and held in text else ""
