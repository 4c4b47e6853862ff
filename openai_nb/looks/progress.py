"""Progress: how far a column is, as one quiet line that is replaced in place; in a terminal as plain text."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from openai_nb.core.clock import shown
from openai_nb.core.traces import plain
from openai_nb.data.progress import Lines, Progress, Reporter
from openai_nb.looks.live import LiveBundle, in_terminal


class Line:
    """One line of a page; `last` is how it stood when it was told last."""

    def __init__(self) -> None:
        self.last: Progress | None = None
        self._shown: LiveBundle | None = None

    def __call__(self, progress: Progress) -> None:
        """Show it, if it is time; the end is always shown."""
        self.last = progress
        text = plain(str(replace(progress, seconds=shown(progress.seconds))))
        if self._shown is None:
            self._shown = LiveBundle()
        self._shown.show(
            {"text/html": f'<small style="opacity: 0.7">{escape(text)}</small>', "text/plain": text}
        )
        if progress.ended:
            self._shown.flush()
            self._shown = None  # what is told after the end, of a second attempt, has a line of its own


def line() -> Reporter:
    """Who tells of progress here: a line of the page, or one of the terminal."""
    return Lines() if in_terminal() else Line()
