"""Passing: an answer on its way to the caller, metered and without the key, each piece as it comes."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

from openai_nb.proxy.audit import complain
from openai_nb.proxy.metering import Meter, Swallow, tokens
from openai_nb.proxy.prices import Prices
from openai_nb.proxy.question import Question
from openai_nb.proxy.redaction import Redactor
from openai_nb.proxy.store import Store
from openai_nb.proxy.upstream import pieces

LETTERS = 4  # of a token, about: where an answer that was broken off did not tell


@dataclass
class Passage:
    """One answer: what is read from above, what goes out, what it has used.

    What it used is booked as soon as the answer tells, before the piece that told goes out.  Where the caller
    hangs up before, it is estimated: a token for each event, and one for four letters of the request.
    """

    answer: requests.Response
    question: Question
    redactor: Redactor
    meter: Meter
    store: Store
    number: int
    prices: Prices
    over: Callable[[dict[str, Any]], object]  # is told of the end
    metered: bool
    began: float = field(default_factory=time.monotonic)
    passed: int = 0
    _booked: tuple[int, int] = (0, 0)
    _cost: float | None = None
    _any: bool = False
    _ended: bool = False

    def __iter__(self) -> Iterator[bytes]:
        whole = False
        try:
            for piece in self._clean():
                self.passed += len(piece)
                yield piece
            whole = True
        finally:
            self.close(whole=whole)

    def close(self, *, whole: bool = False) -> None:
        """End it: let go of the answer, book what is not yet booked, tell of it; once."""
        if self._ended:
            return
        self._ended = True
        if not whole:
            with contextlib.suppress(Exception):  # not all have a shutdown; closing must not fail
                self.answer.raw.shutdown()
        self.answer.close()
        self.question.close()
        guessed = self._book_rest(whole)
        try:
            self.store.end(self.number)
        except Exception as error:
            complain("end a call", error)
        taken, given = self._booked
        told = {"input_tokens": taken, "output_tokens": given, "cost": self._cost} if self._any else {}
        self.over(
            {
                **told,
                "model": self.model,
                "estimated": guessed or None,
                "broken": not whole or None,
                "bytes": self.passed,
                "seconds": round(time.monotonic() - self.began, 4),
            }
        )

    @property
    def model(self) -> str | None:
        """Which model answered, as far as is known."""
        return self.meter.model or self.question.model

    def _clean(self) -> Iterator[bytes]:
        """Pieces as they may go out."""
        swallow = Swallow() if self.question.forced and self.meter.streamed else None
        for piece in pieces(self.answer):
            if self.metered:
                self.meter.feed(piece)
                if self.meter.usage and (not self._any or b"[DONE]" in piece):
                    self._book(self.meter.usage)
            out = self.redactor.feed(piece)
            out = swallow.feed(out) if swallow else out
            if out:
                yield out
        last = self.redactor.rest()
        last = swallow.feed(last) + swallow.rest() if swallow else last
        if last:
            yield last

    def _book(self, usage: dict[str, Any]) -> None:
        """Book a usage, less what of it was booked before."""
        now, cost = tokens(usage), self.prices.cost(self.meter.model, usage)
        if cost is None:
            cost = self.prices.cost(self.question.model, usage)
        more = (max(0, now[0] - self._booked[0]), max(0, now[1] - self._booked[1]))
        if self._any and not any(more):
            return
        dearer = None if cost is None else max(0.0, cost - (self._cost or 0.0))
        if self._noted(more, dearer, again=self._any):
            self._booked, self._cost, self._any = now, cost, True

    def _noted(self, tokens: tuple[int, int], cost: float | None, *, again: bool = False) -> bool:
        """Book; whether that was done.  The answer is paid for and goes on where it cannot be."""
        try:
            self.store.book(self.number, self.question.model or self.model, tokens, cost, again=again)
        except Exception as error:  # each store has troubles of its own
            complain("book a call", error)
            return False
        return True

    def _book_rest(self, whole: bool) -> bool:
        """Book what the end tells; whether that had to be guessed."""
        if self.meter.usage:
            self._book(self.meter.usage)
            return False
        good = self.metered and self.answer.status_code < 300
        if good and (self.meter.streamed or not whole):
            guess = {"prompt_tokens": self.question.size // LETTERS, "completion_tokens": self.meter.events}
            self._book(guess)
            return True
        self._noted((0, 0), 0.0)
        return False
