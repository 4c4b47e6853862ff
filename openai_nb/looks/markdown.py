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
from dataclasses import dataclass, field

from openai_nb.looks.spans import inline

# Characters that some renderers drop or take for the end of a line, and others do not.
_JUNK = {0: None, 0x0B: " ", 0x0C: " ", 0x2028: " ", 0x2029: " "}
_LINE_END = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(
    r"(?P<quote>(?> {0,3}> ?){0,16}+)(?P<indent>[ \t]*)(?P<marker>(?:[-*+]|\d{1,9}[.)]) {1,4})?"
    r"(?P<run>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<info>.*)"
)
_PLAIN_INFO = re.compile(r"[\w+#.\-:=, ]*")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_ENVIRONMENTS = re.compile(r"\\begin\{|\\\\[(\[]")
_MATHS = re.compile(rf"\$|{_ENVIRONMENTS.pattern}")
_LONG_MATHS = re.compile(rf"\$[^\n$]*\n[^$]*\$|{_ENVIRONMENTS.pattern}")
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
    for at, line in enumerate(lines):
        if fence and fence.holds(line):
            fence.add(line)
            continue
        if fence:
            yield from fence.written(lines[at:])
            closed, fence = fence.closed_by(line), None
            if closed:
                continue
        if opening := _FENCE.fullmatch(line):
            yield from _prose(prose, remote_images)
            fence, prose = Fence.opened(opening, prose), []
        else:
            prose.append(line)
    yield from fence.written([]) if fence else _prose(prose, remote_images)


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
    """An open code block: what stands before each of its lines, and the lines."""

    quote: str
    indent: str
    marker: str
    run: str
    info: str
    before: list[str]
    lines: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, found: re.Match[str], before: list[str]) -> Fence:
        """The fence that a line opens after the lines `before`."""
        info = found["info"].rstrip()
        if not _PLAIN_INFO.fullmatch(info):
            info = re.match(r"[\w+#.\-]*", info).group()  # type: ignore[union-attr]
        indent, marker = found["indent"].expandtabs(4), found["marker"] or ""
        return cls(found["quote"], indent, marker, found["run"], info, before)

    def holds(self, line: str) -> bool:
        """Whether `line` is a line of the code: it neither closes it nor leaves its quotation."""
        return self._inside(line) is not None and not self.closed_by(line)

    def closed_by(self, line: str) -> bool:
        """Whether `line` closes the fence."""
        inside = (self._inside(line) or "").expandtabs(4)
        bare = inside.strip(" ")
        shallow = len(inside) - len(inside.lstrip(" ")) < self._deep + 4
        return shallow and bare.startswith(self.run) and set(bare) <= {"`", "~"}

    def add(self, line: str) -> None:
        """Take a line of the code, without what stands before it."""
        inside, margin = self._inside(line) or "", " " * self._deep
        stripped = inside.lstrip(" \t")
        if not stripped or inside.startswith(margin):
            self.lines.append(inside[self._deep :])
            return
        deep = inside[: len(inside) - len(stripped)].expandtabs(4)
        self.lines.append(deep[self._deep :] + stripped if len(deep) >= self._deep else inside)

    def written(self, after: list[str]) -> Iterator[str]:
        """The whole block, the way every renderer reads it; `after` are the lines behind it."""
        quote, indent, marker = self.quote, self.indent, self.marker
        if self._misread(after):
            indent = ""
        yield from self._room(indent)
        yield f"{quote}{indent}{marker}{self.run}{self.info}"
        margin = quote + indent + " " * len(marker)
        for line in self.lines:
            yield f"{margin}{line}" if line.strip(" \t") or not margin else margin.rstrip()
        # JupyterLab looks for formulas in code too (at the left margin it spares dollars), but not
        # over a blank line.
        tail = "\n".join(_last_block(self.lines))
        yield from [""] if margin and _MATHS.search(tail) else []
        yield f"{margin}{self.run}"
        crowded = bool(after[1:] and after[1].strip(" \t"))
        yield from [""] if not margin and crowded and _ENVIRONMENTS.search(tail) else []

    @property
    def _deep(self) -> int:
        return len(self.indent) + len(self.marker)

    def _room(self, indent: str) -> Iterator[str]:
        """The blank line before the fence, where it needs one to be read as a fence."""
        # Only directly under a list's item does every renderer take an indented fence for one.
        under = 0 < len(indent) < 4 and not self.marker and any(_ITEM.match(line) for line in self.before)
        if self.before and self.before[-1].strip(" \t") and (self.quote or not under):
            quoted = all(line.startswith(">") for line in _last_block(self.before))
            yield self.quote.rstrip() if quoted else ""

    def _misread(self, after: list[str]) -> bool:
        """Whether JupyterLab would find a formula over several lines of this code, and garble it.

        It does not at the left margin; there the fence goes, if what follows can bear it.
        """
        following = next((line for line in after[1:] if line.strip(" \t")), "")
        bearable = len(following) - len(following.lstrip(" \t")) < 4 and "\t" not in following[:4]
        nested = self.indent and not self.quote and not self.marker
        return bool(nested and bearable and _LONG_MATHS.search("\n".join(self.lines)))

    def _inside(self, line: str) -> str | None:
        """`line` without its quotation marks; None where they are missing."""
        found = re.match(rf"(?> {{0,3}}> ?){{{self.quote.count('>')}}}", line)
        return line[found.end() :] if found else None
