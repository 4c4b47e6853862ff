"""Classification: how often labels were foretold, as the older fine-tunes measured it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

Pairs = Sequence[tuple[str, str]]  # (the true label, the label that was said)


def measured(pairs: Pairs, positive: str | None = None, betas: Sequence[float] = ()) -> dict[str, float]:
    """Shares from 0 to 1, under the names of the result file's columns.

    Accuracy, and the F1 of each label weighted by how often it is true; with a `positive` label its
    precision, recall and F1 instead, and the F of each of `betas`.
    """
    found = {"classification/accuracy": sum(true == said for true, said in pairs) / len(pairs)}
    if positive is None:
        often = Counter(true for true, _ in pairs)
        weighted = sum(count * _f(*_of(pairs, label)) for label, count in often.items())
        return {**found, "classification/weighted_f1_score": weighted / len(pairs)}
    precision, recall = _of(pairs, positive)
    found |= {"classification/precision": precision, "classification/recall": recall}
    return found | {
        f"classification/f{beta:g}": _f(precision, recall, beta) for beta in dict.fromkeys([1, *betas])
    }


def _of(pairs: Pairs, label: str) -> tuple[float, float]:
    """Precision and recall of one label; 0 where it was never said, or is never true."""
    hits = sum(true == said == label for true, said in pairs)
    said = sum(said == label for _, said in pairs)
    true = sum(true == label for true, _ in pairs)
    return hits / max(1, said), hits / max(1, true)


def _f(precision: float, recall: float, beta: float = 1.0) -> float:
    """The F-beta score (van Rijsbergen 1979): a larger beta gives recall more weight."""
    both = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / both if both else 0.0
