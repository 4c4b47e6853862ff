"""Harvest: what came of each line of a batch, from its output and its error file.

A line may have failed for the moment only: not reached, not answered in time, or answered with status 0,
which the API gives where it never sent the request on.  Such a line is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openai_nb.api.lines import read
from openai_nb.core.errors import NotFound, OpenAIError
from openai_nb.core.refusals import refusal
from openai_nb.core.retries import BROKEN, unanswered

if TYPE_CHECKING:
    from openai_nb.api.batches import Batch
    from openai_nb.client import Client

PIECE = 1 << 20  # bytes that are held of a file at once, and the line they end in
QUOTA = ("token_limit", "enqueued", "queue")  # words for "there is no room for it now"
GIVEN_UP = ("batch_cancelled",)


@dataclass(slots=True)
class Verdict:
    """What came of a line: an answer, an error that stays, or `again` and why."""

    key: bytes
    answer: dict[str, Any] | None = None
    error: Exception | None = None
    again: bool = False
    request_id: str | None = None


def verdicts(client: Client, batch: Batch) -> Iterator[Verdict]:
    """What came of each line that either file speaks of; a file that is gone speaks of none."""
    for file_id in (batch.output_file_id, batch.error_file_id):
        if not file_id:
            continue
        try:
            for line in _lines(client, file_id):
                if (row := read(line)) and (verdict := _verdict(row)):
                    yield verdict
        except NotFound:
            continue


def refused_for_now(batch: Batch) -> str:
    """Why a batch was not begun, where it may go later: too many tokens wait already; else nothing."""
    for wrong in (batch.errors.data if batch.errors else None) or []:
        if no_room(wrong.code, wrong.message):
            return wrong.message or "The queue is full."
    return ""


def no_room(code: str | None, message: str | None) -> bool:
    """Whether these words say that the queue of batches is full."""
    said = f"{code or ''} {message or ''}".lower()
    return any(word in said for word in QUOTA)


def _verdict(row: dict[str, Any]) -> Verdict | None:
    try:
        key = bytes.fromhex(row.get("custom_id") or "")
    except ValueError:  # a line of somebody else's
        return None
    response, wrong = row.get("response") or {}, row.get("error") or {}
    status, body = response.get("status_code") or 0, response.get("body")
    told = {"x-request-id": response.get("request_id") or ""}
    if 200 <= status < 300 and isinstance(body, dict) and body:
        return Verdict(key, body, request_id=response.get("request_id"))
    if not status or 200 <= status < 300:
        problem: OpenAIError = OpenAIError(
            str(wrong.get("message") or "The batch has no answer to this row.")
        )
        return Verdict(key, error=problem, again=wrong.get("code") not in GIVEN_UP)
    problem = refusal(status, body, told)
    return Verdict(key, error=problem, again=problem.passing, request_id=problem.request_id or None)


def _lines(client: Client, file_id: str) -> Iterator[bytes]:
    """The lines of a file as they come, so that a large one is never held whole."""
    transport, rest = client._transport, b""
    answer = transport.send("GET", f"/files/{file_id}/content", stream=True)
    try:
        for piece in answer.raw.stream(PIECE, decode_content=True):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
    except BROKEN as problem:
        raise unanswered(problem, transport.base_url) from None
    finally:
        answer.close()
    yield rest
