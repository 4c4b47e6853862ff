"""Reading: the sentence of a given text that answers a question, and the sentences that sum a text up."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from openai_nb.sandbox.oracle import tongues
from openai_nb.sandbox.oracle.language import likeness, says_much, sentences
from openai_nb.sandbox.oracle.stems import words
from openai_nb.sandbox.oracle.vocabulary import DAYS, MONTHS

MOST_RANKED = 400  # sentences that are compared with one another
CLOSE = 60  # sentences whose likeness is measured for a question

_MONTH = "|".join(month.capitalize() for month in MONTHS)
_DAY = "|".join(day.capitalize() for day in DAYS)
_WORDED = "one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand"
_KINDS = {
    "date": r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time)\b",
    "place": r"\bwhere\b|\b(?:what|which) (?:city|country|place|town)\b",
    "name": r"\bwho(?:m|se)?\b|\bname of\b",
    "number": r"\bhow (?:many|much|old|long|far|tall|big|large|high)\b",
}
_ASKS_FOR = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _KINDS.items()}
_SPANS = {
    "date": re.compile(
        rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}})?,?(?: \d{{4}})?|\d{{4}}-\d\d-\d\d|\d{{4}}"
        rf"|\d{{1,2}}(?::\d\d)? ?[ap]m|\d{{1,2}}:\d\d|{_DAY})\b"
    ),
    "place": re.compile(r"\b(?:in|at|to|from|near|of) (?:the )?((?:[A-Z][\w'-]+)(?:,? (?:[A-Z][\w'-]+))*)"),
    "name": re.compile(r"\b([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)"),
    "number": re.compile(rf"[$€£]?\d(?:[\d.,]*\d)?(?: ?%| [a-z]+)?|\b(?:{_WORDED})\b(?: [a-z]+)?"),
}
"""What the wanted thing looks like within a sentence."""
_FORMS = {"died": "death", "die": "death", "dead": "death", "shared": "together", "share": "together"}
_FORMS |= {"award": "prize", "awarded": "prize", "discover": "discovery", "named": "name", "called": "name"}
_FORMS |= {"cost": "price", "costs": "price", "priced": "price", "author": "wrote", "written": "wrote"}
_FORMS |= {
    "opened": "open",
    "opens": "open",
    "wrote": "wrote",
    "built": "build",
    "made": "make",
    "bought": "buy",
}
"""Words that a question and its answer use for one another."""
_OPENERS = frozenset(
    ["the", "a", "an", "she", "he", "it", "they", "we", "i", "you", "her", "his", "this", "that"]
)
_OPENERS |= frozenset(["in", "on", "at", "during", "after", "before", "our", "their", "my", "its"])


def answer(question: str, text: str) -> str | None:
    """The sentence of `text` that answers `question`, or None when none has to do with it."""
    found = ranked(question, text, 1)
    return found[0] if found else None


def ranked(question: str, text: str, most: int = 3) -> list[str]:
    """The sentences of `text` that have to do with `question`, the best first."""
    lines = list(dict.fromkeys(sentences(text)))
    lines = [line for line in lines if not line.endswith("?") and len(line) > 2]
    if not lines:
        return []
    bags = [_bag(line) for line in lines]
    wanted = _bag(question)
    often = Counter(key for bag in bags for key in bag)
    shared = [sum(math.log(1 + len(lines) / often[key]) for key in wanted & bag) for bag in bags]
    best = sorted(range(len(lines)), key=lambda place: -shared[place])[:CLOSE]
    close = likeness(question, [lines[place][:400] for place in best])
    kind = asks_for(question)
    points = {
        place: shared[place] + 1.5 * near + (0.6 if kind and _SPANS[kind].search(lines[place]) else 0.0)
        for place, near in zip(best, close, strict=True)
        if shared[place] > 0 or near > 0.25
    }
    return [lines[place] for place in sorted(points, key=lambda place: (-points[place], place))[:most]]


def asks_for(question: str) -> str:
    """The kind of thing a question wants: a date, place, name or number, or nothing of these."""
    return next((kind for kind, pattern in _ASKS_FOR.items() if pattern.search(question)), "")


def span(question: str, sentence: str) -> str | None:
    """The few words within an answering sentence that the question wants, if they can be told."""
    kind = asks_for(question)
    if not kind:
        return None
    asked = set(words(question))
    for found in _SPANS[kind].finditer(sentence):
        text = found[found.lastindex or 0]
        if not set(words(text)) <= asked and text.lower() not in _OPENERS:
            return text.strip(" ,")
    return None


def summary(text: str, most: int = 2) -> list[str]:
    """The sentences that say most of what a text says, in their order (TextRank, Mihalcea and Tarau 2004)."""
    lines = [line for line in dict.fromkeys(sentences(text)) if len(words(line)) > 2] or sentences(text)
    if len(lines) <= most:
        return lines
    small = {_key(word) for word in tongues.grammar(text)}
    bags = [frozenset(_bag(line) - small) for line in lines]
    kept = _frequent(bags)
    scores = _centrality([bags[place] for place in kept])
    best = sorted(range(len(kept)), key=lambda rank: -scores[rank])[:most]
    return [lines[place] for place in sorted(kept[rank] for rank in best)]


def _frequent(bags: Sequence[frozenset[str]]) -> list[int]:
    """The places of at most MOST_RANKED sentences, those of the text's commonest words."""
    if len(bags) <= MOST_RANKED:
        return list(range(len(bags)))
    often = Counter(key for bag in bags for key in bag)
    value = [sum(often[key] for key in bag) / (3 + len(bag)) for bag in bags]
    return sorted(sorted(range(len(bags)), key=lambda place: -value[place])[:MOST_RANKED])


def _centrality(bags: Sequence[frozenset[str]]) -> list[float]:
    """How central each sentence is in the graph of shared words, the early ones a little favoured."""
    names = {key: column for column, key in enumerate(sorted({key for bag in bags for key in bag}))}
    table = np.zeros((len(bags), max(1, len(names))), np.float32)
    for row, bag in enumerate(bags):
        table[row, [names[key] for key in bag]] = 1.0
    sizes = np.log(1.0 + table.sum(axis=1)) + 1e-6
    links = (table @ table.T) / (sizes[:, None] + sizes[None, :])
    np.fill_diagonal(links, 0.0)
    links /= links.sum(axis=1, keepdims=True) + 1e-9
    rank = np.full(len(bags), 1.0 / len(bags), np.float32)
    for _ in range(30):
        rank = 0.15 / len(bags) + 0.85 * (links.T @ rank)
    return [float(score) * (1.2 if place == 0 else 1.0) for place, score in enumerate(rank)]


def _bag(text: str) -> set[str]:
    """The meaning words of a text, cut short so that `study` and `studied` meet."""
    return {_key(word) for word in words(text) if says_much(word) or word.isdigit()} - {""}


def _key(word: str) -> str:
    word = _FORMS.get(word, word).removesuffix("'s")
    return word if word.isdigit() else word[:5].rstrip("aeiouy")[:4] or word
