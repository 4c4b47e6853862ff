"""Whereabouts: where calls go, with whose key, and why; a key shows its last letters at most."""

from __future__ import annotations

from collections.abc import Mapping

from openai_nb.core import settings
from openai_nb.session import current

Row = tuple[str, str, str]


def whereabouts() -> list[Row]:
    """What is in force: each setting, its value as it may be shown, and where it comes from."""
    here = current()
    client, provider, origin = here.client, here.client.provider, here.client.origin
    key = getattr(provider.auth, "key", None)
    rows = [("calls go to", f"{provider.name}, {provider.base_url}", _why(origin))]
    if not provider.sandboxed:
        rows += [("key", settings.masked(key), origin.get("api_key", "your choice here" if key else ""))]
    named = [name for name in ("organization", "project") if name in origin]
    rows += [(name, provider.headers.get(f"OpenAI-{name.title()}", ""), origin[name]) for name in named]
    for kind, model in {**provider.models, **here.chosen}.items():
        rows += [(f"{kind} model", model, "your choice here" if kind in here.chosen else provider.name)]
    return [*rows, ("not used", client.withheld, "")] if client.withheld else rows


def _why(origin: Mapping[str, str]) -> str:
    """Why calls go where they go."""
    here = current()
    if here.asked_for:
        return "your choice here"
    if here.client.provider.sandboxed:
        return "OPENAI_NB_PROVIDER" if "provider" in origin else "no key was found"
    return origin.get("base_url", "the usual address")
