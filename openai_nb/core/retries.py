"""Retries: when to try again and how long to wait, and what to say when nothing answered."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError

from openai_nb.core.errors import Garbled, OpenAIError, TimedOut, Truncated, Unreachable

LATER = {408, 409, 429}
LONGEST_WAIT = 120.0  # seconds; a server that asks for more is not waited for
CONNECT_SECONDS = 5.0
BROKEN = (  # the last: while the body is read
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.RetryError,
    HTTPError,
)


def backoff(attempt: int) -> float:
    """Seconds before attempt `attempt + 1`: min(0.5·2ⁿ, 8) less up to a quarter."""
    return min(0.5 * 2.0**attempt, 8.0) * (1 - 0.25 * random.random())  # noqa: S311  # jitter is no secret


def patience(response: requests.Response, attempt: int) -> float | None:
    """How many seconds to wait before trying again; None when that would not help."""
    headers, status = response.headers, response.status_code
    wanted = headers.get("x-should-retry")
    if wanted == "false" or (wanted != "true" and status not in LATER and status < 500):
        return None
    asked = retry_after(headers)
    if asked is None or asked <= 0:
        return backoff(attempt)
    return asked if asked <= LONGEST_WAIT else None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds a server asks one to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) * scale
        except (KeyError, ValueError):
            continue
        return seconds if math.isfinite(seconds) else None
    try:
        return max(0.0, _moment(headers["retry-after"]) - _now(headers))
    except (KeyError, ValueError, TypeError):
        return None


def _now(headers: Mapping[str, str]) -> float:
    """What time it is by the server's own clock, which a date it gives is meant by; else by ours."""
    try:
        return _moment(headers["date"])
    except (KeyError, ValueError, TypeError):
        return time.time()


def _moment(date: str) -> float:
    """Seconds since 1970; a date that names no zone is in UTC, as HTTP has it, and not in this machine's."""
    told = parsedate_to_datetime(date)
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()


def unanswered(error: Exception, base_url: str) -> OpenAIError:
    """What happened, in words; the low-level text may hold addresses and is left out."""
    host, text = urlsplit(base_url).netloc, str(error)
    if isinstance(error, requests.ConnectTimeout):
        return TimedOut(f"{host} did not take the connection in time.")
    if isinstance(error, requests.Timeout) or "Read timed out" in text:
        return TimedOut(f"{host} did not answer in time.")
    if isinstance(error, requests.exceptions.SSLError):
        return _untrusted(host, text)
    if isinstance(error, requests.exceptions.ProxyError):
        return Unreachable(
            f"The proxy on the way to {host} did not let us through.", "Check HTTPS_PROXY and NO_PROXY."
        )
    if "NameResolution" in text or "getaddrinfo" in text or "Name or service" in text:
        return Unreachable(f"There is no host called {host}.")
    if "refused" in text:
        return Unreachable(f"{host} refuses the connection.", "Is the server running, and the port right?")
    if isinstance(error, DecodeError):
        return Garbled(f"{host} sent an answer that cannot be unpacked.")
    if isinstance(error, ProtocolError):
        return Truncated(f"{host} broke off in the middle of its answer.")
    return Unreachable(f"The connection to {host} was lost.")


def _untrusted(host: str, text: str) -> Unreachable:
    if "CERTIFICATE" in text:
        return Unreachable(
            f"The certificate of {host} is not trusted.", "Set REQUESTS_CA_BUNDLE to your CA file."
        )
    return Unreachable(f"{host} and this machine do not agree on TLS.", "Is it https:// there, or http://?")
