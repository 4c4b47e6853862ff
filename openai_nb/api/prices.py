"""Prices: what a call costs, from a dated table; a model that is not in it is unpriced, never free.

The table `prices.tsv` holds USD per million tokens (for transcription also USD per second of sound,
for speech USD per million characters), read on the day `AS_OF` from the API's pricing page
(developers.openai.com/api/docs/pricing) by way of litellm's public price map; what training takes is from
the page itself, under fine-tuning.  `refresh` reads a newer map.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from openai_nb.core.places import cache_directory, replacing
from openai_nb.core.record import Record, asdict

AS_OF = "2026-11-21"
LONG = 272_000  # prompt tokens beyond which the long prices hold, where a model has them
MAP_URL = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json"
MAP_FILE = "model_prices_and_context_window_backup.json"  # as an installed litellm carries it
DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")
MILLION = 1_000_000
FIELDS = {  # ours: the map's, per token
    "input": "input_cost_per_token",
    "cached": "cache_read_input_token_cost",
    "written": "cache_creation_input_token_cost",
    "output": "output_cost_per_token",
    "batch_input": "input_cost_per_token_batches",
    "batch_cached": "cache_read_input_token_cost_batches",
    "batch_output": "output_cost_per_token_batches",
    "audio_input": "input_cost_per_audio_token",
    "audio_output": "output_cost_per_audio_token",
    "image_input": "input_cost_per_image_token",
    "image_output": "output_cost_per_image_token",
    "long_input": "input_cost_per_token_above_272k_tokens",
    "long_cached": "cache_read_input_token_cost_above_272k_tokens",
    "long_output": "output_cost_per_token_above_272k_tokens",
    "characters": "input_cost_per_character",
    "second": "input_cost_per_second",
    "training": "training_cost_per_token",
}


@dataclass(frozen=True)
class Price:
    """What a model takes: USD per million tokens, per million characters, or per second of sound."""

    input: float | None = None
    cached: float | None = None
    written: float | None = None
    output: float | None = None
    batch_input: float | None = None
    batch_cached: float | None = None
    batch_output: float | None = None
    audio_input: float | None = None
    audio_output: float | None = None
    image_input: float | None = None
    image_output: float | None = None
    long_input: float | None = None
    long_cached: float | None = None
    long_output: float | None = None
    characters: float | None = None
    second: float | None = None
    training: float | None = None


def price(model: str) -> Price | None:
    """The prices of `model`, or of the model a dated or tuned name belongs to; None where it is unpriced."""
    tuned = model.split(":")[:2] if model.startswith("ft:") else []
    named = ":".join(tuned) if tuned else model
    for table in _tables():
        found = table.get(named) or table.get(DATED.sub("", named))
        if found:
            return found
    return None


def cost(model: str, usage: Mapping[str, Any] | Record | None, *, batch: bool = False) -> float | None:
    """What a call cost in USD, by the usage that its answer told; None where a price is not known.

    `usage` is that of chat, responses, embeddings, images or audio; `batch` takes the Batch API's prices.
    """
    known = price(model)
    if known is None or usage is None:
        return None
    told = asdict(usage) if isinstance(usage, Record) else usage
    if told.get("type") == "duration" or "seconds" in told:
        return known.second * float(told["seconds"]) if known.second is not None and not batch else None
    if "prompt_tokens" not in told and "input_tokens" not in told:
        return None
    parts = [*_asked(known, told, batch), *_answered(known, told, batch)]
    if any(rate is None for tokens, rate in parts if tokens):
        return None
    return sum(tokens * (rate or 0.0) for tokens, rate in parts) / MILLION


def training(model: str, tokens: int) -> float | None:
    """What it costs in USD to train `model` on so many tokens; None where that is not known.

    `model` is the one to begin with, dated or not, or a tuned one; reinforcement takes time, not tokens.
    """
    base = model.split(":")[1] if model.startswith("ft:") and model.count(":") else model
    named = re.compile(rf"ft:{re.escape(base)}(-\d{{4}}-\d{{2}}-\d{{2}})?")
    for table in _tables():
        found = {row.training for name, row in table.items() if named.fullmatch(name)} - {None}
        if len(found) == 1:
            return (found.pop() or 0.0) * tokens / MILLION
    return None


def refresh(source: str | Path | None = None) -> int:
    """Read newer prices from `source`, a file or an address with litellm's price map, and keep them.

    Without a source the map's public address is asked.  Answers how many of OpenAI's models it prices;
    the table that came with the package stands again once `prices.json` is removed from the cache directory.
    """
    said = str(source or MAP_URL)
    if said.startswith("https://"):
        import requests

        answer = requests.get(said, timeout=30)
        answer.raise_for_status()
        text = answer.text
    else:
        text = Path(said).expanduser().read_text("utf-8")
    table = _read_map(json.loads(text))
    if not table:
        from openai_nb.core.errors import SettingsError

        raise SettingsError(f"{said} holds no prices of OpenAI's models.", "Give litellm's price map.")
    kept = _refreshed()
    kept.parent.mkdir(parents=True, exist_ok=True)
    with replacing(kept) as file:
        file.write(text.encode())
    _tables.cache_clear()
    return len(table)


_Part = tuple[int, float | None]  # tokens, and USD per million of them


def _asked(known: Price, told: Mapping[str, Any], batch: bool) -> list[_Part]:
    """The tokens that were read, by what each kind of them takes."""
    total = told.get("prompt_tokens", told.get("input_tokens")) or 0
    details = _details(told, "prompt_tokens", "input_tokens", "input_token")  # the last is transcription's
    cached, written = details.get("cached_tokens") or 0, details.get("cache_write_tokens") or 0
    audio, pictures = details.get("audio_tokens") or 0, details.get("image_tokens") or 0
    plain, again, new = known.input, known.cached, known.written
    if batch:
        plain, again, new = known.batch_input, known.batch_cached, None
    elif total > LONG and known.long_input is not None:
        plain, again = known.long_input, known.long_cached
        new = known.written and known.written * known.long_input / (known.input or known.long_input)
    if again is None:
        again = plain  # no discount is known: what was read again takes what is read anew
    own = 0 if batch or known.image_input is None else pictures  # else a picture's tokens are plain ones
    heard = 0 if batch or known.audio_input is None else audio
    paid = written if new is not None else 0
    rest = max(total - cached - own - heard - paid, 0)
    return [(rest, plain), (cached, again), (paid, new), (heard, known.audio_input), (own, known.image_input)]


def _answered(known: Price, told: Mapping[str, Any], batch: bool) -> list[_Part]:
    """The tokens that were written, by what each kind of them takes."""
    total = told.get("completion_tokens", told.get("output_tokens")) or 0
    details = _details(told, "completion_tokens", "output_tokens", "output_token")
    long = (told.get("prompt_tokens", told.get("input_tokens")) or 0) > LONG and known.long_output is not None
    plain = known.batch_output if batch else known.long_output if long else known.output
    pictures = details.get("image_tokens")
    if pictures is None and known.output is None:
        pictures = total  # a model that only paints
    own = 0 if batch or known.image_output is None else pictures or 0
    heard = 0 if batch or known.audio_output is None else details.get("audio_tokens") or 0
    return [(max(total - own - heard, 0), plain), (heard, known.audio_output), (own, known.image_output)]


def _details(told: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The kinds of tokens among those read or written; families of the API name them differently."""
    return next((found for name in names if (found := told.get(f"{name}_details"))), {})


@cache
def _tables() -> tuple[Mapping[str, Price], ...]:
    """The tables in the order they are believed: refreshed, the package's own, an installed litellm's."""
    own = _read_table((files("openai_nb.api") / "prices.tsv").read_text("utf-8"))
    return tuple(table for table in (_map_at(_refreshed()), own, _map_at(_installed())) if table)


def _read_table(text: str) -> dict[str, Price]:
    head, *lines = (line.split("\t") for line in text.splitlines())
    rows = ((name, zip(head[1:], values, strict=False)) for name, *values in lines)
    return {name: Price(**{field: float(value) for field, value in row if value}) for name, row in rows}


def _read_map(said: Any) -> dict[str, Price]:
    """OpenAI's models of a map in litellm's form, which counts in USD per token."""
    found = {}
    for name, row in said.items() if isinstance(said, dict) else ():
        if not isinstance(row, dict) or "openai" not in str(row.get("litellm_provider")) or "/" in name:
            continue
        named = {field.name: row.get(FIELDS[field.name]) for field in fields(Price)}
        priced = {
            name: value * (1 if name == "second" else MILLION)
            for name, value in named.items()
            if isinstance(value, int | float)
        }
        if priced:
            found[name] = Price(**priced)
    return found


def _map_at(path: Path | None) -> dict[str, Price]:
    try:
        return _read_map(json.loads(path.read_text("utf-8"))) if path else {}
    except (OSError, ValueError):
        return {}


def _refreshed() -> Path:
    return cache_directory() / "prices.json"


def _installed() -> Path | None:
    """The price map of an installed litellm, which is found without importing it."""
    spec = find_spec("litellm")
    return Path(spec.origin).parent / MAP_FILE if spec and spec.origin else None
