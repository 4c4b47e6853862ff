"""Arithmetic: a sum in figures or words, worked out exactly by a small parser; nothing is ever evaluated as code."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction

from openai_nb.sandbox.oracle.language import NUMBER_WORDS

LONGEST = 400  # characters of an expression
LARGEST = 10**1200

_FILLER = frozenset(
    [
        "what",
        "whats",
        "what's",
        "is",
        "are",
        "the",
        "a",
        "an",
        "result",
        "value",
        "please",
        "calculate",
        "compute",
        "evaluate",
        "solve",
        "work",
        "out",
        "how",
        "much",
        "many",
        "equals",
        "equal",
        "to",
        "tell",
        "me",
        "can",
        "you",
        "could",
        "give",
        "find",
        "answer",
        "does",
        "make",
        "makes",
        "do",
        "for",
        "just",
        "only",
        "number",
        "reply",
        "with",
        "in",
        "show",
        "your",
        "hi",
        "hello",
        "sum",
        "total",
        "math",
        "question",
        "quick",
        "i",
        "need",
        "know",
        "want",
        "exactly",
        "it",
        "get",
    ]
)
_WORDED = [
    (r"\bpercent\b|\bper cent\b", "%"),
    (r"\bthe sum of (\S+) and\b|\bsum of (\S+) and\b|\badd (\S+) (?:and|to)\b", r"(\1\2\3)+"),
    (r"\b(?:the )?product of (\S+) and\b|\bmultiply (\S+) (?:and|by|with)\b", r"(\1\2)*"),
    (r"\b(?:the )?difference (?:between|of) (\S+) and\b", r"(\1)-"),
    (r"\bdivide (\S+) by\b", r"(\1)/"),
    (r"\bsubtract (\S+) from (\S+)", r"(\2)-(\1)"),
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
_TOKEN = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+|\*\*|[a-z]+|\S")


class NotArithmetic(ValueError):
    """The text is no expression."""


def solve(text: str) -> str | None:
    """The answer to a question of arithmetic, as `17 × 23 + 4 = 395`; None when the text asks something else."""
    parts = [
        expression_in(part) for part in re.split(r"\band\b(?! \d+[?. ]*$)|;|\n", _plain(text)) if part.strip()
    ]
    found = [_solved(part) for part in parts if part]
    if not found or len(found) < len(parts) or None in found:
        whole = expression_in(_plain(text))
        return _solved(whole) if whole else None
    return "  \n".join(line for line in found if line)


def _solved(expression: str) -> str | None:
    shown = expression.replace("**", "^").replace("*", "×").replace("sqrt", "√").replace("cbrt", "∛")
    shown = re.sub(r"√ ?\(", "√(", re.sub(r"\(\s+|\s+(?=\))", lambda gap: gap[0].strip(), shown))
    try:
        return f"{shown} = {written(value(expression))}".replace("= ≈", "≈")
    except ZeroDivisionError:
        return f"{shown} is undefined: it divides by zero."
    except OverflowError:
        return f"{shown} is too large to write out."
    except NotArithmetic:
        return None


def _plain(text: str) -> str:
    """A question in signs: number words as digits, worded operations as their signs."""
    if len(text) > LONGEST or not _WORTH.search(text) or _DATE.search(text):
        return ""
    plain = _numbers(re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.lower())).replace("what's", "")
    for pattern, sign in _WORDED:
        plain = re.sub(pattern, sign, plain)
    return re.sub(r"\?|=\s*$|(?<![\d)])!|[.:,!=](?=\s|$)(?<!\d!)|[$€£\"'`]", " ", plain)


def expression_in(plain: str) -> str | None:
    """The expression a line of signs asks to be worked out, or None when there is none or much else."""
    known = _FUNCTIONS.keys() | {"pi", "e", "mod", "of"}
    kept = [token for token in _TOKEN.findall(plain) if token not in _FILLER or token in known]
    kept = [
        token for place, token in enumerate(kept) if token != "of" or "%" in kept[max(0, place - 1) : place]
    ]
    if any(token.isalpha() and token not in known for token in kept):
        return None
    spaced = (f" {token} " if token.isalpha() or token in ("+", "-", "*", "/") else token for token in kept)
    expression = re.sub(r"\s+", " ", "".join(spaced)).strip()
    expression = re.sub(r"(^|[(^*/+-]) ?- (?=[\d(])", r"\1 -", expression).strip()
    signs = re.search(r"[-+*/^%!]|[a-z]", expression.lstrip("-"))
    return expression if signs and re.search(r"\d", expression) else None


def value(expression: str) -> Fraction:
    """The value of an expression, exact wherever a fraction can be.

    Raises NotArithmetic, ZeroDivisionError, and OverflowError beyond 1,200 digits.
    """
    parser = _Parser(_TOKEN.findall(expression))
    found = parser.sum()
    if parser.left:
        raise NotArithmetic(expression)
    return found


def written(number: Fraction) -> str:
    """A number as one writes it: whole, as an exact decimal, or rounded and marked with ≈."""
    if number.denominator == 1:
        return str(number.numerator)
    for digits in range(1, 13):
        if number.denominator in (2**digits, 5**digits) or (10**digits) % number.denominator == 0:
            return f"{float(number):.{digits}f}".rstrip("0").rstrip(".")
    return f"≈ {float(number):.10g}"


class _Parser:
    """Recursive descent: sums of products of signed powers."""

    def __init__(self, tokens: list[str]) -> None:
        self.left = tokens[::-1]

    def take(self, *signs: str) -> str:
        return self.left.pop() if self.left and self.left[-1] in signs else ""

    def sum(self) -> Fraction:
        total = self.product()
        while sign := self.take("+", "-"):
            total = total + self.product() if sign == "+" else total - self.product()
        return _fit(total)

    def product(self) -> Fraction:
        total = self.signed()
        while sign := self.take("*", "/", "mod", "%", "of"):
            if sign == "%" and (not self.left or self.left[-1] in ("+", "-", ")", "*", "/", "of")):
                total /= 100
                continue
            other = self.signed()
            total = total * other if sign in ("*", "of") else total / other if sign == "/" else total % other
        return _fit(total)

    def signed(self) -> Fraction:
        if sign := self.take("-", "+"):
            return -self.signed() if sign == "-" else self.signed()
        return self.power()

    def power(self) -> Fraction:
        base = self.atom()
        while self.take("!"):
            base = _factorial(base)
        return _power(base, self.signed()) if self.take("**", "^") else base

    def atom(self) -> Fraction:
        token = self.left.pop() if self.left else ""
        if token == "(":
            inside = self.sum()
            if not self.take(")"):
                raise NotArithmetic("a bracket is open")
            return inside
        if token in _FUNCTIONS:
            return _FUNCTIONS[token](self.signed())
        if token in ("pi", "e"):
            return Fraction(math.pi if token == "pi" else math.e)
        if not token[:1].isdigit() and not token.startswith("."):
            raise NotArithmetic(token)
        return _fit(Fraction(token))


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator == 1:
        size = abs(exponent) * max(base.numerator.bit_length(), base.denominator.bit_length(), 1)
        if size > 4_000 and abs(base) != 1:
            raise OverflowError
        return base ** int(exponent)
    return _root(base, exponent)


def _root(base: Fraction, exponent: Fraction) -> Fraction:
    if base < 0:
        raise NotArithmetic("the root of a negative number is not real")
    guess = Fraction(round(float(base) ** float(exponent), 9)).limit_denominator(10**6)
    exact = guess**exponent.denominator == base**exponent.numerator if exponent.denominator < 5 else False
    return guess if exact else Fraction(float(base) ** float(exponent))


def _factorial(number: Fraction) -> Fraction:
    if number.denominator != 1 or number < 0:
        raise NotArithmetic("only whole numbers have a factorial")
    if number > 400:
        raise OverflowError
    return Fraction(math.factorial(int(number)))


def _fit(number: Fraction) -> Fraction:
    if abs(number.numerator) > LARGEST or number.denominator > LARGEST:
        raise OverflowError
    return number


def _real(function: Callable[[float], float]) -> Callable[[Fraction], Fraction]:
    def worked(number: Fraction) -> Fraction:
        try:
            return Fraction(round(function(float(number)), 15))
        except ValueError:
            raise NotArithmetic("outside what the function takes") from None

    return worked


_FUNCTIONS: dict[str, Callable[[Fraction], Fraction]] = {
    "sqrt": lambda number: _root(number, Fraction(1, 2)),
    "cbrt": lambda number: _root(number, Fraction(1, 3)),
    "abs": abs,
    "factorial": _factorial,
    **{name: _real(getattr(math, name)) for name in ("sin", "cos", "tan", "exp")},
    **{"ln": _real(math.log), "log": _real(math.log10)},
}


def _numbers(text: str) -> str:
    """Number words as digits: `twenty-one hundred` stays a phrase, `twenty-one` becomes 21."""
    units = "|".join(word for word, number in NUMBER_WORDS.items() if number < 20)
    tens = "|".join(word for word, number in NUMBER_WORDS.items() if number >= 20)

    def figures(found: re.Match[str]) -> str:
        number = sum(NUMBER_WORDS[part] for part in re.split(r"[\s-]+", found[1]))
        return str(number * {"hundred": 100, "thousand": 1_000, "million": 1_000_000}.get(found[2] or "", 1))

    return re.sub(
        rf"\b((?:{tens})(?:[\s-](?:{units}))?|{units})\b(?:\s+(hundred|thousand|million)\b)?", figures, text
    )
