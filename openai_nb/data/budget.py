"""Budget: what one key may send to one model, kept where all kernels of a machine see it.

A bucket of requests and a bucket of tokens fill at the rates the server told and are emptied by
leases: a kernel takes what it needs for a twentieth of a second in one step, so that a thousand
requests cost few writes.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

from openai_nb.core.retries import LONGEST_WAIT

if TYPE_CHECKING:
    from openai_nb.core.database import Database
    from openai_nb.providers import Provider

T = TypeVar("T")

SCHEMA = "create table if not exists budgets (scope blob primary key, state text not null);"
_READ = "select state from budgets where scope = ?"
_WRITE = "insert or replace into budgets values (?, ?)"
PASSING = 0.1  # seconds by which one request may arrive before another that was sent earlier
SCOUTING = 2.0  # seconds that the first kernel has to learn the limits, while the others wait
FORGOTTEN = 3600.0  # seconds after which what was known of a limit is asked anew


@dataclass
class Bucket:
    """So much a second, at most `cap` saved up; a rate of 0 means that no limit is known."""

    rate: float = 0.0
    cap: float = 0.0
    level: float = 0.0
    at: float = 0.0
    taken: float = 0.0  # in all, by every kernel
    seen: float = 0.0  # the most that the server was seen to have saved up

    def refill(self, now: float) -> None:
        """Let in what has come since the last look."""
        self.level = min(self.cap, self.level + max(0.0, now - self.at) * self.rate)
        self.at = now

    def lacks(self, amount: float) -> float:
        """Seconds until `amount` is there; what is larger than the bucket waits for a full one."""
        if not self.rate:
            return 0.0
        return max(0.0, min(amount, self.cap) - self.level) / self.rate

    def take(self, amount: float) -> None:
        """Take it out; the level may sink below zero and is then made good by waiting."""
        self.level -= amount if self.rate else 0.0
        self.taken += amount

    def saves(self, cap: float, rate: float, there: float) -> float:
        """How much the server saves up: what it says, yet no more than it was ever seen to have.

        Many allow a minute's worth in a minute, and a second's worth at once.
        """
        self.seen = max(self.seen, there)
        return min(cap, max(1.0, self.seen, Budget.lease * rate))

    def correct(
        self,
        rate: float,
        cap: float,
        remaining: float,
        sent: float,
        taken: float,
        passed: Sequence[float] = (0.0, 0.0),
    ) -> None:
        """Believe the server: what it said remained when a request was sent, less what was taken since.

        Requests pass each other on their way, and another kernel may hold leave that it has not used yet; so
        what differs by no more than those tells nothing; `passed` is what was taken shortly before the
        request, and shortly after it.  A lower level is believed at once, since others may share the key; a
        higher one slowly.
        """
        known, passing = self.rate > 0, PASSING * rate
        before, after = (max(0.0, each - passing) for each in passed)
        self.rate, self.cap = rate, cap
        if not known:
            self.at = sent
        there = min(cap, remaining + max(0.0, self.at - sent) * rate - (self.taken - taken)) - passing
        if not known or there + after < self.level - max(2.0, passing):
            self.level = there + after
        elif there - before > self.level + max(2.0, passing):
            self.level += 0.1 * (there - before - self.level)


@dataclass
class State:
    """What is known of a key and a model: two buckets, and until when nobody sends (Unix seconds)."""

    requests: Bucket = field(default_factory=Bucket)
    tokens: Bucket = field(default_factory=Bucket)
    paused_until: float = 0.0
    paused_at: float = 0.0  # when that was said
    answered_at: float = 0.0  # when the server last answered, and so was seen to have a limit or none
    scouted_at: float = 0.0  # when a kernel began to feel the way

    def scouting(self, now: float) -> float:
        """Seconds in which another kernel feels the way."""
        since = now - self.scouted_at
        return SCOUTING - since if not self.answered_at and 0 <= since < SCOUTING else 0.0

    def call_home(self) -> None:
        """Let others feel the way."""
        self.scouted_at = 0.0

    def pause(self, now: float) -> float:
        """Seconds in which nobody sends.

        What lasts longer than anybody waits is none: the server is asked, and says so itself.  Nor is what
        was said later than now: then the clock was set back.
        """
        waited_for = self.paused_until - self.paused_at <= LONGEST_WAIT and self.paused_at <= now
        return max(0.0, self.paused_until - now) if waited_for else 0.0

    def give_back(self, requests: float, tokens: float) -> None:
        """Put back what was taken and not used."""
        self.requests.take(-requests)
        self.tokens.take(-tokens)

    def pause_until(self, until: float, now: float) -> State:
        """The state with a pause, unless a longer one is on."""
        if not self.pause(now) or until > self.paused_until:
            self.paused_until, self.paused_at = until, now
        return self


class Budget:
    """The state of one scope: in a file that kernels share, or without a database in this process alone."""

    lease = 0.05  # seconds' worth that is taken at once

    def __init__(self, scope: bytes, database: Database | None = None) -> None:
        self._scope, self._database = scope, database
        self._lock, self._own = threading.Lock(), State()

    def change(self, step: Callable[[State], T]) -> T:
        """What `step` makes of the state; no other thread or kernel comes between."""
        with self._lock:
            if self._database is not None:
                with self._alone(), self._database.alone() as db:
                    found = db.execute(_READ, [self._scope]).fetchone()
                    self._own = _state(found[0]) if found else State()
                    done = step(self._own)
                    db.execute(_WRITE, [self._scope, json.dumps(asdict(self._own))])
                    return done
            return step(self._own)

    def look(self) -> State:
        """The state as it stands."""
        if self._database is not None:
            with self._alone():
                found = self._database.rows(_READ, [self._scope])
                return _state(found[0][0]) if found else State()
        return self._own

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Go on in this process alone where the file cannot be used: no answer is worth less for that."""
        try:
            yield
        except (sqlite3.Error, OSError):
            self._database = None


def scope(provider: Provider, model: str) -> bytes:
    """16 bytes that stand for who pays for which model; the key cannot be read from them."""
    auth = provider.auth
    who = getattr(auth, "key", None) or repr(auth)
    return blake2b("\n".join([provider.base_url, str(who), model]).encode(), digest_size=16).digest()


def _state(text: str) -> State:
    said: dict[str, Any] = json.loads(text)
    buckets = Bucket(**said.pop("requests")), Bucket(**said.pop("tokens"))
    state = State(*buckets, **said)
    if abs(time.time() - state.answered_at) < FORGOTTEN:
        return state
    return State(paused_until=state.paused_until, paused_at=state.paused_at, scouted_at=state.scouted_at)
