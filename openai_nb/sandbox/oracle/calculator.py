"""Calculator: an expression of numbers and signs worked out exactly, by descent through its brackets."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction

LARGEST = 10**1200
DEEPEST = 100  # brackets within brackets
SIGNS = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d{1,3}(?!\d))?|\.\d+|\*\*|[a-z]+|\S")


class NotArithmetic(ValueError):
    """The text is no expression."""


def value(expression: str) -> Fraction:
    """The value of an expression, exact wherever a fraction can be.

    Raises NotArithmetic, ZeroDivisionError, and OverflowError beyond 1,200 digits.
    """
    parser = _Parser(SIGNS.findall(expression))
    found = parser.sum()
    if parser.left:
        raise NotArithmetic(expression)
    return found


def written(number: Fraction) -> str:
    """A number as one writes it: whole, as an exact decimal, or rounded and marked with ≈."""
    if number.denominator == 1:
        return str(number.numerator)
    for digits in range(1, 13):
        if (10**digits) % number.denominator == 0:
            return f"{float(number):.{digits}f}".rstrip("0").rstrip(".")
    return f"≈ {float(number):.10g}"


class _Parser:
    """Recursive descent: sums of products of signed powers."""

    def __init__(self, signs: list[str]) -> None:
        self.left, self._depth = signs[::-1], 0

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
        sign = self.left.pop() if self.left else "nothing"
        if sign == "(":
            self._depth += 1
            if self._depth > DEEPEST:
                raise NotArithmetic("the brackets are too deep")
            inside = self.sum()
            self._depth -= 1
            if not self.take(")"):
                raise NotArithmetic("a bracket is open")
            return inside
        if sign in FUNCTIONS:
            return FUNCTIONS[sign](self.signed())
        if sign in CONSTANTS:
            return CONSTANTS[sign]
        if not re.match(r"\.?\d", sign):
            raise NotArithmetic(sign)
        return _fit(Fraction(sign))


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator == 1:
        size = abs(exponent) * max(base.numerator.bit_length(), base.denominator.bit_length(), 1)
        if size > 4_000 and abs(base) != 1:
            raise OverflowError
        return base ** int(exponent)
    return _root(base, exponent)


def _root(base: Fraction, exponent: Fraction) -> Fraction:
    """A root: a fraction when it is one, else its value as a float."""
    if base < 0:
        raise NotArithmetic("the root of a negative number is not real")
    near = float(base) ** float(exponent)
    guess = Fraction(near).limit_denominator(10**6)
    small = exponent.denominator < 5 and abs(exponent.numerator) < 20
    return guess if small and guess**exponent.denominator == base**exponent.numerator else Fraction(near)


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


CONSTANTS = {"pi": Fraction(math.pi), "e": Fraction(math.e)}
FUNCTIONS: dict[str, Callable[[Fraction], Fraction]] = {
    "sqrt": lambda number: _root(number, Fraction(1, 2)),
    "cbrt": lambda number: _root(number, Fraction(1, 3)),
    "abs": abs,
    "factorial": _factorial,
    "sin": _real(math.sin),
    "cos": _real(math.cos),
    "tan": _real(math.tan),
    "exp": _real(math.exp),
    "ln": _real(math.log),
    "log": _real(math.log10),
}
