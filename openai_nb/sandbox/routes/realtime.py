"""Realtime: secrets that are made and expire; no websocket is served that they would open."""

from __future__ import annotations

from typing import Any

from openai_nb.api.realtime import ClientSecrets
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.store import Store

SECONDS, LEAST, MOST = 600, 10, 7200  # how long a secret lasts
OBJECTS = {"realtime": "realtime.session", "transcription": "realtime.transcription_session"}
USUAL: dict[str, Any] = {  # what a session is, where nobody says
    "realtime": {
        "model": "gpt-realtime",
        "output_modalities": ["audio"],
        "instructions": "",
        "max_output_tokens": "inf",
        "tools": [],
        "tool_choice": "auto",
        "truncation": "auto",
    },
    "transcription": {},
}


@router.serves(ClientSecrets.create)
def create(
    store: Store, expires_after: dict[str, Any] | None = None, session: dict[str, Any] | None = None
) -> dict[str, Any]:
    expires_at = store.now() + _seconds(expires_after or {})
    asked = session or {"type": "realtime"}
    kind = asked.get("type")
    if kind is None:
        raise Refusal(
            400,
            "Missing required parameter: 'session.type'.",
            code="missing_required_parameter",
            param="session.type",
        )
    if str(kind) not in OBJECTS:
        listed = ", ".join(f"'{each}'" for each in OBJECTS)
        raise invalid("session.type", f"Invalid value: '{kind}'. Supported values are: {listed}.")
    head = {"id": store.new("sess_"), "object": OBJECTS[kind], "expires_at": 0}
    return {
        "value": store.new("ek_"),
        "expires_at": expires_at,
        "session": {**head, **USUAL[kind], **asked},
    }


def _seconds(after: dict[str, Any]) -> int:
    """How long the secret is to last."""
    if after.get("anchor", "created_at") != "created_at":
        raise invalid(
            "expires_after.anchor",
            f"Invalid value: '{after['anchor']}'. Supported values are: 'created_at'.",
        )
    seconds = after.get("seconds", SECONDS)
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not LEAST <= seconds <= MOST:
        raise invalid(
            "expires_after.seconds",
            f"Invalid 'expires_after.seconds': expected a number from {LEAST} to {MOST}, but got {seconds}.",
        )
    return seconds
