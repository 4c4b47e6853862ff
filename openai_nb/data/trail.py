"""Trail: what had been taken of a budget by when, to tell which requests may have passed each other."""

from __future__ import annotations

from collections import deque

from openai_nb.data.budget import PASSING, State

LONGEST = 1024  # marks; an answer that takes longer is believed with care

Mark = tuple[float, float, float]  # Unix seconds, requests, tokens


class Trail:
    """Marks of what all kernels had taken, one for each lease of this one."""

    def __init__(self) -> None:
        self._marks: deque[Mark] = deque(maxlen=LONGEST)

    def note(self, now: float, state: State) -> None:
        """Remember what is taken by now."""
        self._marks.append((now, state.requests.taken, state.tokens.taken))

    def near(self, sent: float, state: State) -> list[dict[str, float]]:
        """What had been taken shortly before a request was sent, as far as is known, and shortly after."""
        known = (mark for mark in reversed(self._marks) if mark[0] <= sent - PASSING)
        before = next(known, (0.0, 0.0, 0.0))
        now = (sent, state.requests.taken, state.tokens.taken)
        after = next((mark for mark in self._marks if mark[0] >= sent + PASSING), now)
        return [{"requests": mark[1], "tokens": mark[2]} for mark in (before, after)]
