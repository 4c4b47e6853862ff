"""Stems: text to words, words to their stems, by a few plain rules for English."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_VOWEL = re.compile(r"[aeiouy]")

_IRREGULAR = """
using:use used:use uses:use bought:buy paid:pay sent:send went:go gone:go goes:go made:make wrote:write
written:write ran:run running:run men:man women:woman children:child people:person mice:mouse feet:foot
teeth:tooth wives:wife lives:life leaves:leaf knives:knife wolves:wolf indices:index vertices:vertex
matrices:matrix axes:axis criteria:criterion ate:eat eaten:eat sang:sing sung:sing swam:swim flew:fly
flown:fly drove:drive driven:drive broke:break broken:break lost:lose won:win sold:sell told:tell taught:teach
thought:think found:find felt:feel kept:keep left:leave met:meet said:say saw:see seen:see shot:shoot
spoke:speak spoken:speak spent:spend stole:steal stolen:steal took:take taken:take threw:throw thrown:throw
drew:draw drawn:draw grew:grow grown:grow knew:know known:know better:good best:good worse:bad worst:bad
"""
IRREGULAR = dict(pair.split(":") for pair in _IRREGULAR.split())

_INFLECTIONS = "sses:ss ches:ch shes:sh xes:x zes:z ies:y ied:y"
INFLECTIONS = tuple(pair.split(":") for pair in _INFLECTIONS.split())

_DERIVATIONS = """
ization:iz isation:iz ise:iz ize:iz izer:iz ification:ify fulness:ful iveness:iv ation: ator: ate: ness:
ably: able: ical:ic ally:al ly: ance: ence: eer:eer sion:s tion:t er: or: est: ist: al: ity:
"""
DERIVATIONS = tuple(pair.split(":") for pair in _DERIVATIONS.split())
"""What is cut off at a word's end and what is put there, the first that leaves four letters."""


def words(text: str) -> list[str]:
    """The words of a text in lower case, in their order: `"Don't read_csv()"` gives don't, read, csv."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower().replace("’", "'"))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What a word has in common with its other forms: cancel, cancelled and cancellation agree."""
    word = word.lower().removesuffix("'s")
    word = IRREGULAR.get(word, word)
    if len(word) < 4 or not word.isascii():
        return word
    return _tidy(_underived(_uninflected(word)))


def _uninflected(word: str) -> str:
    for ending, instead in INFLECTIONS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + instead
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and _VOWEL.search(root) and not root.endswith("e"):
            return f"{root}e" if root.endswith("at") else root
    return word if word.endswith(("ss", "us", "is")) else word.removesuffix("s")


def _underived(word: str) -> str:
    if word.endswith("ment") and len(word) > 6:
        return word.removesuffix("ment")
    for ending, instead in DERIVATIONS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending) + instead
    return word


def _tidy(word: str) -> str:
    """One spelling for what the cuts left: no last e, i for y, no doubled consonant."""
    if len(word) > 3:
        word = word.removesuffix("e")
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    if len(word) > 3 and word[-1] == "y" and word[-2] not in "aeiou":
        word = word[:-1] + "i"
    return word
