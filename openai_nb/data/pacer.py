"""Pacer: as fast as the server allows, and no faster.

What may be sent is known from the `x-ratelimit-*` headers; before the first answer a few requests feel
the way.  A 429 lets everybody wait, here and in the machine's other kernels, and the waiting go on one after
another, never all at once.  One thread at a time waits for its turn; the others queue behind it.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openai_nb.core.retries import backoff
from openai_nb.data.budget import Bucket, Budget, State

FEELERS = 8  # requests in flight while nothing is known of the limits
LOOK = 0.25  # seconds between two looks at what other kernels know
PART = re.compile(r"(\d+(?:\.\d+)?)(ms|d|h|m|s)")
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
Limit = tuple[float, float, float]  # rate a second, cap, remaining


@dataclass(slots=True)
class Permit:
    """Leave to send one request: how many tokens were reckoned, and when it was given."""

    tokens: float
    at: float
    requests_taken: float
    tokens_taken: float


class Pacer:
    """Gives leave to send, one request at a time, to as many threads as ask."""

    def __init__(self, max_in_flight: int, budget: Budget | None = None) -> None:
        self._budget = budget or Budget(b"")
        self._turn, self._news = threading.Lock(), threading.Condition()
        self._most = max_in_flight
        self._state = self._budget.look()
        known = self._state.answered_at > 0
        self._window = float(max_in_flight if known else min(FEELERS, max_in_flight))
        self._calm = float("inf")  # how many in flight went well before the last refusal
        self._looked = self._refused_at = 0.0
        self._requests = self._tokens = 0.0  # leased and not yet used
        self._said: tuple[dict[str, Limit], Permit] | None = None
        self._said_at = 0.0
        self._streak, self._stopped = 0, False
        self.in_flight = self.rejections = 0

    def take(self, tokens: float) -> Permit | None:
        """Wait for leave to send about so many tokens; None once stopped."""
        with self._turn, self._news:
            while not self._stopped:
                wait = self._wait(tokens, time.time())
                if wait <= 0:
                    return self._permit(tokens)
                self._news.wait(min(wait, LOOK))
        return None

    def settle(self, permit: Permit, headers: Mapping[str, str], tokens: float | None) -> None:
        """A request was answered: hear the limits, and put right how many tokens it took."""
        now = time.time()
        with self._news:
            self.in_flight -= 1
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
            self.in_flight -= 1
            self.rejections += 1
            self._hear(headers, permit, now, at_once=True)
            # Those sent before the pause tell nothing new, unless the clock was set back meanwhile.
            if permit.at >= self._refused_at or self._refused_at > now:
                self._calm = max(1.0, 0.7 * self._window)
                self._window = self._calm if seconds or self._limited() else 1.0
                self._streak += 1
                self._refused_at = now
            pause = seconds if seconds and seconds > 0 else backoff(min(self._streak, 6))
            self._state = self._budget.change(lambda state: state.pause_until(now + pause, now))
            self._news.notify()
        return pause

    def release(self, permit: Permit) -> None:
        """A request that nothing answered is over."""
        with self._news:
            self.in_flight -= 1
            self._news.notify()

    def stop(self) -> None:
        """Give no leave any more."""
        with self._news:
            self._stopped = True
            self._news.notify_all()

    def rate(self, tokens: float) -> float | None:
        """Requests a second that the limits allow where each takes so many tokens; None if none is known."""
        state = self._state
        rates = [state.requests.rate, state.tokens.rate / max(tokens, 1.0)]
        return min((each for each in rates if each), default=None)

    def _wait(self, tokens: float, now: float) -> float:
        """Seconds until a request may go; 0 for now."""
        if not 0 <= now - self._looked <= LOOK:  # less than 0: the clock was set back
            self._state, self._looked = self._budget.look(), now
        if pause := self._state.pause(now):
            return pause
        if self.in_flight >= max(1.0, self._window):
            return LOOK
        if self._limited() and (self._requests < 1 or self._tokens < min(tokens, self._state.tokens.cap)):
            return self._budget.change(lambda state: self._lease(state, tokens, now))
        return 0.0

    def _lease(self, state: State, tokens: float, now: float) -> float:
        """Take what the next fifth of a second may use; else the seconds to wait for one request."""
        self._state = state
        for bucket in (state.requests, state.tokens):
            bucket.refill(now)
        self._correct(state)
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
        if self._limited():
            self._requests -= 1
            self._tokens -= tokens
        unused = [each if each < float("inf") else 0.0 for each in (self._requests, self._tokens)]
        taken = [state.requests.taken - unused[0], state.tokens.taken - unused[1]]
        return Permit(tokens, time.time(), *taken)

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
            before = {"requests": permit.requests_taken, "tokens": permit.tokens_taken}
            for kind, (rate, cap, remaining) in told.items():
                bucket: Bucket = getattr(state, kind)
                bucket.correct(rate, cap, remaining, permit.at, before[kind])
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


def read_limit(headers: Mapping[str, str], kind: str) -> Limit | None:
    """(rate a second, cap, remaining) of the requests or tokens the headers tell of; None if they do not.

    A limit is by the minute unless its reset lies further off than one: then it is as slow as that.
    """
    try:
        cap = float(headers[f"x-ratelimit-limit-{kind}"])
        remaining = float(headers[f"x-ratelimit-remaining-{kind}"])
    except (KeyError, ValueError):
        return None
    rate, reset = cap / 60, seconds(headers.get(f"x-ratelimit-reset-{kind}", ""))
    if reset > 60 and remaining < cap:
        rate = min(rate, (cap - remaining) / reset)
    return (rate, cap, remaining) if rate > 0 else None


def seconds(text: Any) -> float:
    """The seconds of a span such as `120ms`, `1s` or `6m0.5s`; 0 for what is none."""
    return sum(float(number) * SECONDS[unit] for number, unit in PART.findall(str(text)))


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
