"""Logprobs: how sure the sandbox gives itself out to be of each piece, in the API's form."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from typing import Any

_OTHERS = [
    f" {word}" for word in ("the", "a", "and", "of", "to", "in", "is", "it", "that", "for", "or", "not", "as")
]
_OTHERS += [".", ",", "\n", " on", " with", " by", " an", " this", "The", " be", " at"]


def logprobs(pieces: Sequence[str], top: int) -> list[dict[str, Any]]:
    """One entry for each piece: its token, logprob and bytes, and `top` alternatives, the chosen piece first.

    The probabilities of an entry's alternatives add up to less than one. They come from a checksum of the
    piece and its place, since a rule has no doubts to measure.
    """
    return [_entry(piece, place, top) for place, piece in enumerate(pieces)]


def _entry(piece: str, place: int, top: int) -> dict[str, Any]:
    mark = zlib.crc32(f"{place} {piece}".encode("utf-8", "surrogatepass"))
    chosen = 0.55 + 0.44 * (mark % 1000) / 1000
    found = [_token(piece, chosen)]
    start = mark % len(_OTHERS)
    others = [other for other in _OTHERS[start:] + _OTHERS[:start] if other != piece]
    left = 0.98 * (1.0 - chosen)
    for other in others[: max(0, top - 1)]:
        share = left * 0.55
        left -= share
        found.append(_token(other, share))
    return {**found[0], "top_logprobs": found[:top]}


def _token(text: str, probability: float) -> dict[str, Any]:
    raw = list(text.encode("utf-8", "replace"))
    return {"token": text, "logprob": round(math.log(max(probability, 1e-12)), 6), "bytes": raw}
