"""Refusal: what the API answers instead of an object."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A status and the API's own error object."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        type: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        kind = type or ("server_error" if status >= 500 else "invalid_request_error")
        self.body: dict[str, Any] = {
            "error": {"message": message, "type": kind, "param": param, "code": code}
        }
        self.headers: dict[str, str] = {}


def missing(kind: str, id: str) -> Refusal:
    """There is no such `kind`."""
    return Refusal(404, f"No such {kind}: {id}", param="id")


def invalid(param: str, message: str, code: str | None = "invalid_value") -> Refusal:
    """The argument `param` is wrong."""
    return Refusal(400, message, code=code, param=param)
