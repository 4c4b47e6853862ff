"""Slices: a stretch of an open file, itself a file that can be read and read again."""

from __future__ import annotations

import io
from typing import IO


class Slice:
    """The `size` bytes of `file` from `start`; nothing of them is held in memory."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes at most; all that is left when negative."""
        left = self._size - self._at
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How far one has read."""
        return self._at

    def seek(self, to: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place within the slice; where that is."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = min(max(base + to, 0), self._size)
        return self._at
