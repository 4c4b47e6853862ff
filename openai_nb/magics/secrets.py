"""Secrets: what looks like a key in a cell is warned of, and goes no further than that cell."""

from __future__ import annotations

import sys
from typing import Any

from openai_nb.looks.secrets import found

INSTEAD = "Take it out; `%openai login` keeps a key where only you can read it."


def refuse(*said: Any) -> None:
    """Raise an error, in two lines, where something a magic is told looks like a key."""
    for text in said:
        if isinstance(text, str) and (key := found(text)):
            from openai_nb.core.traces import shown
            from openai_nb.magics.arguments import Misused

            raise shown(
                Misused(f"This looks like a key ({_tail(key)}); nothing was done.", INSTEAD)
            ) from None


def warn(info: Any) -> None:
    """Say that a cell which is about to run holds a key; IPython calls it before each."""
    if key := found(info.raw_cell or ""):
        stays = "what looks like a key, which stays in the notebook when that is saved"
        print(f"openai_nb: this cell holds {stays} ({_tail(key)}). {INSTEAD}", file=sys.stderr)


def _tail(key: str) -> str:
    from openai_nb.core.settings import masked

    return masked(key)
