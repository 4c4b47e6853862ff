"""Live: outputs that change in place while a cell, or something behind it, works.

A Markdown update costs a browser about 40 ms + 10 ms/kB, and its whole text travels each
time; so a growing text is shown again only when enough of it is new and enough time has gone.
Everything is routed by display id: nothing is cleared, nothing jumps.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from binascii import crc32
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from openai_nb.looks.stopping import undisturbed

Bundle = Mapping[str, Any]
Clock = Callable[[], float]

STALL = 1.5  # seconds a text may wait for more of itself
SPARE = 2  # updates beyond those that growth earns
_CONTROL = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)])


class LiveText:
    """One output that grows with its text, at most about fifty times for 2,000 tokens.

    `render` turns the text so far into a bundle of mime types.  While it grows only the Markdown
    travels; the last bundle has the text itself as text/plain.  In a terminal the text is written
    as it comes.
    """

    def __init__(self, render: Callable[[str], Bundle], *, clock: Clock = time.monotonic) -> None:
        self.text = ""
        self.updates = 0
        self._render, self._clock = render, clock
        self._output = None if in_terminal() else _Output()
        self._shown, self._at, self._finished = 0, 0.0, False

    def write(self, delta: str) -> None:
        """Add `delta`, and show it if it is time."""
        if not delta:
            return
        self.text += delta
        if self._output is None:
            print(delta.translate(_CONTROL), end="", flush=True)
        elif self._due():
            self._grow()

    def refresh(self) -> None:
        """Show what `render` makes of the text now, though the text is the same."""
        if self._output is not None:
            self._grow()

    def finish(self, bundle: Bundle | None = None, metadata: Mapping[str, Any] | None = None) -> None:
        """Show the last state: `bundle`, or the text rendered; nothing if there was none."""
        if self._finished:
            return
        self._finished = True
        if self._output is None:
            rest = "" if self.text else str((bundle or {}).get("text/plain", ""))
            print(rest.translate(_CONTROL), end="" if self.text.endswith("\n") else "\n", flush=True)
        elif self.text or bundle:
            last = bundle or {**self._render(self.text), "text/plain": self.text}
            self._send(last, metadata)

    def _grow(self) -> None:
        markdown = self._render(self.text)["text/markdown"]
        self._send({"text/markdown": markdown, "text/plain": "…"})

    def _due(self) -> bool:
        size, waited = len(self.text), self._clock() - self._at
        if not self.updates:
            return True
        if waited < _interval(size):
            return False
        stalled = waited > STALL and self.updates < _earned(size) + SPARE
        return size - self._shown >= _growth(size) or stalled

    def _send(self, bundle: Bundle, metadata: Mapping[str, Any] | None = None) -> None:
        assert self._output is not None
        self._output.send(bundle, metadata)
        self.updates += 1
        self._shown, self._at = len(self.text), self._clock()


def _interval(size: int) -> float:
    """Seconds between two updates of `size` characters: half of the browser's time stays free."""
    return 2 * (0.040 + 0.010 * size / 1000)


def _growth(size: int) -> float:
    """How many characters must be new: few at first, then 240, then 3 in a hundred."""
    if size < 600:
        return 30 if size < 150 else 75
    return max(240, 0.03 * size)


def _earned(size: int) -> float:
    """How many updates a text of `size` characters has had when each brought just enough."""
    if size < 600:
        return size / 30 if size < 150 else 5 + (size - 150) / 75
    return 11 + (size - 600) / 240


class LiveBundle:
    """One output that holds any bundle of mime types and is replaced as it changes.

    The first `show` belongs in the cell; later ones may come from any thread.  A frame equal to
    the last is skipped; one that comes too soon waits for the next, or for `flush`.  A terminal
    sees the first and the flushed.
    """

    def __init__(self, *, fps: float = 4, clock: Clock = time.monotonic) -> None:
        self._period, self._clock, self._lock = 1 / fps, clock, threading.Lock()
        self._output, self._terminal = _Output(), in_terminal()
        self._waiting: tuple[Bundle, Mapping[str, Any] | None] | None = None
        self._shown: tuple[Bundle, Mapping[str, Any] | None] | None = None
        self._mark, self._at = -1, 0.0

    def show(self, bundle: Bundle, metadata: Mapping[str, Any] | None = None) -> None:
        """Show `bundle`: at once, or when the last one has stood long enough."""
        with self._lock:
            self._waiting = bundle, metadata
            first = self._mark < 0
            if first or (not self._terminal and self._clock() - self._at >= self._period):
                self._send()

    def flush(self) -> None:
        """Show what is still waiting."""
        with self._lock:
            self._send()

    def again(self) -> None:
        """Send what is shown once more, in the name of the cell that runs now; a terminal is spared."""
        with self._lock:
            self._send()
            if self._shown is not None and not self._terminal:
                self._output.send(*self._shown)

    def _send(self) -> None:
        if self._waiting is None:
            return
        (bundle, metadata), self._waiting = self._waiting, None
        mark = crc32(json.dumps(bundle, sort_keys=True, default=repr).encode())
        if mark == self._mark:
            return
        if self._terminal:
            print(str(bundle.get("text/plain", "")).translate(_CONTROL), flush=True)
        else:
            self._output.send(bundle, metadata)
        self._mark, self._at, self._shown = mark, self._clock(), (bundle, metadata)


class _Output:
    """One place on the page, known by its display id."""

    def __init__(self) -> None:
        self._id, self._there = uuid4().hex, False

    def send(self, bundle: Bundle, metadata: Mapping[str, Any] | None = None) -> None:
        from IPython.display import display, update_display

        more = {"metadata": dict(metadata)} if metadata else {}
        show = update_display if self._there else display
        with undisturbed():  # a stop between the two would make a second output of the first
            show(dict(bundle), raw=True, display_id=self._id, **more)
            self._there = True


def in_terminal() -> bool:
    """Whether there is no page to draw on: plain Python, or IPython in a terminal."""
    if "IPython" not in sys.modules:
        return True
    from IPython import get_ipython

    shell = get_ipython()
    return shell is None or any(cls.__name__ == "TerminalInteractiveShell" for cls in type(shell).__mro__)
