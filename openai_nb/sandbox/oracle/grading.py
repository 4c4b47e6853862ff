"""Grading: what a grader gives for what a model said, and what is wrong with a grader.

`score_model` is no model here: its score is how like the sample is to all else that the judge is told,
by the cosine of their vectors, stretched over the range.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openai_nb.sandbox.oracle import formula, tokens
from openai_nb.sandbox.oracle.closeness import MEASURES, closeness

SLOT = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
STEP = re.compile(r"\.?([^.\[\]]+)|\[['\"]?([^\]'\"]+)['\"]?\]")
TEXTS = ("name", "input", "reference")
OPERATIONS = ("eq", "ne", "like", "ilike")
NEEDED = {
    "string_check": (*TEXTS, "operation"),
    "text_similarity": (*TEXTS, "evaluation_metric"),
    "score_model": ("name", "model", "input"),
    "multi": ("name", "graders", "calculate_output"),
}


class BadTemplate(ValueError):
    """A place in a template that cannot be filled; `kind` is the API's name for the fault."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class Grade:
    """A score, those of its parts, the faults that kept it from being made, and the tokens it took."""

    reward: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)
    tokens: int = 0


def grade(grader: Mapping[str, Any], item: Mapping[str, Any], sample: str) -> Grade:
    """The grade for a sample; 0 and a fault where it cannot be made."""
    try:
        return _GRADERS[grader["type"]](grader, item, sample)
    except BadTemplate as error:
        return Grade(faults={error.kind})


def _check(grader: Mapping[str, Any], item: Mapping[str, Any], sample: str) -> Grade:
    text, wanted = (filled(grader[name], item, sample) for name in ("input", "reference"))
    outcomes = {
        "eq": text == wanted,
        "ne": text != wanted,
        "like": wanted in text,
        "ilike": wanted.lower() in text.lower(),
    }
    return Grade(float(outcomes[grader["operation"]]))


def _likeness(grader: Mapping[str, Any], item: Mapping[str, Any], sample: str) -> Grade:
    text, wanted = (filled(grader[name], item, sample) for name in ("input", "reference"))
    return Grade(round(closeness(grader["evaluation_metric"], text, wanted), 6))


def _judged(grader: Mapping[str, Any], item: Mapping[str, Any], sample: str) -> Grade:
    said = "\n".join(_text(each) for each in grader["input"])
    used = tokens.count(filled(said, item, sample))
    told = filled(re.sub(r"\{\{\s*sample\b[^{}]*\}\}", "", said), item, sample)
    low, high = grader.get("range") or (0.0, 1.0)
    return Grade(round(low + (high - low) * closeness("cosine", sample, told), 6), tokens=used)


def _several(grader: Mapping[str, Any], item: Mapping[str, Any], sample: str) -> Grade:
    parts = {name: grade(each, item, sample) for name, each in inner(grader).items()}
    rewards = {name: each.reward for name, each in parts.items()}
    whole = Grade(parts=rewards, tokens=sum(each.tokens for each in parts.values()))
    whole.faults = {fault for each in parts.values() for fault in each.faults}
    try:
        whole.reward = formula.value(grader["calculate_output"], rewards)
    except formula.NoFormula:
        whole.faults.add("formula_parse_error")
    return whole


_GRADERS = {"string_check": _check, "text_similarity": _likeness, "score_model": _judged, "multi": _several}


def filled(template: str, item: Mapping[str, Any], sample: str) -> str:
    """A template with the item's and the sample's values in their places; raises `BadTemplate`."""
    return SLOT.sub(lambda slot: _written(_found(slot[1], item, sample)), template)


def _found(path: str, item: Mapping[str, Any], sample: str) -> Any:
    steps = [one or other for one, other in STEP.findall(path)]
    value: Any
    if steps[:1] == ["sample"] and steps[1:2] == ["output_text"]:
        value, rest = sample, steps[2:]
    elif steps[:1] == ["sample"] and steps[1:2] == ["output_json"]:
        value, rest = _parsed(sample), steps[2:]
    elif steps[:1] == ["item"]:
        value, rest = item, steps[1:]
    else:
        raise BadTemplate("invalid_variable_error", f"{path} is neither of the item nor of the sample")
    for step in rest:
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (KeyError, IndexError, ValueError, TypeError):
            raise BadTemplate("invalid_variable_error", f"there is no {path}") from None
    return value


def _parsed(sample: str) -> Any:
    try:
        return json.loads(sample)
    except (ValueError, RecursionError):
        raise BadTemplate("sample_parse_error", "the sample is no JSON") from None


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _text(message: Any) -> str:
    """The words of a message to the judge."""
    content = message.get("content", "")
    parts = content if isinstance(content, list) else [content]
    texts = (each.get("text", "") if isinstance(each, Mapping) else each for each in parts)
    return "\n".join(map(str, texts))


def inner(grader: Mapping[str, Any]) -> dict[str, Any]:
    """The graders of a multi grader by their names; one alone goes by its own."""
    given = grader["graders"]
    return {str(given.get("name")): given} if isinstance(given.get("type"), str) else dict(given)


def problems(grader: Any, where: str = "grader") -> Iterator[tuple[str, str]]:
    """(place, what is wrong there) of a grader; nothing if it can be used."""
    kind = grader.get("type") if isinstance(grader, Mapping) else None
    if kind == "python":
        yield (
            f"{where}.type",
            "The sandbox runs no Python of its callers; use string_check or text_similarity.",
        )
        return
    if not isinstance(kind, str) or kind not in NEEDED:
        yield f"{where}.type", f"Supported types are {', '.join(NEEDED)}, not {kind!r}."
        return
    for name in NEEDED[kind]:
        if not isinstance(grader.get(name), _KINDS.get((kind, name), str)):
            yield f"{where}.{name}", f"A {kind} grader needs '{name}'."
            return
    yield from _PARTICULAR[kind](grader, where)


def _wrong_choice(name: str, options: tuple[str, ...], grader: Any, where: str) -> Iterator[tuple[str, str]]:
    if grader[name] not in options:
        yield f"{where}.{name}", f"Supported values are {', '.join(options)}, not {grader[name]!r}."
    for field_ in ("input", "reference"):
        yield from _wrong_slots(grader[field_], f"{where}.{field_}")


def _wrong_slots(template: str, where: str) -> Iterator[tuple[str, str]]:
    for slot in SLOT.findall(template):
        if not re.match(r"item\b|sample\.output_(text|json)\b", slot):
            yield where, f"'{slot}' is neither of 'item' nor 'sample.output_text' nor 'sample.output_json'."


def _wrong_judge(grader: Any, where: str) -> Iterator[tuple[str, str]]:
    bounds = grader.get("range")
    numbers = isinstance(bounds, list) and all(type(each) in (int, float) for each in bounds)
    if bounds is not None and not (numbers and len(bounds) == 2 and bounds[0] < bounds[1]):
        yield f"{where}.range", "A range is [lowest, highest]."
    for place, message in enumerate(grader["input"]):
        if not isinstance(message, Mapping) or not isinstance(message.get("content"), str | list | dict):
            yield f"{where}.input[{place}]", "A message with 'role' and 'content' is needed."
        else:
            yield from _wrong_slots(_text(message), f"{where}.input[{place}].content")


def _wrong_several(grader: Any, where: str) -> Iterator[tuple[str, str]]:
    named = inner(grader) if grader["graders"] else {}
    if not named:
        yield f"{where}.graders", "At least one grader is needed."
    for name, each in named.items():
        at = f"{where}.graders.{name}"
        if isinstance(each, Mapping) and each.get("type") == "multi":
            yield f"{at}.type", "A multi grader cannot hold another."
        else:
            yield from problems(each, at)
    try:
        formula.value(grader["calculate_output"], dict.fromkeys(named, 1.0))
    except formula.NoFormula as error:
        yield f"{where}.calculate_output", f"The formula cannot be used: {error}."


_KINDS = {("score_model", "input"): list, ("multi", "graders"): Mapping}
_PARTICULAR = {
    "string_check": lambda grader, where: _wrong_choice("operation", OPERATIONS, grader, where),
    "text_similarity": lambda grader, where: _wrong_choice("evaluation_metric", (*MEASURES,), grader, where),
    "score_model": _wrong_judge,
    "multi": _wrong_several,
}
