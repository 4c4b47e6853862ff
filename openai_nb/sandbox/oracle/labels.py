"""Labels: which of the labels that a prompt lists fits a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openai_nb.sandbox.oracle.language import likeness
from openai_nb.sandbox.oracle.sentiment import GLAD, SORRY, mood, score
from openai_nb.sandbox.oracle.stems import stem, words
from openai_nb.sandbox.oracle.talk import Talk

_TASK = re.compile(
    r"\b(?:classif\w+|categori[sz]\w+|categor(?:y|ies)|labels?|labell?ed|topics?|sentiment|spam|intent|route|tag)\b|\bis (?:this|it|the \w+)"
    r" (?:[\w ]{0,30} )?(?:positive|negative|spam|about)\b|\bone of\b",
    re.IGNORECASE,
)
_ITEM = r"[\"'`*“]*[\w][\w &/+-]{0,30}?[\"'`*”]*"
_ROW = re.compile(
    rf"(?:(?:labels?|categor(?:y|ies)|classes|topics?|options?|intents?)(?: are| is)?:?\s*\(?|\bone of(?: (?:these|the following)"
    rf"(?: \w+)?)?:?\s*\(?|\binto(?: one of)?:?\s*|\bas(?: either| one of)?:?\s*|\beither\s+|\bis (?:this|it|the \w+)(?: \w+)? |\bwith\s+|\bor\s+|[:(]\s*)"
    rf"((?:{_ITEM}(?:,\s*(?:or |and )?|\s*\|\s*|\s*/\s*| or | and ))+{_ITEM})(?=[\s.?!:;)\n]|$)",
    re.IGNORECASE,
)
_BULLETS = re.compile(
    r"(?:labels?|categor(?:y|ies)|classes|topics?|options?|one of)[^\n]*:\s*\n((?:\s*(?:[-*•]|\d+[.)])\s*[^\n]{1,60}\n?){2,})",
    re.IGNORECASE,
)
_ARROW = re.compile(
    r"^(?:text|input|review|message|q)?:?\s*(.+?)\s*(?:->|=>|→|\n\s*(?:label|sentiment|category|class|output|answer|a):)\s*(\S[^\n]{0,40})$",
    re.IGNORECASE | re.MULTILINE,
)


def classify(talk: Talk) -> str | None:
    """The label a prompt asks for, from the labels it lists, or from the examples it shows; None if it asks for none."""
    task = f"{talk.orders}\n{talk.asked}"
    shown = shown_pairs(talk)
    if shown and len({label for _, label in shown}) > 1:
        return _as_shown(talk.told or talk.question, shown)
    if not _TASK.search(task):
        return None
    labels = offered(task) or offered(talk.question)
    text = talk.told or (talk.question if offered(talk.orders) or "sentiment" in talk.orders.lower() else "")
    if not text:
        return None
    if len(labels) > 1:
        return closest(text, labels)
    if re.search(r"\bsentiment\b", task, re.IGNORECASE):
        return mood(text)
    if re.search(r"\bis (?:this|it|the \w+)\b.*\b(?:positive|negative)\b", task, re.IGNORECASE):
        return "Yes" if mood(text) in task.lower() else f"No, it is {mood(text)}"
    return None


def offered(text: str) -> list[str]:
    """The labels a text lists: `spam or ham`, `one of: billing, technical, other`, or lines with dashes."""
    if bullets := _BULLETS.search(text):
        lines = re.findall(r"^\s*(?:[-*•]|\d+[.)])\s*([^\n:]+)", bullets[1], re.MULTILINE)
        return [line.strip(" .*\"'`") for line in lines]
    best: list[str] = []
    for row in _ROW.finditer(text):
        items = [
            item.strip(" .*\"'`“”")
            for item in re.split(r",\s*(?:or |and )?|\s*\|\s*|\s*/\s*| or | and ", row[1])
        ]
        items = [re.sub(r"^(?:either|a|an|the|as|is|it) ", "", item) for item in items if item]
        if len(items) > len(best) and all(len(item.split()) < 5 for item in items):
            best = items
    return list(dict.fromkeys(best))


def closest(text: str, labels: Sequence[str]) -> str:
    """The label nearest in meaning to a text; a mood among labels of moods."""
    low = [label.lower() for label in labels]
    if {"positive", "negative"} <= set(low):
        felt = mood(text)
        if felt not in low:
            felt = "positive" if score(text) >= 0 else "negative"
        return labels[low.index(felt)]
    tempers = [_temper(label) for label in low]
    if any(value > 0 for value in tempers) and any(value < 0 for value in tempers) and abs(score(text)) > 0.1:
        return labels[max(range(len(labels)), key=lambda place: tempers[place] * score(text))]
    spoken = {stem(word) for word in words(text)}
    near = likeness(text[:4_000], [f"{label} {label} {_HINTS.get(label.lower(), '')}" for label in labels])
    points = [
        close
        + 0.3 * len({stem(word) for word in words(label)} & spoken)
        + 0.12 * len({stem(word) for word in words(_HINTS.get(label.lower(), ""))} & spoken)
        for close, label in zip(near, labels, strict=True)
    ]
    if max(points) < 0.05 and "other" in low:
        return labels[low.index("other")]
    return labels[max(range(len(labels)), key=lambda place: points[place])]


_HINTS = {
    "spam": "win won free prize click offer claim cash winner urgent buy cheap viagra lottery congratulations money now guaranteed",
    "ham": "meeting see you tomorrow home lunch call thanks dinner",
    "not spam": "meeting see you tomorrow home lunch call thanks dinner report",
    "billing": "invoice charge charged payment refund credit card bill paid price subscription money",
    "technical": "error crash bug install login app broken not working server loading screen update",
    "technical support": "error crash bug install login app broken server loading screen update",
    "shipping": "delivery parcel package arrive tracking late delivered courier",
    "refund": "refund money back return charged twice",
    "cancel": "cancel stop end subscription",
    "urgent": "urgent immediately now asap emergency down critical",
    "complaint": "terrible late broken rude never disappointed unacceptable",
    "praise": "great love thanks wonderful excellent",
    "question": "how what when where why can could",
}


def _temper(label: str) -> int:
    roots = {stem(word) for word in words(label)}
    return bool(roots & GLAD) - bool(roots & SORRY)


def shown_pairs(talk: Talk) -> list[tuple[str, str]]:
    """Examples given in the conversation: a text, and the short label that was answered."""
    turns = talk.turns[:-1]
    pairs = [
        (one.text, two.text.strip())
        for one, two in zip(turns, turns[1:], strict=False)
        if (one.role, two.role) == ("user", "assistant")
    ]
    inline = [(text.strip(), label.strip()) for text, label in _ARROW.findall(talk.question)]
    pairs = [(text, label) for text, label in pairs if 0 < len(label.split()) <= 3 and len(text.split()) > 1]
    return (
        inline
        if len(inline) > 1
        else pairs
        if len(pairs) > 1 and _TASK.search(talk.orders + talk.turns[0].text)
        else []
    )


def _as_shown(text: str, shown: Sequence[tuple[str, str]]) -> str:
    """The label of the examples nearest to a text."""
    last = re.split(r"\n", text.strip())[-2:]
    asked = re.sub(
        r"(?:->|=>|→|\n?(?:label|sentiment|category|output|answer|a):)\s*$",
        "",
        "\n".join(last),
        flags=re.IGNORECASE,
    )
    asked = asked.strip().splitlines()[-1] if asked.strip() else text
    labels = list(dict.fromkeys(label for _, label in shown))
    near = likeness(asked, [example for example, _ in shown])
    best = {
        label: max(close for close, (_, given) in zip(near, shown, strict=True) if given == label)
        for label in labels
    }
    if {label.lower() for label in labels} >= {"positive", "negative"} and abs(score(asked)) > 0.1:
        return closest(asked, labels)
    return max(labels, key=lambda label: best[label])
