"""Retired: the operations api.openai.com no longer offers, since when, and what does their work now.

The dates are those of OpenAI's deprecations page and migration guides, as of November 2026.
"""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase
from typing import NamedTuple
from urllib.parse import urlsplit

from openai_nb.core.endpoint import Endpoint
from openai_nb.core.errors import Retired

HOST = "api.openai.com"


class Retirement(NamedTuple):
    """Operations gone from a day on: a pattern over "VERB /path", the day, and what takes their place."""

    operations: str
    since: date
    instead: str


RETIREMENTS = (
    Retirement("POST /edits", date(2024, 1, 4), "Use chat.completions"),
    Retirement("* /fine-tunes*", date(2024, 1, 4), "Use fine_tuning.jobs"),
    Retirement("* /assistants/*/files*", date(2024, 12, 18), "Use vector_stores.files"),
    Retirement("* /threads/*/messages/*/files*", date(2024, 12, 18), "Use vector_stores.files"),
    Retirement("* /assistants*", date(2026, 8, 26), "Use responses"),
    Retirement("* /threads*", date(2026, 8, 26), "Use conversations and responses"),
    Retirement("POST /images/variations", date(2026, 5, 12), "Use images.edit"),
    Retirement("POST /fine_tuning/jobs", date(2027, 1, 7), "Models tuned before still answer"),
    Retirement("POST /audio/speech", date(2027, 1, 6), "Use a realtime model"),
    Retirement("POST /audio/translations", date(2027, 2, 26), "Use audio.transcriptions and a chat"),
)


def retirement(operation: str) -> Retirement | None:
    """When an operation such as "POST /edits" was or will be retired; None if it stays."""
    return next((each for each in RETIREMENTS if fnmatchcase(operation, each.operations)), None)


def check(endpoint: Endpoint, base_url: str, today: date | None = None) -> None:
    """Raise `Retired` where api.openai.com is about to be asked for what it no longer offers.

    Other hosts may well offer it; `client.request` asks without a check.
    """
    if urlsplit(base_url).hostname != HOST:
        return
    found = retirement(str(endpoint))
    if found is not None and found.since <= (today or date.today()):
        raise Retired(
            f"{endpoint} is gone from {HOST} since {found.since}.",
            f"{found.instead}; Client.sandbox() goes on offering it.",
        )
