"""Pacer: as fast as the server allows, and no faster.

What may be sent is known from the `x-ratelimit-*` headers; before the first answer a few requests feel
the way, one after another.  A 429 lets everybody wait, here and in the machine's other kernels, and the
waiting go on one after another, never all at once.  One thread at a time waits for its turn; the others
queue behind it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from openai_nb.core.retries import backoff
from openai_nb.data.budget import Bucket, Budget, State
from openai_nb.data.limits import Limit, read_limit, refilled
from openai_nb.data.trail import Trail

FEELERS = 8  # requests in flight while nothing is known of the limits
STEP = 0.05  # seconds between two of them: the first answer may come before the second leaves
LOOK = 0.25  # seconds between two looks at what other kernels know


@dataclass(slots=True)
class Permit:
    """Leave to send one request: how many tokens were reckoned, and when it was given."""

    tokens: float
    at: float
    requests_taken: float
    tokens_taken: float
    blind: bool  # no limit was known


class Pacer:
    """Gives leave to send, one request at a time, to as many threads as ask."""

    def __init__(self, max_in_flight: int, budget: Budget | None = None) -> None:
        self._budget = budget or Budget(b"")
        self._turn, self._news = threading.Lock(), threading.Condition()
        self._most = max_in_flight
        self._state = self._budget.look()
        known = self._state.answered_at > 0
        self._scout = known
        self._blind = [0.0, 0.0]  # requests and tokens under way that were sent while no limit was known
        self._window = float(max_in_flight if known else min(FEELERS, max_in_flight))
        self._calm = float("inf")  # how many in flight went well before the last refusal
        self._looked = self._refused_at = self._felt_at = 0.0
        self._requests = self._tokens = 0.0  # leased and not yet used
        self._said: tuple[dict[str, Limit], Permit] | None = None
        self._said_at = 0.0
        self._streak, self._stopped, self._trail = 0, False, Trail()
        self.in_flight = self.rejections = 0

    def take(self, tokens: float) -> Permit | None:
        """Wait for leave to send about so many tokens; None once stopped."""
        with self._turn, self._news:
            while not self._stopped:
                leave = self._ask(tokens)
                if isinstance(leave, Permit):
                    return leave
                self._news.wait(min(leave, LOOK))
        return None

    def ask(self, tokens: float) -> Permit | float:
        """Leave to send about so many tokens now, or the seconds after which to ask again."""
        with self._turn, self._news:
            return self._ask(tokens)

    def settle(self, permit: Permit, headers: Mapping[str, str], tokens: float | None) -> None:
        """A request was answered: hear the limits, and put right how many tokens it took."""
        now = time.time()
        with self._news:
            self._over(permit)
            self._tokens += permit.tokens - tokens if tokens is not None else 0.0
            self._hear(headers, permit, now)
            if permit.at > self._refused_at:
                self._streak = 0
            self._widen()
            self._news.notify()

    def refuse(self, permit: Permit, headers: Mapping[str, str], seconds: float | None) -> float:
        """A 429: nobody sends for so many seconds, which are answered."""
        now = time.time()
        with self._news:
            self._over(permit)
            self.rejections += 1
            self._hear(headers, permit, now, at_once=True)
            # Those sent before the pause tell nothing new, unless the clock was set back meanwhile.
            if permit.at >= self._refused_at or self._refused_at > now:
                self._calm = max(1.0, 0.7 * self._window)
                self._window = self._calm if seconds or self._limited() else 1.0
                self._streak += 1
                self._refused_at = now
            pause = seconds or 0.0
            if pause <= 0:  # it does not say: as long as that takes which is used up, then longer each time
                soon = 2.0**self._streak * refilled(headers, permit.tokens)
                pause = min(soon, backoff(min(self._streak, 6)))
            self._state = self._budget.change(lambda state: state.pause_until(now + pause, now))
            self._news.notify()
        return pause

    def release(self, permit: Permit) -> None:
        """A request that nothing answered is over."""
        with self._news:
            self._over(permit)
            self._news.notify()

    def stop(self) -> None:
        """Give no leave any more."""
        with self._news:
            if self._scout and not self._state.answered_at and not self._stopped:
                self._budget.change(State.call_home)
            self._stopped = True
            self._news.notify_all()

    def give_back(self) -> None:
        """Let others have what was leased here and not used."""
        with self._news:
            self._budget.change(lambda state: state.give_back(*self._unused()))
            self._requests = self._tokens = 0.0

    def _unused(self) -> list[float]:
        return [each if each < float("inf") else 0.0 for each in (self._requests, self._tokens)]

    def rate(self, tokens: float) -> float | None:
        """Requests a second that the limits allow where each takes so many tokens; None if none is known."""
        state = self._state
        rates = [state.requests.rate, state.tokens.rate / max(tokens, 1.0)]
        return min((each for each in rates if each), default=None)

    def _ask(self, tokens: float) -> Permit | float:
        wait = self._wait(tokens, time.time())
        return self._permit(tokens) if wait <= 0 else wait

    def _wait(self, tokens: float, now: float) -> float:
        """Seconds until a request may go; 0 for now."""
        if not 0 <= now - self._looked <= LOOK:  # less than 0: the clock was set back
            self._state, self._looked = self._budget.look(), now
        if pause := self._state.pause(now):
            return pause
        if not self._scout and (wait := self._budget.change(lambda state: self._scouted(state, now))):
            return wait
        if self.in_flight >= max(1.0, self._window):
            return LOOK
        if not self._state.answered_at and 0 < (wait := self._felt_at + STEP - now) <= STEP:
            return wait
        if self._limited() and (self._requests < 1 or self._tokens < min(tokens, self._state.tokens.cap)):
            return self._budget.change(lambda state: self._lease(state, tokens, now))
        return 0.0

    def _scouted(self, state: State, now: float) -> float:
        """Go and feel the way, unless another kernel is at it; else the seconds to wait for it."""
        if wait := state.scouting(now):
            return wait
        if not state.answered_at:
            state.scouted_at = now
        self._state, self._scout = state, True
        return 0.0

    def _over(self, permit: Permit) -> None:
        """A request is under way no more."""
        self.in_flight -= 1
        if permit.blind and self._blind[0]:
            self._blind = [self._blind[0] - 1, self._blind[1] - permit.tokens]

    def _lease(self, state: State, tokens: float, now: float) -> float:
        """Take what the next moment may use; else the seconds to wait for one request."""
        self._state = state
        for bucket in (state.requests, state.tokens):
            bucket.refill(now)
        self._correct(state)
        for bucket, sent in zip((state.requests, state.tokens), self._blind, strict=True):
            bucket.take(sent)
        self._blind = [0.0, 0.0]
        self._trail.note(now, state)
        lack = [max(0.0, 1 - self._requests), max(0.0, tokens - self._tokens)]
        wait = max(state.requests.lacks(lack[0]), state.tokens.lacks(lack[1]), state.pause(now))
        if wait > 0:
            return wait
        self._requests += _leased(state.requests, lack[0], self._budget.lease)
        self._tokens += _leased(state.tokens, lack[1], self._budget.lease)
        return 0.0

    def _permit(self, tokens: float) -> Permit:
        self.in_flight += 1
        state = self._state
        if limited := self._limited():
            self._requests -= 1
            self._tokens -= tokens
        else:
            self._blind = [self._blind[0] + 1, self._blind[1] + tokens]
            self._felt_at = time.time()
        unused = self._unused()
        taken = [state.requests.taken - unused[0], state.tokens.taken - unused[1]]
        return Permit(tokens, time.time(), taken[0], taken[1], not limited)

    def _hear(self, headers: Mapping[str, str], permit: Permit, now: float, *, at_once: bool = False) -> None:
        """Note what the headers say of limits; it is believed at the next lease."""
        if 0 <= now - self._said_at < 0.05 and not at_once:
            return
        self._said_at = now
        told = {kind: limit for kind in ("requests", "tokens") if (limit := read_limit(headers, kind))}
        first = self._state.answered_at == 0
        self._said = (told, permit) if told else None
        if first or at_once or (told and not self._limited()):
            self._state = self._budget.change(lambda state: self._correct(state, now))

    def _correct(self, state: State, now: float | None = None) -> State:
        state.answered_at = now or state.answered_at
        if self._said:
            told, permit = self._said
            taken = {"requests": permit.requests_taken, "tokens": permit.tokens_taken}
            near = self._trail.near(permit.at, state)
            for kind, (rate, cap, remaining) in told.items():
                bucket: Bucket = getattr(state, kind)
                if kind == "requests":
                    cap = bucket.saves(cap, rate, remaining + 1)
                if not (permit.blind and bucket.rate):  # it does not know what else was sent
                    passed = [abs(taken[kind] - each[kind]) for each in near]
                    bucket.correct(rate, cap, remaining, permit.at, taken[kind], passed)
            self._said = None
        return state

    def _limited(self) -> bool:
        return bool(self._state.requests.rate or self._state.tokens.rate)

    def _widen(self) -> None:
        """After an answer: wide open if nothing was refused yet, else up to what went well, then slowly."""
        if self._calm == float("inf"):
            self._window = float(self._most)
        else:
            step = 1.0 if self._window < self._calm or self._limited() else 4.0 / self._window
            self._window = min(float(self._most), self._window + step)


def _leased(bucket: Bucket, lack: float, seconds: float) -> float:
    """Take a lease's worth, at least what is lacking and no more than is there."""
    if not bucket.rate:
        return float("inf")
    share = min(bucket.rate * seconds, bucket.level)
    if share >= 1:
        share = float(int(share))
    amount = max(lack, share, 0.0)
    bucket.take(amount)
    return amount
