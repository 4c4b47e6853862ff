"""Cells: who is asking: which cell, in what way, and where its answer is kept."""

from __future__ import annotations

import linecache
import sys
from collections import Counter
from typing import Any


class Cells:
    """The cells of one shell, by the front end's own ids, else by what they say."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._run: object = None
        self._calls: Counter[str] = Counter()

    def key(self, source: str) -> str:
        """The name of the running cell; a second call in the same run gets `…#2`, a place of its own."""
        parent: dict[str, Any] = getattr(self._shell, "get_parent", dict)() or {}
        cell = (parent.get("metadata") or {}).get("cellId")
        cell = cell or self._line() or _mark(source)
        run = (parent.get("header") or {}).get("msg_id") or self._shell.execution_count
        if run != self._run:
            self._run = run
            self._calls.clear()
        self._calls[cell] += 1
        return cell if self._calls[cell] == 1 else f"{cell}#{self._calls[cell]}"

    def _line(self) -> str:
        """In a terminal nothing runs again: each line is a cell of its own."""
        from openai_nb.looks.live import in_terminal

        return f"In [{self._shell.execution_count}]" if in_terminal() else ""


def running(shell: Any) -> str:
    """The cell that runs now, as the ledger names it: by the front end's id, else by what it says."""
    parent: dict[str, Any] = getattr(shell, "get_parent", dict)() or {}
    said = shell.user_ns.get("In") or [""]
    return str((parent.get("metadata") or {}).get("cellId") or _mark(str(said[-1])))


def _mark(source: str) -> str:
    from hashlib import sha256

    return sha256(source.encode()).hexdigest()[:16]


def alone() -> bool:
    """Whether the line magic that runs stands alone on its line, `%chat …`, and not in `x = %chat …`.

    Then its answer is shown while it is written; otherwise it is only handed back.
    """
    frame = sys._getframe(1)
    while frame.f_back and frame.f_code.co_name != "run_line_magic":
        frame = frame.f_back
    asked = frame.f_back
    source = linecache.getline(asked.f_code.co_filename, asked.f_lineno) if asked else ""
    return source.lstrip().startswith("get_ipython().run_line_magic(")


def keep(shell: Any, value: Any, *names: str | None) -> None:
    """Put `value` under `names`, and where the values of cells are: `_` and `Out`."""
    for name in names:
        if name:
            shell.user_ns[name] = value
    shell.displayhook.update_user_ns(value)


def namespace(shell: Any, local: dict[str, Any] | None = None) -> dict[str, Any]:
    """The names an expression may use here: the notebook's, and those of a function that asks."""
    names: dict[str, Any] = shell.user_ns
    return {**names, **local} if local and local is not names else names
