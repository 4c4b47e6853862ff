"""Work: what goes on behind a panel: a generator of changes, driven beside the cells or within one.

A generator yields dicts of a panel's traits and what they are now.  Changes are bundled: the first
shows at once, those that follow at most ten times a second, the last always.  Where there are no
threads, or where a page does not hear of what they do, the same generator is driven in place.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping
from typing import Any

from openai_nb.core.hangup import Caller

Changes = Mapping[str, Any]
Steps = Generator[Changes | None, None, None]

PERIOD = 0.1  # seconds between two bundles
PATIENCE = 0.2  # seconds that a stop waits for the work to end by itself

_here = threading.local()  # the work whose steps run on this thread


def threads_help() -> bool:
    """Whether threads can be had, and a page hears of what they do: not so in Pyodide and Colab."""
    return sys.platform != "emscripten" and "google.colab" not in sys.modules


def on_stop(end: Callable[[], object]) -> None:
    """Have `end` called when a stop is asked for: said within steps, of what they are about to wait for."""
    work: Work | None = getattr(_here, "work", None)
    if work is not None:
        work.on_stop(end)


class Work:
    """One generator under way; `apply` takes its bundles, `over` is called once at its end.

    Both are called under `lock`.  `stop` ends the work between two steps; what a step may be waiting
    for is ended by those `on_stop`.
    """

    def __init__(
        self,
        steps: Steps,
        apply: Callable[[Changes], object],
        over: Callable[[Work, BaseException | None], object],
        *,
        lock: threading.RLock,
        quiet: bool = False,
    ) -> None:
        self.quiet, self.stopped = quiet, False
        self._steps, self._apply, self._over = steps, apply, over
        self._pending: dict[str, Any] = {}
        self._lock, self._ended = lock, threading.Event()
        self._at, self._done = 0.0, False
        self._caller = Caller()
        self._enders: list[Callable[[], object]] = []
        self._thread: threading.Thread | None = None
        self._timer: threading.Timer | None = None

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return not self._done

    def start(self, *, threads: bool) -> Work:
        """Begin: on a thread of its own, or here and now."""
        if threads:
            self._thread = threading.Thread(target=self._drive, name="openai_nb panel", daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # none to be had after all
                self._thread = None
        if self._thread is None:
            self._drive()
        return self

    def on_stop(self, end: Callable[[], object]) -> None:
        """Call `end` when a stop is asked for; at once, if it has been."""
        self._enders.append(end)
        if self.stopped:
            end()

    def stop(self, patience: float = PATIENCE) -> None:
        """End it: what it waits for is closed, and after `patience` seconds nobody waits for it."""
        self.stopped = True
        for end in list(self._enders):
            end()
        self._caller.hang_up()
        if self._thread not in (None, threading.current_thread()):
            self._ended.wait(patience)
        self._finish(None)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end; whether it came within `timeout` seconds."""
        return self._ended.wait(timeout)

    def _drive(self) -> None:
        problem: BaseException | None = None
        outer, _here.work = getattr(_here, "work", None), self
        try:
            with self._caller:
                self._step()
        except KeyboardInterrupt:  # driven in a cell, and the cell was stopped
            self.stopped = True
        except Exception as error:
            problem = None if self.stopped else error  # what comes of a stop was wished for
        try:
            self._steps.close()
        except Exception as error:
            problem = problem or (None if self.stopped else error)
        finally:
            _here.work = outer
            self._finish(problem)
            self._ended.set()

    def _step(self) -> None:
        for changes in self._steps:
            if self.stopped:
                break
            if changes:
                self._offer(changes)

    def _offer(self, changes: Changes) -> None:
        """Take changes; show them now, or soon."""
        with self._lock:
            self._pending.update(changes)
            left = self._at + PERIOD - time.monotonic()
            if left <= 0:
                self._flush()
            elif self._thread is not None and self._timer is None:
                self._timer = threading.Timer(left, self._due)
                self._timer.daemon = True
                self._timer.start()

    def _due(self) -> None:
        """What was held back may show, unless newer things have been shown meanwhile."""
        with self._lock:
            self._timer = None
            if self._pending and not self._done:
                self._offer({})

    def _flush(self) -> None:
        if self._pending and not self._done:
            changes, self._pending = self._pending, {}
            self._at = time.monotonic()
            self._apply(changes)

    def _finish(self, problem: BaseException | None) -> None:
        """Show what is still to be shown, and tell of the end, once."""
        with self._lock:
            if self._done:
                return
            if self._timer is not None:
                self._timer.cancel()
            self._flush()
            self._done = True
            self._over(self, problem)
