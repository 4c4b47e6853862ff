"""Shelf: answers given before, the book of what each call took, and what a chat may cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openai_nb.api.prices import cost
from openai_nb.data import calls
from openai_nb.data.calls import TooDear as TooDear
from openai_nb.data.calls import tried as tried
from openai_nb.magics import options
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
    most = options.current().max_cost
    provider = current().client.provider
    if most is None or provider.sandboxed:
        return
    usd = expected(model, read, written)
    if usd is None and not provider.models:
        return  # a server of one's own has no prices
    if usd is None:
        raise TooDear(f"{model} is unpriced, so max_cost cannot be kept.", _raise_to("None"))
    if usd > most:
        answer = f"an answer of {written or ANSWER:,}"
        raise TooDear(
            f"This may cost ${usd:.4f} ({read:,} tokens and {answer}); max_cost is ${most:g}.",
            _raise_to(f"{usd * 1.2:.2g}"),
        )


def expected(model: str, read: int, written: int | None) -> float | None:
    """USD that a call of so many tokens costs; None where the model is unpriced."""
    return cost(model, {"prompt_tokens": read, "completion_tokens": written or ANSWER})


def _raise_to(value: str) -> str:
    return f"Ask for less (--max-tokens), or `%config OpenAINb.max_cost = {value}`."
