"""Judging: whether a text meets a condition, how much it does, and which explained option fits it best.

A condition is met as far as its telling words stand in the text: the word itself in any form counts 1, a
synonym 0.8, another word of the same subject 0.3, and the mean is taken.  Where a condition speaks of moods
alone, the text's own mood decides.  What a sentence denies is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from openai_nb.sandbox.oracle.language import likeness, says_much
from openai_nb.sandbox.oracle.sentiment import score
from openai_nb.sandbox.oracle.stems import stem, words
from openai_nb.sandbox.oracle.vectors import senses

MET = 0.5  # from here on a condition holds
FAR = 0.15  # below this an option has nothing to do with a text
FELT = 0.15  # from here on a text has a mood
_CONDITION = re.compile(r"\b(?:hold of|true of|apply to) (?:the|this|each) \w+\?\s*([^\n]+)", re.IGNORECASE)
_CRITERION = re.compile(
    r"\b(?:score|rate|grade) (?:the|this|each) \w+(?: (?:for|by|on))?:? ([^\n]+?)(?:\.\s|\.?$|\n)", re.I
)
_EXPLAINED = re.compile(r"^\s*[-*•] ([^:\n]{1,60}): ([^\n]+)$", re.MULTILINE)
_FRAME = """
author concerns customer deals describes feel feeling line mentions mood person reviewer says sentence
somebody speaks talks text tone treats writer
"""
_AROUND = frozenset(_FRAME.split())  # words that say of a condition only that it is one
_PRIORITY = re.compile(r"\b(?:priority|urgency|severity)\b")
_URGENT = re.compile(
    r"\b(?:urgent\w*|asap|as soon as possible|immediately|right away|emergency|critical|is down|blocked"
    r"|blocker|at once)\b",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"\b(?:no (?:hurry|rush)|not urgent|whenever|some ?day|minor|cosmetic|nice to have|typo)\b", re.IGNORECASE
)
_PRESSING = ("critical", "urgent", "highest", "p0", "high", "p1")
_PATIENT = ("low", "lowest", "minor", "p3")
_GLAD, _SORRY = """
positive glad happy pleased satisfied delighted cheerful enthusiastic
negative sad angry unhappy annoyed disappointed upset frustrated anger
""".strip().split("\n")
_MOODS = dict.fromkeys(_GLAD.split(), 1) | dict.fromkeys(_SORRY.split(), -1)


def condition(orders: str) -> str:
    """What is asked to hold of a text, as by `Does this hold of the text? It is dull.`; else empty."""
    found = _CONDITION.search(orders)
    return found[1].strip(" .") if found else ""


def criterion(orders: str) -> str:
    """By what a text is to be scored, as in `Score the text: how angry the writer is.`; else empty."""
    found = _CRITERION.search(orders)
    return found[1].strip(" .") if found else ""


def explanations(orders: str) -> dict[str, str]:
    """What orders say of each option, in lines such as `- bug: something is broken`; in lower case."""
    return {name.strip().lower(): told for name, told in _EXPLAINED.findall(orders)}


def urgency(name: str, text: str, options: Sequence[Any]) -> str:
    """The option of a priority that a text's own words of haste, or of none, speak for; else nothing."""
    if not _PRIORITY.search(name) or any(str(option).lower() in text.lower() for option in options):
        return ""
    wanted = _PRESSING if _URGENT.search(text) else _PATIENT if _IDLE.search(text) else ()
    known = {str(option).lower(): option for option in options}
    return next((str(known[each]) for each in wanted if each in known), "")


def holds(wanted: str, text: str) -> bool:
    """Whether a text meets a condition."""
    felt = _temper(wanted)
    return felt * score(text) >= FELT if felt else _share(wanted, text) >= MET


def degree(wanted: str, text: str) -> float:
    """How much a text meets a condition, from 0 to 1."""
    felt = _temper(wanted)
    return (1 + felt * score(text)) / 2 if felt else _share(wanted, text)


def fitting(text: str, options: Sequence[str], told: Sequence[str]) -> int:
    """The place of the option that fits a text best: by its own words, by what is told of it, by likeness.

    Where none has anything to do with the text, `other` does, if there is one.
    """
    spoken = _roots(text)
    near = likeness(
        _telling(text[-2_000:]), [_telling(f"{one} {more}") for one, more in zip(options, told, strict=True)]
    )
    own = [len(spoken & _roots(option)) for option in options]
    met = [len(spoken & _roots(more)) for more in told]
    points = [close + 0.3 * one + 0.12 * more for close, one, more in zip(near, own, met, strict=True)]
    if max(points) < FAR and "other" in options:
        return options.index("other")
    return max(range(len(options)), key=points.__getitem__)


def _telling(text: str) -> str:
    """The words of a text that tell something; all of it where none does."""
    return " ".join(word for word in words(text) if says_much(word) and word not in _AROUND) or text


def _temper(wanted: str) -> int:
    """1 or -1 where a condition speaks of a glad or a sorry mood and of nothing else; else 0."""
    felt = {_MOODS.get(word, 0) for word in words(_telling(wanted))}
    return felt.pop() if len(felt) == 1 else 0


def _share(wanted: str, text: str) -> float:
    """The mean, over the telling words of a condition, of how well the text meets each."""
    there = {stem(word) for word in words(text)}
    synonyms, topics = ({group for root in there for group in senses(root)[which]} for which in (0, 1))
    met = [
        1.0
        if root in there
        else 0.8
        if synonyms & set(senses(root)[0])
        else 0.3
        if topics & set(senses(root)[1])
        else 0.0
        for root in sorted(_roots(wanted))
    ]
    return sum(met) / len(met) if met else 0.0


def _roots(text: str) -> set[str]:
    """The stems of the words that tell something; of all words where none does."""
    return {stem(word) for word in words(_telling(text))}
