"""Retired: operations and models api.openai.com no longer offers, since when, and what replaces the first.

The dates are those of OpenAI's deprecations page and migration guides, as of November 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from openai_nb.core.errors import Retired
from openai_nb.core.record import asdict

if TYPE_CHECKING:
    from openai_nb.api.models import Model

HOST = "api.openai.com"


@dataclass(frozen=True)
class Retirement:
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

MODELS = (  # patterns of names, and the day from which they answer no more
    ("code-davinci-* code-cushman-*", date(2023, 3, 23)),
    ("ada babbage curie davinci text-ada-* text-babbage-* text-curie-* text-davinci-0*", date(2024, 1, 4)),
    ("text-similarity-* text-search-* code-search-*", date(2024, 1, 4)),
    ("*-davinci-edit-* davinci-instruct-beta curie-instruct-beta", date(2024, 1, 4)),
    ("gpt-3.5-turbo-0301 gpt-3.5-turbo-0613 gpt-3.5-turbo-16k*", date(2024, 9, 13)),
    ("gpt-4-vision-preview gpt-4-1106-vision-preview", date(2024, 12, 6)),
    ("gpt-4-32k*", date(2025, 6, 6)),
    ("gpt-4.5-preview*", date(2025, 7, 14)),
    ("o1-preview*", date(2025, 7, 28)),
    ("o1-mini* text-moderation-*", date(2025, 10, 27)),
    ("codex-mini-latest", date(2026, 1, 16)),
    ("chatgpt-4o-latest", date(2026, 2, 17)),
    ("gpt-4-0314 gpt-4-0125-preview gpt-4-turbo-preview", date(2026, 3, 26)),
    ("dall-e-2 dall-e-3", date(2026, 5, 12)),
    ("gpt-5-chat-latest gpt-5-codex gpt-5.1-chat-latest gpt-5.1-codex* gpt-5.2-codex", date(2026, 7, 23)),
    ("computer-use-preview* gpt-4o-*search-preview* *-deep-research*", date(2026, 7, 23)),
    ("gpt-3.5-turbo-instruct* babbage-002 davinci-002 gpt-3.5-turbo-1106", date(2026, 9, 28)),
    ("gpt-3.5-turbo gpt-3.5-turbo-0125 gpt-4 gpt-4-0613 gpt-4-1106-preview", date(2026, 10, 23)),
    ("gpt-4-turbo gpt-4-turbo-2024-04-09 gpt-4o-2024-05-13 gpt-4.1-nano*", date(2026, 10, 23)),
    ("o1 o1-2024-12-17 o1-pro* o3-mini* o4-mini* gpt-image-1", date(2026, 10, 23)),
    ("gpt-image-1-mini gpt-image-1.5* chatgpt-image-latest", date(2026, 12, 1)),
)


def model_gone(name: str) -> date | None:
    """The day from which a model answers no more; None if none is set."""
    return next(
        (day for names, day in MODELS if any(fnmatchcase(name, each) for each in names.split())), None
    )


def last_day(model: Model) -> date | None:
    """The day from which a model answers no more: as its server says, else as OpenAI announced."""
    try:
        return date.fromisoformat(str(asdict(model).get("shutdown_date"))[:10])
    except ValueError:  # most servers say nothing of it
        return model_gone(model.id)


def retirement(operation: str) -> Retirement | None:
    """When an operation such as "POST /edits" was or will be retired; None if it stays."""
    return next((each for each in RETIREMENTS if fnmatchcase(operation, each.operations)), None)


def check(operation: str, base_url: str, model: object = None, today: date | None = None) -> None:
    """Raise `Retired` where api.openai.com is about to be asked for what it no longer offers.

    That is an operation, such as "POST /edits", or a model.  Other hosts may well offer it.
    """
    if urlsplit(base_url).hostname != HOST:
        return
    now = today or date.today()
    found = retirement(operation)
    if found is not None and found.since <= now:
        raise Retired(
            f"{operation} is gone from {HOST} since {found.since}.",
            f"{found.instead}; Client.sandbox() goes on offering it.",
        )
    since = model_gone(model) if isinstance(model, str) else None
    if since is not None and since <= now:
        raise Retired(
            f"The model {model} answers no more at {HOST} since {since}.",
            "client.models.list() names those that do; Client.sandbox() answers for it.",
        )
