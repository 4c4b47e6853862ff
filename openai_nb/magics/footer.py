"""Footer: the quiet line below an answer: who gave it, what it took, and the sandbox's badge."""

from __future__ import annotations

import re
from collections.abc import Iterable

from openai_nb.looks.prices import price as price

MARKS = re.compile(r"([\\`*_\[\]#|~$!])")
SANDBOX = "sandbox"


def quiet(parts: Iterable[str]) -> str:
    """A small line of Markdown: a server's words in it can be neither tags nor marks."""
    from html import escape

    plain = [MARKS.sub(r"\\\1", escape(" ".join(part.split()))) for part in parts if part]
    return f"<sub>{' · '.join(f'**{each}**' if each == SANDBOX else each for each in plain)}</sub>"


def tokens(told: dict[str, int] | None) -> str:
    """Tokens in and out, `12→34 tok`; empty where the server did not say."""
    for given, got in (("prompt_tokens", "completion_tokens"), ("input_tokens", "output_tokens")):
        if told and given in told:
            return f"{told[given]:,}→{told.get(got) or 0:,} tok"
    return ""
