"""Faults: scripted trouble, so that one can see what a program makes of it.

A script is a queue, "429, 429, ok, cut": each request takes the next word, and when none is left
all is well again.  A queue may be for some calls alone, "POST /chat/completions: 429, ok", with `*` for
any part of it; several queues are parted by semicolons.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from fnmatch import fnmatchcase

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
PLAIN = ("ok", "quota", "drop", "cut", "garble", "html", "empty", "nodone")
WORD = re.compile(rf"{'|'.join(PLAIN)}|(slow|drip)(:\d*\.?\d+)?|[45]\d\d(:[^,;]+)?")
QUEUE = re.compile(r"([A-Z*]+ /\S*?)\s*:\s+(.*)", re.DOTALL)


class Faults:
    """Queues of words: what the next requests meet.

    `429`, `429:2` (retry after 2 s), `quota`: refused.  `slow:0.5`: begun 0.5 s late; `drip:0.1`: each
    piece 0.1 s late.  `drop`: the connection is lost before the answer, `cut`: in the middle of it.
    `garble`: the JSON is broken; `html`: a page of a login instead; `empty`: nothing in it; `nodone`: a
    stream without its `[DONE]`.  `ok`: no trouble.
    """

    def __init__(self, script: str = "") -> None:
        self._queues: dict[str, deque[str]] = {}  # by route; the empty one is for all others
        self._lock = threading.Lock()
        self.add(script)

    def add(self, script: str, route: str | None = None) -> None:
        """Append to the queues, or to that of `route` ("POST /files*"); ValueError for unknown words."""
        parts = [(route, script)] if route else [_parted(part) for part in script.split(";")]
        queues = [(name, [each.strip() for each in words.split(",")]) for name, words in parts]
        for word in (each for _, words in queues for each in words if each):
            if not WORD.fullmatch(word):
                raise ValueError(
                    f"{word!r} is no trouble known here; there are statuses such as 429 or 503:2, "
                    f"slow:SECONDS, drip:SECONDS, {', '.join(PLAIN)}."
                )
        with self._lock:
            for name, words in queues:
                self._queues.setdefault(name, deque()).extend(each for each in words if each)

    def clear(self) -> None:
        """Let all be well again."""
        with self._lock:
            self._queues.clear()

    def next(self, verb: str = "", path: str = "") -> str:
        """What this request meets; raises `Refusal` where that is a status."""
        word = self._take(f"{verb} {path}")
        name, _, value = word.partition(":")
        if name == "slow":
            time.sleep(float(value or 1))
        elif name == "quota":
            raise Refusal(
                429, "You exceeded your current quota.", code="insufficient_quota", type="insufficient_quota"
            )
        elif name.isdecimal():
            message, code = MESSAGES.get(int(name), ("Scripted trouble.", None))
            refusal = Refusal(int(name), message, code=code)
            if value:
                refusal.headers["Retry-After"] = value
            raise refusal
        elif name == "drop":
            raise ConnectionResetError("A script dropped this connection.")
        return word

    def _take(self, operation: str) -> str:
        """The next word: of the first queue for this operation that has one, else of the one for all."""
        with self._lock:
            own = [queue for route, queue in self._queues.items() if route and _is_for(route, operation)]
            queue = next((each for each in (*own, self._queues.get("")) if each), None)
            return queue.popleft() if queue else "ok"


def _parted(part: str) -> tuple[str, str]:
    """(route, words) of one part of a script; no route where it names none."""
    found = QUEUE.fullmatch(part.strip())
    return (found[1], found[2]) if found else ("", part)


def _is_for(route: str, operation: str) -> bool:
    """A name in braces stands for anything, as a star does."""
    return fnmatchcase(operation, re.sub(r"{\w+}", "*", route).replace(" /v1/", " /"))
