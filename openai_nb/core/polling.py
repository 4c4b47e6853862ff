"""Polling: look again until it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from openai_nb.core.errors import WaitedTooLong

T = TypeVar("T")


def changes(
    look: Callable[[], T],
    done: Callable[[T], bool],
    *,
    every: float = 0.5,
    slowest: float = 15.0,
    timeout: float | None = 600.0,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[T]:
    """Look again and again, yielding what is new; stop once `done`.

    The first pause is `every` seconds; while nothing changes it grows to `slowest`.  Raises
    `WaitedTooLong` after `timeout` seconds (None: never).
    """
    end = None if timeout is None else clock() + timeout
    pause, seen = every, None
    while True:
        now = look()
        if now != seen:
            seen, pause = now, every
            yield now
        if done(now):
            return
        left = None if end is None else end - clock()
        if left is not None and left <= 0:
            error = WaitedTooLong(f"Not done after {timeout:g} s.")
            error.last = now
            raise error
        sleep(pause if left is None else min(pause, left))  # the last look is at the deadline itself
        pause = min(pause * 1.5, slowest)


def wait(look: Callable[[], T], done: Callable[[T], bool], **options: float | None) -> T:
    """How it stands at the end; the options are those of `changes`."""
    last: T | None = None
    for last in changes(look, done, **options):  # type: ignore[arg-type] # noqa: B007
        pass
    assert last is not None
    return last
