"""Chat: the sandbox's answer to a conversation, computed from what the conversation says."""

from __future__ import annotations

import datetime
import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openai_nb.sandbox.oracle import (
    arithmetic,
    days,
    essay,
    figures,
    labels,
    memory,
    outcomes,
    reading,
    sight,
    superlatives,
    tools,
    translation,
    units,
)
from openai_nb.sandbox.oracle.edits import edit
from openai_nb.sandbox.oracle.facts import names
from openai_nb.sandbox.oracle.freeform import loose
from openai_nb.sandbox.oracle.language import ends, is_order, sentences
from openai_nb.sandbox.oracle.schemas import fill
from openai_nb.sandbox.oracle.style import Style, wished, without
from openai_nb.sandbox.oracle.talk import Talk, talk
from openai_nb.sandbox.oracle.tools import ToolCall

__all__ = ["Answer", "ToolCall", "answer"]


@dataclass(frozen=True)
class Answer:
    """What the assistant says: words, or calls of tools."""

    content: str | None
    tool_calls: tuple[ToolCall, ...] = ()
    refusal: str | None = None


def answer(
    messages: Sequence[Mapping[str, Any]],
    *,
    tools: Sequence[Mapping[str, Any]] | None = None,
    tool_choice: Any = None,
    response_format: Mapping[str, Any] | None = None,
    parallel_tool_calls: bool = True,
    seed: int | None = None,
    temperature: float | None = None,
    choice: int = 0,
    today: datetime.date | None = None,
) -> Answer:
    """Answer a conversation: call the tools it needs, else speak, in JSON if that is wished.

    The same arguments give the same answer. Another `choice` words it differently where that makes sense,
    unless the temperature is 0; a `seed` moves the wording only if the temperature is above 0. `today` is the
    day from which `tomorrow` counts.
    """
    heard = talk(messages, _variation(seed, temperature, choice))
    called = _calls(heard, tools, tool_choice, parallel_tool_calls, today)
    return Answer(None, tuple(called)) if called else Answer(_content(heard, response_format or {}, today))


def _content(heard: Talk, response_format: Mapping[str, Any], today: datetime.date | None) -> str:
    kind = response_format.get("type")
    if kind == "json_schema":
        return _by_schema(heard, response_format, today)
    if kind == "json_object":
        return json.dumps(loose(heard, lambda: words(heard, today)), ensure_ascii=False, indent=2)
    return words(heard, today)


def words(heard: Talk, today: datetime.date | None = None) -> str:
    """The answer in words, in the form that was wished."""
    style = wished(heard.orders, heard.asked or heard.question)
    if heard.results:
        return style.keep(outcomes.told(heard))
    for skill in _SKILLS:
        if said := skill(heard, style, today):
            return style.keep(said)
    return style.keep(essay.essay(heard, style.length))


def _variation(seed: int | None, temperature: float | None, choice: int) -> int:
    if temperature == 0:
        return 0
    return choice + (zlib.crc32(str(seed).encode()) % 1_000 if temperature and seed is not None else 0)


def _calls(
    heard: Talk,
    offered: Sequence[Mapping[str, Any]] | None,
    choice: Any,
    parallel: bool,
    today: datetime.date | None,
) -> list[ToolCall]:
    found, mode = tools.allowed(tools.read(offered), choice)
    made = [(result.name, result.arguments) for result in heard.results]
    if made and mode == "required":  # what had to be called has been; calling it again would never end
        mode = "auto"
    background = "\n".join(reversed(heard.said))
    return tools.calls(
        heard.question, found, mode, parallel=parallel, made=made, background=background, today=today
    )


def _by_schema(heard: Talk, response_format: Mapping[str, Any], today: datetime.date | None) -> str:
    schema = (response_format.get("json_schema") or {}).get("schema") or response_format.get("schema") or {}
    material = [result.output for result in heard.results] or [heard.question]
    material += [text for _, text in heard.files if text]
    if heard.said and _looks_back(heard.question):
        material.append(heard.said[-1])
    text = "\n".join(material)
    filled = fill(
        schema, text, say=lambda: words(heard, today), today=today, told=heard.told, orders=heard.orders
    )
    return json.dumps(filled, ensure_ascii=False)


def _looks_back(question: str) -> bool:
    """Whether a short prompt brings nothing itself, so that what was said before is meant."""
    if len(question.split()) >= 8 or re.search(r"\d", question):
        return False
    return is_order(question) or bool(_BACK.search(question)) or not names(question)


def _reckoned(heard: Talk, style: Style, today: datetime.date | None) -> str | None:
    plain = without(heard.question)
    if found := days.reckon(plain, today):
        return found
    asked = _carried_on(plain, heard)
    found = units.convert(asked) or figures.reckon(asked) or arithmetic.solve(asked)
    return found or (arithmetic.solve(heard.told) if _SUM.search(heard.asked) else None)


def _carried_on(plain: str, heard: Talk) -> str:
    """A question such as `and times 2?` with the result before it in front."""
    before = heard.turns[-2].text if len(heard.turns) > 1 else ""
    match, result = _NEXT.match(plain), _RESULT.search(before)
    return f"{result[1]} {plain[match.end(1) :]}" if match and result else plain


def _summed_up(heard: Talk, style: Style, today: datetime.date | None) -> str | None:
    task = f"{ends(heard.asked)}\n{ends(heard.orders)}"
    if not _SUMMARY.search(task) and not (heard.told and _LISTED.fullmatch(heard.asked.strip())):
        return None
    ordered = heard.question if _SUMMARY.search(heard.orders) else ""
    before = "\n".join([*(text for _, text in heard.files), *reversed(heard.said)])
    text = heard.told or ordered or before
    if not text.strip():
        return "There is no text to sum up: paste it into the prompt, after the request."
    points = bool(style.bullets or _POINTS.search(task))
    most = style.bullets or style.sentences or (5 if points else max(1, min(3, len(sentences(text)) // 3)))
    lines = reading.summary(text, most)
    return "\n".join(f"- {line}" for line in lines) if points else " ".join(lines)


def _read(heard: Talk, style: Style, today: datetime.date | None) -> str | None:
    """The sentence of the text at hand that answers; a word of it where one word is wished."""
    asks = heard.asked or heard.question
    if not heard.background.strip() or not _QUESTION.search(ends(asks.strip())):
        return None
    found = reading.answer(asks, heard.background)
    if found is None:
        return "The text at hand does not say." if heard.told else None
    return (reading.span(asks, found) or found) if 0 < style.words < 6 else found


def _seen(heard: Talk, style: Style, today: datetime.date | None) -> str | None:
    if heard.pictures:
        return sight.describe(heard.pictures)
    if heard.sounds:
        return "The sandbox cannot hear sound in a chat; its transcriptions read the speech of its own voice."
    return None


def _unread(heard: Talk, style: Style, today: datetime.date | None) -> str | None:
    names = [name for name, text in heard.files if not text]
    if not names:
        return None
    return f"The sandbox could not read {', '.join(names)}: it takes text files handed over as `file_data`."


Skill = Callable[[Talk, Style, datetime.date | None], str | None]


def _plain(skill: Callable[[Talk], str | None]) -> Skill:
    return lambda heard, style, today: skill(heard)


_SUM = re.compile(r"\b(?:calculate|compute|evaluate|solve|work out|what is|result)\b", re.IGNORECASE)
_BACK = re.compile(r"\b(?:it|that|this|these|those|them|above|before)\b", re.IGNORECASE)
_NEXT = re.compile(
    r"((?:(?:and|then|now|what is that|what about)\s+)*)"
    r"(?:plus|minus|times|divided by|multiplied by|[-+*/×÷^])\s*\d",
    re.IGNORECASE,
)
_RESULT = re.compile(r"(?:^|[=≈] )(-?\d+(?:\.\d+)?)$")
_SUMMARY = re.compile(
    r"\bsummar[iy]|\bsum (?:it |this |that )?up\b|\bfass\w* .{0,40}zusammen\b|\bzusammenfass\w*|\brésum[eé]"
    r"|\bresum(?:e|en|ir|a) (?:el|la|lo|este|esta)\b|\btl;?dr\b|\bgist\b|\bkey points\b"
    r"|\bmain (?:points|idea)|\bin short\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\bkey points\b|\bmain points\b|\bbullet", re.IGNORECASE)
_LISTED = re.compile(
    r"(?:please )?(?:give|write|make|list)(?: me)? (?:\w+ )?(?:short )?(?:bullets?|bullet ?points?)\W*",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?|^(?:who|what|when|where|which|why|how|tell|find|according|based|list|name|answer|explain"
    r"|describe)\b",
    re.IGNORECASE,
)
_SKILLS: tuple[Skill, ...] = (
    _seen,
    _plain(translation.ordered),
    _plain(memory.identity),
    _plain(essay.greeting),
    _plain(memory.recall),
    _plain(labels.language),
    _plain(labels.classify),
    _plain(lambda heard: superlatives.answer(heard.asked or heard.question, heard.question)),
    _reckoned,
    _plain(edit),
    _summed_up,
    _plain(essay.refusal),
    _unread,
    _read,
)
