"""Sentiment: whether a text is glad or sorry, by counting words with an eye on what turns them round."""

from __future__ import annotations

from openai_nb.sandbox.oracle import vocabulary
from openai_nb.sandbox.oracle.stems import stem, words

BUT = ("but", "however", "although", "yet", "though")
GLAD = {stem(word) for word in vocabulary.GLAD}
SORRY = {stem(word) for word in vocabulary.SORRY}


def score(text: str) -> float:
    """How glad a text is, from -1 (sorry) to 1 (glad); what follows a `but` counts double."""
    spoken = words(text)
    total, weight, heard = 0.0, 1.0, 0.0
    for place, word in enumerate(spoken):
        if word in BUT:
            weight = 2.0
        if not (value := _value(word)):
            continue
        before = spoken[max(0, place - 3) : place]
        turned = -0.8 if any(other in vocabulary.TURNING for other in before) else 1.0
        strength = 1.5 if before and before[-1] in vocabulary.STRENGTHENING else 1.0
        total += weight * value * turned * strength
        heard += weight * strength
    return total / (heard + 0.5) if heard else 0.0


def mood(text: str) -> str:
    """`positive`, `negative`, `mixed` or `neutral`."""
    value = score(text)
    if abs(value) >= 0.15:
        return "positive" if value > 0 else "negative"
    spoken = {stem(word) for word in words(text)}
    return "mixed" if spoken & GLAD and spoken & SORRY else "neutral"


def temper(label: str) -> int:
    """1 for a glad label, -1 for a sorry one, 0 for others."""
    values = [_value(word) for word in words(label)]
    return max(values, key=abs) if values else 0


def _value(word: str) -> int:
    if word in vocabulary.TURNING:  # `never` and `not` turn others, they are not sorry themselves
        return 0
    return (stem(word) in GLAD) - (stem(word) in SORRY)
