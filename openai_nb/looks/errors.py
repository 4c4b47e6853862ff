"""Errors: what went wrong and what to do, in two lines, or in one; a stop in one."""

from __future__ import annotations

from openai_nb.core.errors import OpenAIError
from openai_nb.core.traces import FIRST, cut, plain, second

STOPPED = 105  # bytes of the line that tells of a stop


def one_line(error: OpenAIError) -> str:
    """The same on one line, without colours, for a panel or below a table: at most 262 bytes."""
    wrong = cut(plain(error.message), FIRST)
    end = "" if wrong.endswith((".", "!", "?", ":", "…")) else "."
    return f"{wrong}{end} {second(error)}".strip()


class Stopped(KeyboardInterrupt):
    """The user's stop, in one line; Run All ends here, and what had come is kept.

    Without `characters` there was no text to keep, nor could there have been.
    """

    def __init__(self, characters: int | None = None, where: str = "") -> None:
        place = f" in {where}" if where else ""
        noun = "character" if characters == 1 else "characters"
        kept = f"{characters:,} {noun} kept{place}" if characters else "before the first word"
        super().__init__("" if characters is None else cut(plain(kept), 60))

    def _render_traceback_(self) -> list[str]:
        return [cut(f"Stopped: {self}" if str(self) else "Stopped.", STOPPED)]
