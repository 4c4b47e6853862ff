"""Halting: the user's stop in the midst of a column; what was finished is at hand.

It is raised: a notebook that ran on with half a column would be wrong without a word.
"""

from __future__ import annotations

from typing import Any

from openai_nb.data.defaults import usual

UNASKED, AT_THE_API = "the others were not asked", "the batches go on at the API"
AGAIN, ANEW = "run the cell again to go on", "there is no cache, so run again all are asked anew"
TABLE, VECTORS = "_map", "_embed"  # the names under which a notebook has it


class Halted(KeyboardInterrupt):
    """The user's stop; `partial` is what was finished, in the form that the whole would have had.

    A notebook has it under the name `where`, too, and says so in one line.  Of a dry run nothing is finished,
    and `partial` is None.
    """

    def __init__(
        self, partial: Any, done: int, where: str = TABLE, *, rest: str = UNASKED, then: str = AGAIN
    ) -> None:
        self.done, self.rest, self.then, self._name = done, rest, then, where
        self.hold(partial)

    def keep_as(self, name: str | None) -> None:
        """Keep it under another name, too, which is the one to be told."""
        if name:
            self._name = name
            self.hold(self.partial)

    def hold(self, partial: Any) -> None:
        """Keep `partial` in place of what was kept before: the same rows, brought into another form."""
        self.partial = partial
        if partial is None:
            self.args = (f"what was asked is on disk, {self.rest}; {self.then}.",)
            return
        self.where = self._name if usual.keep(self._name, partial) else "`.partial` of this error"
        self.args = (f"{self.done:,} rows kept in {self.where}, {self.rest}; {self.then}.",)

    def _render_traceback_(self) -> list[str]:
        return [f"Stopped: {self}"]
