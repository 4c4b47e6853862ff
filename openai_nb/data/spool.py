"""Spool: the lines of a batch on disk, up to what the API takes in one file."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

from openai_nb.api.lines import MOST_BYTES, MOST_INPUTS, MOST_LINES, read
from openai_nb.core.encoding import encoded
from openai_nb.core.errors import OpenAIError
from openai_nb.data.lanes import Ask


@dataclass(frozen=True)
class Limits:
    """What a batch holds at most: lines, bytes, texts to embed, and tokens where there is room for few."""

    lines: int = MOST_LINES
    bytes: int = MOST_BYTES
    inputs: int = MOST_INPUTS
    tokens: float | None = None  # None while no such limit is known


class Spool:
    """A file of lines that grows; the questions themselves are let go once they are in it."""

    def __init__(self, folder: Path, endpoint: str, limits: Limits) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = folder / f"{uuid4().hex}.jsonl"
        self.asks: dict[bytes, Ask] = {}
        self.promised = self.tokens = 0.0
        self._endpoint, self._limits = endpoint, limits
        self._bytes, self._inputs, self._kept = 0, 0, False
        self._file = self.path.open("wb")
        self.path.chmod(0o600)

    def line(self, ask: Ask) -> bytes:
        """The question as a line; its key is what its answer will be known by.

        Raises `OpenAIError` where no file could hold it.
        """
        row = {"custom_id": ask.key.hex(), "method": "POST", "url": self._endpoint, "body": ask.body}
        line, most = encoded(row) + b"\n", self._limits.bytes
        if len(line) > most:
            raise OpenAIError(
                f"This row has {len(line):,} bytes as a line; a batch takes {most:,} in all.",
                "Shorten its text or its files, or ask it live: batch=False.",
            )
        return line

    def takes(self, line: bytes, tokens: float = 0.0, inputs: int = 1) -> bool:
        """Whether one more line still fits; an empty spool takes any that `line` gave."""
        limits = self._limits
        return not self.asks or (
            len(self.asks) < limits.lines
            and self._bytes + len(line) <= limits.bytes
            and self._inputs + inputs <= limits.inputs
            and (limits.tokens is None or self.tokens + tokens <= limits.tokens)
        )

    def add(self, ask: Ask, line: bytes, tokens: float = 0.0, inputs: int = 1) -> None:
        """Write a line."""
        self._file.write(line)
        self._bytes, self._inputs = self._bytes + len(line), self._inputs + inputs
        self.tokens += tokens
        self.asks[ask.key] = Ask(ask.slot, ask.key, {}, ask.size)

    def origin(self) -> str:
        """What stands for these rows, whatever their order."""
        return blake2b(b"".join(sorted(self.asks)), digest_size=10).hexdigest()

    def keep(self, path: Path) -> None:
        """All lines are there: let the file have its name."""
        self._file.close()
        self.path.replace(path)
        self.path, self._kept = path, True

    def discard(self) -> None:
        """Let it all go, unless it was kept."""
        self._file.close()
        if not self._kept:
            self.path.unlink(missing_ok=True)


def lines(path: Path, wanted: Container[bytes]) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """(key, body) of those lines of a kept spool that are wanted, in their order."""
    with path.open("rb") as file:
        for line in file:
            row = read(line) or {}
            key = bytes.fromhex(row.get("custom_id", ""))
            if key in wanted:
                yield key, row["body"]


def numbered(path: Path) -> Callable[[int], bytes | None]:
    """The key of a line by its number, from 1; None where there is no such line."""
    with path.open("rb") as file:
        keys = [bytes.fromhex((read(line) or {}).get("custom_id", "")) for line in file]
    return lambda number: keys[number - 1] if 1 <= number <= len(keys) else None
