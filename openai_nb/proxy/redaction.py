"""Redaction: a key that comes back is made unreadable, however the bytes are cut on their way."""

from __future__ import annotations

SHORTEST = 8  # letters of a key that is a secret; shorter ones are words


class Redactor:
    """Puts stars, as many as there were letters, in the place of secrets.

    What may be the beginning of a secret is held back until the next piece tells; nothing else is.
    """

    def __init__(self, secrets: list[str]) -> None:
        self._secrets = [each.encode() for each in secrets if len(each) >= SHORTEST]
        self._held = b""

    def text(self, text: str) -> str:
        """A text, as a header has it, without secrets."""
        for each in self._secrets:
            text = text.replace(each.decode(), "*" * len(each))
        return text

    def feed(self, piece: bytes) -> bytes:
        """What may go out, now that `piece` has come."""
        data = self._held + piece if self._held else piece
        kept = 0
        for each in self._secrets:
            if each in data:
                data = data.replace(each, b"*" * len(each))
            kept = max(kept, _begun(data, each))
        self._held = data[len(data) - kept :] if kept else b""
        return data[: len(data) - kept] if kept else data

    def rest(self) -> bytes:
        """What was held back, at the end."""
        held, self._held = self._held, b""
        return held


def _begun(data: bytes, secret: bytes) -> int:
    """How many of the last bytes are the beginning of the secret."""
    first = secret[:1]
    at = data.find(first, max(0, len(data) - len(secret) + 1))
    while at >= 0:
        if secret.startswith(data[at:]):
            return len(data) - at
        at = data.find(first, at + 1)
    return 0
