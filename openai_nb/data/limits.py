"""Limits: what the headers of an answer tell of what may be sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PART = re.compile(r"(\d+(?:\.\d+)?)(ms|d|h|m|s)")
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
Limit = tuple[float, float, float]  # rate a second, cap, remaining


def read_limit(headers: Mapping[str, str], kind: str) -> Limit | None:
    """(rate a second, cap, remaining) of the requests or tokens the headers tell of; None if they do not.

    A limit is by the minute unless its reset lies further off than one: then it is as slow as that.
    """
    try:
        cap = float(headers[f"x-ratelimit-limit-{kind}"])
        remaining = float(headers[f"x-ratelimit-remaining-{kind}"])
    except (KeyError, ValueError):
        return None
    rate, reset = cap / 60, seconds(headers.get(f"x-ratelimit-reset-{kind}", ""))
    if reset > 60 and remaining < cap:
        rate = min(rate, (cap - remaining) / reset)
    return (rate, cap, remaining) if rate > 0 else None


def refilled(headers: Mapping[str, str], tokens: float) -> float:
    """Seconds in which what an answer told to be used up allows one more request; endless if nothing is."""
    told = {"requests": 1.0, "tokens": tokens}
    limits = [(amount, limit) for kind, amount in told.items() if (limit := read_limit(headers, kind))]
    return max((amount / rate for amount, (rate, _, left) in limits if left < amount), default=float("inf"))


def seconds(text: Any) -> float:
    """The seconds of a span such as `120ms`, `1s` or `6m0.5s`; 0 for what is none."""
    return sum(float(number) * SECONDS[unit] for number, unit in PART.findall(str(text)))
