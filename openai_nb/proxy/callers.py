"""Callers: who is asking, by a token or by what a function of one's own makes of the headers."""

from __future__ import annotations

import importlib
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

from openai_nb.core.errors import SettingsError
from openai_nb.proxy.refusal import Refusal
from openai_nb.proxy.tokens import Tokens

Hook = Callable[[dict[str, str]], str]
MOST_LETTERS = 200  # of a name
ADVICE = "Give a token of this proxy as the api_key; whoever runs it makes one."


class Callers:
    """Tells callers apart.

    `hook` is given the headers (names in small letters) when no token fits; it gives the caller's name, or
    raises `PermissionError`, whose message is then the answer.
    """

    def __init__(self, tokens: Tokens, hook: Hook | None = None) -> None:
        self._tokens, self._hook = tokens, hook

    def who(self, headers: Mapping[str, str]) -> str:
        """The caller's name; `Refusal` 401 for whoever has none."""
        said = borne(headers)
        owner = self._tokens.owner(said) if said else None
        if owner is not None:
            return owner
        if self._hook is not None:
            return self._asked(dict(headers))
        problem = "This proxy does not know your token." if said else "You gave no token."
        raise Refusal(401, f"{problem} {ADVICE}", "invalid_api_key")

    def visitor(self, headers: Mapping[str, str]) -> str:
        """The name of whoever looks at a page; a browser gives the token as a password."""
        kind, _, value = headers.get("authorization", "").partition(" ")
        if kind.lower() != "basic":
            return self.who(headers)
        try:
            token = b64decode(value, validate=True).decode().partition(":")[2]
        except ValueError:
            token = ""
        return self.who({**headers, "authorization": f"Bearer {token}"})

    def _asked(self, headers: dict[str, str]) -> str:
        assert self._hook is not None
        try:
            name = self._hook(headers)
        except PermissionError as error:
            raise Refusal(401, str(error) or "User is not authorized.", "invalid_api_key") from None
        except Exception as error:  # what a stranger's code says may hold anything
            text = f"The proxy could not find out who you are ({type(error).__name__})."
            raise Refusal(500, text, "hook_failed", {"x-should-retry": "false"}) from None
        if not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= MOST_LETTERS:
            raise Refusal(401, "User is not authorized.", "invalid_api_key")
        return name


def borne(headers: Mapping[str, str]) -> str:
    """The token a request bears: as a bearer, or in `api-key` as callers of Azure do; empty if none."""
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind:
        return value if kind.lower() == "bearer" else ""
    return headers.get("api-key", "")


def named(place: str) -> Callable[..., Any]:
    """The function at `package.module:name`; `SettingsError` where there is none."""
    module, _, name = place.partition(":")
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise SettingsError(
            f"There is no function at {place!r} ({type(error).__name__}).",
            'Write it as "package.module:name".',
        ) from None
    if not callable(found):
        raise SettingsError(f"{place!r} is no function.")
    return found  # type: ignore[no-any-return]
