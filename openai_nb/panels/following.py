"""Following: what has news is looked at again and again: often while there is something, seldom while not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from openai_nb.looks.following import looks
from openai_nb.panels.work import on_stop

QUICK, FIRST, SLOWEST = 0.2, 2.0, 15.0  # seconds between two looks: at a sandbox, at first, at most
UNTHREADED = 2.0  # seconds that are followed where it must be done within a cell


def following(
    look: Callable[[], bool], over: Callable[[], bool], *, sandboxed: bool, threads: bool = True
) -> Iterator[str]:
    """Look until it is over or the work is stopped; after each look comes what went wrong."""
    stopped = threading.Event()
    on_stop(stopped.set)
    end = time.monotonic() + UNTHREADED
    for trouble in looks(look, over, stopped, first=QUICK if sandboxed else FIRST, slowest=SLOWEST):
        yield trouble
        if not threads and time.monotonic() > end:
            return
