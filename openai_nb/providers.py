"""Providers: who answers, and how one gets in.

A provider is the three things `requests` lets one plug: where to send (`base_url`), how to sign
(`auth`) and what carries it (`adapter`); with them come the models to ask when none is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from requests import PreparedRequest
from requests.adapters import BaseAdapter
from requests.auth import AuthBase

from openai_nb.core.errors import SettingsError
from openai_nb.core.settings import OPENAI_URL, masked

Key = str | Callable[[], str]
OPENAI_MODELS = {
    "chat": "gpt-6-luna",
    "embedding": "text-embedding-3-small",
    "image": "gpt-image-2.5-flare",
}


class Bearer(AuthBase):
    """The key in the usual header, asked for anew if it is a function; never printed."""

    def __init__(self, key: Key) -> None:
        self._key = key

    @property
    def key(self) -> str:
        """The key as it is now; raises `SettingsError` for one that no header can carry."""
        key = (self._key if isinstance(self._key, str) else self._key()).strip()
        if not (key.isascii() and key.isprintable()):  # said here: http.client would print it
            raise SettingsError("The key holds a letter that no key has; was it copied whole and alone?")
        return key

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign the request."""
        request.headers["Authorization"] = f"Bearer {self.key}"
        return request

    def __repr__(self) -> str:
        shown = masked(self._key) if isinstance(self._key, str) else "from a function"
        return f"{type(self).__name__}({shown})"


@dataclass(frozen=True)
class Provider:
    """Who answers: where to send, how to sign, what carries it, and what it calls itself."""

    base_url: str
    auth: AuthBase | None = None
    adapter: BaseAdapter | None = None
    name: str = "a compatible server"
    models: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    sandboxed: bool = False


def openai(key: Key, organization: str | None = None, project: str | None = None) -> Provider:
    """OpenAI itself."""
    return Provider(
        OPENAI_URL,
        Bearer(key),
        name="OpenAI",
        models=OPENAI_MODELS,
        headers=_belonging(organization, project),
    )


def compatible(
    base_url: str, key: Key | None = None, organization: str | None = None, project: str | None = None
) -> Provider:
    """Any server that speaks the same API; many on the own machine need no key."""
    auth = Bearer(key) if key else None
    return Provider(base_url, auth, headers=_belonging(organization, project))


def _belonging(organization: str | None, project: str | None) -> dict[str, str]:
    named = {"OpenAI-Organization": organization, "OpenAI-Project": project}
    return {name: value for name, value in named.items() if value}
