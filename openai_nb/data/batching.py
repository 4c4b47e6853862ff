"""Batching: what came of each request of a batch, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from openai_nb.core.record import Record, asdict


def rows(results: Iterable[Record | Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row for each result: custom_id, answer, error, status_code, and the tokens it took."""
    return [_row(asdict(each) if isinstance(each, Record) else each) for each in results]


def words(body: Mapping[str, Any]) -> Any:
    """What an answer says: words, a vector, whether it is flagged; None where it says none of these."""
    if choices := body.get("choices"):
        return (choices[0].get("message") or {}).get("content", choices[0].get("text"))
    if output := body.get("output"):
        parts = [part for item in output for part in item.get("content") or () if isinstance(part, Mapping)]
        return "".join(str(part.get("text", "")) for part in parts)
    if data := body.get("data"):
        return data[0].get("embedding")
    return (body.get("results") or [{}])[0].get("flagged")


def _row(result: Mapping[str, Any]) -> dict[str, Any]:
    body, error = result.get("body") or {}, result.get("error") or {}
    usage = body.get("usage") or {}
    return {
        "custom_id": result["custom_id"],
        "answer": words(body),
        "error": error.get("message") or error.get("code"),
        "status_code": result.get("status_code"),
        "input_tokens": usage.get("prompt_tokens", usage.get("input_tokens")),
        "output_tokens": usage.get("completion_tokens", usage.get("output_tokens")),
    }
