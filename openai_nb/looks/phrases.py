"""Phrases: what stands inside a paragraph of Markdown, as HTML of our own making.

Read from left to right.  Every tag is written here and every word is escaped, so that nothing a model
says can become a tag, a script or a picture fetched from afar.  Emphasis is matched with a stack, as
CommonMark does; other pieces are recognized where they begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

from openai_nb.looks.maths import between_dollars, is_display
from openai_nb.looks.spans import destination

Typeset = Callable[[str, bool], str]  # (formula, whether it stands alone) -> HTML

_SPECIAL = re.compile(r"[`\\$<!\[&\n]|\*+|_+|~~|https?://")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\[\]`\"'|*]+")
_WORDS = r"(?P<words>(?:[^\[\]\\\n]|\\.|\n(?!\n)|\[[^\[\]\n]*\])*)"
_STEP = r"[^\s()<>]*"
_LINK = re.compile(
    rf"\[{_WORDS}\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>{_STEP}(?:\({_STEP}\){_STEP})*))"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=]*")
_MARKS = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("del", "del")}


def inline(text: str, typeset: Typeset) -> str:
    """One paragraph of Markdown as HTML."""
    return _Reader(text.strip(), typeset).html()


@dataclass
class _Mark:
    """A run of marks that may open or close an emphasis."""

    sign: str
    count: int
    opens: bool
    closes: bool
    before: str = ""  # closing tags, written where the run stood
    after: str = ""  # opening tags

    def __str__(self) -> str:
        return f"{self.before}{self.sign * self.count}{self.after}"


@dataclass
class _Reader:
    text: str
    typeset: Typeset
    pieces: list[str | _Mark] = field(default_factory=list)
    unclosed: set[int] = field(default_factory=set)  # lengths of backtick runs that nothing closes

    def html(self) -> str:
        text, at = self.text, 0
        while found := _SPECIAL.search(text, at):
            self.pieces.append(escape(text[at : found.start()]))
            start = found.start()
            piece, at = self._read(found.group(), start)
            self.pieces.append(piece)
        self.pieces.append(escape(text[at:]))
        _emphasize([each for each in self.pieces if isinstance(each, _Mark)])
        return "".join(map(str, self.pieces))

    def _read(self, sign: str, at: int) -> tuple[str | _Mark, int]:
        """The piece that begins with `sign`, and where it ends; the sign itself if it begins nothing."""
        if sign[0] in "*_~":
            return self._mark(sign, at), at + len(sign)
        found = _READERS[sign[0]](self, at)
        return found or (escape(self.text[at]), at + 1)

    def _mark(self, sign: str, at: int) -> _Mark:
        before, after = self.text[at - 1 : at], self.text[at + len(sign) : at + len(sign) + 1]
        left = bool(after.strip()) and (after.isalnum() or not before.isalnum())
        right = bool(before.strip()) and (before.isalnum() or not after.isalnum())
        if sign[0] == "_":  # not within a word
            left, right = left and not before.isalnum(), right and not after.isalnum()
        return _Mark(sign[0], len(sign), left, right)

    def _code(self, at: int) -> tuple[str, int] | None:
        run = re.compile("`+").match(self.text, at).end() - at  # type: ignore[union-attr]
        closing = None
        if run not in self.unclosed:
            closing = re.compile(rf"(?<!`)`{{{run}}}(?!`)").search(self.text, at + run)
        if closing is None:
            self.unclosed.add(run)
            return "`" * run, at + run
        inside = self.text[at + run : closing.start()].replace("\n", " ")
        if inside.strip() and inside[0] == inside[-1] == " ":
            inside = inside[1:-1]
        return f"<code>{escape(inside)}</code>", closing.end()

    def _backslash(self, at: int) -> tuple[str, int] | None:
        text = self.text
        for opening, closing, alone in (("\\(", "\\)", False), ("\\[", "\\]", True)):
            end = text.find(closing, at + 2) if text.startswith(opening, at) else -1
            if end > 0 and is_display(text[at + 2 : end]):
                return self.typeset(text[at + 2 : end].strip(), alone), end + 2
        if text.startswith("\\\n", at):
            return "<br>\n", at + 2
        return (escape(text[at + 1]), at + 2) if _ESCAPED.match(text, at) else None

    def _dollar(self, at: int) -> tuple[str, int] | None:
        mark, inside, end = between_dollars(self.text, at)
        if inside:
            return self.typeset(inside.strip(), mark == "$$"), end
        return f"<span>{mark}</span>", end  # in a tag of its own no page takes it for a formula's edge

    def _less(self, at: int) -> tuple[str, int] | None:
        if link := _AUTOLINK.match(self.text, at):
            where = link[1] if "://" in link[1] else f"mailto:{link[1]}"
            return _link(where, escape(link[1])) or escape(link[0]), link.end()
        found = _BREAK.match(self.text, at)
        return ("<br>", found.end()) if found else None

    def _bang(self, at: int) -> tuple[str, int] | None:
        link = _LINK.match(self.text, at + 1) if self.text.startswith("![", at) else None
        if link is None:
            return None
        where, words = link["angled"] or link["bare"] or "", escape(link["words"], quote=True)
        if _DATA_PICTURE.fullmatch(where):
            return f'<img src="{where}" alt="{words}">', link.end()
        return _link(where, words or "picture") or words, link.end()

    def _bracket(self, at: int) -> tuple[str, int] | None:
        link = _LINK.match(self.text, at)
        if link is None:
            return None
        words = (
            _Reader(link["words"], self.typeset).html()
            if "](" not in link["words"]
            else escape(link["words"])
        )
        return _link(link["angled"] or link["bare"] or "", words) or words, link.end()

    def _entity(self, at: int) -> tuple[str, int] | None:
        found = _ENTITY.match(self.text, at)
        return (escape(unescape(found.group())), found.end()) if found else None

    def _newline(self, at: int) -> tuple[str, int]:
        hard = self.text[max(0, at - 2) : at] == "  "
        return ("<br>\n" if hard else "\n"), at + 1

    def _url(self, at: int) -> tuple[str, int] | None:
        found = _URL.match(self.text, at)
        if found is None or self.text[at - 1 : at].isalnum():
            return None
        url = found.group().rstrip(".,;:!?")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1]
        return _link(url, escape(url)) or escape(url), at + len(url)


_READERS: dict[str, Callable[[_Reader, int], tuple[str, int] | None]] = {
    "`": _Reader._code,
    "\\": _Reader._backslash,
    "$": _Reader._dollar,
    "<": _Reader._less,
    "!": _Reader._bang,
    "[": _Reader._bracket,
    "&": _Reader._entity,
    "\n": _Reader._newline,
    "h": _Reader._url,
}


def _link(where: str, words: str) -> str:
    """A link whose words are HTML already; nothing if it could run something."""
    target = destination(unescape(where))
    if not target or target.startswith("data:"):
        return ""
    return f'<a href="{escape(target, quote=True)}" target="_blank" rel="noopener noreferrer">{words}</a>'


def _emphasize(marks: list[_Mark]) -> None:
    """Pair the marks: each that closes with the nearest that opens."""
    opened: list[_Mark] = []
    for mark in marks:
        if mark.closes:
            _close(mark, opened)
        if mark.opens and mark.count:
            opened.append(mark)


def _close(mark: _Mark, opened: list[_Mark]) -> None:
    while mark.count:
        partner = next((at for at in range(len(opened) - 1, -1, -1) if opened[at].sign == mark.sign), None)
        if partner is None:
            return
        opening = opened[partner]
        width = 2 if mark.sign == "~" or min(mark.count, opening.count) >= 2 else 1
        tag = _MARKS[mark.sign][width - 1]
        opening.after = f"<{tag}>{opening.after}"
        mark.before += f"</{tag}>"
        opening.count, mark.count = opening.count - width, mark.count - width
        del opened[partner + (opening.count > 0) :]
