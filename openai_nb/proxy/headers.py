"""Headers: which of them pass, up and back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

UP = {  # what a caller may say to the API; all else, cookies and keys among it, stays here
    "accept", "content-type", "user-agent", "range", "if-range", "if-none-match", "if-modified-since",
    "last-event-id", "openai-beta", "x-client-request-id", "traceparent",
}  # fmt: skip
KEPT_BACK = {  # hop by hop (RFC 9110, 7.6.1), what belongs to a host and not to an answer, what we say
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
    "trailer", "transfer-encoding", "upgrade", "set-cookie", "set-cookie2", "alt-svc",
    "strict-transport-security", "www-authenticate", "content-security-policy", "server", "date",
}  # fmt: skip
VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def heard(environ: Mapping[str, Any]) -> dict[str, str]:
    """What the request says above its body, by names in small letters."""
    said = {
        name[5:].replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") and isinstance(value, str)
    }
    kind = environ.get("CONTENT_TYPE")
    return {**said, "content-type": kind} if kind else said


def upward(said: Mapping[str, str], user: str) -> dict[str, str]:
    """The headers that go to the API; they are asked for plain, so that usage can be read."""
    passed = {name: value for name, value in said.items() if name in UP and VALUE.fullmatch(value)}
    if key := said.get("idempotency-key"):  # a key that two callers chose alike must not mix their answers
        passed["idempotency-key"] = hashlib.sha256(f"{user}\n{key}".encode()).hexdigest()[:40]
    return {**passed, "accept-encoding": "identity"}


def back(said: Iterable[tuple[str, str]], *, resized: bool) -> Iterator[tuple[str, str]]:
    """The headers that go back; a `resized` answer loses what spoke of its bytes."""
    pairs = list(said)
    listed = ",".join(value for name, value in pairs if name.lower() == "connection")
    dropped = KEPT_BACK | {each.strip().lower() for each in listed.split(",")}
    if resized:
        dropped |= {"content-length", "content-encoding", "content-md5", "etag"}
    for name, value in pairs:
        small = name.lower()
        if small not in dropped and not small.startswith("access-control-") and VALUE.fullmatch(value):
            yield name, value


def shared(origin: str, said: Mapping[str, str]) -> list[tuple[str, str]]:
    """What lets pages of another origin read an answer (CORS); cookies and the like are not meant."""
    asked = said.get("access-control-request-headers", "")
    return [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Expose-Headers", "*"),
        ("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE"),
        *([("Access-Control-Allow-Headers", asked)] if re.fullmatch(r"[\w, -]+", asked, re.ASCII) else []),
        ("Vary", "Origin"),
    ]
