r"""Mathml: a TeX formula as MathML, which browsers draw by themselves: no font, no script, no network.

What models write is known: fractions, roots, powers, sums, matrices, letters of all alphabets.  A
formula with an unknown command is shown as it was written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from openai_nb.looks.pieces import Pieces, Unknown, pieces
from openai_nb.looks.tex import (
    ACCENTS,
    BELOW,
    FENCES,
    FONTS,
    LARGE,
    LETTERS,
    NAMES,
    SIGNS,
    SPACES,
    UNDER,
    in_font,
)

LONGEST, DEEPEST = 4000, 40
_TEXTS = {"text", "textrm", "textbf", "textit", "mbox", "operatorname", "operatorname*", "texttt"}
_SIZES = re.compile(r"\\(?:left|right|middle|[bB]igg?[lrm]?)")
_IGNORED = {"displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "nonumber", "hline", "strut"}


@lru_cache(maxsize=512)
def typeset(formula: str, alone: bool) -> str:
    """A formula as MathML; `alone` for one that stands by itself."""
    source = escape(f"$${formula}$$" if alone else f"${formula}$")
    try:
        if len(formula) > LONGEST:
            raise Unknown
        shown = _Reader(pieces(formula)).whole()
    except (Unknown, IndexError, RecursionError):
        return f'<code class="oai-tex">{source}</code>'
    display = "block" if alone else "inline"
    # The source goes along, for those who copy the formula.
    note = f'<annotation encoding="application/x-tex">{escape(formula)}</annotation>'
    return f'<math display="{display}"><semantics>{shown}{note}</semantics></math>'


class _Reader(Pieces):
    """Reads from left to right; each method gives the MathML of what it has read."""

    def whole(self) -> str:
        shown = self.row(set())
        if self.at < len(self.pieces):
            raise Unknown
        return shown

    def row(self, ends: set[str]) -> str:
        """All up to one of the tokens `ends`, which stays."""
        parts = []
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unknown
        while self.at < len(self.pieces) and self.pieces[self.at] not in ends:
            if self.pieces[self.at] in ("}", "\\right", "\\end"):
                raise Unknown
            parts.append(self.scripted())
        self.depth -= 1
        return f"<mrow>{''.join(parts)}</mrow>"

    def scripted(self) -> str:
        """One thing with what stands above and below it."""
        piece = self.pieces[self.at]
        core = "<mrow></mrow>" if piece in "^_'" else self.atom()
        name = piece.removeprefix("\\")
        scripts: dict[str, str] = {}
        while self.peek() in ("^", "_", "'"):
            sign = self.take()
            value = f"<mo>{'′' * (1 + self.primes())}</mo>" if sign == "'" else self.argument()
            place = "^" if sign == "'" else sign
            scripts[place] = f"<mrow>{scripts[place]}{value}</mrow>" if place in scripts else value
        if not scripts:
            return core
        over = name in BELOW or (name in LARGE and "int" not in name)
        over = over or (name.endswith("brace") and piece.startswith("\\"))
        tag = ("under" if "_" in scripts else "") + ("over" if "^" in scripts else "")
        if not over:
            tag = ("sub" if "_" in scripts else "") + ("sup" if "^" in scripts else "")
        return f"<m{tag}>{core}{scripts.get('_', '')}{scripts.get('^', '')}</m{tag}>"

    def atom(self) -> str:
        piece = self.take()
        if piece == "{":
            inside = self.row({"}"})
            self.take()
            return inside
        if piece.startswith("\\"):
            return self.command(piece[1:])
        if piece.isspace():
            return ""
        if piece[0].isdigit():
            return f"<mn>{piece}</mn>"
        if piece.isalpha():
            return f"<mi>{escape(piece)}</mi>"
        if piece in "&":
            raise Unknown
        return f"<mo{_stretch(piece)}>{escape('−' if piece == '-' else piece)}</mo>"

    def command(self, name: str) -> str:
        if name in LETTERS:
            return f"<mi>{LETTERS[name]}</mi>"
        if name in SIGNS:
            return f"<mo{_stretch(SIGNS[name])}>{escape(SIGNS[name])}</mo>"
        if name in LARGE:
            return f"<mo>{LARGE[name]}</mo>"
        if name in NAMES:
            return f"<mi>{name}</mi>"
        if name in SPACES:
            return f'<mspace width="{SPACES[name]}em"></mspace>'
        if name in _TEXTS:
            return self.words(name)
        if name in FONTS:
            return self.font(FONTS[name])
        if name in ACCENTS:
            return f'<mover accent="true">{self.argument()}<mo>{ACCENTS[name]}</mo></mover>'
        if name in UNDER:
            return f"<munder>{self.argument()}<mo>{UNDER[name]}</mo></munder>"
        if name in _IGNORED:
            return ""
        return self.built(name)

    def built(self, name: str) -> str:
        """What is made of other things."""
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return f"<mfrac>{self.argument()}{self.argument()}</mfrac>"
        if name in ("binom", "dbinom", "tbinom"):
            inside = f'<mfrac linethickness="0">{self.argument()}{self.argument()}</mfrac>'
            return f"<mrow><mo>(</mo>{inside}<mo>)</mo></mrow>"
        if name == "sqrt":
            index = self.bracketed()
            inside = self.argument()
            return f"<mroot>{inside}{index}</mroot>" if index else f"<msqrt>{inside}</msqrt>"
        if name == "left":
            opening, inside = self.fence(), self.row({"\\right"})
            self.take()
            return f"<mrow>{opening}{inside}{self.fence()}</mrow>"
        if _SIZES.fullmatch(f"\\{name}"):
            return self.fence()
        if name == "begin":
            return self.environment()
        return self.stacked(name)

    def stacked(self, name: str) -> str:
        """What stands above, below or around something."""
        if name in ("overset", "stackrel"):
            over, core = self.argument(), self.argument()
            return f"<mover>{core}{over}</mover>"
        if name == "underset":
            under, core = self.argument(), self.argument()
            return f"<munder>{core}{under}</munder>"
        if name == "boxed":
            return f'<mrow class="oai-boxed">{self.argument()}</mrow>'
        if name == "pmod":
            gap = '<mspace width="0.3em"></mspace>'
            return f"<mrow><mo>(</mo><mi>mod</mi>{gap}{self.argument()}<mo>)</mo></mrow>"
        raise Unknown

    def environment(self) -> str:
        """A matrix, cases, or lines set below each other."""
        name = self.raw()
        if name not in FENCES:
            raise Unknown
        if name == "array":
            self.raw()
        rows, cells = [], []
        while True:
            cells.append(f"<mtd>{self.row({'&', chr(92) * 2, chr(92) + 'end'})}</mtd>")
            piece = self.take()
            if piece != "&":
                rows.append(f"<mtr>{''.join(cells)}</mtr>")
                cells = []
            if piece == "\\end":
                break
        if self.raw() != name:
            raise Unknown
        left, right = FENCES[name]
        lined = ' class="oai-lined"' if left == "" and "matrix" not in name else ""
        lined = ' class="oai-cases"' if name == "cases" else lined
        return f"<mrow>{_fence(left)}<mtable{lined}>{''.join(rows)}</mtable>{_fence(right)}</mrow>"

    def words(self, name: str) -> str:
        text = self.raw()
        if name.startswith("operatorname"):
            return (
                f"<mi>{escape(text)}</mi>"
                if len(text) != 1
                else f'<mi mathvariant="normal">{escape(text)}</mi>'
            )
        return f"<mtext>{escape(text).replace(' ', chr(160))}</mtext>"

    def font(self, font: str) -> str:
        text = self.raw() if self.peek() == "{" else self.take()
        if not text.isalnum():
            return _Reader(pieces(text)).whole()
        if font in ("normal", "italic"):
            return f'<mi mathvariant="normal">{text}</mi>' if font == "normal" else f"<mi>{text}</mi>"
        return f"<mi>{''.join(in_font(font, each) for each in text)}</mi>"

    def argument(self) -> str:
        """The next group or sign, without what stands above or below it."""
        self.spaces()
        piece = self.peek()
        if piece[0].isdigit() and len(piece) > 1:  # \frac12 takes one digit at a time
            self.pieces[self.at : self.at + 1] = [piece[0], piece[1:]]
        return self.atom()

    def bracketed(self) -> str:
        """An optional argument in brackets; empty if there is none."""
        if self.peek() != "[":
            return ""
        self.take()
        inside = self.row({"]"})
        self.take()
        return inside

    def fence(self) -> str:
        self.spaces()
        piece = self.take()
        return _fence("" if piece == "." else SIGNS.get(piece[1:], "") if piece.startswith("\\") else piece)


def _fence(sign: str) -> str:
    return f'<mo stretchy="true">{escape(sign)}</mo>' if sign else ""


def _stretch(sign: str) -> str:
    """Brackets grow only where the formula says so."""
    return ' stretchy="false"' if sign in "()[]{}|‖⟨⟩⌊⌋⌈⌉/" else ""
