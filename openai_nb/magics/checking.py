"""Checking: a file of JSON lines that the API would refuse is not sent, and its first bad line pointed at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openai_nb.data.checking import CHECKED, wrong
from openai_nb.magics.arguments import Misused
from openai_nb.magics.names import here


def contents(what: Any) -> bytes:
    """The bytes of a path, or bytes themselves; raises `Misused` where there is no such file."""
    return what if isinstance(what, bytes) else here(str(what)).read_bytes()


def stop_at_errors(what: Any, purpose: str) -> None:
    """Raise `Misused` that points at the first bad line of a file which is to be sent for `purpose`."""
    if purpose not in CHECKED:
        return
    found = wrong(contents(what), purpose)
    if not found:
        return
    first = f"Line {found[0].line}: {found[0].message}" if found[0].line else found[0].message.capitalize()
    more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
    name = Path(str(what)).name if isinstance(what, str | Path) else "the data"
    raise Misused(
        f"{first.rstrip('.')}{more}; {name} was not sent.",
        "`%files check FILE` lists all; --unchecked sends.",
    )
