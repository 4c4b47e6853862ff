"""Doors: a magic stands behind one until it is used, so that loading the extension stays quick."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from openai_nb.magics import secrets


class Door:
    """A magic by its name; its module is imported when it is called or looked at.

    Nothing that looks like a key goes through it.
    """

    def __init__(self, name: str, open: Callable[[], Any]) -> None:
        self.__name__ = name
        self._open = open

    @property
    def magic(self) -> Any:
        """The magic itself."""
        return self._open()

    def __call__(self, *said: Any, **more: Any) -> Any:
        """What the magic answers."""
        secrets.refuse(*said)
        return self.magic(*said, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.magic, name)

    def __repr__(self) -> str:
        return f"<magic {self.__name__}>"

    __doc__ = property(lambda self: self.magic.__doc__)


def doors(shell: Any, addresses: dict[str, str]) -> dict[str, Door]:
    """A door for each name; magics of one class share an instance, made when the first is wanted."""
    made: dict[str, Any] = {}

    def magic(address: str) -> Any:
        where, _, method = address.partition(".")
        if where not in made:
            module, _, kind = where.partition(":")
            made[where] = getattr(import_module(f"openai_nb.magics.{module}"), kind)(shell)
        return getattr(made[where], method)

    return {name: Door(name, partial(magic, where)) for name, where in addresses.items()}
