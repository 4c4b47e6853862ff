"""Places: where on this machine things are kept that outlive a kernel, and how they get there whole."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import uuid4

CACHE_VARIABLE = "OPENAI_NB_CACHE"  # another file for the cache; "off" for none that lasts


def cache_directory() -> Path:
    """The user's own directory for what can be made again; the one this system uses for such things."""
    if said := os.environ.get("XDG_CACHE_HOME"):
        return Path(said).expanduser() / "openai_nb"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "openai_nb" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "openai_nb"
    return Path.home() / ".cache" / "openai_nb"


@contextlib.contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` when all is written; till then what is there stays.

    It has a name of its own, so that threads and other machines may write the same file; a `private` one is
    its owner's alone from its first byte.
    """
    fresh = path.with_name(f".{path.name}.{uuid4().hex[:12]}.part")
    rights = 0o600 if private else 0o666  # of which the user's umask takes some away, as always
    try:
        with open(fresh, "xb", opener=lambda name, flags: os.open(name, flags, rights)) as file:
            yield file
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def cache_file() -> Path | None:
    """The file that answers, vectors and the ledger are kept in; None where none shall be."""
    said = os.environ.get(CACHE_VARIABLE, "").strip()
    if said.lower() == "off":
        return None
    return Path(said).expanduser() if said else cache_directory() / "cache.sqlite"
