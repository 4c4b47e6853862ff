"""Arithmetic: a sum or a simple equation in figures or words, brought into signs and worked out.

Nothing is ever evaluated as code.
"""

from __future__ import annotations

import re
from itertools import pairwise

from openai_nb.sandbox.oracle.calculator import CONSTANTS, FUNCTIONS, SIGNS, NotArithmetic, value, written
from openai_nb.sandbox.oracle.vocabulary import NUMBERS

LONGEST = 400  # characters of a question

_FILLERS = """what is are the a an result value please calculate compute evaluate solve work out how much
    many equals equal to tell me can you could give find answer does make makes do for just only number
    reply with in show your hi hello sum total math question quick i need know want exactly it get
    wie viel ist was ergibt sind combien font fait quel est cuanto es son"""
_FILLER = frozenset(_FILLERS.split())
_WORDED = [
    (r"(\d[\d.]*) ?(?:%|percent)(?: discount on| off)\s*[$€£]?(\d[\d.]*)", r"\2*(1-\1/100)"),
    (r"(\d[\d.]*) ?(?:%|percent) more than (\d[\d.]*)", r"\2*(1+\1/100)"),
    (r"(\d[\d.]*) ?(?:%|percent) less than (\d[\d.]*)", r"\2*(1-\1/100)"),
    (r"\bpercent(?:age)? of (\d[\d.]*) is (\d[\d.]*)", r"\2/\1*100"),
    (r"(\d+ ?/ ?\d+) of (?=\d)", r"\1*"),
    (r"(\d+) factorial\b", r"\1!"),
    (r"(?<=\d) (?:mal|fois|por|multipliziert mit|multiplié par|multiplicado por) (?=[\d(-])", "*"),
    (r"(?<=\d) (?:geteilt durch|durch|divisé par|dividido (?:por|entre)) (?=[\d(-])", "/"),
    (r"(?<=\d) mas (?=[\d(-])", "+"),
    (r"(?<=\d) (?:moins|menos) (?=[\d(-])", "-"),
    (r"\bpercent\b|\bper cent\b", "%"),
    (r"\bthe sum of (\S+) and\b|\bsum of (\S+) and\b|\badd (\S+) (?:and|to)\b", r"\1\2\3+"),
    (r"\b(?:the )?product of (\S+) and\b|\bmultiply (\S+) (?:and|by|with)\b", r"\1\2*"),
    (r"\b(?:the )?difference (?:between|of) (\S+) and\b", r"\1-"),
    (r"\bdivide (\S+) by\b", r"\1/"),
    (r"\bsubtract (\S+) from (\d[\d.]*)", r"\2-\1"),
    (r"\bplus\b|\badded to\b", "+"),
    (r"\bminus\b|\bless\b", "-"),
    (r"\bmultiplied by\b|\btimes\b|(?<=[\d)])\s*[x×·]\s*(?=[\d(])", "*"),
    (r"\bdivided by\b|\bover\b|÷", "/"),
    (r"\bmodulo\b|\bmod\b", " mod "),
    (r"\b(?:raised )?to the power of\b|\bto the power\b", "**"),
    (r"\bsquared\b|²", "**2"),
    (r"\bcubed\b|³", "**3"),
    (r"\b(?:the )?square root (?:of )?|√", "sqrt "),
    (r"\b(?:the )?cube root (?:of )?", "cbrt "),
    (r"\b(?:the )?factorial of ", "factorial "),
    (r"\bhalf of\b", "0.5*"),
    (r"\b(?:double|twice)\b", "2*"),
    (r"−|–", "-"),
    (r"\bpi\b|π", "pi"),
]
_WORTH = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b", re.IGNORECASE)
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{4}\b")
_APART = re.compile(r"[\d.]\S* (?!(?<=\d )\d{3}$)[\d.]\S*")  # two numbers with no sign between them
_KNOWN = FUNCTIONS.keys() | CONSTANTS.keys() | {"mod", "of"}
_SIDE = r"(?:[-+*/^().\d\s]|(?<![a-z])[a-z](?![a-z]))+"
_EQUATION = re.compile(rf"({_SIDE})=({_SIDE})\s*[?.]?\s*$")


def solve(text: str) -> str | None:
    """The answer to a question of arithmetic, as `17 × 23 + 4 = 395`; None for other questions."""
    plain = _plain(text)
    parts = [part for part in re.split(r"\band\b|;|\n", plain) if part.strip()]
    found = [
        solved for part in parts if (expression := expression_in(part)) and (solved := _solved(expression))
    ]
    if parts and len(found) == len(parts):
        return "  \n".join(found)
    return _equation(text)


def expression_in(plain: str) -> str | None:
    """The expression a line of signs asks to be worked out, or None when there is none or much else."""
    kept = [sign for sign in SIGNS.findall(plain) if sign not in _FILLER or sign in _KNOWN]
    kept = [sign for place, sign in enumerate(kept) if sign != "of" or "%" in kept[max(0, place - 1) : place]]
    if any(sign.isalpha() and sign not in _KNOWN for sign in kept):
        return None
    if any(_APART.fullmatch(f"{one} {other}") for one, other in pairwise(kept)):
        return None
    spaced = (f" {sign} " if sign.isalpha() or sign in ("+", "-", "*", "/") else sign for sign in kept)
    expression = re.sub(r"\s+", " ", "".join(spaced)).strip()
    expression = re.sub(r"(^|[(^*/+-]) ?- (?=[\d(])", r"\1 -", expression).strip()
    signs = re.search(r"[-+*/^%!]|[a-z]", expression.lstrip("-"))
    return expression if signs and re.search(r"\d", expression) else None


def _solved(expression: str) -> str | None:
    shown = expression.replace("**", "^").replace("*", "×").replace("sqrt ", "√").replace("cbrt ", "∛")
    shown = re.sub(r"\(\s+|\s+(?=\))", lambda gap: gap[0].strip(), shown)
    try:
        return f"{shown} = {written(value(expression))}".replace("= ≈", "≈")
    except ZeroDivisionError:
        return f"{shown} is undefined: it divides by zero."
    except OverflowError:
        return f"{shown} is too large to write out."
    except NotArithmetic:
        return None


def _equation(text: str) -> str | None:
    """The root of an equation that is linear in one letter: `8x + 7 = -23` gives `x = -3.75`."""
    match = _EQUATION.search(re.sub(r"−|–", "-", text.lower())) if len(text) < LONGEST else None
    letters = set(re.findall(r"[a-z]", match[0])) if match else set()
    if match is None or len(letters) != 1:
        return None
    letter = letters.pop()
    sides = re.sub(rf"(?<=[\d)])\s*(?={letter})", "*", f"({match[1]}) - ({match[2].rstrip(' .?')})")
    try:
        at = [value(sides.replace(letter, f"({number})")) for number in (0, 1, 2)]
        slope = at[1] - at[0]
        if not slope or at[2] - at[1] != slope:
            return None
        return f"{letter} = {written(-at[0] / slope)}".replace("= ≈", "≈")
    except (NotArithmetic, ArithmeticError):
        return None


def _plain(text: str) -> str:
    """A question in signs: number words as digits, worded operations as their signs."""
    if len(text) > LONGEST or not _WORTH.search(text) or _DATE.search(text):
        return ""
    plain = _figures(re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.lower())).replace("what's", "").replace("á", "a")
    for pattern, sign in _WORDED:
        plain = re.sub(pattern, sign, plain)
    return re.sub(r"[?¿]|=\s*$|(?<![\d)])!|[.:,!=](?=\s|$)(?<!\d!)|[$€£\"'`]", " ", plain)


def _figures(text: str) -> str:
    """Number words as digits: `twenty-one` becomes 21, `two hundred` 200."""
    units = "|".join(word for word, number in NUMBERS.items() if number < 20)
    tens = "|".join(word for word, number in NUMBERS.items() if number >= 20)
    scales = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}

    def figures(found: re.Match[str]) -> str:
        number = sum(NUMBERS[part] for part in re.split(r"[\s-]+", found[1]))
        return str(number * scales.get(found[2] or "", 1))

    worded = rf"\b((?:{tens})(?:[\s-](?:{units}))?|{units})\b(?:\s+(hundred|thousand|million)\b)?"
    return re.sub(worded, figures, text)
