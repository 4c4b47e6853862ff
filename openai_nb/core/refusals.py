"""Refusals: an answer that says no, read as the error to raise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from openai_nb.core.errors import (
    BadRequest,
    Conflict,
    Garbled,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    OpenAIError,
    QuotaExceeded,
    Refused,
    ServerFault,
    TooMuch,
)

if TYPE_CHECKING:
    import requests

NO_DEPLOYMENT = "DeploymentNotFound"  # Azure's word for it
SIGNATURES = ("Authorization", "api-key")
BY_STATUS: dict[int, type[Refused]] = {
    400: BadRequest,
    401: NotAuthenticated,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    413: BadRequest,
    415: BadRequest,
    422: BadRequest,
    429: TooMuch,
}
ADVICE = {  # where it differs from that of the class
    407: "The proxy on the way wants to know you: put name and password into HTTPS_PROXY.",
    408: "It waited too long for us; run the cell again.",
}
QUOTA_CODES = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")


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


def refusal(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Refused:
    """The error for an answer of `status` whose body, read as far as it could be, is `body`."""
    error = _error_object(body)
    kind = BY_STATUS.get(status, ServerFault if status >= 500 else Refused)
    if kind is TooMuch and any(error.get(name) in QUOTA_CODES for name in ("code", "type")):
        kind = QuotaExceeded
    message = str(error.get("message") or f"The server answered with status {status}")
    refused = kind(message, status=status, error=error, headers=headers)
    refused.advice = ADVICE.get(status, refused.advice)
    refused.passing = kind.passing or status == 408
    return refused


def _error_object(body: Any) -> dict[str, Any]:
    """The error in any of the shapes that servers give it."""
    if isinstance(body, list) and body:
        body = body[0]
    if isinstance(body, dict):
        for name in ("error", "detail", "message"):
            said = body.get(name)
            if isinstance(said, dict):
                return said
            if isinstance(said, str) and said:
                return {**body, "message": said}
            if isinstance(said, list) and said:
                return {"message": "; ".join(_complaint(each) for each in said)}
    if isinstance(body, str) and body.strip() and not body.lstrip().startswith("<"):
        return {"message": " ".join(body.split())[:300]}
    return {}


def _complaint(item: Any) -> str:
    """One line of a validator's list, `{"loc": [...], "msg": "..."}`, as words."""
    if isinstance(item, dict):
        steps = item.get("loc") or ()
        where = ".".join(map(str, steps if isinstance(steps, list) else [steps] if steps else ()))
        return f"{where}: {item.get('msg', item)}" if where else str(item.get("msg", item))
    return str(item)


def _status(raw: dict[str, Any]) -> int:
    """The status of an error that has none: its own code if that is one, else 500."""
    error = raw["error"]
    code = error.get("code") if isinstance(error, dict) else raw.get("code")
    return code if isinstance(code, int) and 400 <= code < 600 else 500


def without_key(text: str, request: requests.PreparedRequest) -> str:
    """`text` without the key that signed the request: some servers say it back."""
    for key in keys(request):
        text = text.replace(key, "(the key)")
    return text


def hush(response: requests.Response) -> None:
    """Take the key out of an answer that is of no use: a verbose trace would show the answer."""
    response._content = without_key(response.content.decode("utf-8", "replace"), response.request).encode()


def silence(response: requests.Response) -> None:
    """Take the key that signed the request out of the answer's headers, if it is said back there."""
    headers = response.headers
    if any(key in value for key in keys(response.request) for value in headers.values()):
        headers.update({name: without_key(value, response.request) for name, value in headers.items()})


def keys(request: requests.PreparedRequest) -> list[str]:
    """What a request was signed with; what is shorter than eight letters is no secret, and may be a word."""
    said = [str(request.headers.get(name, "")).removeprefix("Bearer ") for name in SIGNATURES]
    return [key for key in said if len(key) >= 8]
