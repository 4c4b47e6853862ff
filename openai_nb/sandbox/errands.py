"""Errands: work that goes on behind an answer, at the pace the store keeps.

An errand is a generator of small pieces of work, so that one way of writing it serves every pace: in a
thread of its own while others ask how it stands, or all at once.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator

from openai_nb.sandbox.store import Store


def send(store: Store, name: str, work: Iterator[None]) -> None:
    """Have the work done, in a thread called `name`; at once if the store's `step_seconds` is None."""
    if store.step_seconds is None:
        for _ in work:
            pass
        return
    threading.Thread(target=_run, args=(store, work), name=name, daemon=True).start()


def _run(store: Store, work: Iterator[None]) -> None:
    with contextlib.suppress(sqlite3.ProgrammingError):  # the store was closed: nobody waits any more
        for _ in work:
            time.sleep(store.step_seconds or 0.0)
