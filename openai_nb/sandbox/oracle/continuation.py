"""Continuation: what comes after a text: a row goes on, examples are followed, a request is answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from openai_nb.sandbox.oracle import chat
from openai_nb.sandbox.oracle.vocabulary import DAYS, MONTHS

BLANK = "<|endoftext|>"  # the prompt of whoever gives none
TERMS = 12  # how far a row goes on
_ROW = re.compile(r"(?:^|[\n:])\s*((?:-?\w+(?:\.\d+)?,\s*){2,})$")
LONGEST = 200  # letters of an example
_PAIR = re.compile(r"(?:.*?:\s+)?(\S.*?)\s*(->|=>|→|=|:)\s*(\S.*)?")
_NEXT = re.compile(r"\n|[,;]\s+(?=[^,;\n]{1,200}(?:->|=>|→))")
_ANSWER = re.compile(r"(?:^|\n)[ \t]*(?:A|Answer|Response|Output|Assistant|AI|Bot|Completion)[ \t]*:$")
_ASKED = re.compile(r"(?:^|\n)[ \t]*(?:Q|Question|Input|User|Human|Prompt)[ \t]*:")
_CHANGES: tuple[Callable[[str], str], ...] = (
    str.upper, str.lower, str.title, str.capitalize, lambda text: text[::-1], lambda text: str(len(text)),
    lambda text: text[:1], lambda text: text[-1:], lambda text: text.split()[0],
    lambda text: text.split()[-1], lambda text: str(len(text.split())), lambda text: text,
    lambda text: "".join(word[0] for word in text.split()),
)  # fmt: skip


def continued(
    prompt: str,
    suffix: str = "",
    *,
    seed: int | None = None,
    temperature: float | None = None,
    choice: int = 0,
) -> str:
    """What follows `prompt`, the space before it included, up to where `suffix` takes over."""
    prompt = prompt.removeprefix(BLANK)
    said = _row(prompt) or _followed(prompt)
    if said is None:
        asked = [{"role": "user", "content": _question(prompt)}]
        said = chat.answer(asked, seed=seed, temperature=temperature, choice=choice).content or ""
    text = _gap(prompt) + said
    place = text.find(suffix.strip()) if suffix.strip() else -1
    return text[:place] if place > 0 else text


def _gap(prompt: str) -> str:
    """What stands between a prompt and what follows: a blank line after a sentence, else a space."""
    if not prompt or prompt[-1].isspace():
        return ""
    return "\n\n" if prompt[-1] in ".!?" else " "


def _question(prompt: str) -> str:
    """The request in a prompt: the last question of a list of questions and answers, else all of it."""
    cue = _ANSWER.search(prompt.rstrip())
    if cue is None:
        return prompt
    asked = [*_ASKED.finditer(prompt, 0, cue.start())]
    return prompt[asked[-1].end() : cue.start()].strip() if len(asked) > 1 else prompt[: cue.start()].strip()


def _row(prompt: str) -> str | None:
    """More of a row of numbers, letters, days or months: `2, 4, 6,`."""
    found = _ROW.search(prompt[-1_000:])
    items = [item.strip() for item in found[1].split(",") if item.strip()] if found else []
    for names in (DAYS, MONTHS, [chr(ord("a") + place) for place in range(26)]):
        more = _named(items, names)
        if more:
            return ", ".join(more)
    try:
        numbers = [float(item) for item in items]
    except ValueError:
        return None
    return ", ".join(f"{each:.10g}" for each in _reckoned(numbers)) or None


def _named(items: list[str], names: list[str]) -> list[str]:
    """The names that come after a run of them, written as they are."""
    low = [item.lower() for item in items]
    if not low or any(item not in names for item in low):
        return []
    places = [names.index(item) for item in low]
    step = (places[1] - places[0]) % len(names) if len(places) > 1 else 0
    if not step or any((two - one) % len(names) != step for one, two in pairwise(places)):
        return []
    more = [names[(places[-1] + step * number) % len(names)] for number in range(1, TERMS + 1)]
    if items[0].isupper():
        return [name.upper() for name in more]
    return [name.capitalize() for name in more] if items[0][0].isupper() else more


def _reckoned(numbers: list[float]) -> list[float]:
    """The next terms of a row of equal steps or ratios, of evenly growing steps, or of sums of two."""
    if len(numbers) < 3:
        return []
    steps = [two - one for one, two in pairwise(numbers)]
    growth = [two - one for one, two in pairwise(steps)]
    row = list(numbers)
    if len(set(steps)) == 1 or (len(growth) > 1 and len(set(growth)) == 1):
        step, more = steps[-1], growth[-1]
        for _ in range(TERMS):
            step += more
            row.append(row[-1] + step)
    elif 0 not in numbers and len({two / one for one, two in pairwise(numbers)}) == 1:
        row += [row[-1] * (row[1] / row[0]) ** number for number in range(1, TERMS + 1)]
    elif len(numbers) > 3 and all(a + b == c for a, b, c in zip(row, row[1:], row[2:], strict=False)):
        for _ in range(TERMS):
            row.append(row[-1] + row[-2])
    return row[len(numbers) :]


def _followed(prompt: str) -> str | None:
    """What the examples of a prompt make of its last item: `cat -> CAT, dog -> DOG, cow ->`."""
    *lines, end = (line[:LONGEST] for line in _NEXT.split(prompt.rstrip()))
    last = _PAIR.fullmatch(end)
    if last is None or last[3]:
        return None
    shown = [found for line in lines if (found := _PAIR.fullmatch(line)) and found[2] == last[2] and found[3]]
    pairs = [(found[1], found[3]) for found in shown]
    if len(pairs) < 2 or len({answer for _, answer in pairs}) < 2:
        return None
    for change in (*_CHANGES, *_affixes(*pairs[0])):
        if all(change(given) == answer for given, answer in pairs):
            return change(last[1])
    return None


def _affixes(given: str, answer: str) -> list[Callable[[str], str]]:
    """Changes that put something before or behind a text, as in the first example."""
    if given not in answer or given == answer:
        return []
    before, _, behind = answer.partition(given)
    return [lambda text: f"{before}{text}{behind}"]
