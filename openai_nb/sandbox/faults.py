"""Faults: scripted trouble, so that one can see what a program makes of it.

A script is a queue, "429, 429, ok, cut": each request takes the next word, and when none is left
all is well again.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator

from openai_nb.sandbox.refusal import Refusal

MESSAGES = {
    401: ("Incorrect API key provided.", "invalid_api_key"),
    403: ("You do not have access to this.", None),
    404: ("Not found.", None),
    408: ("The request took too long.", None),
    409: ("Another change came first.", None),
    429: ("Rate limit reached; please slow down.", "rate_limit_exceeded"),
    500: ("The server had an error while processing your request.", None),
    503: ("The server is overloaded; please try again later.", None),
}


class Faults:
    """A queue: `429`, `429:2` (retry after 2 s), `quota`, `slow:0.5` (s), `cut` (in mid-stream), `ok`."""

    def __init__(self, script: str = "") -> None:
        self._queue = deque(word.strip() for word in script.split(",") if word.strip())
        self._lock = threading.Lock()

    def add(self, script: str) -> None:
        """Append to the queue."""
        with self._lock:
            self._queue.extend(word.strip() for word in script.split(",") if word.strip())

    def next(self) -> str:
        """What this request meets; raises `Refusal` where that is a status."""
        with self._lock:
            word = self._queue.popleft() if self._queue else "ok"
        name, _, value = word.partition(":")
        if name == "slow":
            time.sleep(float(value or 1))
        elif name == "quota":
            raise Refusal(
                429, "You exceeded your current quota.", code="insufficient_quota", type="insufficient_quota"
            )
        elif re.fullmatch(r"[45]\d\d", name):
            message, code = MESSAGES.get(int(name), ("Scripted trouble.", None))
            refusal = Refusal(int(name), message, code=code)
            if value:
                refusal.headers["Retry-After"] = value
            raise refusal
        return name


def cut(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The first half of a stream that is then broken off."""
    kept = list(pieces)
    yield from kept[: len(kept) // 2]
