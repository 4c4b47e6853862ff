"""Reckoning: about what an answer, a picture, a speech or a sound will cost, before it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openai_nb.api.lines import read
from openai_nb.api.prices import cost, price
from openai_nb.core.encoding import encoded

TOKENS = {"low": 272, "medium": 1056, "high": 4160}  # about what a square picture has, by OpenAI's guide
SPOKEN = 15  # letters a second, about
BYTES = 4  # of a token, about
ANSWER = 1000  # tokens an answer is reckoned with where no longest is named
HEARD = 21  # tokens a second of sound, about: what OpenAI's price for a minute comes to


def answered(model: str, said: Any, longest: int | None = None) -> float | None:
    """About what an answer to `said`, messages or texts, costs in USD; None where its model is unpriced."""
    tokens = len(encoded(said)) // BYTES
    return cost(model, {"prompt_tokens": tokens, "completion_tokens": longest or ANSWER})


def posted(data: bytes) -> tuple[str, float | None]:
    """About what the requests of a batch's file cost before they are answered, in USD at a batch's prices.

    With the model; that is the first unpriced one, and the cost None, where there is such a one.
    """
    rows = [row for line in data.splitlines() if line.strip() and (row := read(line))]
    bodies = [row.get("body") or {} for row in rows]
    costs = [_reading(body) for body in bodies]
    for body, each in zip(bodies, costs, strict=True):
        if each is None:
            return str(body.get("model", "The batch")), None
    return str(bodies[0].get("model")) if bodies else "The batch", sum(each or 0.0 for each in costs)


def _reading(body: Mapping[str, Any]) -> float | None:
    said = next((body[name] for name in ("messages", "input", "prompt") if name in body), "")
    tokens = len(encoded(said)) // BYTES
    return cost(str(body.get("model")), {"prompt_tokens": tokens, "completion_tokens": 0}, batch=True)


def drawn(model: str, n: int = 1, quality: str | None = None, size: str | None = None) -> float | None:
    """About what `n` pictures cost, in USD; None where their model is unpriced."""
    tall = size not in (None, "", "auto", "1024x1024")
    each = TOKENS.get(quality or "", TOKENS["high"]) * (1.5 if tall else 1.0)
    return cost(model, {"input_tokens": 0, "output_tokens": round(each * n)})


def spoken(model: str, words: str) -> float | None:
    """What reading out costs, in USD: by letters, or about, by the tokens they will sound for."""
    known = price(model)
    if known is None:
        return None
    if known.characters is not None:
        return known.characters * len(words) / 1e6
    if known.input is None or known.audio_output is None:
        return None
    return (known.input * len(words) / 4 + known.audio_output * HEARD * len(words) / SPOKEN) / 1e6


def heard(model: str, seconds: float) -> float | None:
    """What listening costs, in USD; None where the model has no price by time."""
    known = price(model)
    return None if known is None or known.second is None else known.second * seconds
