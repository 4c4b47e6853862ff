"""Code: code with its colours, as spans whose classes a page's own theme can paint."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

LONGEST = 20_000  # characters; longer code stays plain


def coloured(code: str, language: str) -> str:
    """`code` as HTML: keywords, strings, comments, numbers and names in spans of their own."""
    lexer = _lexer(language.lower()) if len(code) <= LONGEST else None
    if lexer is None:
        return escape(code)
    from pygments import highlight

    return str(highlight(code, lexer, _formatter())).removesuffix("\n")


@lru_cache(maxsize=1)
def _formatter() -> Any:
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:
    if not language:
        return None
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
