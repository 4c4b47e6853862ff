"""Calls: what a magic asks once: from the cache where it may be, weighed before it is sent, then noted."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from openai_nb.api import prices
from openai_nb.core.record import Record, asdict
from openai_nb.data.defaults import usual
from openai_nb.magics import options
from openai_nb.magics.footer import SANDBOX, price
from openai_nb.magics.page import CACHED
from openai_nb.magics.shelf import Shelf, TooDear, note
from openai_nb.session import current


@dataclass(frozen=True)
class Called:
    """What came of a call, as JSON has it.

    `cost` (USD, None: unpriced) and `seconds` (None: unknown) are those of when it was asked; `kept` says
    that asking again is free.
    """

    answer: dict[str, Any]
    model: str
    cost: float | None
    seconds: float | None
    kept: bool
    sandboxed: bool

    @property
    def usage(self) -> Any:
        """What it took, as the server told it."""
        return self.answer.get("usage")

    def footer(self, *more: str) -> list[str]:
        """What the line below it says: the model, `more`, money and time, or the sandbox's badge."""
        if not options.current().footer:
            return [SANDBOX] if self.sandboxed else []
        if self.sandboxed:
            parts = [self.model, *more, SANDBOX]
        else:
            seconds = f"{self.seconds:.1f} s" if self.seconds is not None else ""
            parts = [self.model, *more, price(self.cost), seconds, CACHED if self.kept else ""]
        return [part for part in parts if part]


@dataclass(frozen=True)
class Question:
    """A call to be made: its path and body, with files by `digest`.

    `estimate` is about what it will cost, in USD, None where that is unknown; `usd` reads the cost off the
    answer where its usage does not tell.
    """

    what: str
    path: str
    body: Mapping[str, Any]
    estimate: float | None = None
    usd: Callable[[Mapping[str, Any]], float | None] | None = None

    def ask(self, send: Callable[[], Any], *, fresh: bool = False) -> Called:
        """The answer that `send` gets, or the cache has; raises `TooDear` before it would cost too much."""
        who, model = current().client.provider, str(self.body.get("model"))
        shelf = Shelf(self.path, self.body, fresh=fresh)
        found, began = shelf.find(), time.monotonic()
        if found is not None:
            raw, seconds = found
            kept = True
        else:
            afford(model, self.estimate)
            answer = send()
            raw = asdict(answer) if isinstance(answer, Record) else answer
            seconds = round(time.monotonic() - began, 1)
            kept = shelf.keep(raw, seconds)
        usd = prices.cost(model, raw.get("usage")) if self.usd is None else self.usd(raw)
        cost = None if who.sandboxed else usd
        taken = {"seconds": None if found else seconds, "usd": cost, "cached": found is not None}
        note(model, raw.get("usage"), what=self.what, cell=usual.cell(), **taken)
        return Called(raw, model, cost, seconds, kept, who.sandboxed)


def afford(model: str, usd: float | None) -> None:
    """Let a call of about so many USD pass, or raise `TooDear` before it is sent."""
    most, who = options.current().max_cost, current().client.provider
    if most is None or who.sandboxed or (usd is None and not who.models):  # a server of one's own is unpriced
        return
    if usd is None:
        raise TooDear(f"{model} is unpriced, so max_cost cannot be kept.", _raised("None"))
    if usd > most:
        raise TooDear(f"This may cost {price(usd)}; max_cost is ${most:g}.", _raised(f"{usd * 1.2:.2g}"))


def digest(upload: Any) -> str:
    """What a file is called in the cache: by its bytes."""
    from openai_nb.core.multipart import part

    with part(upload).open() as file:
        return sha256(file.read()).hexdigest()


def _raised(value: str) -> str:
    return f"Nothing was sent. Ask for less, or `%config OpenAINb.max_cost = {value}`."
