"""Flows: what the scripts of this folder share; they run where only the official SDK is installed."""

from __future__ import annotations

import io
import json
import os
import sys
import time
import traceback
import warnings
import zlib
from collections.abc import Callable

FLOWS: list[Callable[..., None]] = []
KINDS = dict.fromkeys(("apple", "pear", "plum", "cherry", "lemon", "banana"), "fruit")
KINDS |= dict.fromkeys(("iron", "copper", "silver", "gold", "zinc", "lead"), "metal")
TEACHING = "\n".join(
    json.dumps(
        {
            "messages": [
                {"role": "user", "content": f"What is {word}?"},
                {"role": "assistant", "content": kind},
            ]
        }
    )
    for word, kind in KINDS.items()
).encode()
PAIRS = "\n".join(
    json.dumps({"prompt": f"What is {word}? ->", "completion": f" {kind}"}) for word, kind in KINDS.items()
).encode()
PARAMETERS = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
WEATHER = {"name": "get_weather", "description": "The weather of a city", "parameters": PARAMETERS}
FACTS = b"The lighthouse of Arnholm is 41 metres tall.\n\nIts keeper is called Ines Varga.\n"


def flow(function: Callable[..., None]) -> Callable[..., None]:
    """Run this one too."""
    FLOWS.append(function)
    return function


def png(width: int = 64, height: int = 64, alpha: int = 255) -> bytes:
    """A picture of one colour, written by hand."""

    def part(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    rows = (b"\0" + bytes([90, 140, 200, alpha]) * width) * height
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x06\0\0\0"
    shown = part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + shown


def named(name: str, data: bytes) -> io.BytesIO:
    """A file in memory with a name."""
    file = io.BytesIO(data)
    file.name = name
    return file


def until(look: Callable[[], object], good: Callable[[object], bool], seconds: float = 20.0) -> object:
    """What `look` sees once it is `good`; it fails when that takes too long."""
    ends = time.monotonic() + seconds
    while not good(seen := look()):
        assert time.monotonic() < ends, f"Still {seen!r} after {seconds} s."
        time.sleep(0.02)
    return seen


def main(sdk: object, slow: object) -> None:
    """Run every flow, or those that are named; a line for each, and 1 to the shell if any failed.

    `slow` is a client of a sandbox whose jobs take their time.
    """
    warnings.simplefilter("ignore", DeprecationWarning)
    failed = 0
    for each in FLOWS:
        if sys.argv[1:] and each.__name__ not in sys.argv[1:]:
            continue
        try:
            each(*(sdk, slow)[: each.__code__.co_argcount])
        except Exception as error:
            failed += 1
            if os.environ.get("FLOWS_TRACE"):
                traceback.print_exc()
            print(f"FAILED {each.__name__}: {type(error).__name__}: {str(error)[:600]}")
        else:
            print(f"ok {each.__name__}")
    sys.exit(failed > 0)


def clients(make: Callable[..., object]) -> tuple[object, object]:
    """Clients of the two sandboxes that the environment names: one whose jobs are done at once, one slow."""
    key = os.environ["FLOWS_KEY"]
    return tuple(
        make(
            base_url=os.environ[name],
            api_key=key,
            max_retries=0,
            timeout=30,
            _strict_response_validation=True,
        )
        for name in ("FLOWS_URL", "FLOWS_SLOW_URL")
    )
