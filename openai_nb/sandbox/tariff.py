"""Tariff: what the sandbox's work would cost; prices made up to have something to add up.

Nothing is charged: no account stands behind a sandbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PRICES: dict[str, dict[str, tuple[float, str]]] = {  # USD for one, by kind and amount, and its unit
    "completions": {"input_tokens": (1.0e-6, "tokens"), "output_tokens": (4.0e-6, "tokens")},
    "embeddings": {"input_tokens": (2.0e-8, "tokens")},
    "moderations": {},
    "images": {"images": (0.02, "images")},
    "audio_speeches": {"characters": (1.5e-5, "characters")},
    "audio_transcriptions": {"audio_seconds": (1.0e-4, "duration_seconds")},
    "file_search_calls": {},
    "code_interpreter_sessions": {},
}
BATCH = 0.5  # the share of the price that a batch pays


def charges(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What one row of the journal would cost, by line item: `sandbox-chat, input_tokens`."""
    for name, (price, unit) in PRICES.get(row.get("kind") or "", {}).items():
        quantity = row.get(name) or 0
        share = BATCH if row.get("batch") else 1.0
        yield {
            **row,
            "line_item": f"{row.get('model')}, {name}",
            "quantity": quantity,
            "quantity_unit": unit,
            "value": quantity * price * share,
        }
