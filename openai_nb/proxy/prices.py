"""Prices: what a call costs, by a table of the settings or by a function that is handed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from openai_nb.proxy.metering import tokens

Cost = Callable[[str, Any], float | None]
_DATED = re.compile(r"-\d{4}-\d\d-\d\d$")


@dataclass(frozen=True)
class Price:
    """USD for a million tokens; cached input costs as much as other input unless it is said."""

    input: float
    output: float = 0.0
    cached: float | None = None


class Prices:
    """What calls cost: by the first price whose name fits the model, else by `cost(model, usage)`.

    None is what has no price; a price of 0 must be said.
    """

    def __init__(self, table: Mapping[str, Price], cost: Cost | None = None) -> None:
        self._table, self._cost = table, cost

    def __bool__(self) -> bool:
        return bool(self._table) or self._cost is not None

    def knows(self, model: str) -> bool:
        """Whether calls of the model can be paid for."""
        return self.cost(model, {"prompt_tokens": 1, "completion_tokens": 1}) is not None

    def cost(self, model: str | None, usage: dict[str, Any]) -> float | None:
        """USD of a usage; None where that is not known."""
        if not model:
            return None
        price = self._price(model)
        if price is None:
            return self._cost(model, usage) if self._cost else None
        taken, given = tokens(usage)
        cached = _cached(usage, taken)
        rate = price.input if price.cached is None else price.cached
        return ((taken - cached) * price.input + cached * rate + given * price.output) / 1e6

    def _price(self, model: str) -> Price | None:
        names = (model, _DATED.sub("", model))
        fits = (price for name in names for known, price in self._table.items() if fnmatchcase(name, known))
        return next(fits, None)


def _cached(usage: dict[str, Any], most: int) -> int:
    """How many of the input tokens were cached."""
    details = usage.get("prompt_tokens_details") or usage.get("input_tokens_details")
    told = details.get("cached_tokens") if isinstance(details, dict) else None
    return min(told, most) if isinstance(told, int) and told > 0 else 0
