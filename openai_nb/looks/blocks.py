"""Blocks: a model's Markdown as HTML, for places that have no renderer of their own.

Headings, lists, tables, quotations, code and formulas; no HTML of the text's own, which is shown as
it was written.  `Growing` renders a text while it comes: what is finished is never rendered again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from openai_nb.looks.maths import is_display
from openai_nb.looks.phrases import Typeset, inline

DEEPEST = 12  # lists and quotations within each other; deeper ones are paragraphs
_LINES = re.compile(r"\r\n|\r|\n")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})[ \t]*([\w+#.\-]*).*")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_QUOTE = re.compile(r" {0,3}> ?(.*)")
_ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+|$)(?P<rest>.*)")
_TASK = re.compile(r"\[([ xX])\][ \t]+(.*)")
_TABLE_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL = re.compile(r"(?<!\\)\|")
_MATHS = {"$$": "$$", "\\[": "\\]"}

Colour = Callable[[str, str], str]  # (code, language) -> HTML
Lines = list[str]
Found = tuple[int, str]  # the line after the block, and its HTML


def plain_tex(formula: str, alone: bool) -> str:
    """A formula between dollars, as pages typeset it."""
    mark = "$$" if alone else "$"
    return f"{mark}{escape(formula)}{mark}"


def plain_code(code: str, language: str) -> str:
    """Code without colours."""
    return escape(code)


@dataclass(frozen=True)
class Renderer:
    """How formulas and code are shown; everything else is the same for all."""

    typeset: Typeset = plain_tex
    colour: Colour = plain_code

    def html(self, text: str) -> str:
        """The whole text."""
        return "\n".join(html for _, html in self.blocks(_LINES.split(text.expandtabs(4))))

    def blocks(self, lines: Lines, depth: int = 0) -> Iterator[Found]:
        """Each block, with the number of the line after it."""
        at = 0
        while at < len(lines):
            if not lines[at].strip():
                at += 1
                continue
            at, html = self._block(lines, at, depth)
            yield at, html

    def _block(self, lines: Lines, at: int, depth: int) -> Found:
        for read in (self._fence, self._maths, self._heading, self._table):
            if found := read(lines, at):
                return found
        if _RULE.fullmatch(lines[at]):
            return at + 1, "<hr>"
        if depth < DEEPEST and _QUOTE.fullmatch(lines[at]):
            return self._quote(lines, at, depth)
        if depth < DEEPEST and _ITEM.fullmatch(lines[at]):
            return self._list(lines, at, depth)
        return self._paragraph(lines, at)

    def _fence(self, lines: Lines, at: int) -> Found | None:
        opening = _FENCE.fullmatch(lines[at])
        if opening is None:
            return None
        margin = len(lines[at]) - len(lines[at].lstrip())
        closing = re.compile(rf" {{0,3}}{opening[1][0]}{{{len(opening[1])},}}[ \t]*")
        end = next((n for n in range(at + 1, len(lines)) if closing.fullmatch(lines[n])), len(lines))
        code = "\n".join(_dedented(line, margin) for line in lines[at + 1 : end])
        language = escape(opening[2].lower(), quote=True)
        named = f' data-language="{language}"' if language else ""
        return min(end + 1, len(lines)), f"<pre{named}><code>{self.colour(code, opening[2])}</code></pre>"

    def _maths(self, lines: Lines, at: int) -> Found | None:
        """A formula that stands alone, on one line or on several."""
        mark = lines[at].strip()[:2]
        if mark not in _MATHS:
            return None
        text = ""
        for end in range(at, len(lines)):
            text += f"{lines[end].strip()}\n"
            inside, closed, rest = text[2:].partition(_MATHS[mark])
            if closed:
                whole = not rest.strip() and is_display(inside)
                return (end + 1, f"<p>{self.typeset(inside.strip(), True)}</p>") if whole else None
            if not lines[end].strip():
                return None
        return None

    def _heading(self, lines: Lines, at: int) -> Found | None:
        found = _HEADING.fullmatch(lines[at])
        if found is None:
            return None
        level = min(6, len(found[1]) + 2)  # the page has headings of its own
        return at + 1, f"<h{level}>{inline(found[2] or '', self.typeset)}</h{level}>"

    def _table(self, lines: Lines, at: int) -> Found | None:
        if at + 1 == len(lines) or "|" not in lines[at] or not _is_rule(lines[at + 1]):
            return None
        head, rule = cells(lines[at]), cells(lines[at + 1])
        if len(head) != len(rule):
            return None
        end = at + 2
        while end < len(lines) and "|" in lines[end]:
            end += 1
        sides = [_side(each) for each in rule]
        rows = [(cells(line) + [""] * len(head))[: len(head)] for line in lines[at + 2 : end]]
        body = "".join(self._row(row, sides, "td") for row in rows)
        top = self._row(head, sides, "th")
        return end, f"<table><thead>{top}</thead><tbody>{body}</tbody></table>"

    def _row(self, row: list[str], sides: list[str], tag: str) -> str:
        shown = [
            f"<{tag}{side}>{inline(cell, self.typeset)}</{tag}>"
            for cell, side in zip(row, sides, strict=True)
        ]
        return f"<tr>{''.join(shown)}</tr>"

    def _quote(self, lines: Lines, at: int, depth: int) -> Found:
        inside = []
        while at < len(lines) and (found := _QUOTE.fullmatch(lines[at])):
            inside.append(found[1])
            at += 1
        return at, f"<blockquote>{self._inside(inside, depth)}</blockquote>"

    def _list(self, lines: Lines, at: int, depth: int) -> Found:
        first = _ITEM.fullmatch(lines[at])
        assert first is not None
        read = _List(first)
        while at < len(lines) and read.take(lines[at]):
            at += 1
        number = read.items[0].number
        tag = "ul" if number is None else "ol"
        start = f' start="{number}"' if number not in (None, 1) else ""
        shown = "".join(self._item(item, depth, read.loose) for item in read.items)
        return at, f"<{tag}{start}>{shown}</{tag}>"

    def _item(self, item: _Item, depth: int, loose: bool) -> str:
        lines, box = list(item.lines), ""
        if task := _TASK.fullmatch(lines[0]):
            box, lines[0] = ("☑ " if task[1] in "xX" else "☐ "), task[2]
        inside = self._inside(lines, depth)
        if not loose and inside.startswith("<p>"):
            inside = inside[3:].replace("</p>", "", 1)
        return f"<li>{box}{inside}</li>"

    def _inside(self, lines: Lines, depth: int) -> str:
        return "\n".join(html for _, html in self.blocks(lines, depth + 1))

    def _paragraph(self, lines: Lines, at: int) -> Found:
        end = at + 1
        while end < len(lines) and lines[end].strip() and not self._interrupts(lines, end):
            end += 1
        text = "\n".join(line.lstrip() for line in lines[at:end])
        return end, f"<p>{inline(text, self.typeset)}</p>"

    def _interrupts(self, lines: Lines, at: int) -> bool:
        """Whether a paragraph ends before this line."""
        line = lines[at]
        known = (_FENCE, _HEADING, _RULE, _QUOTE)
        if any(each.fullmatch(line) for each in known) or line.strip()[:2] in _MATHS:
            return True
        item = _ITEM.fullmatch(line)
        counts = item and item["rest"] and (not item["mark"][0].isdigit() or item["mark"][:-1] == "1")
        return bool(counts) or self._table(lines, at) is not None


@dataclass
class _Item:
    number: int | None
    lines: Lines


class _List:
    """A list that is being read: its items so far, and whether blank lines part them."""

    def __init__(self, first: re.Match[str]) -> None:
        self.items: list[_Item] = []
        self.loose = False
        self._margin, self._kind = len(first["indent"]), first["mark"][-1]
        self._deep, self._blank = 0, False

    def take(self, line: str) -> bool:
        """Take the next line; whether it belongs to the list."""
        if not line.strip():
            self._blank = True
            return True
        found = _ITEM.fullmatch(line)
        if found and abs(len(found["indent"]) - self._margin) < 2 and not _RULE.fullmatch(line):
            return self._begin(found)
        indented = len(line) - len(line.lstrip()) >= self._margin + 2
        if not indented and (self._blank or _ends_item(line)):
            return False
        self.loose |= self._blank and not found
        self.items[-1].lines += [""] * self._blank + [_dedented(line, self._deep)]
        self._blank = False
        return True

    def _begin(self, found: re.Match[str]) -> bool:
        if found["mark"][-1] != self._kind:
            return False
        self.loose |= self._blank and bool(self.items)
        number = int(found["mark"][:-1]) if self._kind in ".)" else None
        self.items.append(_Item(number, [found["rest"]]))
        self._deep, self._blank = len(found["indent"] + found["mark"]) + 1, False
        return True


def _ends_item(line: str) -> bool:
    """Whether a line at the margin is no more of the item above it."""
    return (
        any(each.fullmatch(line) for each in (_FENCE, _HEADING, _RULE, _QUOTE)) or line.strip()[:2] in _MATHS
    )


def _dedented(line: str, deep: int) -> str:
    return line[min(deep, len(line) - len(line.lstrip())) :]


def _is_rule(line: str) -> bool:
    return "-" in line and ("|" in line or ":" in line) and bool(_TABLE_RULE.fullmatch(line))


def cells(line: str) -> list[str]:
    """The cells of a line of a Markdown table."""
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(line)]


def _side(rule: str) -> str:
    if rule.endswith(":"):
        return ' class="oai-middle"' if rule.startswith(":") else ' class="oai-right"'
    return ""
