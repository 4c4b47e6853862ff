"""Compatible servers: any base URL, and a proxy that keeps a team's key."""

from __future__ import annotations

from urllib.parse import urlsplit

from openai_nb.core.errors import SettingsError
from openai_nb.core.settings import address
from openai_nb.providers.openai import OPENAI_MODELS
from openai_nb.providers.provider import Bearer, Key, Provider, belonging


def compatible(
    base_url: str,
    key: Key | None = None,
    organization: str | None = None,
    project: str | None = None,
    admin_key: Key | None = None,
) -> Provider:
    """Any server that speaks the same API; many on the own machine need no key."""
    auth = Bearer(key or admin_key or "", admin_key) if key or admin_key else None
    return Provider(base_url, auth, headers=belonging(organization, project))


def proxy(domain: str, token: Key | None) -> Provider:
    """A proxy that keeps a key and knows its callers by a token of their own, such as `sess-…`.

    `domain` is its host, or its whole address; `https://` and `/v1` are added where they are missing.
    """
    if not token:
        raise SettingsError("A proxy wants a token of yours.", 'Give it: token="sess-…", as it was issued.')
    whole = address(domain)
    base_url = whole if urlsplit(whole).path else f"{whole}/v1"
    return Provider(base_url, Bearer(token), name="a proxy", models=OPENAI_MODELS)
