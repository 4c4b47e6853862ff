"""Clock: the moment at which time stands still, if there is one: notebooks then show the same again."""

from __future__ import annotations

import os

CLOCK_VARIABLE = "OPENAI_NB_CLOCK"


def standing() -> str | None:
    """The moment, such as 2026-11-21T00:00:00; None where time goes on."""
    return os.environ.get(CLOCK_VARIABLE) or None


def shown(seconds: float) -> float:
    """How long something took, as it is told: nothing where time stands still."""
    return 0.0 if standing() else seconds
