"""Names: what to call a cluster of texts, in two or three of its own words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?")
# Chinese and Japanese put no spaces between words: pairs of ideographs stand for them, hiragana is grammar.
IDEOGRAPHS, HIRAGANA = re.compile("[\u3400-\u9fff]+"), re.compile("[\u3040-\u309f]+")

LITTLE = frozenset(
    WORD.findall(
        "about after all also am an and another any are as at be because been before being between both "
        "but by can could did do does doing done down each either else etc ever every few for from get "
        "gets given gives go goes got had has have having he her here hers him his how however if in into "
        "is isn it its itself just let like made make makes many may me might more most much must my need "
        "needs no nor not now of off on once one only onto or other others our out over own per please "
        "same she should so some such than that the their them then there these they this those through "
        "to too under until up upon us use used uses using very via was we were what when where whether "
        "which while who whom whose why will with within without would yes yet you your"
    )
)


def names(texts: Sequence[Any], labels: Iterable[int], words: int = 3) -> dict[int, str]:
    """A name for each cluster: the words that set its texts apart, no two names alike.

    Words are weighed by class-based TF-IDF (Grootendorst 2022), each text counting a word once; forms of a
    word count as one and show as the commonest.  Texts labelled -1 have no cluster.
    """
    groups: dict[int, list[set[str]]] = defaultdict(list)
    for text, label in zip(texts, labels, strict=True):
        if label >= 0:
            groups[int(label)].append(_words(text))
    spelled = _spellings(groups.values())
    counts = {
        label: Counter(_root(word) for each in found for word in each) for label, found in groups.items()
    }
    overall: Counter[str] = sum(counts.values(), Counter())
    average = overall.total() / max(len(counts), 1)
    given: dict[int, str] = {}
    for label, count in sorted(counts.items()):
        ranked = sorted((-here * math.log(1 + average / overall[root]), root) for root, here in count.items())
        telling = [spelled[root] for _, root in ranked]
        given[label] = _name(telling, words, set(given.values())) or f"group {label + 1}"
    return given


def _words(text: Any) -> set[str]:
    """The telling words of a text, in lower case."""
    if not isinstance(text, str):
        return set()
    lower = HIRAGANA.sub(" ", text.lower())
    runs = IDEOGRAPHS.findall(lower)
    pairs = {run[i : i + 2] for run in runs for i in range(max(len(run) - 1, 1))}
    words = {word for word in WORD.findall(IDEOGRAPHS.sub(" ", lower)) if word not in LITTLE}
    return set({_root(word): word for word in sorted(words, reverse=True)}.values()) | pairs


def _spellings(groups: Iterable[list[set[str]]]) -> dict[str, str]:
    """How each root is written most often."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for found in groups:
        for word in (word for each in found for word in each):
            forms[_root(word)][word] += 1
    return {root: min(seen, key=lambda word: (-seen[word], word)) for root, seen in forms.items()}


def _root(word: str) -> str:
    """A word without its English ending: `sorts`, `sorted` and `sorting` are one."""
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word.removesuffix(ending).removesuffix("e") + ("y" if ending == "ies" else "")
    return word.removesuffix("e")


def _name(telling: list[str], words: int, taken: set[str]) -> str | None:
    """The first words that make a name nobody has; None when there is none."""
    for start in range(words - 1, max(len(telling), words)):
        name = ", ".join([*telling[: words - 1], *telling[start : start + 1]])
        if name and name not in taken:
            return name
    return None
