"""Maps: a map of texts in a cell's output, there at once and replaced in place as it gets better.

A thread works out what is better, so cells are free; where there are no threads, the cell itself does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from openai_nb.looks.live import LiveBundle, in_terminal

if TYPE_CHECKING:
    from openai_nb.plots.drafts import Bundle
    from openai_nb.plots.embedded import Embedded


def show(embedded: Embedded) -> LiveMap | None:
    """Show a map as the value of a cell; in a terminal the words alone."""
    if in_terminal():
        print(repr(embedded))
        return None
    return LiveMap(embedded)


class LiveMap:
    """The map of some texts in one output; `wait` until it is as good as it gets."""

    def __init__(self, embedded: Embedded) -> None:
        from openai_nb.plots.drafts import drafts

        self._output, self._over = LiveBundle(), threading.Event()
        rest = drafts(embedded)
        self._show(next(rest))
        try:
            threading.Thread(target=self._follow, args=(rest,), name="openai_nb map", daemon=True).start()
        except RuntimeError:  # no threads here, as in a browser's Python
            self._follow(rest)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the last and best map; whether it came within `timeout` seconds."""
        return self._over.wait(timeout)

    def _follow(self, rest: Iterator[Bundle]) -> None:
        try:
            with suppress(StopIteration):
                while True:
                    self._show(next(rest))
        finally:
            self._output.flush()
            self._over.set()

    def _show(self, bundle: tuple[dict[str, str], dict[str, Any]]) -> None:
        self._output.show(*bundle)
