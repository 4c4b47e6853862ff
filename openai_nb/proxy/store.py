"""Store: what several proxies must know together: who asks now, what was used, what was spent.

`ledger.Ledger` is the one for one host: SQLite in a file that all workers open.  For many hosts write a class
with these methods over a database that all of them reach (PostgreSQL, Redis with scripts), and name the
function that makes it in the settings: `store = "company.limits:store"`; it is called with no arguments.

Each method is one step which no other may come between: `admit` looks *and* notes.  What is booked must be
durable when `book` returns, for the answer goes out after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from openai_nb.proxy.limits import Limits


@dataclass(frozen=True)
class Call:
    """A call that asks to be let through; `reserve` is the least it will cost (USD), booked if it is lost."""

    user: str
    model: str | None
    reserve: float = 0.0


@dataclass(frozen=True)
class Spent:
    """What was used, by one caller of one model in one day (UTC); `cost` in USD.

    `unpriced` counts calls whose cost is not known, `lost` those that ended with their process.
    """

    day: str
    user: str
    model: str
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    unpriced: int = 0
    lost: int = 0


class Store(Protocol):
    """What the proxies of a team share."""

    def admit(self, call: Call, limits: Limits) -> int:
        """Note a call that begins; its number.

        Raises `Refusal` 429 where more than `limits` would be under way at once, asked or used within the
        last sixty seconds, or spent in the period (what is under way counts with its reserve).
        """
        ...

    def book(
        self,
        number: int,
        model: str | None,
        tokens: tuple[int, int],
        cost: float | None,
        *,
        again: bool = False,
    ) -> None:
        """Add what a call has used: (input, output) tokens and USD; its reserve is then free.

        `again` says that some of the call was booked before: it is not counted a second time.
        """
        ...

    def end(self, number: int) -> None:
        """Note that a call is over, booked or not."""
        ...

    def spent(self, since: str, user: str | None = None) -> list[Spent]:
        """What was used since a day (`2026-11-01`), by a user or by all; the newest day first."""
        ...

    def close(self) -> None:
        """Let go of what is held."""
        ...


def period_start(period: str, now: float) -> str:
    """The day a period began: "day", "month", or "ever"."""
    today = datetime.fromtimestamp(now, UTC).date()
    return {"day": str(today), "month": str(today.replace(day=1)), "ever": "0000-00-00"}[period]
