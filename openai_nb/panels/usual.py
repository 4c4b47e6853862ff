"""Usual: the model that a panel asks where none is named in it; `client` is the one it was given, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_nb.data.defaults import standing_out
from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.client import Client


def known_model(client: Client | None, kind: str) -> str:
    """The usual model of this kind; empty where only the server could say, since nothing is asked of it."""
    return current().known_model(kind) if client is None else client.provider.models.get(kind, "")


def usual_model(client: Client | None, kind: str) -> str:
    """The usual model of this kind, for which the server may be asked; `SettingsError` where none is."""
    return current().usual_model(kind) if client is None else standing_out(client, kind)
