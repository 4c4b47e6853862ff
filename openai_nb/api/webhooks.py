"""Webhooks: messages that OpenAI sends to you, checked and read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from openai_nb.core import settings, signatures
from openai_nb.core.endpoint import Resource
from openai_nb.core.errors import InvalidWebhook, SettingsError
from openai_nb.core.record import Record


class WebhookEvent(Record):
    """What happened: `type` such as response.completed or batch.failed, `data.id` what it happened to."""

    id: str
    object: str | None
    type: str
    created_at: int
    data: Record


class Webhooks(Resource):
    """Check and read the webhooks that reach your server; nothing is sent.

    >>> event = client.webhooks.unwrap(body, headers, secret=secret)
    """

    def unwrap(
        self,
        payload: str | bytes,
        headers: Mapping[str, str],
        secret: str | None = None,
        tolerance: float = signatures.TOLERANCE,
    ) -> WebhookEvent:
        """The event in a webhook's body, once its signature has been checked.

        `payload` is the body as it came, byte by byte; the secret may stand in OPENAI_WEBHOOK_SECRET.
        Raises `InvalidWebhook` where it was not signed with the secret, was changed on its way, or is off
        by more than `tolerance` seconds.
        """
        self.verify_signature(payload, headers, secret, tolerance)
        try:
            raw = json.loads(payload)
        except ValueError:
            raw = None
        if not isinstance(raw, dict):
            raise InvalidWebhook("The webhook is signed, but its body is no JSON object.")
        return WebhookEvent(raw)

    def verify_signature(
        self,
        payload: str | bytes,
        headers: Mapping[str, str],
        secret: str | None = None,
        tolerance: float = signatures.TOLERANCE,
    ) -> None:
        """Raise `InvalidWebhook` unless the body was signed with the secret within `tolerance` seconds."""
        key = secret or settings.webhook_secret()
        if not key:
            raise SettingsError(
                "There is no secret to check the webhook with.", "Give secret= or set OPENAI_WEBHOOK_SECRET."
            )
        body = payload.encode() if isinstance(payload, str) else bytes(payload)
        signatures.verify(body, headers, key, tolerance=tolerance)
