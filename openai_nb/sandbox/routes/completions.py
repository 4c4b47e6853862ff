"""Completions: a plain text gone on with, at once or in pieces."""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from itertools import accumulate
from typing import Any, NamedTuple

from openai_nb.api.completions import TextCompletions
from openai_nb.sandbox.catalogue import FAMILIAR, OWN, resolve, tuned
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.oracle.continuation import BLANK, continued
from openai_nb.sandbox.oracle.logprobs import logprobs as likelihoods
from openai_nb.sandbox.refusal import Refusal, invalid
from openai_nb.sandbox.routes import router
from openai_nb.sandbox.rules import number, stops
from openai_nb.sandbox.store import Store

RULES = {
    "best_of": number(0, 20),
    "frequency_penalty": number(-2.0, 2.0),
    "logprobs": number(0, 5),
    "max_tokens": number(0, 1_000_000),
    "n": number(1, 128),
    "presence_penalty": number(-2.0, 2.0),
    "stop": stops,
    "temperature": number(0.0, 2.0),
    "top_p": number(0.0, 1.0),
}
CONTEXT = 16_384  # tokens of a prompt and what follows it
USUAL = 16  # tokens, where the caller does not say


class Written(NamedTuple):
    """A continuation: its tokens, the log-probability of each, the likeliest in its place, and its end."""

    pieces: list[str]
    chances: list[float]
    likeliest: list[dict[str, float]]
    finish: str

    @property
    def mean(self) -> float:
        """The mean log-probability."""
        return math.fsum(self.chances) / max(1, len(self.chances))


@router.serves(TextCompletions.create, **RULES)
def create(store: Store, model: str, prompt: Any = BLANK, **options: Any) -> dict[str, Any]:
    name, prompts, told, used = _told(store, model, prompt, options)
    choices = [
        _choice(
            index,
            _shown(prompts[place], each, options),
            _start(prompts[place], options),
            options,
            each.finish,
        )
        for index, (place, each) in enumerate(told)
    ]
    return {**_head(store, name), "choices": choices, "usage": used}


@router.serves(TextCompletions.stream, **RULES)
def stream(
    store: Store, model: str, prompt: Any = BLANK, **options: Any
) -> Generator[dict[str, Any], None, dict[str, Any]]:
    asked = options.pop("stream_options", None) or {}
    if options.get("best_of", 0) > 1:
        raise invalid("best_of", "Results cannot be streamed when 'best_of' is above 1.", None)
    name, prompts, told, used = _told(store, model, prompt, options)
    head = _head(store, name)
    blank = {"usage": None} if asked.get("include_usage") else {}
    for index, (place, each) in enumerate(told):
        shown, before = _shown(prompts[place], each, options), _start(prompts[place], options)
        for one in range(len(shown.pieces)):
            piece = Written([shown.pieces[one]], [shown.chances[one]], [shown.likeliest[one]], "")
            yield {**head, "choices": [_choice(index, piece, before, options, None)], **blank}
            before += len(piece.pieces[0])
            if store.pace:
                time.sleep(1 / store.pace)
        last = {"text": "", "index": index, "logprobs": None, "finish_reason": each.finish}
        yield {**head, "choices": [last], **blank}
    if blank:
        yield {**head, "choices": [], "usage": used}
    return {"model": name, "usage": used}  # for the journal


def _told(
    store: Store, model: str, prompt: Any, options: dict[str, Any]
) -> tuple[str, list[list[str]], list[tuple[int, Written]], dict[str, int]]:
    """The model, the prompts as tokens, the continuations with their prompts' places, and the usage."""
    name = _model(store, model)
    prompts = _prompts(prompt)
    _check(prompts, options)
    count = options.get("n", 1)
    told, size = [], 0
    for place, each in enumerate(prompts):
        tried = [
            _written(store, name, each, options, number_)
            for number_ in range(max(count, options.get("best_of", 0)))
        ]
        size += sum(len(one.pieces) for one in tried)
        best = sorted(tried, key=lambda one: -one.mean) if len(tried) > count else tried
        told += [(place, one) for one in best[:count]]
    asked = sum(map(len, prompts))
    used = {"prompt_tokens": asked, "completion_tokens": size, "total_tokens": asked + size}
    return name, prompts, told, used


def _written(store: Store, name: str, prompt: list[str], options: dict[str, Any], number_: int) -> Written:
    """One continuation: what a fine-tuned model has learnt, or else what the oracle makes of the prompt."""
    text, most = "".join(prompt), options.get("max_tokens", USUAL)
    seed, temperature = options.get("seed"), options.get("temperature")
    model = tuned(store, name)
    if model and model.knows(text.strip()):
        learnt = model.write(
            text.strip(), temperature=temperature or 0, seed=(seed or 0) + number_, max_tokens=most + 1
        )
        pieces, finish = _ended([piece for piece, _ in learnt], most, options.get("stop"))
        chances = [chance for _, chance in learnt[: len(pieces)]]
        return Written(
            pieces, chances, [{one: two} for one, two in zip(pieces, chances, strict=True)], finish
        )
    said = continued(text, options.get("suffix", ""), seed=seed, temperature=temperature, choice=number_)
    pieces, finish = _ended(tokens.pieces(said), most, options.get("stop"))
    return _guessed(pieces, options.get("logprobs", 0), finish)


def _guessed(pieces: list[str], top: int, finish: str = "") -> Written:
    """Tokens with the log-probabilities that the oracle gives itself out to have."""
    entries = likelihoods(pieces, top or 1)
    likeliest = [{each["token"]: each["logprob"] for each in entry["top_logprobs"]} for entry in entries]
    return Written(pieces, [entry["logprob"] for entry in entries], likeliest, finish)


def _ended(pieces: list[str], most: int, stops: Any) -> tuple[list[str], str]:
    """The tokens up to where the caller wants them to end, and why they end."""
    whole = "".join(pieces)
    words = [stops] if isinstance(stops, str) else stops or []
    end = min([whole.find(word) for word in words if word and word in whole], default=len(whole))
    starts = [0, *accumulate(map(len, pieces))]
    kept = [piece[: end - start] for start, piece in zip(starts, pieces, strict=False) if start < end]
    return (kept[:most], "length") if len(kept) > most else (kept, "stop")


def _shown(prompt: list[str], written: Written, options: dict[str, Any]) -> Written:
    """What is shown of a continuation: with its prompt before it, if that is wished."""
    if not options.get("echo"):
        return written
    before = _guessed(prompt, options.get("logprobs", 0))
    return Written(
        before.pieces + written.pieces,
        before.chances + written.chances,
        before.likeliest + written.likeliest,
        written.finish,
    )


def _start(prompt: list[str], options: dict[str, Any]) -> int:
    """Where in prompt and continuation together what is shown begins."""
    return 0 if options.get("echo") else sum(map(len, prompt))


def _choice(
    index: int, shown: Written, before: int, options: dict[str, Any], finish: str | None
) -> dict[str, Any]:
    """A choice, whole or one piece of it, in which `before` letters stand before."""
    top, likely = options.get("logprobs"), None
    if top is not None:
        likely = {
            "tokens": shown.pieces,
            "token_logprobs": shown.chances,
            "top_logprobs": shown.likeliest if top else None,
            "text_offset": [before + start for start in [0, *accumulate(map(len, shown.pieces))][:-1]],
        }
    return {"text": "".join(shown.pieces), "index": index, "logprobs": likely, "finish_reason": finish}


def _head(store: Store, name: str) -> dict[str, Any]:
    born = {"id": store.new("cmpl-"), "object": "text_completion", "created": store.now()}
    return {**born, "model": name, "system_fingerprint": "fp_sandbox"}


def _model(store: Store, name: str) -> str:
    if name == OWN["chat"] or (FAMILIAR["chat"].fullmatch(name) and not FAMILIAR["text"].fullmatch(name)):
        raise Refusal(
            404,
            "This is a chat model and not supported in the v1/completions endpoint. "
            "Did you mean to use v1/chat/completions?",
            param="model",
        )
    return resolve(store, name, "text")


def _prompts(given: Any) -> list[list[str]]:
    """Each prompt as its tokens; a token that comes as a number has no text here and stands for itself."""
    items = [given] if isinstance(given, str) or _numbers(given) else given
    if not items:
        raise invalid("prompt", "Invalid 'prompt': it cannot be an empty array.", "empty_array")
    for place, each in enumerate(items):
        if type(each) is not type(items[0]) or not (isinstance(each, str) or _numbers(each)):
            raise invalid(
                f"prompt[{place}]",
                "Invalid type for 'prompt': expected a string, an array of strings, an array of tokens "
                "or an array of arrays of tokens.",
                "invalid_type",
            )
    return [
        tokens.pieces(each) if isinstance(each, str) else [f"<|{token}|>" for token in each] for each in items
    ]


def _numbers(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(type(each) is int and each >= 0 for each in value)


def _check(prompts: list[list[str]], options: dict[str, Any]) -> None:
    count, best = options.get("n", 1), options.get("best_of", 0)
    if best and best < count:
        raise invalid(
            "best_of",
            f"'best_of' ({best}) must not be below 'n' ({count}): it has to choose from more.",
            None,
        )
    if options.get("stream_options"):  # a stream has taken its own already
        raise invalid("stream_options", "'stream_options' is only allowed when 'stream' is true.")
    for name, value in (options.get("logit_bias") or {}).items():
        if type(value) not in (int, float) or not -100 <= value <= 100:
            raise invalid("logit_bias", f"Invalid 'logit_bias.{name}': expected a number from -100 to 100.")
    longest, most = max(map(len, prompts)), options.get("max_tokens", USUAL)
    if longest + most > CONTEXT:
        raise invalid(
            "prompt",
            f"This model's maximum context length is {CONTEXT} tokens, however you requested "
            f"{longest + most} tokens ({longest} in your prompt; {most} for the completion).",
            "context_length_exceeded",
        )
