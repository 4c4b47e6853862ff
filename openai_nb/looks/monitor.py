"""Monitor: a job followed while it runs: its events in a table, its loss as a curve.

Two outputs are replaced in place, so that nothing jumps and both stay in the saved notebook.  A thread
looks for news, so cells are free; where there are no threads, the cell itself does.
"""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from openai_nb.api.fine_tuning import ENDED, Job
from openai_nb.core.errors import OpenAIError, Refused, ServerFault, WaitedTooLong
from openai_nb.core.record import asdict
from openai_nb.core.retries import LATER
from openai_nb.looks.errors import one_line
from openai_nb.looks.live import LiveBundle
from openai_nb.looks.tables import bundle

if TYPE_CHECKING:
    import pandas as pd

    from openai_nb.client import Client

SHOWN = 15  # newest events in the table; `events` has them all
QUICK, FIRST, SLOWEST = 0.3, 2.0, 15.0  # seconds between two looks: at the sandbox, at first, at most
PAGE = 100  # events asked for at once


class Follower:
    """A fine-tuning job, followed: as the value of a cell it shows itself and goes on changing."""

    def __init__(
        self,
        client: Client,
        job: Any,
        *,
        every: float | None = None,
        heard: Callable[[Follower], object] | None = None,
    ) -> None:
        """`every` is the seconds to the second look; `heard` is called, in the thread, after each look."""
        self.job_id = str(getattr(job, "id", job))
        self.job: Job | None = None
        self.trouble = ""
        self._client, self._heard = client, heard
        self._first = every or (QUICK if client.provider.sandboxed else FIRST)
        self._lock, self._page = threading.Lock(), threading.Lock()
        self._rows: dict[str, dict[str, Any]] = {}  # by id, the oldest first
        self._stopped, self._over = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._table: LiveBundle | None = None
        self._picture: LiveBundle | None = None
        self._curve: Any = None
        self._drawn: list[dict[str, Any]] = []

    @property
    def events(self) -> pd.DataFrame:
        """All that happened so far, oldest first, one row for each event."""
        from openai_nb.data.frames import frame

        return frame(self.rows)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The events as the server told them, oldest first."""
        with self._lock:
            return list(self._rows.values())

    @property
    def running(self) -> bool:
        """Whether it still looks for news."""
        return self._thread is not None and not self._over.is_set()

    def start(self) -> Follower:
        """Begin to look; at once where threads cannot be had, and then until the job ends."""
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
        """Look no further; what is shown stays, and the job goes on without us."""
        self._stopped.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._over.wait(5)

    def wait(self, timeout: float | None = None) -> Job | None:
        """The job once it has ended; raises `WaitedTooLong` after `timeout` seconds (None: never)."""
        self.start()
        end = None if timeout is None else time.monotonic() + timeout
        while not self._over.wait(0.1):  # short waits, so that a stop of the cell is heard
            if end is not None and time.monotonic() > end:
                error = WaitedTooLong(f"{self.job_id} is not done after {timeout:g} s.")
                error.last = self.job
                raise error
        return self.job

    def look(self) -> bool:
        """Fetch what is new; whether there was anything."""
        jobs, new = self._client.fine_tuning.jobs, []
        job = jobs.retrieve(self.job_id)
        for event in jobs.list_events(self.job_id, limit=PAGE):  # newest first: stop at what is known
            if event.id in self._rows:
                break
            new.append(asdict(event))
        changed = bool(new) or job != self.job
        with self._lock:
            self._rows.update((each["id"], each) for each in reversed(new))
            self.job = job
        return changed

    def _ipython_display_(self) -> None:
        with self._page:
            self._table, self._picture, self._drawn = LiveBundle(), LiveBundle(fps=1), []
            self._table.show(self.table())
            self._picture.show({"text/plain": "No step is measured yet."})  # a place in this cell
        self.start()
        self._show(last=self._over.is_set())

    def _follow(self) -> None:
        """Look again and again until the job has ended."""
        pause = self._first
        try:
            while not self._stopped.is_set():
                news = self._try()
                self._show()
                self._tell()
                if self._ended():
                    break
                pause = self._first if news else min(pause * 1.5, SLOWEST)
                self._stopped.wait(pause)
        finally:
            self._show(last=True)
            self._tell()
            self._over.set()  # last, so that who waits finds everything shown

    def _try(self) -> bool:
        """Look once; trouble is a line below the table, and only what cannot pass ends the looking."""
        try:
            news = self.look()
            self.trouble = ""
        except OpenAIError as error:
            self.trouble = one_line(error)
            if isinstance(error, Refused) and not (isinstance(error, ServerFault) or error.status in LATER):
                self._stopped.set()
            return False
        return news

    def _tell(self) -> None:
        if self._heard is not None:
            self._heard(self)

    def _ended(self) -> bool:
        return self.job is not None and self.job.status in ENDED and not self.trouble

    def _show(self, *, last: bool = False) -> None:
        """Bring both outputs up to date; the last state is never held back."""
        with self._page:
            table, picture = self._table, self._picture
            if table is None or picture is None:
                return
            table.show(self.table())
            if drawn := self.picture():
                picture.show(drawn)
            if last:
                table.flush()
                picture.flush()

    def table(self) -> dict[str, str]:
        """The newest events, and how the job stands, as a table."""
        rows = self.rows
        newest = [(_clock(each), each.get("message", "")) for each in reversed(rows[-SHOWN:])]
        return bundle(("time", "event"), newest, note=self.state(len(rows)))

    def state(self, count: int) -> str:
        """One line: the job, its status, its model, what went wrong."""
        job = self.job
        parts = [self.job_id]
        if job is not None:
            error = job.error.message if job.status == "failed" and job.error else ""
            parts += [job.status, job.fine_tuned_model or job.model, error]
        more = f"newest {SHOWN} of {count} events" if count > SHOWN else ""
        badge = "sandbox" if self._client.provider.sandboxed else ""
        return " · ".join(part for part in (*parts, more, badge, self.trouble) if part)

    def picture(self) -> dict[str, str]:
        """The loss curve as a PNG; nothing where no point is new or says anything else."""
        from openai_nb.plots.training import Curve, points

        steps = points(self.rows)
        if steps == self._drawn:
            return {}
        self._curve = self._curve or Curve()
        self._drawn = steps
        png = b64encode(self._curve.update(steps)).decode()
        last = ", ".join(f"{name} {value:.4g}" for name, value in steps[-1].items() if name != "step")
        return {"image/png": png, "text/plain": f"step {steps[-1]['step']}: {last}"}

    def __repr__(self) -> str:
        return f"Follower({self.state(len(self.rows))})"


def _clock(event: dict[str, Any]) -> str:
    return time.strftime("%H:%M:%S", time.gmtime(event.get("created_at") or 0))
