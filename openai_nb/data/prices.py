"""Prices: what a call costs; the table itself is one of the API's facts."""

from openai_nb.api.prices import AS_OF, Price, cost, price, refresh

__all__ = ["AS_OF", "Price", "cost", "price", "refresh"]
