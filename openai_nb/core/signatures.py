"""Signatures: who sent a webhook, and when, by the rules of Standard Webhooks.

The signed text is `id.timestamp.body`, the signature its HMAC-SHA256 in base64 behind `v1,`; several
may stand side by side while a secret is changed.  All three come in headers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

from openai_nb.core.errors import InvalidWebhook, SettingsError

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE = 300  # seconds that a webhook may be old, or ahead of our clock
PREFIX, VERSION = "whsec_", "v1,"


def signed(payload: bytes, id: str, timestamp: int, secret: str) -> str:
    """The signature of a webhook: `v1,` and base64."""
    text = f"{id}.{timestamp}.".encode() + payload
    digest = hmac.new(_key(secret), text, hashlib.sha256).digest()
    return VERSION + base64.b64encode(digest).decode()


def verify(
    payload: bytes,
    headers: Mapping[str, str],
    secret: str,
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
) -> None:
    """Raise `InvalidWebhook` unless one of the signatures is right and no more than `tolerance` s off."""
    said = {name.lower(): value for name, value in headers.items()}
    missing = [name for name in (ID, TIMESTAMP, SIGNATURE) if not said.get(name)]
    if missing:
        raise InvalidWebhook(f"The headers lack {', '.join(missing)}.")
    timestamp = _seconds(said[TIMESTAMP])
    age = (time.time() if now is None else now) - timestamp
    if age > tolerance:
        raise InvalidWebhook(f"The webhook is {age:.0f} s old; {tolerance:g} s are allowed.")
    if -age > tolerance:
        raise InvalidWebhook(f"The webhook is {-age:.0f} s ahead of this clock; {tolerance:g} s are allowed.")
    right = signed(payload, said[ID], timestamp, secret).encode()
    given = said[SIGNATURE].encode("utf-8", "replace").split()
    if not sum(hmac.compare_digest(right, each) for each in given):  # all are compared, found or not
        raise InvalidWebhook("No signature of the webhook is right.")


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise InvalidWebhook("The timestamp of the webhook is no number of seconds.")
    return int(text)


def _key(secret: str) -> bytes:
    """The bytes that sign: base64 behind `whsec_`, else the letters themselves."""
    secret = secret.strip()
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not key:  # an empty key would let anybody sign
        raise SettingsError("The secret of the webhook is no base64; was it copied whole?")
    return key
