"""Tokens: what callers bear instead of a key; the proxy knows their digests only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping

PREFIX = "sess-"
MARK = "sha256:"


def new() -> str:
    """A fresh token of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What the proxy's settings hold of a token.

    A plain SHA-256 is enough for what is random and long; words that people think of are not.
    """
    return MARK + hashlib.sha256(token.encode()).hexdigest()


class Tokens:
    """Whose each token is."""

    def __init__(self, digests: Mapping[str, Iterable[str]]) -> None:
        self._known = [(each.encode(), name) for name, many in digests.items() for each in many]

    def __bool__(self) -> bool:
        return bool(self._known)

    def owner(self, token: str) -> str | None:
        """Who bears `token`; all are compared, each in constant time, so that time tells nothing."""
        said, found = digest(token).encode(), None
        for known, name in self._known:
            if hmac.compare_digest(known, said):
                found = name
        return found
