"""Refusals: an answer that says no, read as the error to raise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from openai_nb.core.errors import Garbled, OpenAIError, Refused, refusal

if TYPE_CHECKING:
    import requests

NO_DEPLOYMENT = "DeploymentNotFound"  # Azure's word for it
SIGNATURES = ("Authorization", "api-key")


def read_refusal(response: requests.Response) -> OpenAIError:
    """The error in an answer whose status is not of the two hundreds, and whose body is read."""
    from openai_nb.core.retries import retry_after

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
    if error.code == NO_DEPLOYMENT:
        error.advice = "Azure is asked by deployment: name one of this resource, as deployment= or model=."
    return error


def refused_within(text: str, response: requests.Response) -> Refused:
    """The error that an answer of status 200, or a piece of it, holds as the JSON `text`."""
    said = json.loads(without_key(text, response.request))
    body = said if said.get("error") else {"error": said}
    return refusal(_status(body), body, response.headers)


def _status(raw: dict[str, Any]) -> int:
    """The status of an error that has none: its own code if that is one, else 500."""
    error = raw["error"]
    code = error.get("code") if isinstance(error, dict) else raw.get("code")
    return code if isinstance(code, int) and 400 <= code < 600 else 500


def without_key(text: str, request: requests.PreparedRequest) -> str:
    """`text` without the key that signed the request: some servers say it back."""
    for key in _keys(request):
        text = text.replace(key, "(the key)")
    return text


def hush(response: requests.Response) -> None:
    """Take the key out of an answer that is of no use: a verbose trace would show the answer."""
    response._content = without_key(response.content.decode("utf-8", "replace"), response.request).encode()


def silence(response: requests.Response) -> None:
    """Take the key that signed the request out of the answer's headers, if it is said back there."""
    headers = response.headers
    if any(key in value for key in _keys(response.request) for value in headers.values()):
        headers.update({name: without_key(value, response.request) for name, value in headers.items()})


def _keys(request: requests.PreparedRequest) -> list[str]:
    said = [str(request.headers.get(name, "")).removeprefix("Bearer ") for name in SIGNATURES]
    return [key for key in said if len(key) >= 8]
