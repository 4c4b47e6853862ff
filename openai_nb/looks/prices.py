"""Prices: money as one reads it."""

from __future__ import annotations


def price(usd: float | None) -> str:
    """USD as one reads them; "unpriced" where the price is not known, and never $0 then."""
    if usd is None:
        return "unpriced"
    if 0 < usd < 0.00005:
        return "<$0.0001"
    return f"${usd:,.2f}" if usd >= 1 else f"${usd:.4f}"
