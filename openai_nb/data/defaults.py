"""Defaults: who is asked, and who is told of progress, where a call names nobody.

The floors above know more, such as a notebook's own client and page, and put it here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from openai_nb.core.errors import SettingsError
from openai_nb.data.progress import Lines, Reporter

if TYPE_CHECKING:
    from openai_nb.client import Client


@cache
def _own() -> Client:
    from openai_nb.client import Client

    return Client()


@dataclass
class Defaults:
    """Functions, asked anew each time: `client()`, `model(client)`, `reporter()`, `cell()`, `max_cost()`.

    `model` is the one that is asked questions, `embedding_model` the one that embeds.  `keep(name, value)`
    puts a value among a notebook's names, and says whether there is a notebook.
    """

    client: Callable[[], Client] = _own
    model: Callable[[Client], str | None] = lambda client: None
    embedding_model: Callable[[Client], str | None] = lambda client: None
    reporter: Callable[[], Reporter] = Lines
    cell: Callable[[], str] = str
    max_cost: Callable[[], float | None] = lambda: None
    cache: Callable[[], bool] = lambda: True
    keep: Callable[[str, Any], bool] = lambda name, value: False


usual = Defaults()


def chat_model(client: Client) -> str:
    """The model that is asked where none is named; raises `SettingsError` where none stands out."""
    return usual.model(client) or standing_out(client, "chat")


def embedding_model(client: Client) -> str:
    """The model that embeds where none is named; raises `SettingsError` where none stands out."""
    return usual.embedding_model(client) or standing_out(client, "embedding")


def standing_out(client: Client, kind: str) -> str:
    """The provider's own model of this kind, or the only one it has; else `SettingsError`."""
    if named := client.provider.models.get(kind):
        return named
    ids = [model.id for model in client.models.list()]
    if len(ids) == 1:  # a server on the own machine often holds just one
        return ids[0]
    shown = ", ".join(ids[:5]) or "none"
    who = client.provider.name
    raise SettingsError(
        f"{who[:1].upper()}{who[1:]} has no usual {kind} model; it has {shown}.",
        "Name one: model=NAME, or --model NAME.",
    )
