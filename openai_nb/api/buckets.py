"""Buckets: what was used and what it cost, in spans of time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openai_nb.core.record import Record, asdict


class Amount(Record):
    """An amount of money."""

    value: float
    currency: str


class UsageResult(Record):
    """What was used in a bucket, by one model, project or whatever it is grouped by."""

    object: str
    num_model_requests: int | None
    num_requests: int | None
    num_sessions: int | None
    input_tokens: int | None
    output_tokens: int | None
    input_cached_tokens: int | None
    images: int | None
    characters: int | None
    seconds: int | None
    usage_bytes: int | None
    amount: Amount | None
    line_item: str | None
    quantity: float | None
    model: str | None
    project_id: str | None
    user_id: str | None
    api_key_id: str | None
    batch: bool | None
    service_tier: str | None


class Bucket(Record):
    """A span of time, from `start_time` to before `end_time` (seconds since 1970), and what was used."""

    object: str
    start_time: int
    end_time: int
    results: list[UsageResult]


def rows(buckets: Iterable[Bucket]) -> list[dict[str, Any]]:
    """One dict for each result, with the times of its bucket: what a DataFrame is made of."""
    return [
        {"start_time": bucket.start_time, "end_time": bucket.end_time, **asdict(result)}
        for bucket in buckets
        for result in bucket.results
    ]
