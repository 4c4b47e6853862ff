"""Markdown: a model's words, made safe to show on a page.

A notebook runs the HTML it finds in a trusted Markdown output, so nothing a model writes may
become a tag, a script link or a picture fetched from afar.  Renderers differ in the corners
of Markdown; what they could read in two ways is therefore rewritten to what all read alike: a
fence is closed and indented where it stands, a lone backtick or dollar is escaped, and a link
stays a link only if it is plainly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openai_nb.looks.spans import inline

# Characters that some renderers drop or take for the end of a line, and others do not.
_JUNK = {0: None, 0x0B: " ", 0x0C: " ", 0x2028: " ", 0x2029: " "}
_LINE_END = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(
    r"(?P<quote>(?: {0,3}> ?)*)(?P<indent>[ \t]*)(?P<marker>(?:[-*+]|\d{1,9}[.)]) {1,4})?"
    r"(?P<run>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<info>.*)"
)
_PLAIN_INFO = re.compile(r"[\w+#.\-:=, ]*")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_MATHS = re.compile(r"\$|\\\\[(\[]|\\begin\{")
_TABLE_RULE = re.compile(r"[ \t>*+\-\d.)|:]*")


def safe(text: str, *, remote_images: bool = False) -> str:
    """`text` ready for a text/markdown output: no HTML, no script links, maths in dollars.

    Code stays as it is; a fence still open is closed.  A picture from the network becomes a
    link unless `remote_images`.  Any beginning of a text is as safe as the whole.
    """
    return "\n".join(_blocks(_LINE_END.split(text.translate(_JUNK)), remote_images))


def _blocks(lines: list[str], remote_images: bool) -> Iterator[str]:
    """The lines again: code as it was, and the prose between made safe block by block."""
    prose: list[str] = []
    fence: Fence | None = None
    for line in lines:
        if fence and fence.holds(line):
            yield fence.line(line)
            continue
        if fence:
            yield from fence.closing()
            closed, fence = fence.closed_by(line), None
            if closed:
                continue
        if opening := _FENCE.fullmatch(line):
            yield from _prose(prose, remote_images)
            fence = Fence.opened(opening, prose)
            yield from fence.opening
            prose = []
        else:
            prose.append(line)
    yield from _prose(prose, remote_images)
    if fence:
        yield from fence.closing()


def _prose(lines: list[str], remote_images: bool) -> Iterator[str]:
    """Paragraphs, lists and tables, made safe; a blank line ends a block."""
    block: list[str] = []
    for line in [*lines, None]:
        if line is not None and line.strip(" \t"):
            block.append(line)
            continue
        if block:
            yield inline("\n".join(block), table=_has_table(block), remote_images=remote_images)
        if line is not None:
            yield ""  # not the blanks it was made of: a tab alone ends no paragraph everywhere
        block = []


def _has_table(block: list[str]) -> bool:
    """Whether some line may be the rule under a table's head: then pipes end code spans."""
    return any("-" in line and ("|" in line or ":" in line) and _TABLE_RULE.fullmatch(line) for line in block)


def _last_block(lines: list[str]) -> list[str]:
    """The lines after the last blank one."""
    start = next((at for at in range(len(lines), 0, -1) if not lines[at - 1].strip(" \t")), 0)
    return lines[start:]


@dataclass
class Fence:
    """An open code block: what stands before each of its lines, and what closes it."""

    quote: str
    indent: str
    run: str
    opening: list[str]
    tail: str = ""

    @classmethod
    def opened(cls, found: re.Match[str], before: list[str]) -> Fence:
        """The fence a line opens, written the way every renderer reads it."""
        quote, indent, marker = found["quote"], found["indent"].expandtabs(4), found["marker"] or ""
        info = found["info"].rstrip()
        if not _PLAIN_INFO.fullmatch(info):
            info = re.match(r"[\w+#.\-]*", info).group()  # type: ignore[union-attr]
        opening = f"{quote}{indent}{marker}{found['run']}{info}"
        # Only directly under a list's item does every renderer take an indented fence for one.
        fits = 0 < len(indent) < 4 and not marker and any(_ITEM.match(line) for line in before)
        crowded = bool(before and before[-1].strip(" \t")) and not (fits and not quote)
        room = quote.rstrip() if all(line.startswith(">") for line in _last_block(before)) else ""
        return cls(quote, indent + " " * len(marker), found["run"], [room, opening] if crowded else [opening])

    def holds(self, line: str) -> bool:
        """Whether `line` is a line of the code: it neither closes it nor leaves its quotation."""
        return self._inside(line) is not None and not self.closed_by(line)

    def line(self, line: str) -> str:
        """`line` as a line of the code, indented no less than its fence."""
        inside = self._inside(line) or ""
        stripped = inside.lstrip(" \t")
        self.tail = f"{self.tail}{line}\n" if stripped else ""
        if not stripped or inside.startswith(self.indent):
            return line
        deep = inside[: len(inside) - len(stripped)].expandtabs(4)
        inside = deep + stripped if len(deep) >= len(self.indent) else self.indent + inside
        return f"{self.quote}{inside}"

    def closed_by(self, line: str) -> bool:
        """Whether `line` closes the fence."""
        inside = (self._inside(line) or "").expandtabs(4)
        bare = inside.strip(" ")
        shallow = len(inside) - len(inside.lstrip(" ")) < len(self.indent) + 4
        return shallow and bare.startswith(self.run) and set(bare) <= {"`", "~"}

    def closing(self) -> Iterator[str]:
        """The line that closes the fence."""
        if (self.quote or self.indent) and _MATHS.search(self.tail):
            yield ""  # JupyterLab looks for formulas in indented code, but not over a blank line
        yield f"{self.quote}{self.indent}{self.run}"

    def _inside(self, line: str) -> str | None:
        """`line` without its quotation marks; None where they are missing."""
        found = re.match(rf"(?: {{0,3}}> ?){{{self.quote.count('>')}}}", line)
        return line[found.end() :] if found else None
