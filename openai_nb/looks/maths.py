"""Maths: telling formulas from prices, and keeping formulas harmless."""

from __future__ import annotations

import re

_ENVIRONMENT = re.compile(r"\\begin(\{[A-Za-z]*\*?\})")
_BRACES = re.compile(r"[{}]")
_EDGES = re.compile(r"\\(begin|end)\{([A-Za-z]*\*?)\}")
_NOT_BRACES = re.compile(r"\\(?:begin|end)\{[A-Za-z]*\*?\}|\\[{}$]")
_BLANK_LINE = re.compile(r"\n[\s\ufeff]*\n")
_NEW_ITEM = re.compile(r"\n[ \t]*(?:[-*+>#|]|\d+[.)])[ \t]")
_COMMAND = re.compile(r"\\[A-Za-z]")
# Commands that make links, styles or attributes, or fetch more commands.
_POWERFUL = re.compile(
    r"\\(?:href|url|class|style|cssId|require|data|html[A-Za-z]*|mmlToken|includegraphics)(?![A-Za-z])"
)
_DOLLARS = re.compile(r"(?<!\\)\$\$?")
_SIGN = re.compile(r"[\\^_=]")
_WORDS = re.compile(r"[^\W\d_]{2,}[,.;:]?\s+[^\W\d_]|\d\s+[^\W\d_]{2,}|^\d[\d.,]*[^\W\d_]{2,}")


def is_display(inside: str) -> bool:
    """Whether `inside` can stand between `$$` and `$$`: one block, braces paired, no code."""
    if not inside.strip() or re.search(r"[`$]|\][(:]", inside.replace("\\$", "")):
        return False
    if _POWERFUL.search(inside) or _BLANK_LINE.search(inside):
        return False
    return not inside.endswith("\\") and _paired(inside)


def is_inline(inside: str, before: str = "", after: str = "") -> bool:
    """Whether `inside`, with these characters around it, is a formula and not two prices."""
    if not is_display(inside) or _NEW_ITEM.search(inside):
        return False
    if _COMMAND.search(inside):
        return True
    if before.isalnum() or after.isalnum():
        return False
    if _WORDS.search(inside):
        return False
    return bool(_SIGN.search(inside)) or inside == inside.strip()


def between_dollars(text: str, at: int) -> tuple[str, str, int]:
    """(`$` or `$$`, the formula, the end of it all) at a dollar; the formula is empty where there is none."""
    mark = "$$" if text.startswith("$$", at) else "$"
    start = at + len(mark)
    closing = _DOLLARS.search(text, start)
    if closing and closing.group() == mark:
        inside = text[start : closing.start()]
        around = text[at - 1 : at], text[closing.end() : closing.end() + 1]
        if is_display(inside) if mark == "$$" else is_inline(inside, *around):
            return mark, inside, closing.end()
    return mark, "", start


def tidy(inside: str) -> str:
    """The formula with nothing in it that could be read as a tag, a picture or an attribute's end."""
    inside = re.sub(r"<(?![\s\d=\-]|$)", "< ", inside)  # a space means nothing in a formula
    return inside.replace('"', "''").replace("![", "! [")


def env_end(text: str, at: int) -> int:
    r"""Where the environment that begins at `at` ends, after its `\end{…}`; 0 if it is not one."""
    opening = _ENVIRONMENT.match(text, at)
    if not opening:
        return 0
    closing = "\\end" + opening[1]
    end = text.find(closing, opening.end())
    return end + len(closing) if end >= 0 and is_display(text[opening.end() : end]) else 0


def _paired(inside: str) -> bool:
    """Whether braces and environments open and close as they should."""
    opened = []
    for edge, name in _EDGES.findall(inside):
        if edge == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    if opened:
        return False
    depth = 0
    for brace in _BRACES.findall(_NOT_BRACES.sub("", inside)):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
