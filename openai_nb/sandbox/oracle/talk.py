"""Talk: a conversation as the API sends it, made plain: orders, turns, the question, what came with it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from openai_nb.sandbox.oracle.facts import forms
from openai_nb.sandbox.oracle.language import is_order, sentences

_QUOTED = re.compile(r"```[\w-]*\n(.*?)```|\"\"\"(.*?)\"\"\"|'''(.*?)'''", re.DOTALL)
_TAG = re.compile(r"<(\w{1,30})>")
_SHORTLY = re.compile(r"\W*tl;?dr:? (?=\S+ \S+ \S+)", re.IGNORECASE)
_BLANK = re.compile(r"\s{40,}")
_LABEL = re.compile(
    r"^\s*(?:#+\s*)?(?:\**)(context|text|passage|document|article|question|q|input|data|review|message"
    r"|source)"
    r"(?:\**)\s*:(?:\**)\s*",
    re.IGNORECASE | re.MULTILINE,
)


_ASKING = re.compile(r"^\W*(?:who|what|where|when|why|how|which)\b(?!.* (?:in|of|from)$)", re.IGNORECASE)
_HEAD = re.compile(
    r"^\W*(?:please |bitte )?(?:sentiment|rate|score|detect|determine|categori[sz]e|tag|is (?:this|it|the)"
    r"|paraphrase|fix|correct|rewrite|shorten|tl;?dr|fasse?|übersetze?|nenne|résume[rz]?|traduis|traduce"
    r"|resume (?:el|la|lo|este|esta))\b",
    re.IGNORECASE,
)
_ROLE = re.compile(r"(?:you are|you're|always|never|be |do not|don't|act as|your )", re.IGNORECASE)


class Turn(NamedTuple):
    """What one side said."""

    role: str
    text: str


class Result(NamedTuple):
    """What a tool gave back, and what it had been asked."""

    name: str
    arguments: str
    output: str


@dataclass(frozen=True)
class Talk:
    """A conversation, read: what was ordered, said, asked and shown."""

    orders: str
    turns: tuple[Turn, ...]
    question: str
    results: tuple[Result, ...] = ()
    pictures: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    sounds: int = 0
    variation: int = 0
    asked: str = field(default="")
    told: str = field(default="")

    @property
    def said(self) -> list[str]:
        """What the user said before this question, the oldest first."""
        return [turn.text for turn in self.turns[:-1] if turn.role == "user"]

    @property
    def background(self) -> str:
        """All the text an answer may be read from: this prompt's, then files, results and earlier turns."""
        before = [turn.text for turn in reversed(self.turns[:-1]) if "sandbox" not in turn.text]
        files = [text for _, text in self.files]
        orders = "\n".join(
            line for line in sentences(self.orders) if not _ROLE.match(line) and not is_order(line)
        )
        found = [self.told, *files, *(result.output for result in self.results), orders, *before]
        return "\n".join(text for text in found if text.strip())


def talk(messages: Sequence[Mapping[str, Any]], variation: int = 0) -> Talk:
    """Read the API's list of messages."""
    orders = "\n".join(text_of(m) for m in messages if m.get("role") in ("system", "developer"))
    turns = tuple(
        Turn(str(m["role"]), text_of(m)) for m in messages if m.get("role") in ("user", "assistant")
    )
    last = max((place for place, m in enumerate(messages) if m.get("role") == "user"), default=-1)
    while turns and turns[-1].role != "user":
        turns = turns[:-1]
    question = turns[-1].text if turns else ""
    parts = _parts(messages[last]) if last >= 0 else []
    asked, told = split(question)
    return Talk(
        orders,
        turns,
        question,
        tuple(_results(messages[last + 1 :])),
        tuple(url for part in parts if (url := _picture(part))),
        tuple(found for part in parts if (found := _file(part))),
        sum(1 for part in parts if "input_audio" in part),
        variation,
        asked,
        told,
    )


def text_of(message: Mapping[str, Any]) -> str:
    """The words of a message, whatever form its content has; wide stretches of blanks are made narrow."""
    return _BLANK.sub(lambda blank: blank[0][:40], _raw(message))


def _raw(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    return "\n".join(str(part.get("text") or part.get("refusal") or "") for part in _parts(message)).strip()


def split(prompt: str) -> tuple[str, str]:
    """A prompt as (what it asks, the text it brings along)."""
    if quoted := _QUOTED.search(prompt) or _tagged(prompt):
        inside = next(part for part in quoted.groups() if part is not None)
        return (prompt[: quoted.start()] + prompt[quoted.end() :]).strip(), inside.strip()
    if _LABEL.search(prompt):
        return _labelled(prompt)
    head, colon, tail = prompt.partition(":")
    if colon and len(tail.split()) > 1 and _heads(head, tail):
        return head.strip(), tail.strip()
    if short := _SHORTLY.match(prompt):
        return short[0].strip(), prompt[short.end() :].strip()
    first, _, below = prompt.strip().partition("\n\n")
    above, _, last = prompt.strip().rpartition("\n\n")
    for asked, told in ((first, below), (last, above)):  # a question in a paragraph of its own
        if asked.endswith("?") and told.strip() and "\n" not in asked:
            return asked, told.strip()
    asking = [sentence for sentence in sentences(prompt) if is_order(sentence)]
    telling = [sentence for sentence in sentences(prompt) if not is_order(sentence)]
    if not asking:
        return prompt.strip(), ""
    return " ".join(asking), "\n".join(telling)


def _heads(head: str, tail: str) -> bool:
    """Whether what stands before a colon is an order about what follows it."""
    if "\n" in head.strip() or len(head) >= 160 or (_ASKING.match(head) and tail.rstrip().endswith("?")):
        return False
    return is_order(head) or bool(_HEAD.match(head))


def _tagged(prompt: str) -> re.Match[str] | None:
    """The first stretch of a prompt between two tags: `<text>…</text>`."""
    for tag in dict.fromkeys(match[1] for match in _TAG.finditer(prompt)):
        if f"</{tag}>" in prompt:
            return re.search(rf"<{tag}>(.*?)</{tag}>", prompt, re.DOTALL)
    return None


def given(talk: Talk, match: re.Match[str]) -> str:
    """The text an order found by `match` is about: its own, what follows it, or what was said before."""
    quoted = forms("quoted", talk.told or talk.question)
    if talk.told:
        whole = len(quoted) == 1 and len(quoted[0]) > 0.6 * len(talk.told)
        return quoted[0] if whole else talk.told
    if quoted:
        return quoted[-1]
    after = _LEAD.sub("", match.string[match.end() :].strip())
    after = re.sub(r"^[:\s]+|[?.!]+$", "", after).strip()
    if len(talk.turns) > 1 and (not after or (_THAT.search(match.string) and len(after.split()) < 4)):
        return talk.turns[-2].text
    return after


_LEAD = re.compile(
    r"^(?:of |the (?:word|string|text|sentence|phrase|list|following)s?\b ?|these \w+\b ?|words? |:)+",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"\b(?:it|that|this|those|them|the above|your (?:last )?answer|the (?:text|list|sentence"
    r"|words?) above)\b",
    re.IGNORECASE,
)


def _labelled(prompt: str) -> tuple[str, str]:
    """A prompt with headings such as `Context:` and `Question:`."""
    cut = [*_LABEL.finditer(prompt)]
    ends = [mark.start() for mark in cut[1:]] + [len(prompt)]
    asked = [prompt[: cut[0].start()].strip()]
    told: list[str] = []
    for mark, end in zip(cut, ends, strict=True):
        section = prompt[mark.end() : end].strip()
        (asked if mark[1].lower() in ("question", "q") else told).append(section)
    return "\n".join(part for part in asked if part), "\n".join(told)


def _parts(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    content = message.get("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [part for part in content or () if isinstance(part, Mapping)]


def _picture(part: Mapping[str, Any]) -> str:
    picture = part.get("image_url")
    return str(picture.get("url") or "") if isinstance(picture, Mapping) else str(picture or "")


def _file(part: Mapping[str, Any]) -> tuple[str, str] | None:
    """A file's (name, text); the text is empty when the file is none, or is not here."""
    file = part.get("file")
    if not isinstance(file, Mapping):
        return None
    data = str(file.get("file_data") or "").rpartition("base64,")[2]
    try:
        text = base64.b64decode(data, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        text = ""
    return str(file.get("filename") or file.get("file_id") or "file"), text


def _results(messages: Sequence[Mapping[str, Any]]) -> list[Result]:
    """The outputs of tools since the last question, beside the calls that asked for them."""
    calls: dict[str, tuple[str, str]] = {}
    found = []
    for message in messages:
        for call in message.get("tool_calls") or ():
            called = call.get("function") or call.get("custom") or {}
            arguments = str(called.get("arguments") or called.get("input") or "")
            calls[str(call.get("id"))] = (str(called.get("name") or "tool"), arguments)
        if message.get("role") in ("tool", "function"):
            unknown = (str(message.get("name") or "tool"), "")
            name, arguments = calls.get(str(message.get("tool_call_id")), unknown)
            found.append(Result(name, arguments, text_of(message)))
    return found
