"""Progress: how far a column is, in one quiet line."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

SELDOM = 30.0  # seconds between two lines where lines cannot be rewritten


@dataclass(frozen=True)
class Progress:
    """How far a run is: rows, tokens, USD and seconds, so far and left."""

    what: str
    rows: int
    done: int = 0
    failed: int = 0
    cached: int = 0
    empty: int = 0
    tokens: int = 0
    cost: float | None = None
    seconds: float = 0.0
    left: float | None = None
    rejections: int = 0
    first_error: str = ""
    ended: str = ""  # how: "done", "stopped", "paused", "failed"; empty while it runs
    advice: str = ""
    note: str = ""  # how what carries the questions stands

    def __str__(self) -> str:
        """One line, such as `map: 1,200 of 10,000 rows · 80,000 tokens · $0.0120 · 1 min left`."""
        parts = [f"{self.what}: {self.done:,} of {self.rows:,} rows"]
        if self.cached:
            parts.append(f"{self.cached:,} from the cache")
        if self.empty:
            parts.append(f"{self.empty:,} empty")
        if self.failed:
            parts.append(f"{self.failed:,} failed ({self.first_error[:80]})")
        if self.tokens:
            parts.append(f"{self.tokens:,} tokens")
        if self.cost:
            parts.append(dollars(self.cost))
        if self.ended:
            parts.append(f"{'' if self.ended == 'done' else self.ended + ' after '}{span(self.seconds)}")
        elif self.left is not None:
            parts.append(f"{span(self.left)} left")
        return " · ".join(
            [*parts, *([self.note] if self.note else []), *([self.advice] if self.advice else [])]
        )


Reporter = Callable[[Progress], None]


def dollars(usd: float | None) -> str:
    """USD as one reads them; "unpriced" where that is not known, and what is hardly anything is never $0."""
    if usd is None:
        return "unpriced"
    if 0 < usd < 0.00005:
        return "<$0.0001"
    return f"${usd:,.2f}" if usd >= 1 else f"${usd:.4f}"


def span(seconds: float) -> str:
    """A span of time in its largest units: `0.4 s`, `12 s`, `3 min`, `2 h 10 min`."""
    if seconds < 90:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


class Lines:
    """Writes progress as plain text: one line that is rewritten, or, in a log, a line now and then."""

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file or sys.stderr
        self._rewrites = hasattr(self._file, "isatty") and self._file.isatty()
        self._wide, self._at = 0, time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Write it, if it is time."""
        text = "".join(letter if letter.isprintable() else " " for letter in str(progress))
        if self._rewrites:
            end = "\n" if progress.ended else ""
            self._file.write(f"\r{text.ljust(self._wide)}{end}")
            self._wide = len(text)
        elif progress.ended or time.monotonic() - self._at >= SELDOM:
            self._file.write(f"{text}\n")
            self._at = time.monotonic()
        self._file.flush()
