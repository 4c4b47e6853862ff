"""Figures: what is asked of a row of numbers, or of one whole number: mean, largest, divisors, digits."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction

from openai_nb.sandbox.oracle.calculator import written
from openai_nb.sandbox.oracle.language import listing

LONGEST = 2_000  # characters of a question
LARGEST = 10**12  # number that is taken apart
_NUMBER = r"[-−]?\d+(?:,\d{3}(?!\d))*(?:\.\d+)?"
_GAP = r"(?:\s*[,;](?:\s+|(?!\d{3}(?!\d)))(?:and |or )?|\s+(?:and |or |vs\.? )?)"
_ROW = rf"(?P<row>{_NUMBER}(?:{_GAP}{_NUMBER})+)"
_LEAD = (
    r"(?:please |can you |could you )*(?:what(?:'s| is| are)|find|compute|calculate|give me|tell me|which is"
    r"|which one is|which(?: number)? is)?\s*(?:the )?"
)
_OF = (
    r"(?: (?:number|value|one))?\s*(?:of|between|from|among|in|for|,|:)?\s*(?:the |these )?"
    r"(?:following )?(?:numbers?|values?)?\s*:?\s*"
)


def reckon(text: str) -> str | None:
    """The answer to a question about given numbers; None for other questions."""
    if len(text) > LONGEST:
        return None
    plain = text.strip().lower()
    for pattern, work in _ROWS:
        if match := pattern.fullmatch(plain):
            return work([_read(found) for found in re.findall(_NUMBER, match["row"])])
    for pattern, told in _SINGLE:
        if (match := pattern.fullmatch(plain)) and int(match["n"]) <= LARGEST:
            return told(int(match["n"]))
    return None


def _read(figure: str) -> Fraction:
    return Fraction(figure.replace(",", "").replace("−", "-"))


def _mean(row: Sequence[Fraction]) -> Fraction:
    return sum(row, Fraction(0)) / len(row)


def _median(row: Sequence[Fraction]) -> Fraction:
    ranked, half = sorted(row), len(row) // 2
    return ranked[half] if len(row) % 2 else (ranked[half - 1] + ranked[half]) / 2


def _mode(row: Sequence[Fraction]) -> str:
    often = Counter(row)
    most = max(often.values())
    return listing([written(each) for each, times in often.items() if times == most])


def _spread(row: Sequence[Fraction]) -> str:
    """The deviation of the numbers as all there are, and as a sample of more."""
    mean = _mean(row)
    squares = sum(((each - mean) ** 2 for each in row), Fraction(0))
    whole, sample = math.sqrt(squares / len(row)), math.sqrt(squares / (len(row) - 1))
    return f"{whole:.6g} as a population; {sample:.6g} as a sample"


def _whole(work: Callable[..., int], row: Sequence[Fraction]) -> str:
    if any(each.denominator != 1 for each in row):
        return "Only whole numbers have that."
    return str(work(*(int(each) for each in row)))


def _shown(work: Callable[[Sequence[Fraction]], Fraction]) -> Callable[[Sequence[Fraction]], str]:
    return lambda row: written(work(row))


def _of_row(names: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?:{names}){_OF}{_ROW}\W*")


def factors(number: int) -> list[int]:
    """The prime factors of a whole number from 2 on, the smallest first."""
    found, divisor = [], 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            found.append(divisor)
            number //= divisor
        divisor += 1 if divisor == 2 else 2
    return [*found, number] if number > 1 else found


def _prime(number: int) -> str:
    parts = factors(number)
    if len(parts) == 1:
        return f"Yes, {number} is prime."
    shown = f": it is {' × '.join(map(str, parts))}" if parts else ""
    return f"No, {number} is not prime{shown}."


def _in_primes(number: int) -> str:
    return f"{number} = {' × '.join(map(str, factors(number)))}" if number > 1 else f"{number} has none."


def _of_one(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:please )?{pattern}\W*".replace("N", r"(?P<n>\d{1,13})"))


_WHAT = r"(?:what(?:'s| is| are)|find|convert|write|give me|give)?\s*(?:the )?"
_ROWS: list[tuple[re.Pattern[str], Callable[[Sequence[Fraction]], str]]] = [
    (_of_row("average|mean|arithmetic mean"), _shown(_mean)),
    (_of_row("median"), _shown(_median)),
    (_of_row("mode"), _mode),
    (_of_row("sum|total|add(?: up)?"), _shown(lambda row: sum(row, Fraction(0)))),
    (_of_row("product|multiply"), _shown(lambda row: math.prod(row, start=Fraction(1)))),
    (_of_row("largest|biggest|highest|greatest|bigger|larger|greater|maximum|max"), _shown(max)),
    (_of_row("smallest|lowest|least|smaller|lower|less|minimum|min"), _shown(min)),
    (_of_row("range"), _shown(lambda row: max(row) - min(row))),
    (_of_row("standard deviation|std|stdev|sd"), _spread),
    (_of_row("gcd|greatest common divisor|greatest common factor"), lambda row: _whole(math.gcd, row)),
    (_of_row("lcm|least common multiple|lowest common multiple"), lambda row: _whole(math.lcm, row)),
]
_SINGLE: list[tuple[re.Pattern[str], Callable[[int], str]]] = [
    (_of_one(r"is N (?:a )?prime(?: number)?"), _prime),
    (_of_one(rf"{_WHAT}(?:prime )?factors of N"), _in_primes),
    (_of_one(r"factori[sz]e N"), _in_primes),
    (_of_one(rf"{_WHAT}N (?:in|to|as|into) binary"), lambda number: f"{number} = {number:b} in binary"),
    (
        _of_one(rf"{_WHAT}N (?:in|to|as|into) hex(?:adecimal)?"),
        lambda number: f"{number} = {number:x} in hex",
    ),
    (_of_one(rf"{_WHAT}N (?:in|to|as|into) octal"), lambda number: f"{number} = {number:o} in octal"),
]
