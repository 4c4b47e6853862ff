"""Uploading: a file on its way to the API, and how much of it is out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from openai_nb.api.files import File
    from openai_nb.client import Client

PERIOD = 0.1  # seconds between two words on how far it is


class Metered:
    """An open file that says how much of it has been read, from 0 to 1; ends early once `stopped`."""

    def __init__(self, file: IO[bytes], size: int, heard: Callable[[float], object]) -> None:
        self.name, self.stopped = file.name, False
        self._file, self._size, self._heard, self._at = file, size, heard, 0.0

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes at most."""
        if self.stopped:
            raise InterruptedError("The upload was stopped.")
        data = self._file.read(size)
        now = time.monotonic()
        if now - self._at >= PERIOD:
            self._at = now
            self._heard(self._file.tell() / self._size if self._size else 1.0)
        return data

    def tell(self) -> int:
        """How far one has read."""
        return self._file.tell()

    def seek(self, to: int, whence: int = 0) -> int:
        """Go to a place; where that is."""
        return self._file.seek(to, whence)

    def stop(self) -> None:
        """Let the next read end the upload."""
        self.stopped = True


def upload(
    client: Client,
    path: Path,
    purpose: str,
    heard: Callable[[float], object],
    begun: Callable[[Metered], object] = lambda _: None,
) -> File:
    """The file of the API that a file of this machine becomes; `heard` is told how much of it is out.

    `begun` is given what can be told to stop.
    """
    with path.open("rb") as file:
        metered = Metered(file, path.stat().st_size, heard)
        begun(metered)
        return client.files.create(file=(path.name, metered), purpose=purpose)
