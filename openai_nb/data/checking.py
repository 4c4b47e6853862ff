"""Checking: what is wrong with the lines of a file, found before it is sent and paid for."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from openai_nb.api.lines import problems, read
from openai_nb.data import jsonl

CHECKED = ("fine-tune", "batch")  # purposes whose files are looked at
USUAL = "/v1/chat/completions"  # where the lines of a batch go that name no other place
OTHER_KINDS = ("prompt", "input", "item")  # examples that are no chats: of older jobs, of other methods


def wrong(data: bytes, purpose: str) -> list[jsonl.Problem]:
    """What is wrong with a file for this purpose: in which line, and what; nothing for other purposes."""
    if purpose not in CHECKED:
        return []
    first = _first(data)
    if purpose == "batch":
        found = problems(data, endpoint(data))
        return [jsonl.Problem(each.line, each.message) for each in found]
    if "messages" in first or not any(name in first for name in OTHER_KINDS):
        return jsonl.check(data)
    return [
        jsonl.Problem(number, "This line is not a JSON object.")
        for number, line in enumerate(data.splitlines(), 1)
        if line.strip() and read(line) is None
    ]


def doubtful(data: bytes, purpose: str, models: Collection[str]) -> list[jsonl.Problem]:
    """What may be wrong with the file of a batch: a model that is not among those one knows of.

    Each such model is named once, at its first line; with no models to compare with, none is.
    """
    if purpose != "batch" or not models:
        return []
    first: dict[str, int] = {}
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        body = (read(line) or {}).get("body")
        model = body.get("model") if isinstance(body, dict) else None
        if isinstance(model, str) and model not in models:
            first.setdefault(model, number)
    return [jsonl.Problem(number, _unknown(model, models)) for model, number in first.items()]


def _unknown(model: str, models: Collection[str]) -> str:
    near = get_close_matches(model, models, 1)
    meant = f" {near[0]!r} is." if near else " `%models` lists them."
    return f"Warning: the model {model!r} is not among those offered here.{meant}"


def purpose_of(data: bytes) -> str:
    """What a file of JSON lines is for, by its first line: batch, or fine-tune."""
    first = _first(data)
    return "batch" if "custom_id" in first or "body" in first else "fine-tune"


def endpoint(data: bytes) -> str:
    """Where the requests of a batch's file go, by its first line."""
    return str(_first(data).get("url") or USUAL)


def line(data: bytes, number: int) -> str:
    """The words of a line, the first being 1; what is no text in it is marked."""
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return lines[number - 1].decode("utf-8", "replace") if 0 < number <= len(lines) else ""


def _first(data: bytes) -> dict[str, object]:
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    return read(head) or {}
