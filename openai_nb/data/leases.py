"""Leases: one rate limit and one purse for all workers of a Dask cluster, kept by its scheduler.

The scheduler outlives any worker, so nothing is lost with one but what it had leased and not used: a
fiftieth of a second's worth.  A worker borrows the state of a budget for one change, as the kernels of a
machine do with a row of the cache file.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from distributed import SchedulerPlugin, Worker
from distributed.utils import sync

from openai_nb.data.budget import Bucket, Budget, State
from openai_nb.data.spending import Spending

T = TypeVar("T")
Call = Callable[..., Any]  # (what, **said): a question to the scheduler

NAME = "openai_nb"
HELD = 2.0  # seconds after which a state that was borrowed is lent again: its borrower has died
SOON = 0.002  # seconds between two tries to borrow
GRANT = 16  # questions' worth of money that is leased at once


@dataclass
class Ran:
    """A run: what is left of its money, how far its parts are, and whether it shall stop."""

    left: float | None = None
    dearest: float = 0.0  # USD that one question took at most
    parts: dict[int, tuple[int, ...]] = field(default_factory=dict)
    stopped: bool = False


class Leases(SchedulerPlugin):
    """Keeps budgets and purses; workers ask it by name."""

    name, idempotent = NAME, True

    def __init__(self) -> None:
        self.states: dict[bytes, str] = {}
        self.borrowed: dict[bytes, tuple[str, float]] = {}
        self.runs: dict[str, Ran] = defaultdict(Ran)

    async def start(self, scheduler: Any) -> None:
        """Answer questions from now on."""
        scheduler.handlers[NAME] = self.answer

    async def answer(self, what: str = "", **said: Any) -> Any:
        """What is asked; each kind of question is a method."""
        return getattr(self, f"on_{what}")(**said)

    def on_look(self, scope: bytes) -> str:
        """The state of a budget."""
        return self.states.get(scope) or json.dumps(asdict(State()))

    def on_borrow(self, scope: bytes, who: str) -> str | None:
        """The state, to be changed and given back; None while another has it."""
        holder, until = self.borrowed.get(scope, ("", 0.0))
        if holder and until > time.time():
            return None
        self.borrowed[scope] = (who, time.time() + HELD)
        return self.on_look(scope)

    def on_give_back(self, scope: bytes, who: str, state: str) -> None:
        """The state as it is now; too late is too late."""
        if self.borrowed.get(scope, ("", 0.0))[0] == who:
            self.states[scope] = state
            del self.borrowed[scope]

    def on_open(self, run: str, money: float | None) -> None:
        """A run begins, with so many USD at most."""
        self.runs[run] = Ran(money)

    def on_pay(self, run: str, least: float, wish: float, first: bool, dearest: float) -> float:
        """Money from the purse: what is wished, or the least if there is no more, or none.

        For the first question of a part it is at least what the dearest one of any part took.
        """
        ran = self.runs[run]
        ran.dearest = max(ran.dearest, dearest)
        if first:
            least, wish = max(least, 1.25 * ran.dearest), max(wish, 1.25 * ran.dearest)
        given = wish if (ran.left or 0.0) >= wish else least if (ran.left or 0.0) >= least else 0.0
        ran.left = (ran.left or 0.0) - given
        return given

    def on_tell(self, run: str, part: int, numbers: tuple[int, ...]) -> bool:
        """How far a part is; whether it shall stop."""
        self.runs[run].parts[part] = numbers
        return self.runs[run].stopped

    def on_tally(self, run: str) -> list[int]:
        """How far all parts are together."""
        return [sum(column) for column in zip(*self.runs[run].parts.values(), strict=True)]

    def on_stop(self, run: str) -> None:
        """Let all parts stop."""
        self.runs[run].stopped = True

    def on_close(self, run: str) -> None:
        """A run is over."""
        self.runs.pop(run, None)


def from_worker(worker: Worker) -> Call:
    """Questions to the scheduler, from any thread of a worker."""

    def call(what: str, **said: Any) -> Any:
        return sync(worker.loop, getattr(worker.scheduler, NAME), what=what, **said)

    return call


class ClusterBudget(Budget):
    """A budget that the scheduler keeps.

    Little is taken at once: what one worker holds and has not sent yet, the server still counts as free, and
    another worker would hear of it as if it were.
    """

    lease = 0.02

    def __init__(self, scope: bytes, call: Call, who: str) -> None:
        super().__init__(scope)
        self._call, self._who = call, who
        self._turn = threading.Lock()

    def change(self, step: Callable[[State], T]) -> T:
        """What `step` makes of the state; no other worker comes between."""
        with self._turn:
            while (text := self._call("borrow", scope=self._scope, who=self._who)) is None:
                time.sleep(SOON)
            state = _state(text)
            try:
                return step(state)
            finally:
                told = json.dumps(asdict(state))
                self._call("give_back", scope=self._scope, who=self._who, state=told)

    def look(self) -> State:
        """The state as it stands."""
        return _state(self._call("look", scope=self._scope))


class ClusterSpending(Spending):
    """What one part took; its money is leased from the purse of the run, a little at a time."""

    def __init__(self, model: str, call: Call, run: str, *, most_written: int | None = None) -> None:
        super().__init__(model, ceiling=0.0, most_written=most_written)
        self._call, self._run, self._dearest = call, run, 0.0

    def add(self, size: int, usage: Mapping[str, Any] | None) -> float | None:
        """Note what an answer to `size` bytes took; its USD."""
        paid = super().add(size, usage)
        self._dearest = max(self._dearest, paid or 0.0)
        return paid

    def promise(self, size: int) -> float | None:
        """Set aside what a question may cost at most, if the purse has it."""
        most = self._most(size)
        lack = (self.cost or 0.0) + self._promised + most - (self.ceiling or 0.0)
        if lack > 0 and (self.answers or not self.promised):
            self._pay(lack, lack + GRANT * most)
        return super().promise(size)

    def give_back(self) -> None:
        """Return what was leased and not spent."""
        unspent = (self.ceiling or 0.0) - (self.cost or 0.0)
        self._pay(-unspent, -unspent)

    def _pay(self, least: float, wish: float) -> None:
        first = not self.answers and least > 0
        about = {"run": self._run, "first": first, "dearest": self._dearest}
        self.ceiling = (self.ceiling or 0.0) + self._call("pay", least=least, wish=wish, **about)


def _state(text: str) -> State:
    told = json.loads(text)
    buckets = Bucket(**told.pop("requests")), Bucket(**told.pop("tokens"))
    return State(*buckets, **told)
