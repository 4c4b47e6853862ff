"""Following: something at the server looked at again and again until it ends, while cells stay free.

What is shown is replaced in place, so that nothing jumps and it stays in the saved notebook.  A thread
looks for news; where there are no threads, the cell itself does.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, Generic, Self, TypeVar

from openai_nb.core.errors import OpenAIError, WaitedTooLong
from openai_nb.core.hangup import Caller, HungUp
from openai_nb.looks.errors import one_line
from openai_nb.looks.live import LiveBundle

T = TypeVar("T")


class Following(ABC, Generic[T]):
    """A job, a batch: `last` is how it stood when it was last looked at, `trouble` why it could not be.

    Who inherits looks, knows when it is over, and draws: `look`, `over`, `open` and `draw`.
    """

    def __init__(
        self, what: str, *, first: float, slowest: float, heard: Callable[[Any], object] | None = None
    ) -> None:
        """`what` is its id; `first` and `slowest` are the seconds between two looks, at first and at most.

        `heard` is called after each look, in the thread that looks, with this object.
        """
        self.what, self._heard = what, heard
        self.last: T | None = None
        self.trouble = ""
        self._pace = first, slowest
        self._stopped, self._over = threading.Event(), threading.Event()
        self._caller = Caller()
        self._thread: threading.Thread | None = None
        self._page = threading.Lock()
        self._outputs: tuple[LiveBundle, ...] = ()

    @abstractmethod
    def look(self) -> bool:
        """Fetch what is new; whether there was anything."""

    @abstractmethod
    def over(self) -> bool:
        """Whether it has ended."""

    @abstractmethod
    def open(self) -> tuple[LiveBundle, ...]:
        """New places in the cell that runs now, with how it stands."""

    @abstractmethod
    def draw(self) -> None:
        """Bring those places up to date."""

    @property
    def running(self) -> bool:
        """Whether it still looks for news."""
        return self._thread is not None and not self._over.is_set()

    def start(self) -> Self:
        """Begin to look; at once where threads cannot be had, and then until it ends."""
        if self._thread is None:
            # Not in this cell's context: outputs are found by their display ids, and a runner of whole
            # notebooks hears only what is said in the name of the cell that runs now.
            self._thread = threading.Thread(target=self._follow, daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # no threads here, as in a browser's Python
                self._follow()
        return self

    def stop(self) -> None:
        """Look no further; what is shown stays, and it goes on without us."""
        self._stopped.set()
        self._caller.hang_up()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._over.wait(5)

    def wait(self, timeout: float | None = None) -> T | None:
        """How it ended, once it has; raises `WaitedTooLong` after `timeout` seconds (None: never)."""
        self.start()
        end = None if timeout is None else time.monotonic() + timeout
        while not self._over.wait(0.1):  # short waits, so that a stop of the cell is heard
            if end is not None and time.monotonic() > end:
                error = WaitedTooLong(f"{self.what} is not done after {timeout:g} s.")
                error.last = self.last
                raise error
        for output in self._outputs:
            output.again()  # who runs whole notebooks did not hear what was said between two cells
        return self.last

    def show(self, *, last: bool = False) -> None:
        """Bring the page up to date; the last state is never held back."""
        with self._page:
            if self._outputs:
                self.draw()
            if last:
                for output in self._outputs:
                    output.flush()

    def _ipython_display_(self) -> None:
        with self._page:
            self._outputs = self.open()
        self.start()
        self.show(last=self._over.is_set())

    def _follow(self) -> None:
        first, slowest = self._pace
        try:
            with self._caller:
                for trouble in looks(self.look, self.over, self._stopped, first=first, slowest=slowest):
                    self.trouble = trouble
                    self._tell()
        except HungUp:  # it was stopped while it looked
            pass
        except OpenAIError as error:
            self.trouble = one_line(error)
        finally:
            self._tell(last=True)
            self._over.set()  # last, so that who waits finds everything shown

    def _tell(self, *, last: bool = False) -> None:
        self.show(last=last)
        if self._heard is not None:
            self._heard(self)


def looks(
    look: Callable[[], bool],
    over: Callable[[], bool],
    stopped: threading.Event,
    *,
    first: float,
    slowest: float,
) -> Iterator[str]:
    """Look until it is over or `stopped`; after each look comes what went wrong, empty for nothing.

    `look` says whether there were news: then the next look follows after `first` seconds, and else after
    half as long again as the one before, `slowest` at most.  Trouble that passes is told and the look made
    again; any other is raised.
    """
    pause = first
    while not stopped.is_set():
        trouble, news = "", False
        try:
            news = look()
        except OpenAIError as error:
            if not error.passing:
                raise
            trouble = one_line(error)
        yield trouble
        if over() and not trouble:
            return
        pause = first if news else min(pause * 1.5, slowest)
        stopped.wait(pause)
