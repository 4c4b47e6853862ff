"""Completions: a text in, what comes after it out; the older way to ask a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openai_nb.api.joining import tally
from openai_nb.api.shapes import Id, Json, Texts, Tokens, Usage
from openai_nb.core.endpoint import POST, Resource, streams
from openai_nb.core.record import Record, asdict


class TextLikelihoods(Record):
    """Token by token: its text, where it begins, its log-probability, and those of the likeliest."""

    tokens: list[str]
    token_logprobs: list[float | None]
    top_logprobs: list[dict[str, float] | None] | None
    text_offset: list[int]


class TextChoice(Record):
    """One continuation; `finish_reason` is stop, length or content_filter, None while it goes on."""

    index: int
    text: str
    finish_reason: str | None
    logprobs: TextLikelihoods | None

    def __str__(self) -> str:
        return self.text


class TextCompletion(Record):
    """Continuations of each prompt, `n` for the first, then `n` for the second; prints as its first text."""

    id: str
    object: str
    created: int
    model: str
    choices: list[TextChoice]
    usage: Usage | None
    system_fingerprint: str | None

    def __str__(self) -> str:
        return self.choices[0].text if self.choices else ""


def gathered(pieces: Sequence[TextCompletion]) -> TextCompletion:
    """The whole answer that pieces of the same shape make together."""
    whole: dict[str, Any] = {}
    choices: dict[int, dict[str, Any]] = {}
    for raw in map(asdict, pieces):
        whole |= {name: value for name, value in raw.items() if name != "choices" and value is not None}
        for each in raw.get("choices") or []:
            index = each.get("index", 0)
            blank = {"index": index, "text": "", "logprobs": None, "finish_reason": None}
            _add(choices.setdefault(index, blank), each)
    return TextCompletion(whole, choices=[choices[index] for index in sorted(choices)])


def _add(choice: dict[str, Any], piece: dict[str, Any]) -> None:
    choice["text"] += piece.get("text") or ""
    choice["finish_reason"] = piece.get("finish_reason") or choice["finish_reason"]
    for name, values in (piece.get("logprobs") or {}).items():
        kept = choice["logprobs"] = choice["logprobs"] or {}
        kept[name] = None if values is None else [*(kept.get(name) or []), *values]


class TextCompletions(Resource):
    """Go on with a text.

    >>> client.completions.create(model="gpt-3.5-turbo-instruct", prompt="Once upon a time").choices[0].text
    """

    @POST("/completions")
    def create(
        self,
        *,
        model: Id,
        prompt: str | Texts | Tokens | None = None,
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Json | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: str | Sequence[str] | None = None,
        stream: bool | None = None,
        stream_options: Json | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        **extra: Any,
    ) -> TextCompletion:
        """Go on with a text, or with each of several: 16 tokens, unless `max_tokens` says otherwise."""
        ...

    stream = streams(create, TextCompletion, tally=tally, gather=gathered)
