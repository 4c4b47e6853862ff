"""Monitor: a job followed while it runs: its events in a table, its loss as a curve."""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from openai_nb.api.fine_tuning import ENDED, Job
from openai_nb.core.record import asdict
from openai_nb.looks.following import Following
from openai_nb.looks.live import LiveBundle
from openai_nb.looks.tables import bundle

if TYPE_CHECKING:
    import pandas as pd

    from openai_nb.client import Client

SHOWN = 15  # newest events in the table; `events` has them all
QUICK, FIRST, SLOWEST = 0.3, 2.0, 15.0  # seconds between two looks: at the sandbox, at first, at most
PAGE = 100  # events asked for at once


class Follower(Following[Job]):
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
        first = every or (QUICK if client.provider.sandboxed else FIRST)
        super().__init__(str(getattr(job, "id", job)), first=first, slowest=SLOWEST, heard=heard)
        self._client = client
        self._lock = threading.Lock()
        self._rows: dict[str, dict[str, Any]] = {}  # by id, the oldest first
        self._curve: Any = None
        self._drawn: list[dict[str, Any]] = []

    @property
    def job(self) -> Job | None:
        """The job as it was last seen."""
        return self.last

    @property
    def job_id(self) -> str:
        """The job's id."""
        return self.what

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

    def look(self) -> bool:
        """Fetch the job and its new events."""
        jobs, new = self._client.fine_tuning.jobs, []
        job = jobs.retrieve(self.what)
        for event in jobs.list_events(self.what, limit=PAGE):  # newest first: stop at what is known
            if event.id in self._rows:
                break
            new.append(asdict(event))
        changed = bool(new) or job != self.last
        with self._lock:
            self._rows.update((each["id"], each) for each in reversed(new))
            self.last = job
        return changed

    def over(self) -> bool:
        """Whether the job has ended."""
        return self.last is not None and self.last.status in ENDED

    def open(self) -> tuple[LiveBundle, ...]:
        """Two places: the table, and below it the curve."""
        table, picture, self._drawn = LiveBundle(), LiveBundle(fps=1), []
        table.show(self.table())
        picture.show({"text/plain": "No step is measured yet."})
        return table, picture

    def draw(self) -> None:
        """The table anew, and the curve where it has grown."""
        table, picture = self._outputs
        table.show(self.table())
        if drawn := self.picture():
            picture.show(drawn)

    def table(self) -> dict[str, str]:
        """The newest events, and how the job stands, as a table."""
        rows = self.rows
        newest = [(_clock(each), each.get("message", "")) for each in reversed(rows[-SHOWN:])]
        return bundle(("time", "event"), newest, note=self.state(len(rows)))

    def state(self, count: int) -> str:
        """One line: the job, its status, its model, what went wrong."""
        job = self.last
        parts = [self.what]
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
