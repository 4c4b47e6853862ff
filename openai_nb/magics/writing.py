"""Writing: the code of an answer put into a new cell below its own, once."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from openai_nb.magics import options

if TYPE_CHECKING:
    from openai_nb.looks.answers import Reply

_written: set[bytes] = set()


def write(shell: Any, reply: Reply, cell: str) -> bool:
    """Offer the reply's code as the next cell; whether it was offered.

    A kernel cannot see the cells of its notebook, and a front end adds the cell again each time it is
    told to.  So it is told once for each code of each cell, which is noted beside the cached answers.
    """
    code = "\n\n".join(reply.code) or str(reply)
    key = blake2b(f"to-cell\n{cell}\n{code}".encode(), digest_size=16).digest()
    if not code.strip() or _is_there(key):
        return False
    shell.set_next_input(code, replace=False)
    _note(key, code)
    return True


def _is_there(key: bytes) -> bool:
    from openai_nb.data import cache
    from openai_nb.magics.shelf import tried

    kept = options.current().cache
    return key in _written or bool(kept and tried(lambda: cache.shared().get(key)))


def _note(key: bytes, code: str) -> None:
    from openai_nb.data import cache
    from openai_nb.magics.shelf import tried

    _written.add(key)
    if options.current().cache:
        tried(lambda: cache.shared().put(key, {"code": code}))
