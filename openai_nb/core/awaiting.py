"""Awaiting: what an async function gives, for callers that are not async."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Awaitable
from typing import Any


def awaited(result: Awaitable[Any]) -> Any:
    """What an awaitable gives, waited for in a thread: a notebook's own loop is running already."""
    import asyncio  # only here: it would make up a good part of the client's import

    given: list[Any] = []

    async def finish() -> Any:
        return await result

    def work() -> None:
        try:
            given.extend((asyncio.run(finish()), None))
        except BaseException as problem:
            given.extend((None, problem))

    thread = threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True)
    thread.start()
    thread.join()
    value, problem = given
    if problem is not None:
        raise problem
    return value
