"""Calls: what a magic asks once: from the cache where it may be, weighed before it is sent, then noted."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from openai_nb.core.record import Record, asdict
from openai_nb.data.defaults import usual
from openai_nb.data.progress import dollars, span
from openai_nb.magics.arguments import Misused
from openai_nb.magics.footer import SANDBOX
from openai_nb.session import current


@dataclass(frozen=True)
class Called:
    """What came of a call, as JSON has it; its cost in USD (None: unpriced), its seconds, who answered."""

    answer: dict[str, Any]
    model: str
    cost: float | None
    seconds: float
    cached: bool
    sandboxed: bool

    @property
    def usage(self) -> Any:
        """What it took, as the server told it."""
        return self.answer.get("usage")

    @property
    def price(self) -> list[str]:
        """What a reader wants to know of money and time, as parts of a footer."""
        if self.cached:
            return ["cached", *([SANDBOX] if self.sandboxed else [])]
        return [SANDBOX] if self.sandboxed else [dollars(self.cost), span(self.seconds)]


@dataclass(frozen=True)
class Question:
    """A call to be made: its path and body, with files by `digest`; `estimate` is in USD, None if unknown.

    `usd` reads the price off the answer, where its usage does not tell.
    """

    what: str
    path: str
    body: Mapping[str, Any]
    estimate: float | None = None
    usd: Callable[[Mapping[str, Any]], float | None] = lambda answer: None

    def ask(self, send: Callable[[], Any], *, fresh: bool = False) -> Called:
        """The answer that `send` gets, or the cache has; raises `Misused` where it would cost too much."""
        from openai_nb.data import cache, ledger

        who, model = current().client.provider, str(self.body.get("model"))
        kept = cache.shared(who)
        key = cache.key(self.path, self.body, who)
        found = kept.get(key) if usual.cache() and not fresh else None
        began = time.monotonic()
        if found is None:
            afford(model, self.estimate, sandboxed=who.sandboxed)
            answer = send()
            raw = asdict(answer) if isinstance(answer, Record) else answer
            if usual.cache():
                kept.put(key, raw)
        else:
            raw = found
        seconds = time.monotonic() - began
        cost = ledger.shared().add(
            model,
            raw.get("usage"),
            what=self.what,
            cell=usual.cell(),
            seconds=seconds,
            usd=None if who.sandboxed else self.usd(raw),
            cached=found is not None,
            sandboxed=who.sandboxed,
        )
        return Called(raw, model, cost, seconds, found is not None, who.sandboxed)


def afford(model: str, estimate: float | None, *, sandboxed: bool) -> None:
    """Raise `Misused` where a call would cost more than `%config OpenAINb.max_cost`, or none can say."""
    most = usual.max_cost()
    if most is None or sandboxed:
        return
    allow = f"It is {dollars(most)}; `%config OpenAINb.max_cost = None` lets it go."
    if estimate is None:
        raise Misused(f"{model} is unpriced, so that max_cost cannot be kept; nothing was sent.", allow)
    if estimate > most:
        raise Misused(
            f"This would cost about {dollars(estimate)}, more than max_cost; nothing was sent.", allow
        )


def usual_model(kind: str) -> str:
    """The model to ask where none is named: the one chosen here, or the provider's own."""
    return current()._usual(kind)


def digest(upload: Any) -> str:
    """What a file is called in the cache: by its bytes."""
    from openai_nb.core.multipart import part

    with part(upload).open() as file:
        return sha256(file.read()).hexdigest()
