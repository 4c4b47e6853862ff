"""Refusal: the proxy's own no, said in the API's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


class Refusal(Exception):
    """An answer that says no: a status, a message and a code; `headers` go with it."""

    def __init__(
        self, status: int, message: str, code: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code
        self.headers = dict(headers or {})

    @property
    def body(self) -> bytes:
        """The JSON that goes out."""
        kind = TYPES.get(self.status, "invalid_request_error" if self.status < 500 else "proxy_error")
        error: dict[str, Any] = {"message": self.message, "type": kind, "param": None, "code": self.code}
        return json.dumps({"error": error}).encode()
