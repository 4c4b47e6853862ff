"""Eras: which calls and models answer: all there ever were, or what the live API still offers.

The days are those of `api/retired.py`.  What is gone fails as it fails at api.openai.com.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from openai_nb.api import retired
from openai_nb.sandbox.refusal import Refusal

CLASSIC = "classic"
ERAS = {CLASSIC: None, "2026-11": date(2026, 11, 30)}  # the last day of each; classic knows none


def known(era: str) -> str:
    """The era itself; ValueError where there is none of this name."""
    if era not in ERAS:
        raise ValueError(f"There is no era {era!r}; there are {', '.join(ERAS)}.")
    return era


def check_operation(era: str, verb: str, path: str) -> None:
    """Refuse a call that is gone in this era: there is nothing at its address."""
    day = ERAS[era]
    found = retired.retirement(f"{verb} {path}") if day else None
    if day and found and found.since <= day:
        raise Refusal(404, f"Invalid URL ({verb} /v1{path})")


def check_model(era: str, name: Any) -> None:
    """Refuse a model that is gone in this era."""
    day = ERAS[era]
    since = retired.model_gone(name) if day and isinstance(name, str) else None
    if day and since and since <= day:
        raise Refusal(
            404,
            f"The model `{name}` has been deprecated, learn more here: "
            "https://platform.openai.com/docs/deprecations",
            code="model_not_found",
        )
