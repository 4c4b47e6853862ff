"""Provider: who answers, and how one gets in.

A provider is the three things `requests` lets one plug: where to send (`base_url`), how to sign
(`auth`) and what carries it (`adapter`); with them come the models to ask when none is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from openai_nb.core.errors import SettingsError
from openai_nb.core.settings import masked

if TYPE_CHECKING:  # `requests` takes longer to import than all of ours, and is not needed to know who answers
    from requests import PreparedRequest
    from requests.adapters import BaseAdapter

    Auth: TypeAlias = Callable[[PreparedRequest], PreparedRequest]

Key = str | Callable[[], str]
ADMINS = "/organization/"  # what only admin keys open


class Bearer:
    """The key in the usual header, asked for anew if it is a function; never printed.

    What concerns the whole organization is signed with `admin`, if there is such a key.
    """

    def __init__(self, key: Key, admin: Key | None = None) -> None:
        self._key, self._admin = key, admin

    @property
    def key(self) -> str:
        """The key as it is now; raises `SettingsError` for one that no header can carry."""
        return _now(self._key)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign the request."""
        for_admins = self._admin and ADMINS in urlsplit(request.url or "").path
        key = _now(self._admin) if self._admin and for_admins else self.key
        request.headers["Authorization"] = f"Bearer {key}"
        return request

    def __repr__(self) -> str:
        shown = masked(self._key) if isinstance(self._key, str) else "from a function"
        return f"{type(self).__name__}({shown})"


def _now(key: Key) -> str:
    """A key as it is now."""
    given = key if isinstance(key, str) else key()
    if not isinstance(given, str):  # Entra's own functions give a token with its end
        raise SettingsError(
            f"The function that gives the key gave a {type(given).__name__}.", "It is to give a text."
        )
    said = given.strip()
    if not (said.isascii() and said.isprintable()):  # said here: http.client would print it
        raise SettingsError("The key holds a letter that no key has; was it copied whole and alone?")
    return said


@dataclass(frozen=True)
class Provider:
    """Who answers: where to send, how to sign, what carries it, and what it calls itself."""

    base_url: str
    auth: Auth | None = None
    adapter: BaseAdapter | None = None
    name: str = "a compatible server"
    models: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    sandboxed: bool = False


@dataclass(frozen=True)
class Found:
    """Who answers (None is the sandbox), where each setting was found, and why a key is not used."""

    provider: Provider | None
    origin: Mapping[str, str] = field(default_factory=dict)
    withheld: str = ""


def belonging(organization: str | None, project: str | None) -> dict[str, str]:
    """The headers that say whose account a call is for."""
    named = {"OpenAI-Organization": organization, "OpenAI-Project": project}
    return {name: value for name, value in named.items() if value}
