"""Limits: how long to wait and how often to try, as they may be said."""

from __future__ import annotations

from openai_nb.core.errors import BadValue


def check(timeout: float | None, max_retries: int) -> None:
    """Raise `ValueError` for seconds or a number of tries that make no sense."""
    if timeout is not None and timeout <= 0:
        raise BadValue(f"timeout is {timeout!r}; give seconds above 0, or None to wait for ever.")
    if not isinstance(max_retries, int) or max_retries < 0:
        raise BadValue(f"max_retries is {max_retries!r}; give 0, 1, 2 …")
