"""Keys: taken without echo, kept where only their owner reads, shown by their last letters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openai_nb.core import settings
from openai_nb.magics.arguments import Misused
from openai_nb.session import current

PROXYS = "A proxy's token goes with its address: %openai use proxy domain=HOST token=ask"


def login(also: Mapping[str, str | None]) -> str:
    """Take a key and keep it, with what is said `also`; what came of it, in words."""
    key = asked("Your OpenAI key (it is not shown): ").strip()
    if not key or any(letter.isspace() for letter in key):
        raise Misused("That was no key.", f"Paste the key alone; it begins with sk-. {PROXYS}")
    path = settings.save({"apiKey": key, **{name: value for name, value in also.items() if value}})
    current().forget()
    kept = f"The key {settings.masked(key)} is kept in {path}, which only you can read.{_foreign(key)}"
    found = settings.resolve()
    if found.api_key == key:
        return kept
    return f"{kept}\nAnother key comes first: that of {found.origin.get('api_key', 'nowhere')}."


def _foreign(key: str) -> str:
    """Where a key belongs that does not begin as OpenAI's do; empty for one of those."""
    return "" if key.startswith("sk-") else f"\nIt does not begin with sk-, as OpenAI's do. {PROXYS}"


def logout() -> str:
    """Take the key out of the file that `login` writes; what came of it, in words."""
    path = settings.home_file()
    if not path.is_file():
        return f"No key is kept in {path}."
    held = [name for name in _written(path) if name.lower() in settings.IN_FILE["api_key"]]
    settings.save(dict.fromkeys(held, ""), path)
    current().forget()
    return f"The key is gone from {path}." if held else f"{path} holds no key."


def _written(path: Path) -> dict[str, Any]:
    """What stands in a settings file, under the names it uses."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8-sig")))
    except ValueError:
        raise Misused(f"{path} is not JSON.", "Take the key's line out of it yourself.") from None


def asked(prompt: str) -> str:
    """What the user types, without echo."""
    import warnings
    from getpass import GetPassWarning, getpass

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)  # it would go on, and show what is typed
            return getpass(prompt)
    except (EOFError, NotImplementedError, RuntimeError, GetPassWarning):
        raise Misused(
            "Nobody can be asked here.", f'Write {{"apiKey": "…"}} into {settings.home_file()} yourself.'
        ) from None
