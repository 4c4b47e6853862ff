"""Prices: money as one reads it."""

from openai_nb.data.progress import dollars as price

__all__ = ["price"]
