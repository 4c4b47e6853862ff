"""Waiting: a batch followed until it ends: one small table that is replaced in place; cells stay free."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from openai_nb.api.batches import ENDED, Batch
from openai_nb.core.errors import OpenAIError, Refused, ServerFault, TooMuch, WaitedTooLong
from openai_nb.looks.errors import plain
from openai_nb.looks.live import LiveBundle
from openai_nb.looks.tables import bundle

if TYPE_CHECKING:
    from openai_nb.client import Client

QUICK, FIRST, SLOWEST = 0.1, 2.0, 30.0  # seconds between two looks: at the sandbox, at first, at most
WIDE = 30  # signs of a bar


class Waiting:
    """A batch that is waited for: as the value of a cell it shows how many requests are answered."""

    def __init__(self, client: Client, batch: Any, *, every: float | None = None) -> None:
        """`every` is the seconds to the second look."""
        self.batch_id = str(getattr(batch, "id", batch))
        self.batch: Batch | None = None
        self.trouble = ""
        self._client = client
        self._first = every or (QUICK if client.provider.sandboxed else FIRST)
        self._stopped, self._over = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._shown: LiveBundle | None = None
        self._page = threading.Lock()

    def start(self) -> Waiting:
        """Begin to look; at once, and to its end, where threads cannot be had."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._follow, daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # no threads here, as in a browser's Python
                self._follow()
        return self

    def stop(self) -> None:
        """Look no further; the batch goes on without us."""
        self._stopped.set()

    def wait(self, timeout: float | None = None) -> Batch | None:
        """The batch once it has ended; raises `WaitedTooLong` after `timeout` seconds (None: never)."""
        self.start()
        end = None if timeout is None else time.monotonic() + timeout
        while not self._over.wait(0.1):  # short waits, so that a stop of the cell is heard
            if end is not None and time.monotonic() > end:
                error = WaitedTooLong(f"{self.batch_id} is not done after {timeout:g} s.")
                error.last = self.batch
                raise error
        return self.batch

    def table(self) -> dict[str, str]:
        """How it stands, as a table of one row."""
        counts = self.batch.request_counts if self.batch else None
        done = counts.completed + counts.failed if counts else 0
        total = counts.total if counts else 0
        full = round(WIDE * done / total) if total else 0
        row = ("█" * full + "░" * (WIDE - full), done, total, counts.failed if counts else 0)
        return bundle(("", "done", "of", "failed"), [row], note=self.state)

    @property
    def state(self) -> str:
        """One line: the batch, its status, what went wrong."""
        status, wrong = (self.batch.status, self._wrong()) if self.batch else ("", "")
        badge = "sandbox" if self._client.provider.sandboxed else ""
        return " · ".join(each for each in (self.batch_id, status, wrong, badge, self.trouble) if each)

    def __repr__(self) -> str:
        return f"Waiting({self.state})"

    def _wrong(self) -> str:
        """The first thing that is wrong with a file that was refused."""
        errors = (self.batch.errors.data if self.batch and self.batch.errors else None) or []
        return plain(f"line {errors[0].line}: {errors[0].message}")[:200] if errors else ""

    def _ipython_display_(self) -> None:
        with self._page:
            self._shown = LiveBundle()
            self._shown.show(self.table())
        self.start()
        self._show(last=self._over.is_set())

    def _follow(self) -> None:
        pause, seen = self._first, None
        try:
            while not self._stopped.is_set():
                self._look()
                self._show()
                if self.batch is not None and self.batch.status in ENDED and not self.trouble:
                    break
                pause = self._first if self.batch != seen else min(pause * 1.5, SLOWEST)
                seen = self.batch
                self._stopped.wait(pause)
        finally:
            self._show(last=True)
            self._over.set()  # last, so that who waits finds everything shown

    def _look(self) -> None:
        """Look once; trouble is a line below the table, and only what cannot pass ends the looking."""
        try:
            self.batch, self.trouble = self._client.batches.retrieve(self.batch_id), ""
        except OpenAIError as error:
            self.trouble = plain(f"{error.message} {error.advice}")[:200]
            if isinstance(error, Refused) and not isinstance(error, TooMuch | ServerFault):
                self._stopped.set()

    def _show(self, *, last: bool = False) -> None:
        with self._page:
            if self._shown is None:
                return
            self._shown.show(self.table())
            if last:
                self._shown.flush()
