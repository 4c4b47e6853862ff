"""Workers: threads of our own that share one client, send one request each, and stop when told.

An executor would go on sending what waits in its queue; here nothing waits: a thread asks for the next
question when it is free to send one.  What fails in passing is tried again and counts as an attempt of its
row; a 429 does not.  What no retry can mend (no key, no quota, no such model) ends the run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from numbers import Integral
from typing import TYPE_CHECKING, Any, TypeGuard

from openai_nb.core.errors import (
    BadValue,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    OpenAIError,
    QuotaExceeded,
    Refused,
    SettingsError,
    TooMuch,
)
from openai_nb.core.retries import LONGEST_WAIT, backoff
from openai_nb.data.lanes import Ask, Land, Outcome, Send
from openai_nb.data.pacer import Pacer, Permit
from openai_nb.data.spending import Spending, tokens

if TYPE_CHECKING:
    from openai_nb.client import Client

ENDING = (NotAuthenticated, NotAllowed, NotFound, QuotaExceeded, SettingsError)
BARREN = 16  # rows that may fail one after another, beyond those in flight
PATIENCE = 600.0  # seconds without an answer, while the server says "slow down"
PURSE = 0.05  # seconds between two looks whether money has come free
WIDEST = 1024  # requests in flight


def wide(asked: int | None, usually: int) -> int:
    """How many requests may be in flight; raises `BadValue` for no number from 1 to 1,024."""
    width = usually if asked is None else asked
    if not isinstance(width, Integral) or not 1 <= width <= WIDEST:
        raise BadValue(f"max_in_flight is {width!r}; give 1 to {WIDEST:,}.")
    return int(width)


class Live:
    """The lane of this process: `max_in_flight` requests at a time over one client's connections."""

    def __init__(
        self,
        client: Client,
        send: Send,
        *,
        pacer: Pacer,
        spending: Spending,
        max_in_flight: int,
        attempts: int = 5,
    ) -> None:
        self.failure: Exception | None = None
        self.paused, self.rejections = False, 0
        self._client, self._send, self._pacer, self._spending = client, send, pacer, spending
        self._width, self._attempts = max_in_flight, attempts
        self._stopped, self._lock = threading.Event(), threading.Lock()
        self._threads: list[threading.Thread] = []
        self._barren, self._fruitful, self._answered_at = 0, False, time.monotonic()
        widen(client, max_in_flight)

    def start(self, asks: Iterator[Ask], land: Land) -> None:
        """Start the threads, each when the one before has a question; they end when none is left."""
        self._asks, self._land = asks, land
        self._begin(0)

    def stop(self) -> None:
        """Send nothing more; requests under way are answered and land."""
        self._stopped.set()
        self._pacer.stop()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long for the threads to end; whether they have."""
        until = time.monotonic() + seconds
        while self._threads:
            thread = self._threads[-1]
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                return False
            self._threads.remove(thread)
        return True

    def _begin(self, number: int) -> None:
        if number < self._width:
            name = f"openai_nb-{number}"
            thread = threading.Thread(target=self._work, args=(number,), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def _work(self, number: int) -> None:
        client = self._client.using(max_retries=0)  # a twin: its `last` is this thread's own
        try:
            alone = True
            while not self._stopped.is_set() and (ask := self._next()) is not None:
                if alone:
                    self._begin(number + 1)
                    alone = False
                promised = self._afford(ask)
                if promised is None:
                    return
                self._serve(client, ask)
                self._spending.keep(promised)
        except Exception as problem:
            self._end(problem)

    def _next(self) -> Ask | None:
        with self._lock:
            return None if self._stopped.is_set() else next(self._asks, None)

    def _afford(self, ask: Ask) -> float | None:
        """Set aside what the question may cost; None, and a pause of the run, where that is too much."""
        while not self._stopped.is_set():
            promised = self._spending.promise(ask.size)
            if promised is not None:
                return promised
            if not self._spending.promised:
                self.paused = True
                self.stop()
            self._stopped.wait(PURSE)
        return None

    def _serve(self, client: Client, ask: Ask) -> None:
        """Send a question until it has an outcome, or all is over."""
        attempt = 0
        while (permit := self._pacer.take(self._spending.expected(ask.size))) is not None:
            began = time.monotonic()
            try:
                answer = self._send(client, ask.body)
            except Exception as problem:
                attempt += self._troubled(problem, permit)
                if self._stopped.is_set() and passing(problem):
                    break
                if isinstance(problem, TooMuch):
                    continue
                if attempt >= self._attempts or not may_pass(problem):
                    self._fail(ask, problem, time.monotonic() - began)
                    break
                self._stopped.wait(problem.retry_after or backoff(attempt - 1))
            else:
                self._done(ask, answer, permit, client, time.monotonic() - began)
                break

    def _done(self, ask: Ask, answer: Any, permit: Permit, client: Client, took: float) -> None:
        last = client.last
        usage = answer.get("usage")
        self._spending.add(ask.size, usage)
        self._pacer.settle(permit, last.headers if last else {}, sum(tokens(usage)) if usage else None)
        self._barren, self._fruitful, self._answered_at = 0, True, time.monotonic()
        self._land(ask, Outcome(answer, request_id=last.request_id if last else None, seconds=took))

    def _troubled(self, problem: Exception, permit: Permit) -> int:
        """Tell the pacer; 1 where the row has used up an attempt."""
        headers = problem.headers if isinstance(problem, Refused) else {}
        if isinstance(problem, TooMuch) and not isinstance(problem, QuotaExceeded):
            self.rejections += 1
            pause = self._pacer.refuse(permit, headers, problem.retry_after)
            if pause > LONGEST_WAIT or time.monotonic() - self._answered_at > PATIENCE:
                self._end(problem)
            return 0
        if isinstance(problem, Refused):
            self._pacer.settle(permit, headers, None)
        else:
            self._pacer.release(permit)
        if isinstance(problem, ENDING):
            self._end(problem)
        return 1

    def _fail(self, ask: Ask, problem: Exception, took: float) -> None:
        """A row that has no answer; many one after another, where nothing goes well, end the run."""
        self._land(ask, Outcome(error=problem, request_id=getattr(problem, "request_id", None), seconds=took))
        if not self._fruitful or passing(problem):
            self._barren += 1
            if self._barren >= BARREN + self._width:
                self._end(problem)

    def _end(self, problem: Exception) -> None:
        if self.failure is None and not self._stopped.is_set():
            self.failure = problem
        self.stop()


def passing(problem: Exception) -> TypeGuard[OpenAIError]:
    """Whether another try may go well."""
    return isinstance(problem, OpenAIError) and problem.passing


def may_pass(problem: Exception) -> TypeGuard[OpenAIError]:
    """Whether another try may go well, and soon."""
    if isinstance(problem, Refused):
        if (problem.retry_after or 0.0) > LONGEST_WAIT:
            return False
        wish = problem.headers.get("x-should-retry")
        if wish in ("true", "false"):
            return wish == "true"
    return passing(problem)


def widen(client: Client, width: int) -> None:
    """Let the client keep as many connections as there are requests in flight.

    Only plain adapters are replaced: one that somebody made knows best.
    """
    from requests.adapters import HTTPAdapter

    from openai_nb.core.hangup import Carrier

    transport = client._transport
    address = f"{transport.base_url}/"
    there: Any = transport.session.get_adapter(address)
    if type(there) in (HTTPAdapter, Carrier) and there._pool_maxsize < width:
        wide = type(there)(pool_connections=1, pool_maxsize=width, max_retries=there.max_retries)
        transport.session.mount(address, wide)
