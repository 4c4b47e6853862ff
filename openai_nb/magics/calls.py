"""Calls: what a magic asks once, whom the session names, and the line below what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openai_nb.data import calls
from openai_nb.data.calls import digest as digest
from openai_nb.data.defaults import usual
from openai_nb.magics import options
from openai_nb.magics.footer import SANDBOX, price
from openai_nb.magics.page import KEPT
from openai_nb.session import current


@dataclass(frozen=True)
class Called(calls.Called):
    """What came of a call, and how it is told of."""

    def footer(self, *more: str) -> list[str]:
        """What the line below it says: the model, `more`, money and time, or the sandbox's badge."""
        if not options.current().footer:
            return [SANDBOX] if self.sandboxed else []
        if self.sandboxed:
            parts = [self.model, *more, SANDBOX]
        else:
            seconds = f"{self.seconds:.1f} s" if self.seconds is not None else ""
            parts = [self.model, *more, price(self.cost), seconds, KEPT if self.kept else ""]
        return [part for part in parts if part]


class Question(calls.Question):
    """A call to be made on behalf of a cell."""

    def ask(self, send: Callable[[], Any], *, fresh: bool = False) -> Called:
        """The answer that `send` gets, or the cache has; raises `TooDear` before it would cost too much."""
        put = self.put(current().client, send, fresh=fresh, cell=usual.cell())
        return Called(**vars(put))


def afford(model: str, usd: float | None) -> None:
    """Let a call of about so many USD pass, or raise `TooDear` before it is sent."""
    calls.afford(model, usd, current().client.provider)
