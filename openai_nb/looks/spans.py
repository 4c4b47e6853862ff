"""Spans: what may stand inside a paragraph of a model's Markdown, and what is defused.

Read from left to right.  Code spans, maths, links and pictures are kept when they are plainly
that; what remains loses its power and keeps its look: `<` becomes `&lt;`, a lone backtick is
escaped, the bracket of a doubtful link becomes `&#40;`.

A page looks for formulas twice: in the Markdown, and again in the text it has become.  A dollar
that is money and a backslash that opens nothing therefore stand in a `<span>` of their own, over
whose edge no formula reaches; and code that could be taken apart is spelt out in a `<code>`.  There
are no other tags, and these are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from openai_nb.looks.maths import between_dollars, env_end, is_display, tidy

_SPECIAL = re.compile(r"[`\\$<!\]&~]")
_SPELT_OUT = re.compile(r"&(?:dollar|bsol|#0*36|#x0*24|#0*92|#x0*5c);", re.IGNORECASE)
_ALONE = "<span>{}</span>"
_BACKSLASH = _ALONE.format("&#92;")
_TERM = re.compile(r"^([ \t>]*):(?=[ \t])", re.MULTILINE)
_ADDRESS = re.compile(r"://|www\.|@", re.IGNORECASE)
_LONGEST_WORD = 200  # characters; a longer one is taken for an address
_FORMULA_MARK = re.compile(r"\$|\\[(\[]|&")
# Code over whose edge an escape, emphasis or a formula would reach; and, in a link's text, a link.
_TORN = re.compile(r"`.*[*_~<\[\]$]|[*_~<\[\]$].*`|\\`|\\$|\\\\[(\[]|\\begin\{")
_LINKED = re.compile(r"`|\][(\[]")
_RUN = re.compile(r"`+")
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
_LATEX = re.compile(r"(\\{1,2})([(\[])")
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_AUTOLINK = re.compile(r"<(https?://[^\s<>`\"\\\[\]$]+|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)>")
_HARMLESS = re.compile(r"<(?=[\s\d=\-]|$)")
_STEP = r"[^\s()<>\[\]`\"\\]*"
_DESTINATION = rf"(?:<(?P<angled>[^<>\[\]\n`\\]*)>|(?P<bare>{_STEP}(?:\({_STEP}\){_STEP})*))"
_TITLE = r"(?P<title>[ \t]+(?:\"[^\"\n`\\]*\"|'[^'\n`\\]*'))?"
_LINK = re.compile(rf"\]\([ \t]*{_DESTINATION}{_TITLE}[ \t]*\)")
# A bracket that begins a line and that nothing closes: it could reach into the code that follows.
_UNCLOSED = re.compile(r"^([ \t>*+\-\d.)]*)\[(?=(?:\\[\s\S]|[^\[\]\\])*\Z)", re.MULTILINE)
_LABEL = re.compile(r"[ >]*\[[^\[\]`\\\n]+")
_DEFINITION = re.compile(
    rf"\]:[ \t]+(?P<angled>)(?P<bare>{_STEP}(?:\({_STEP}\){_STEP})*){_TITLE}[ \t]*(?=\n|$)"
)
_PICTURE = re.compile(rf"!\[[^\[\]`\\$\"<\n]*(?={_LINK.pattern})")
_INLINE_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\(")
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=]*")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_SAFE_SCHEMES = {"http", "https", "mailto", "tel"}

Found = tuple[str, int]


@dataclass(frozen=True)
class Block:
    """A block of prose being read: its text and what holds in it."""

    text: str
    table: bool
    remote_images: bool
    formulas: bool


def inline(text: str, *, table: bool = False, remote_images: bool = False) -> str:
    """One block of prose, made safe; in a `table` a pipe ends a code span."""
    text = _TERM.sub(r"\1&#58;", text)
    formulas = len(_FORMULA_MARK.findall(text)) > 1
    block, done, at = Block(text, table, remote_images, formulas), "", 0
    while found := _SPECIAL.search(text, at):
        done += text[at : found.start()]
        piece, at = _READERS[found.group()](block, found.start())
        if piece.startswith("$") and done.endswith(("$", "\\")):
            done += " "  # two formulas side by side: `$a$$b$` would be read as another
        done += piece
    return _UNCLOSED.sub(r"\1&#91;", done + text[at:])


def _code(block: Block, at: int) -> Found:
    """A code span that ends on its own line and in its own cell; else escaped backticks."""
    text = block.text
    run = _RUN.match(text, at).end() - at  # type: ignore[union-attr]
    closing = _closing(text, run, at + run, _span_limit(block, at))
    if not closing:
        return "\\`" * run, at + run
    inside, linked = text[at + run : closing.start()], text.find("[", 0, at) >= 0
    if _TORN.search(inside) or _sticky(text, at) or (linked and _LINKED.search(inside)):
        return _spelt_out(inside), closing.end()
    mark = text[at : at + run] if not linked or "`" in inside else "`"
    return f"{mark}{inside}{mark}", closing.end()


def _sticky(text: str, at: int) -> bool:
    """Whether what stands right before would swallow a backtick: a tilde, or an address."""
    word = (" " + text[max(0, at - _LONGEST_WORD) : at]).rpartition(" ")[2].rpartition("\n")[2]
    return word.endswith("~") or len(word) == _LONGEST_WORD or bool(_ADDRESS.search(word))


def _closing(text: str, run: int, start: int, end: int) -> re.Match[str] | None:
    """The next run of just as many backticks."""
    return next((found for found in _RUN.finditer(text, start, end) if len(found.group()) == run), None)


def _spelt_out(inside: str) -> str:
    """A code span of our own making, for what some renderer would take apart: no sign is left to read."""
    if inside.strip(" ") and inside[0] == inside[-1] == " ":
        inside = inside[1:-1]
    return f"<code>{_SIGNS.sub(lambda sign: f'&#{ord(sign.group())};', inside)}</code>"


def _span_limit(block: Block, at: int) -> int:
    line_end = block.text.find("\n", at)
    end = len(block.text) if line_end < 0 else line_end
    pipe = re.compile(r"(?<!\\)\|").search(block.text, at, end) if block.table else None
    return pipe.start() if pipe else end


def _backslash(block: Block, at: int) -> Found:
    r"""Maths in `\(…\)`, `\[…\]` or an environment; else an escape."""
    text = block.text
    if opening := _LATEX.match(text, at):
        return _latex(text, opening)
    if text.startswith("\\begin{", at):
        end = env_end(text, at)
        return (tidy(text[at:end]), end) if end else (_BACKSLASH, at + 1)
    if text.startswith("\\<", at):
        return "", at + 1
    if text.startswith("\\$", at):
        return _money(block, "$"), at + 2
    if text.startswith("\\end{", at):
        return _BACKSLASH, at + 1
    if re.compile(r"\\\\(?=[\\`$()\[\]]|begin\{|end\{)").match(text, at):
        return _BACKSLASH, at + 2  # two backslashes before these are read in two ways
    return (text[at : at + 2], at + 2) if _ESCAPE.match(text, at) else ("\\", at + 1)


def _latex(text: str, opening: re.Match[str]) -> Found:
    strokes, bracket = opening.groups()
    close = strokes + {"(": ")", "[": "]"}[bracket]
    end = text.find(close, opening.end())
    inside, after = text[opening.end() : end], text[end + len(close) : end + len(close) + 1]
    if end >= 0 and is_display(inside) and after != "(":
        mark = "$" if bracket == "(" else "$$"
        return mark + tidy(inside.strip(" ") if mark == "$" else inside) + mark, end + len(close)
    if len(strokes) == 2:
        return _BACKSLASH, opening.start() + 2
    return opening.group(), opening.end()


def _dollar(block: Block, at: int) -> Found:
    """Maths between dollars; money and strays are escaped."""
    mark, inside, end = between_dollars(block.text, at)
    return (mark + tidy(inside) + mark if inside else _money(block, mark)), end


def _money(block: Block, mark: str) -> str:
    """A dollar that is no maths, kept away from others of its block."""
    escaped = mark.replace("$", "\\$")
    return _ALONE.format(escaped) if block.formulas else escaped


def _tilde(block: Block, at: int) -> Found:
    """A tilde; one that could strike through as far as a tilde in later code is escaped."""
    code = block.text.find("`", at)
    return ("\\~" if 0 <= code < block.text.rfind("~") else "~"), at + 1


def _entity(block: Block, at: int) -> Found:
    """A dollar or backslash that is spelt out is one all the same."""
    spelt = _SPELT_OUT.match(block.text, at)
    return (_ALONE.format(spelt.group()), spelt.end()) if spelt else ("&", at + 1)


def _less_than(block: Block, at: int) -> Found:
    if link := _AUTOLINK.match(block.text, at):
        return link[1], link.end()
    return ("<" if _HARMLESS.match(block.text, at) else "&lt;"), at + 1


def _bang(block: Block, at: int) -> Found:
    """A picture: kept if its bytes are here (or if allowed), else a link to it."""
    text = block.text
    if not text.startswith("![", at):
        return "!", at + 1
    if (alt := _PICTURE.match(text, at)) and (link := _LINK.match(text, alt.end())):
        where = link["bare"] or ""
        remote = block.remote_images and where.startswith(("http://", "https://"))
        if _DATA_PICTURE.fullmatch(where) or (remote and destination(where)):
            return f"{alt.group()}]({where.replace('$', '%24')})", link.end()
    plain = _INLINE_PICTURE.match(text, at) and text[at - 1 : at] not in {"!", "\\"}
    return ("" if plain else "&#33;"), at + 1


def _bracket(block: Block, at: int) -> Found:
    """The end of a link's text: what follows stays a target only if it is plain and safe."""
    text = block.text
    if text.startswith("](", at):
        link = _LINK.match(text, at)
        where = destination(link["angled"] or link["bare"] or "") if link else None
        if link and where is not None:
            return f"]({where}{_title(link)})", link.end()
        return "]&#40;", at + 2
    if text.startswith("]:", at):
        line = text[text.rfind("\n", 0, at) + 1 : at]
        definition = _DEFINITION.match(text, at) if _LABEL.fullmatch(line) else None
        where = destination(definition["bare"]) if definition else None
        if definition and where:
            return f"]: {where}{_title(definition)}", definition.end()
        return "]&#58;", at + 2
    return "]", at + 1


def _title(link: re.Match[str]) -> str:
    title = link["title"] or ""
    return "" if set(title) & set("$<[") else title


def destination(where: str) -> str | None:
    """`where` as a link's target, or None if it could run something or hide where it leads."""
    seen = re.sub(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff\\]", "", unescape(where))
    scheme = _SCHEME.match(seen)
    if scheme and scheme[1].lower() not in _SAFE_SCHEMES:
        return None
    bare = where if where.count("(") == where.count(")") else where.replace("(", "%28").replace(")", "%29")
    return re.sub(r"[ \t]", "%20", bare).replace("$", "%24")


_READERS: dict[str, Callable[[Block, int], Found]] = {
    "`": _code,
    "\\": _backslash,
    "$": _dollar,
    "&": _entity,
    "~": _tilde,
    "<": _less_than,
    "!": _bang,
    "]": _bracket,
}
