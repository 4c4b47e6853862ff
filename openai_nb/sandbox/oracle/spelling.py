"""Spelling: words put right by the nearest word of the dictionary, where one is near enough."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from openai_nb.sandbox.oracle.dictionary import known, likely
from openai_nb.sandbox.oracle.vocabulary import DAYS, LANGUAGES, MONTHS

_WORD = re.compile(r"(?<![\w@./:#'-])[A-Za-z]+(?:'[a-z]+)?(?![\w@/:#-]|\.\w)")
_BEGINNING = re.compile(r"(?:^|[.!?]\s+|\n)[\s\"'(>*-]*")
_NAMES = frozenset([*DAYS, *MONTHS, *LANGUAGES])
_FRONT = re.compile(r"^(?:un|re|in|dis|non|pre|over|under|out|mis|sub)(?=\w{3})")
_BRITISH = re.compile(r"is(?=e[ds]?$|ing$|ation)")
_VOWELS = frozenset("aeiouy")
_SLIPS = """
alot=a lot, teh=the, hte=the, adn=and, thier=their, wich=which, becuase=because, becasue=because,
im=I'm, ive=I've, youre=you're, theyre=they're, thats=that's, whats=what's, dont=don't,
doesnt=doesn't, didnt=didn't, isnt=isn't, wasnt=wasn't, arent=aren't, cant=can't, wont=won't,
couldnt=couldn't, wouldnt=wouldn't, shouldnt=shouldn't, havent=haven't, hasnt=hasn't, u=you, r=are,
ur=your, definately=definitely, untill=until, tommorow=tomorrow, wierd=weird, occured=occurred,
yuo=you, taht=that, waht=what, thx=thanks, pls=please, wat=what, thru=through
"""
_WRONG = dict(slip.strip().split("=") for slip in _SLIPS.split(","))


def corrected(text: str) -> str:
    """The text with misspelt words put right; names, codes and what the writer repeats stay."""
    often = Counter(word.lower() for word in _WORD.findall(text))
    begun = {match.end() for match in _BEGINNING.finditer(text)}

    def mend(match: re.Match[str]) -> str:
        word, low = match[0], match[0].lower()
        plain = word in (low, low.capitalize()) and not (len(word) == 1 and word.isupper())
        if not plain or is_known(low) or (often[low] > 2 and low not in _WRONG):
            return word
        better = _WRONG.get(low) or nearest(low)
        if better is None or (word != low and match.start() not in begun and better not in _NAMES):
            return word  # a large letter in mid-sentence means a name
        return better if word == low else better[0].upper() + better[1:]

    return _WORD.sub(mend, text)


def is_known(word: str) -> bool:
    """Whether a lower-case word is spelt right, as far as the dictionary knows."""
    if word in _WRONG or "'" in word:
        return word not in _WRONG
    bare = _FRONT.sub("", word)
    return bare in known() or _BRITISH.sub("iz", bare) in known() or word in known()


@lru_cache(maxsize=4096)
def nearest(word: str) -> str | None:
    """The known word a misspelt one was meant to be; None where none is near enough."""
    if len(word) < 3:
        return None
    most = 0.9 if len(word) < 6 else 1.05 if len(word) < 8 else 1.6
    marks, best = _letters(word), (most + 1e-9, 0, "")
    for size in range(len(word) - 2, len(word) + 3):
        for other, letters, rank in _by_size().get(size, ()):
            if (letters ^ marks).bit_count() <= 4:
                best = min(best, (distance(word, other, best[0]), rank, other))
    return best[2] or None


def distance(one: str, two: str, most: float = 9.0) -> float:
    """How far two spellings are apart: an edit costs 1, a slip that is easily made less."""
    before: list[float] = []
    row = [0.0]
    row += [place + 1.0 for place in range(len(two))]
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [row[0] + (1.4 if i == 1 else 1)]
        for j, other in enumerate(two, 1):
            gone = before[j] + _slip(letter, one[i - 2 : i - 1], i)
            come = row[j - 1] + _slip(other, two[j - 2 : j - 1], j)
            cost = min(gone, come, before[j - 1] + _swap(letter, other, i))
            if i > 1 and j > 1 and letter == two[j - 2] and other == one[i - 2] and letter != other:
                cost = min(cost, earlier[j - 2] + 0.6)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _slip(letter: str, before: str, place: int) -> float:
    """A letter left out or put in: doubling is the commonest slip, the first letter the rarest."""
    return 0.5 if letter == before else 1.4 if place == 1 else 0.9


def _swap(one: str, two: str, place: int) -> float:
    if one == two:
        return 0.0
    if place == 1:
        return 1.4
    return 0.75 if one in _VOWELS and two in _VOWELS else 1.05


@cache
def _by_size() -> dict[int, list[tuple[str, int, int]]]:
    """The words that may be meant, by their length, each with its letters and its rank."""
    found: dict[int, list[tuple[str, int, int]]] = {}
    for word, rank in likely().items():
        found.setdefault(len(word), []).append((word, _letters(word), rank))
    return found


def _letters(word: str) -> int:
    """The letters of a word as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits
