"""Keyless: a client that leaves the process, by itself or in a table's pickle, leaves its key here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn, Self

from openai_nb.core.errors import SettingsError
from openai_nb.providers.provider import Bearer

if TYPE_CHECKING:
    from openai_nb.providers.provider import Provider

KEPT = ("origin", "withheld", "provider")


class Keyless:
    """What is pickled without its key and its connections; a copy has both."""

    provider: Provider

    def using(self) -> Self:
        """A twin; what has one says how it is made."""
        raise NotImplementedError

    def __getstate__(self) -> dict[str, Any]:
        said: dict[str, Any] = vars(self)
        carrying = {**said["_carrying"], "session": None}  # a session may hold keys of its own
        auth = self.provider.auth and Bearer(left_here)
        provider = replace(self.provider, auth=auth, headers={}, adapter=None)  # it may be a whole sandbox
        return {**{name: said[name] for name in KEPT}, "_carrying": carrying, "provider": provider}

    def __copy__(self) -> Self:
        return self.using()

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self.using()


def left_here() -> NoReturn:
    """The key of a client that comes out of a pickle."""
    raise SettingsError(
        "This client comes out of a pickle, which holds no key.",
        "Make one here: Client() finds a key in a .openai file or the environment.",
    )
