"""Named: what a field means by a word: something of the notebook's, or the word itself."""

from __future__ import annotations

from typing import Any


def named(text: str, *kinds: type) -> Any:
    """The DataFrame, bytes or thing of `kinds` that the notebook calls so; else the text, or None."""
    from IPython import get_ipython

    word, shell = text.strip(), get_ipython()
    found = shell.user_ns.get(word) if shell is not None and word.isidentifier() else None
    if hasattr(found, "columns") or isinstance(found, (bytes, *kinds)):
        return found
    return word or None
