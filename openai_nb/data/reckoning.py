"""Reckoning: about what a picture, a speech or a sound will cost, before it is asked for."""

from __future__ import annotations

from openai_nb.api.prices import cost, price

TOKENS = {"low": 272, "medium": 1056, "high": 4160}  # about what a square picture has, by OpenAI's guide
SPOKEN = 15  # letters a second, about
HEARD = 21  # tokens a second of sound, about: what OpenAI's price for a minute comes to


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
