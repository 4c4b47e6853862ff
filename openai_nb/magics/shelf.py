"""Shelf: answers given before, the book of what each call took, and what a chat may cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openai_nb.api.prices import cost
from openai_nb.data import calls
from openai_nb.data.calls import tried as tried
from openai_nb.session import current

ANSWER = 1000  # tokens an answer is reckoned with where no longest is named


class Shelf(calls.Shelf):
    """Where one request's answer stands at whom the session names."""

    def __init__(self, path: str, body: Mapping[str, Any], *, fresh: bool = False) -> None:
        super().__init__(path, body, current().client.provider, fresh=fresh)


def note(model: str, usage: Any, **about: Any) -> None:
    """Write a call into the ledger; `about` are the words of `Ledger.add`."""
    calls.note(model, usage, current().client.provider, **about)


def afford(model: str, read: int, written: int | None) -> None:
    """Let a call of so many tokens pass, or raise `TooDear` before it is sent.

    Without `written`, an answer of a thousand tokens is reckoned with.
    """
    of = f"{read:,} tokens and an answer of {written or ANSWER:,}"
    usd = expected(model, read, written)
    calls.afford(model, usd, current().client.provider, of=of, less="--max-tokens")


def expected(model: str, read: int, written: int | None) -> float | None:
    """USD that a call of so many tokens costs; None where the model is unpriced."""
    return cost(model, {"prompt_tokens": read, "completion_tokens": written or ANSWER})
