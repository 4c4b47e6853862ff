"""Places: where on this machine things are kept that outlive a kernel."""

from __future__ import annotations

import os
import sys
from pathlib import Path

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


def cache_file() -> Path | None:
    """The file that answers, vectors and the ledger are kept in; None where none shall be."""
    said = os.environ.get(CACHE_VARIABLE, "").strip()
    if said.lower() == "off":
        return None
    return Path(said).expanduser() if said else cache_directory() / "cache.sqlite"
