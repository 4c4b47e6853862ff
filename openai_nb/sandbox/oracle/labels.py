"""Labels: which of the labels that a prompt lists fits a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from openai_nb.sandbox.oracle import tongues
from openai_nb.sandbox.oracle.facts import forms
from openai_nb.sandbox.oracle.language import ends, likeness
from openai_nb.sandbox.oracle.sentiment import mood, score, temper
from openai_nb.sandbox.oracle.stems import stem, words
from openai_nb.sandbox.oracle.talk import Talk, given
from openai_nb.sandbox.oracle.vocabulary import HINTS

_TASK = re.compile(
    r"\b(?:classif\w+|categori[sz]\w+|categor(?:y|ies)|labels?|labell?ed|topics?|sentiment|spam|intent|route"
    r"|tag)\b"
    r"|\bis (?:this|it|the \w+) (?:[\w ]{0,30} )?"
    r"(?:positive|negative|spam|about|urgent|complaint|praise)\b|\bone of\b",
    re.IGNORECASE,
)
_IS_THIS = re.compile(r"\bis (?:this|it|the \w+)\b.*\b(positive|negative)\b", re.IGNORECASE)
_HINTED = re.compile(r"\bis (?:this|it|the \w+) (?:\w+ )?(urgent|spam|complaint|praise)\?", re.IGNORECASE)
_SCALE = re.compile(
    r"\b(?:rate|score)\b[^\n]{0,60}sentiment[^\n]{0,40}?(\d{1,2}) ?(?:to|-|–) ?(\d{1,3})\b", re.IGNORECASE
)
_LANGUAGE = re.compile(
    r"\b(?:what|which) language\b[^.\n]{0,40}?(?:\b(?:is|are|written in)\b|[?:])|\bin welcher sprache\b"
    r"|\b(?:detect|identify|recogni[sz]e|name) the language\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|every) (?:line|item|one|sentence|text|message|of)\b", re.IGNORECASE)
_MARK = re.compile(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+")
_NOUNS = r"(?:labels?|categor(?:y|ies)|classes|topics?|options?|intents?)"
_ITEM = r"[\"'`*“]*[\w][\w &+-]{0,30}?[\"'`*”]*"
_LAST = (
    r"[\"'`*“]*\w[\w&+-]*(?: (?!(?:this|that|these|the|each|it|its|is|for|of|in|on|and|or|text|following)\b)"
    r"\w[\w&+-]*){1,2}[\"'`*”]*"
)
"""A last label of two or three words, before a mark: `billing, bug or feature request:`."""
_GAP = r"(?:,\s*(?:or |and )?|\s*\|\s*|\s*/\s*| or | and )"
_ROW = re.compile(
    rf"(?:{_NOUNS}(?: are| is)?:?\s*\(?|\bone of(?: (?:these|the following)(?: \w+)?)?:?\s*\(?"
    rf"|\binto(?: one of)?:?\s*"
    r"|\bas(?: either| one of)?:?\s*|\beither\s+|\bis (?:this|it|the \w+)(?: \w+)? |\bwith\s+|\bor\s+"
    r"|[:(]\s*)"
    rf"((?:{_ITEM}{_GAP})+(?:{_LAST}(?=[.?!:;)\n]|$)|{_ITEM}(?=[\s.?!:;)\n]|$)))",
    re.IGNORECASE,
)
_BULLETS = re.compile(
    rf"(?:{_NOUNS}|one of)[^\n]*:\s*\n((?:\s*(?:[-*•]|\d+[.)])\s*[^\n]{{1,60}}\n?){{2,}})", re.IGNORECASE
)
_ANSWER = r"(?:label|sentiment|category|class|output|answer|a):"
_SHOWN = re.compile(
    rf"^(?:(?:text|input|review|message|q):)?\s*(.{{1,400}}?)\s*(?:->|=>|→"
    rf"|\n\s*{_ANSWER})[ \t]*(\S[^\n]{{0,40}})$",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK = re.compile(rf"\s*(?:->|=>|→|{_ANSWER})\s*$", re.IGNORECASE)
_SLOT = re.compile(r"^(?:text|input|review|message|q):\s*", re.IGNORECASE)


def classify(talk: Talk) -> str | None:
    """The label a prompt asks for, of those it lists or gives examples of; None if it asks for none."""
    shown = examples(talk)
    if len({label for _, label in shown}) > 1:
        return _as_shown(talk.question, shown)
    task = f"{ends(talk.orders)}\n{ends(talk.asked)}"
    if not _TASK.search(task):
        return None
    ordered = bool(offered(ends(talk.orders))) or "sentiment" in talk.orders.lower()
    text = talk.told or (talk.question if ordered else "")
    labels = offered(task) or (
        offered(ends(talk.question)) if re.search(rf"{_NOUNS}:", ends(talk.question), re.IGNORECASE) else []
    )
    first, _, below = ends(talk.question).partition("\n\n")
    if not labels and below.strip() and (listed := offered(first)):  # "one of: spam, ham.", then the text
        labels, text = listed, below.strip()
    if not text:
        return None
    return _judged(task, text, labels)


def _judged(task: str, text: str, labels: Sequence[str]) -> str | None:
    """What a task wants to be said of a text: yes or no, a step of a scale, a label, a mood."""
    if hinted := _HINTED.search(task):
        return "Yes" if _hints(hinted[1].lower(), text) else "No"
    if scale := _SCALE.search(task):
        low, high = int(scale[1]), int(scale[2])
        return str(round((low + high) / 2 + (high - low) / 2 * score(text)))
    if len(labels) > 1:
        return _each(text, labels) if _EACH.search(task) else closest(text, labels)
    if wanted := _IS_THIS.search(task):
        felt = mood(text)
        return "Yes" if felt == wanted[1].lower() else f"No, it is {felt}"
    return mood(text) if "sentiment" in task.lower() else None


def language(talk: Talk) -> str | None:
    """The language of a text, where a prompt asks for it and brings one."""
    asked = _LANGUAGE.search(ends(talk.asked))
    text = given(talk, asked) if asked and (talk.told or forms("quoted", talk.question)) else ""
    if not text.strip():
        return None
    return known.capitalize() if (known := tongues.known(text)) else tongues.UNKNOWN


def _each(text: str, labels: Sequence[str]) -> str:
    """A label for each line of a text."""
    lines = [_MARK.sub("", line) for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return closest(text, labels)
    return "\n".join(f"{line}: {closest(line, labels)}" for line in lines)


def _hints(label: str, text: str) -> int:
    """How many of the words that texts under a label tend to have are in a text."""
    said = {stem(word) for word in words(text)}
    return len(said & {stem(word) for word in HINTS[label].split()})


def offered(text: str) -> list[str]:
    """The labels a text lists: `spam or ham`, `one of: billing, technical, other`, or lines with dashes."""
    if bullets := _BULLETS.search(text):
        lines = re.findall(r"^\s*(?:[-*•]|\d+[.)])\s*([^\n:]+)", bullets[1], re.MULTILINE)
        return [line.strip(" .*\"'`") for line in lines]
    best: list[str] = []
    for row in _ROW.finditer(text):
        items = [item.strip(" .*\"'`“”") for item in re.split(_GAP, row[1])]
        items = [
            re.sub(r"^(?:.* as )?(?:(?:either|a|an|the|as|is|it) )?", "", item) for item in items if item
        ]
        if len(items) > len(best) and all(len(item.split()) < 5 for item in items):
            best = items
    return list(dict.fromkeys(best))


def closest(text: str, labels: Sequence[str]) -> str:
    """The label nearest in meaning to a text; a mood among labels of moods."""
    low = [label.lower() for label in labels]
    if {"positive", "negative"} <= set(low):
        felt = mood(text)
        return labels[low.index(felt if felt in low else "positive" if score(text) >= 0 else "negative")]
    tempers = [temper(label) for label in low]
    if {1, -1} <= set(tempers) and abs(score(text)) > 0.1:
        return labels[max(range(len(labels)), key=lambda place: tempers[place] * score(text))]
    points = _points(text, low)
    if max(points) < 0.05 and "other" in low:
        return labels[low.index("other")]
    return labels[max(range(len(labels)), key=lambda place: points[place])]


def _points(text: str, labels: Sequence[str]) -> list[float]:
    """How well each label fits: by likeness, by its own words in the text, by what such texts tend to say."""
    spoken = {stem(word) for word in words(text)}
    hints = [HINTS.get(label, "") for label in labels]
    near = likeness(
        text[:4_000], [f"{label} {label} {hint}" for label, hint in zip(labels, hints, strict=True)]
    )
    named = [len({stem(word) for word in words(label)} & spoken) for label in labels]
    hinted = [len({stem(word) for word in words(hint)} & spoken) for hint in hints]
    return [close + 0.3 * own + 0.12 * more for close, own, more in zip(near, named, hinted, strict=True)]


def examples(talk: Talk) -> list[tuple[str, str]]:
    """Examples in the prompt or the turns before it: a text, and the short label that was answered."""
    shown = _SHOWN.findall(ends(talk.question))
    inline = [(_SLOT.sub("", text.strip()), label.strip()) for text, label in shown]
    if len(inline) > 1:
        return inline
    turns = talk.turns[:-1]
    if len(turns) < 4 or not _TASK.search(f"{talk.orders} {turns[0].text}"):
        return []
    pairs = [(one.text, two.text.strip()) for one, two in pairwise(turns) if one.role == "user" != two.role]
    return [(text, label) for text, label in pairs if 0 < len(label.split()) <= 3]


def _as_shown(prompt: str, shown: Sequence[tuple[str, str]]) -> str:
    """The label of the examples nearest to the last text of a prompt."""
    asked = _SLOT.sub("", (_BLANK.sub("", prompt).strip().splitlines() or [prompt])[-1])
    labels = list(dict.fromkeys(label for _, label in shown))
    if {"positive", "negative"} <= {label.lower() for label in labels} and abs(score(asked)) > 0.1:
        return closest(asked, labels)
    near = likeness(asked, [text for text, _ in shown])
    return shown[max(range(len(shown)), key=lambda place: near[place])][1]
