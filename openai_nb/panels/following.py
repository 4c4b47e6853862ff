"""Following: what has news is looked at again and again: often while there is something, seldom while not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from openai_nb.core.errors import OpenAIError, Refused, ServerFault, TooMuch
from openai_nb.looks.errors import plain
from openai_nb.panels.work import on_stop

QUICK, FIRST, SLOWEST = 0.2, 2.0, 15.0  # seconds between two looks: at a sandbox, at first, at most
UNTHREADED = 2.0  # seconds that are followed where it must be done within a cell


def following(
    look: Callable[[], bool], over: Callable[[], bool], *, sandboxed: bool, threads: bool = True
) -> Iterator[str]:
    """Look until it is over; after each look comes what went wrong, empty for nothing.

    `look` says whether there were news.  What passes is tried again; what a server refuses is raised.
    """
    stopped = threading.Event()
    on_stop(stopped.set)
    first = pause = QUICK if sandboxed else FIRST
    spent = 0.0
    while not stopped.is_set():
        trouble, news = "", False
        try:
            news = look()
        except OpenAIError as error:
            if isinstance(error, Refused) and not isinstance(error, TooMuch | ServerFault):
                raise
            trouble = plain(f"{error.message} {error.advice}")[:200]
        yield trouble
        spent += pause
        if (over() and not trouble) or (not threads and spent > UNTHREADED):
            return
        pause = first if news else min(pause * 1.5, SLOWEST)
        stopped.wait(pause)
