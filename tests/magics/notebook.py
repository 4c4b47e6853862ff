"""Notebook: cells typed into a shell, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from tests.server import chunk, chunked, events

USAGE = {
    "id": "chatcmpl-1",
    "model": "m",
    "choices": [],
    "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7},
}


@dataclass
class Ran:
    """What a cell did: its value, its error and how that was shown, its outputs, what it printed."""

    value: Any
    error: BaseException | None
    trouble: list[str]
    outputs: list[dict[str, Any]]
    printed: str

    @property
    def saved(self) -> list[dict[str, Any]]:
        """The outputs a notebook keeps: the last state of each."""
        kept: dict[Any, dict[str, Any]] = {}
        for number, each in enumerate(self.outputs):
            name = (each.get("transient") or {}).get("display_id", number)
            kept[name] = {"data": each["data"], "metadata": each["metadata"]}
        return list(kept.values())

    @property
    def markdown(self) -> str:
        return "\n".join(each["data"].get("text/markdown", "") for each in self.saved)


class Typist:
    """Types cells into a shell."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell, self.names = shell, shell.user_ns

    def __call__(self, cell: str) -> Ran:
        lines: list[str] = []
        self.shell._showtraceback = lambda kind, error, trace: lines.extend(trace)
        try:
            with capture_output() as caught:
                done = self.shell.run_cell(cell, store_history=True)
        finally:
            del self.shell._showtraceback
        error = done.error_before_exec or done.error_in_exec
        return Ran(done.result, error, lines, list(caught._outputs), caught.stdout + caught.stderr)


def saying(*words: str, finish: str = "stop") -> list[Any]:
    """An answer in pieces, with what it took."""
    pieces = [chunk(word) for word in words]
    return chunked(*events(*pieces, chunk(None, finish), USAGE))
