"""Audit: one line of JSON for each call: who, what, how much; never what was said."""

from __future__ import annotations

import json
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MOST_LETTERS = 300  # of a value


class Audit:
    """Appends to a file that several processes share; one that was moved away is begun anew.

    All that is not ASCII is escaped, so that nothing a caller says can begin a line or steer a terminal.
    """

    def __init__(self, path: str | Path | None) -> None:
        self._path = Path(path) if path else None
        self._lock = threading.Lock()
        self._file: int | None = None
        self._inode = 0

    def note(self, **facts: Any) -> None:
        """Write one line; facts that are None are left out."""
        if self._path is None:
            return
        kept = {name: _short(value) for name, value in facts.items() if value is not None}
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"at": at, **kept}).replace("\x7f", "\\u007f") + "\n"
        with self._lock:
            try:
                os.write(self._opened(), line.encode())  # one write in append mode: lines do not mix
            except OSError as error:  # a full disk must not take an answer away that was paid for
                complain("write its audit", error)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
            self._file = None

    def _opened(self) -> int:
        assert self._path is not None
        try:
            same = self._file is not None and self._path.stat().st_ino == self._inode
        except OSError:
            same = False
        if not same:
            if self._file is not None:
                os.close(self._file)
            self._file = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
            self._inode = os.fstat(self._file).st_ino
        assert self._file is not None
        return self._file


def complain(what: str, error: Exception) -> None:
    """Tell whoever runs the proxy, on its standard error, without what the error says."""
    print(f"The proxy could not {what} ({type(error).__name__}).", file=sys.stderr, flush=True)


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= MOST_LETTERS else value[:MOST_LETTERS] + "…"
    return round(value, 9) if isinstance(value, float) else value
