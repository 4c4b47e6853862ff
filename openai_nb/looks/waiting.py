"""Waiting: a batch followed until it ends: one small table that is replaced in place; cells stay free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_nb.api.batches import ENDED, Batch
from openai_nb.core.traces import plain
from openai_nb.looks.following import Following
from openai_nb.looks.live import LiveBundle
from openai_nb.looks.tables import bundle

if TYPE_CHECKING:
    from openai_nb.client import Client

QUICK, FIRST, SLOWEST = 0.1, 2.0, 30.0  # seconds between two looks: at the sandbox, at first, at most
WIDE = 30  # signs of a bar


class Waiting(Following[Batch]):
    """A batch that is waited for: as the value of a cell it shows how many requests are answered."""

    def __init__(self, client: Client, batch: Any, *, every: float | None = None) -> None:
        """`every` is the seconds to the second look."""
        first = every or (QUICK if client.provider.sandboxed else FIRST)
        super().__init__(str(getattr(batch, "id", batch)), first=first, slowest=SLOWEST)
        self._client = client

    @property
    def batch(self) -> Batch | None:
        """The batch as it was last seen."""
        return self.last

    @property
    def batch_id(self) -> str:
        """The batch's id."""
        return self.what

    def look(self) -> bool:
        """Fetch the batch."""
        batch = self._client.batches.retrieve(self.what)
        news, self.last = batch != self.last, batch
        return news

    def over(self) -> bool:
        """Whether the batch has ended."""
        return self.last is not None and self.last.status in ENDED

    def open(self) -> tuple[LiveBundle, ...]:
        """One place, with the table."""
        shown = LiveBundle()
        shown.show(self.table())
        return (shown,)

    def draw(self) -> None:
        """The table anew."""
        self._outputs[0].show(self.table())

    def table(self) -> dict[str, str]:
        """How it stands, as a table of one row."""
        counts = self.last.request_counts if self.last else None
        done = counts.completed + counts.failed if counts else 0
        total = counts.total if counts else 0
        full = round(WIDE * done / total) if total else 0
        row = ("█" * full + "░" * (WIDE - full), done, total, counts.failed if counts else 0)
        return bundle(("", "done", "of", "failed"), [row], note=self.state)

    @property
    def state(self) -> str:
        """One line: the batch, its status, what went wrong."""
        status, wrong = (self.last.status, self._wrong()) if self.last else ("", "")
        badge = "sandbox" if self._client.provider.sandboxed else ""
        return " · ".join(each for each in (self.what, status, wrong, badge, self.trouble) if each)

    def __repr__(self) -> str:
        return f"Waiting({self.state})"

    def _wrong(self) -> str:
        """The first thing that is wrong with a file that was refused."""
        errors = (self.last.errors.data if self.last and self.last.errors else None) or []
        return plain(f"line {errors[0].line}: {errors[0].message}")[:200] if errors else ""
