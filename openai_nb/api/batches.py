"""Batches: many requests in one file, answered within a day at half the price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from openai_nb.api.files import Files
from openai_nb.api.lines import Row, problems, read, written
from openai_nb.api.shapes import Id, Json
from openai_nb.core.endpoint import GET, POST, Resource
from openai_nb.core.errors import BadValue, NotFound, OpenAIError
from openai_nb.core.page import Page
from openai_nb.core.polling import wait
from openai_nb.core.record import Record, view

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
DAY = 86_400.0


class BatchCounts(Record):
    """How many requests a batch has, and how many of them are answered or refused."""

    total: int
    completed: int
    failed: int


class BatchProblem(Record):
    """Why a batch was not begun: what is wrong with which line of its file."""

    code: str | None
    line: int | None
    message: str | None
    param: str | None


class BatchProblems(Record):
    """What is wrong with the file of a batch."""

    object: str | None
    data: list[BatchProblem] | None


class BatchUsage(Record):
    """How many tokens a batch took."""

    input_tokens: int
    output_tokens: int
    total_tokens: int


class Batch(Record):
    """A batch: validating, in_progress, finalizing, completed, failed, expired, cancelling or cancelled."""

    id: str
    object: str
    endpoint: str
    model: str | None
    errors: BatchProblems | None
    input_file_id: str
    completion_window: str
    status: str
    output_file_id: str | None
    error_file_id: str | None
    created_at: int
    in_progress_at: int | None
    expires_at: int | None
    finalizing_at: int | None
    completed_at: int | None
    failed_at: int | None
    expired_at: int | None
    cancelling_at: int | None
    cancelled_at: int | None
    request_counts: BatchCounts | None
    usage: BatchUsage | None
    metadata: dict[str, str] | None


class BatchResult(Record):
    """What came of one line: its answer in `body`, or in `error` why there is none."""

    custom_id: str
    status_code: int | None
    request_id: str | None
    body: Record | None
    error: Record | None


Results = list[BatchResult]  # named here, since within the class `list` is a method


class Batches(Resource):
    """Send many requests in one file: `submit`, `wait`, `results`.

    >>> batch = client.batches.submit(["Is tea hot?", "Is ice cold?"], model="gpt-6-luna")
    >>> client.batches.results(client.batches.wait(batch, every=0.1))
    """

    @POST("/batches")
    def create(
        self,
        *,
        input_file_id: Id,
        endpoint: str,
        completion_window: str,
        metadata: Json | None = None,
        output_expires_after: Json | None = None,
    ) -> Batch:
        """Begin a batch of the requests in an uploaded file (purpose batch) to one endpoint."""
        ...

    @GET("/batches")
    def list(self, *, after: str | None = None, limit: int | None = None) -> Page[Batch]:
        """Your batches, newest first."""
        ...

    @GET("/batches/{batch_id}")
    def retrieve(self, batch_id: Id) -> Batch:
        """Look one batch up."""
        ...

    @POST("/batches/{batch_id}/cancel")
    def cancel(self, batch_id: Id) -> Batch:
        """Stop a batch; what is answered by then is kept."""
        ...

    def submit(
        self,
        rows: Iterable[Row] | Mapping[str, Row],
        *,
        endpoint: str = "/v1/chat/completions",
        metadata: Json | None = None,
        output_expires_after: Json | None = None,
        **shared: Any,
    ) -> Batch:
        """Write the rows as JSON lines, upload them, and begin a batch; `shared` arguments go with each.

        A row is a text, the arguments of a call, or a whole line with `custom_id` and `body`; the keys of
        a mapping name its rows.  Raises `ValueError` where the API would refuse the file (more than 50,000
        lines or 200 MB, a `custom_id` twice, two models), before anything is sent.
        """
        data = written(rows, endpoint, shared)
        if wrong := next(problems(data, endpoint, strict=False), None):
            raise BadValue(f"Line {wrong.line}: {wrong.message}" if wrong.line else wrong.message)
        file = Files(self._send).create(file=("batch.jsonl", data), purpose="batch")
        return self.create(
            input_file_id=file,
            endpoint=endpoint,
            completion_window="24h",
            metadata=metadata,
            output_expires_after=output_expires_after,
        )

    def wait(self, batch_id: Id, timeout: float | None = DAY + 600, *, every: float = 1.0) -> Batch:
        """The batch once it has ended; raises `WaitedTooLong` after `timeout` seconds (None: never)."""
        return wait(
            lambda: self.retrieve(batch_id),
            lambda batch: batch.status in ENDED,
            every=every,
            timeout=timeout,
        )

    def results(self, batch_id: Id) -> Results:
        """What came of each line, in the order of the input; raises `OpenAIError` while it is under way."""
        batch = self.retrieve(batch_id)
        _check(batch)
        kind, files = _dressed(batch.endpoint), Files(self._send)
        found = {}
        for file_id in (batch.output_file_id, batch.error_file_id):
            for line in files.content(file_id).splitlines() if file_id else ():
                row = read(line) or {}
                found[row.get("custom_id")] = view(_result(row), kind)
        try:
            asked = [
                (read(line) or {}).get("custom_id")
                for line in files.content(batch.input_file_id).splitlines()
            ]
        except NotFound:  # the input was deleted: the order in which answers were written must do
            asked = [*found]
        return [found.get(name) or view(_unanswered(name, batch), kind) for name in asked if name]


def _check(batch: Batch) -> None:
    """Raise `OpenAIError` unless the batch has results."""
    if batch.status == "failed":
        wrong = (batch.errors.data if batch.errors else None) or []
        said = " ".join(_said(each) for each in wrong)
        raise OpenAIError(f"{batch.id} was not begun. {said}", "Mend the lines and submit them again.")
    if batch.status not in ENDED:
        counts = batch.request_counts
        done = f", {counts.completed + counts.failed} of {counts.total} lines are done" if counts else ""
        raise OpenAIError(f"{batch.id} is {batch.status}{done}.", "Wait for it first: batches.wait(batch).")


def _said(wrong: BatchProblem) -> str:
    return f"Line {wrong.line}: {wrong.message}" if wrong.line else str(wrong.message)


def _result(row: dict[str, Any]) -> dict[str, Any]:
    """A line of an output or error file, flat."""
    response = row.get("response") or {}
    status, body = response.get("status_code"), response.get("body")
    fine = status is not None and status < 300
    refused = None if fine else (body or {}).get("error")
    return {
        "custom_id": row.get("custom_id"),
        "status_code": status,
        "request_id": response.get("request_id"),
        "body": body if fine else None,
        "error": row.get("error") or refused,
    }


def _unanswered(name: str, batch: Batch) -> dict[str, Any]:
    message = f"The batch {batch.status} before this line was answered."
    error = {"code": f"batch_{batch.status}", "message": message}
    return {"custom_id": name, "status_code": None, "request_id": None, "body": None, "error": error}


@cache
def _dressed(endpoint: str) -> type[BatchResult]:
    """A result whose body is what the endpoint's own call gives."""
    from openai_nb.api import every_endpoint

    for each in every_endpoint():
        if f"{each.verb} /v1{each.path}" == f"POST {endpoint}" and not each.fixed:
            return type("BatchResult", (BatchResult,), {"__annotations__": {"body": each.returns | None}})
    return BatchResult
