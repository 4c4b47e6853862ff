"""Refusals: an answer that says no, read as the error to raise."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import requests

from openai_nb.core.errors import Garbled, OpenAIError, Refused, refusal
from openai_nb.core.retries import retry_after

SIGNATURES = ("Authorization", "api-key")


def read_refusal(response: requests.Response) -> OpenAIError:
    """The error in an answer whose status is not of the two hundreds, and whose body is read."""
    status = response.status_code
    if 300 <= status < 400:
        host = urlsplit(response.headers.get("location", "")).netloc or "another place"
        return Garbled(f"The server sends us on to {host}; we do not follow, so that the key stays here.")
    text = without_key(response.content.decode("utf-8", "replace"), response.request)
    try:
        body: Any = json.loads(text)
    except ValueError:
        body = text[:2000]
    error: Refused = refusal(status, body, response.headers)
    error.retry_after = retry_after(response.headers)
    return error


def without_key(text: str, request: requests.PreparedRequest) -> str:
    """`text` without the key that signed the request: some servers say it back."""
    for name in SIGNATURES:
        key = str(request.headers.get(name, "")).removeprefix("Bearer ")
        if len(key) >= 8:
            text = text.replace(key, "(the key)")
    return text
