"""Traffic: pacers of several kernels before one strict server, on a clock of its own."""

from __future__ import annotations

import heapq
import random
from itertools import count
from types import SimpleNamespace

from openai_nb.data.pacer import LOOK, Permit

ON_THE_WAY = 0.05  # seconds from a kernel to the server, and back again


class Clock:
    """What `time` is to a pacer, moved by hand."""

    def __init__(self):
        self.now = 1_700_000_000.0

    def time(self):
        """The Unix seconds."""
        return self.now


class Server:
    """So many requests a second, so many saved up; it tells what remains, and refuses the rest."""

    def __init__(self, clock, rate, burst):
        self.refused, self.clock, self.rate, self.burst = 0, clock, rate, burst
        self.level, self.at = float(burst), clock.now

    def answer(self):
        """(whether it is answered, the headers)."""
        self.level = min(self.burst, self.level + (self.clock.now - self.at) * self.rate)
        self.at = self.clock.now
        good = self.level >= 1
        self.level -= good
        self.refused += not good
        told = {"limit": 60 * self.rate, "remaining": int(self.level)}
        headers = {f"x-ratelimit-{name}-requests": str(int(value)) for name, value in told.items()}
        return good, headers | {"x-ratelimit-reset-requests": "1s"}


class Traffic:
    """Runs until so many requests are answered; each takes its way, and may be overtaken on it."""

    def __init__(self, clock, server, pacers, jitter=0.0, seed=1, hint=0.05):
        self.clock, self.server, self.pacers, self._hint = clock, server, pacers, hint
        self._jitter, self._chance = jitter, random.Random(seed)
        self._events, self._number, self._turns = [], count(), dict.fromkeys(pacers, 0)

    def run(self, requests):
        """Seconds until they are all answered."""
        began, self._left = self.clock.now, requests
        self.answered = 0
        for pacer in self.pacers:
            self._turn(pacer)
        while self.answered < requests:
            self.clock.now, _, step, given = heapq.heappop(self._events)
            step(*given)
        return self.clock.now - began

    def _after(self, seconds, step, *given):
        heapq.heappush(self._events, (self.clock.now + seconds, next(self._number), step, given))

    def _turn(self, pacer, number=None):
        """Send what may be sent; then come again, unless something was answered in between."""
        if number not in (None, self._turns[pacer]):
            return
        while self._left and isinstance(leave := pacer.ask(1), Permit):
            self._left -= 1
            self._after(ON_THE_WAY + self._late(), self._arrive, pacer, leave)
        if self._left:
            self._turns[pacer] += 1
            self._after(max(0.0005, min(leave, LOOK)), self._turn, pacer, self._turns[pacer])

    def _late(self):
        return self._jitter * self._chance.random()

    def _arrive(self, pacer, permit):
        answer = self.server.answer()
        self._after(ON_THE_WAY + self._late(), self._hear, pacer, permit, *answer)

    def _hear(self, pacer, permit, good, headers):
        if good:
            self.answered += 1
            pacer.settle(permit, headers, 1)
        else:
            self._left += 1
            pacer.refuse(permit, headers, self._hint)
        self._turn(pacer)


def traffic(monkeypatch, budgets, *, rate=50, burst=10, jitter=0.0, seed=1, most=16, hint=0.05):
    """A pacer for each budget, before one server, whose refusals say to wait `hint` seconds."""
    from openai_nb.data import budget, pacer

    clock = Clock()
    for module in (budget, pacer):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=clock.time))
    pacers = [pacer.Pacer(most, each) for each in budgets]
    return Traffic(clock, Server(clock, rate, burst), pacers, jitter, seed, hint)
