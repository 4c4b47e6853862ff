"""Wire: bytes as they come: of a request, within a time; of an answer, each stretch at once."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Iterator
from typing import Any


class Wire(io.RawIOBase):
    """What comes over a socket, each read within what is left of a time.

    One who sends a letter now and then holds nobody up.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket, self._end = sock, 0.0
        self.taken = 0  # bytes, since they were last counted

    def allow(self, seconds: float, *, together: bool = False) -> None:
        """Let each read take this long, or all that follow together."""
        self._socket.settimeout(seconds)
        self._end = time.monotonic() + seconds if together else 0.0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As many bytes as have come; TimeoutError when the time is over."""
        if self._end:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("The headers took too long.")
            self._socket.settimeout(left)
        count = self._socket.recv_into(buffer)
        self.taken += count
        return count


def arriving(raw: Any) -> Iterator[bytes]:
    """The body of an urllib3 response, unpacked, as it comes: nothing is held back until more is there."""
    if getattr(raw, "chunked", False) or not hasattr(raw, "read1"):
        yield from raw.stream(None, decode_content=True)
    else:  # `stream` would wait for a full buffer
        while piece := raw.read1(1 << 16, decode_content=True):
            yield piece
