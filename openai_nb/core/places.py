"""Places: where on this machine things are kept that outlive a kernel, and how they get there whole."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

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
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` when all is written; till then what is there stays."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with fresh.open("wb") as file:
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
