"""Growing: a text rendered while it comes, and how little a page must be told of it.

Only the last block of a Markdown text can still change.  What stands before it is rendered once and
sent once; of the last block goes what is new at its end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from openai_nb.looks.blocks import Renderer


@dataclass
class Growing:
    """A text that grows, as blocks of HTML: those that are finished, and the open one."""

    renderer: Renderer
    text: str = ""
    done: list[str] = field(default_factory=list)
    open: str = ""
    _start: int = 0  # where the open block begins in the text

    def write(self, text: str) -> dict[str, Any]:
        """What a page must be told now that all of the text is `text`.

        `from` is the number of finished blocks it has, `done` those that follow; of the open block it
        keeps the first `keep` characters (UTF-16 units, as a page counts) and adds `add`.
        """
        had, before = len(self.done), self.open
        self.text = text
        lines = text[self._start :].split("\n")
        found = list(self.renderer.blocks(lines))
        settled = len(found) - 1
        if settled > 0 and found[settled - 1][0] >= len(lines) - 1:
            settled -= 1  # the newest line is not whole: it may yet belong to the block above it
        if settled > 0:
            self.done += [html for _, html in found[:settled]]
            self._start += sum(len(line) + 1 for line in lines[: found[settled - 1][0]])
        self.open = "\n".join(html for _, html in found[max(settled, 0) :])
        keep = 0 if len(self.done) > had else _same(before, self.open)
        return {
            "from": had,
            "done": self.done[had:],
            "keep": _units(self.open[:keep]),
            "add": self.open[keep:],
        }

    @property
    def html(self) -> str:
        """All of it."""
        return "\n".join([*self.done, self.open])


def _same(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
