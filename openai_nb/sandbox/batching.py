"""Batching: a batch as it goes on: validate, send each line through the app, write what came of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from openai_nb.api.batches import ENDED
from openai_nb.api.lines import Problem, problems, read
from openai_nb.sandbox.app import Sandbox
from openai_nb.sandbox.errands import errand, send
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.routes.files import keep
from openai_nb.sandbox.store import Store

MOST_PROBLEMS = 100  # told of one file
PAUSES = 50  # of a whole batch, however long
EXPIRED = {"code": "batch_expired", "message": "This request was not answered within the completion window."}


def start(store: Store, batch: dict[str, Any]) -> None:
    """Begin the work of a batch."""
    send(store, "batch", batch["id"])


@errand("batch")
def work(store: Store, id: str) -> Iterator[None]:
    """A batch from its file to its results; it ends early when it is cancelled or out of time."""
    yield
    batch = store.get("batch", id)
    assert batch is not None
    data = store.read(batch["input_file_id"])
    gone = [Problem(None, "invalid_file", f"The file {batch['input_file_id']} is gone.", "input_file_id")]
    wrong = (
        gone if data is None else [*islice(problems(data, batch["endpoint"], strict=False), MOST_PROBLEMS)]
    )
    if wrong:
        told = {"object": "list", "data": [each._asdict() for each in wrong]}
        move(store, id, "failed", errors=told)
        return
    rows = [row for line in (data or b"").splitlines() if (row := read(line.removeprefix(b"\xef\xbb\xbf")))]
    counts = {"total": len(rows), "completed": 0, "failed": 0}
    move(store, id, "in_progress", request_counts=counts, model=rows[0]["body"].get("model"))
    yield
    run = _Run(store, id, rows)
    yield from run
    yield from run.finish()


def move(store: Store, id: str, status: str, **fields: Any) -> dict[str, Any] | None:
    """Take a batch to another status and note when; one that is stopped only ends, an ended one stays."""
    with store.step():
        batch = store.get("batch", id)
        stopped = batch and batch["status"] == "cancelling" and status not in ENDED
        if batch is None or batch["status"] in ENDED or stopped:
            return batch
        return store.put("batch", {**batch, "status": status, f"{status}_at": store.now(), **fields})


class _Run:
    """The lines of a batch, one after another, each through the app as if it had come by itself."""

    def __init__(self, store: Store, id: str, rows: list[dict[str, Any]]) -> None:
        self.store, self.id, self.left = store, id, rows[::-1]
        self.app = Sandbox(router, store, batch=True)
        self.total, self.pause = len(rows), -(-len(rows) // PAUSES)
        self.answered: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []

    def __iter__(self) -> Iterator[None]:
        while self.left and self._goes_on():
            for row in [self.left.pop() for _ in range(min(self.pause, len(self.left)))]:
                self._take(row)
            self.store.change("batch", self.id, request_counts=self.counts)
            yield

    @property
    def counts(self) -> dict[str, int]:
        return {"total": self.total, "completed": len(self.answered), "failed": len(self.refused)}

    def finish(self) -> Iterator[None]:
        """Write the files; the last status is that of how it ended."""
        batch = self.store.get("batch", self.id)
        if batch is None or batch["status"] in ENDED:
            return
        last = "cancelled" if batch["status"] == "cancelling" else "expired" if self.left else "completed"
        if last == "expired":
            late = [self._line(row, None, EXPIRED) for row in reversed(self.left)]
            self.refused += late
        move(self.store, self.id, "finalizing")
        yield
        files = {
            "output_file_id": self._file(batch, "output", self.answered),
            "error_file_id": self._file(batch, "error", self.refused),
        }
        used = usage(each["response"]["body"] for each in self.answered)
        move(self.store, self.id, last, request_counts=self.counts, usage=used, **files)

    def _goes_on(self) -> bool:
        batch = self.store.get("batch", self.id)
        return (
            batch is not None and batch["status"] == "in_progress" and self.store.now() < batch["expires_at"]
        )

    def _take(self, row: dict[str, Any]) -> None:
        response = ask(self.app, row["url"], row["body"])
        kept = self.answered if response["status_code"] < 300 else self.refused
        kept.append(self._line(row, response, None))

    def _line(self, row: dict[str, Any], response: Any, error: Any) -> dict[str, Any]:
        name = self.store.new("batch_req_")
        return {"id": name, "custom_id": row["custom_id"], "response": response, "error": error}

    def _file(self, batch: dict[str, Any], what: str, lines: list[dict[str, Any]]) -> str | None:
        if not lines:
            return None
        data = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        after = batch["output_expires_after"]
        return str(keep(self.store, f"{self.id}_{what}.jsonl", data, "batch_output", after)["id"])


def ask(app: Sandbox, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the app answers to one request: status_code, request_id, body."""
    data = json.dumps(body).encode()
    told: dict[str, Any] = {}
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": io.BytesIO(data),
    }

    def begin(status: str, headers: list[tuple[str, str]]) -> None:
        told.update(status_code=int(status[:3]), request_id=dict(headers)["x-request-id"])

    said = b"".join(app(environ, begin))
    return {**told, "body": json.loads(said)}


def usage(bodies: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """The tokens of all answers together, under the names of a batch."""
    each = [body.get("usage") or {} for body in bodies]

    def total(*names: str) -> int:
        return sum(next((used[name] for name in names if name in used), 0) for used in each)

    taken, given = total("input_tokens", "prompt_tokens"), total("output_tokens", "completion_tokens")
    return {
        "input_tokens": taken,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": given,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": taken + given,
    }
