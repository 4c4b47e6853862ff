"""Streams: an answer in pieces, as they come."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from openai_nb.core.errors import Garbled, OpenAIError, TimedOut, Truncated
from openai_nb.core.events import decode
from openai_nb.core.record import make
from openai_nb.core.refusals import refused_within, without_key
from openai_nb.core.wire import arriving

if TYPE_CHECKING:
    from requests import Response

    from openai_nb.core.pieces import Pieces

T = TypeVar("T")
R = TypeVar("R")
_read = json.JSONDecoder().raw_decode
END_SECONDS = 0.25  # how long to wait, after the last word, for the end of the body


class Stream(Generic[T, R]):
    """Pieces of an answer: iterate, or `gather()` them into the whole.

    It closes itself at its end and when nobody holds it any more; leave a `with` block or call
    `close()` to stop before.  A stream that breaks off, or ends without its last word, raises
    `Truncated`; it is never silently short.
    """

    def __init__(self, response: Response, pieces: Pieces) -> None:
        self.response, self.pieces = response, pieces
        self._reading = _Reading(response, pieces)
        self._source: Iterator[T] = self._reading.read()

    @property
    def closed(self) -> bool:
        """Whether it has ended, or was stopped."""
        return self._reading.closed

    def __iter__(self) -> Iterator[T]:
        return self._source

    def __next__(self) -> T:
        return next(self._source)

    def __enter__(self) -> Stream[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        name = getattr(self.pieces.kind, "__name__", "Record")
        return f"Stream of {name}, {'ended' if self.closed else 'open'}"

    def gather(self, each: Callable[[T], object] | None = None) -> R:
        """The whole answer, once all pieces have come; `each` is called with every piece on its way.

        An error on the way keeps what had come, gathered, as its `partial`.
        """
        kept: list[T] = []
        try:
            for piece in self._source:
                kept.append(piece)
                if each is not None:
                    each(piece)
        except OpenAIError as error:
            error.partial = self.pieces.gather(kept) if kept else None
            raise
        finally:
            self.close()
        return self.pieces.gather(kept)  # type: ignore[no-any-return]

    def close(self) -> None:
        """Stop now: the socket is closed, also from another thread while a read is waiting."""
        self._reading.close()


class _Reading:
    """The reading behind a stream; it does not know the stream, which may so be forgotten at once."""

    def __init__(self, response: Response, pieces: Pieces) -> None:
        self.response, self.pieces = response, pieces
        self.closed = False

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        with contextlib.suppress(Exception):  # older urllib3 has no shutdown; closing must not fail
            self.response.raw.shutdown()
        self.response.close()

    def read(self) -> Iterator[Any]:
        try:
            kind = self.response.headers.get("content-type", "")
            if self.pieces.kind is bytes:
                yield from self._raw(kind)
            else:
                yield from self._whole() if "json" in kind else self._events(kind)
        except (Truncated, TimedOut):
            if not self.closed:  # closed from another thread: an end that was wished for
                raise
        finally:
            self.close()

    def _whole(self) -> Iterator[Any]:
        """The server answered at once, though a stream was asked for."""
        raw = self._parsed("", b"".join(_bytes(self.response)).decode("utf-8", "replace"))
        yield from map(self._dress(), self.pieces.split(raw))

    def _dress(self) -> Callable[[dict[str, Any]], Any]:
        kind = self.pieces.kind
        return partial(make, kind) if isinstance(kind, type) else kind

    def _raw(self, kind: str) -> Iterator[bytes]:
        """The answer itself, as it arrives: a sound, for one."""
        if "json" in kind:
            self._parsed("", b"".join(_bytes(self.response)).decode("utf-8", "replace"))
        if "json" in kind or "html" in kind:
            raise Garbled(f"A stream of bytes was asked for and {kind.partition(';')[0]} came back.")
        yield from _bytes(self.response)

    def _events(self, kind: str) -> Iterator[Any]:
        if kind and "event-stream" not in kind and "octet" not in kind and "text/plain" not in kind:
            raise Garbled(f"A stream was asked for and {kind.partition(';')[0]} came back.")
        dress, tally, ended = self._dress(), self.pieces.tally, dict[int, bool]()
        wrap = self.pieces.wrap
        parts = _bytes(self.response)
        for name, data in decode(parts):
            if data.startswith("[DONE]"):
                return self._drain(parts)
            try:
                raw = self._parsed(name, data)
            except OpenAIError:
                data = ""  # it may say the key back, and a verbose trace would show it
                raise
            if wrap is not None:
                raw = wrap(name, raw)
            tally(raw, ended)
            yield dress(raw)
            if self.pieces.last(raw):
                return self._drain(parts)
        if not self.closed and not (ended and all(ended.values())):
            raise Truncated("The stream ended in the middle of the answer.")
        return None

    def _parsed(self, name: str, data: str) -> dict[str, Any]:
        whole, raw = _loads(data)
        if not isinstance(raw, dict):
            data = without_key(data, self.response.request)[:80]
            if not whole:
                raise Truncated(f"The stream broke off inside a piece: {data!r}")
            raise Garbled(f"The stream holds {type(raw).__name__} {data!r} where an object was due.")
        if raw.get("error") or "error" in (name, raw.get("type")):
            problem, data = refused_within(data, self.response), ""
            raw.clear()
            raise problem
        return raw

    def _drain(self, parts: Iterator[bytes]) -> None:
        """Read on to the end of the body, so that the connection can serve the next call.

        A server that keeps the body open after its last word loses the connection instead.
        """
        sock = getattr(getattr(self.response.raw, "_connection", None), "sock", None)
        if sock is None:
            return
        before, end = sock.gettimeout(), time.monotonic() + END_SECONDS
        with contextlib.suppress(OpenAIError, OSError):
            sock.settimeout(END_SECONDS)
            for _ in parts:
                if time.monotonic() > end:
                    return
            sock.settimeout(before)


def _loads(data: str) -> tuple[bool, Any]:
    """(whether it is JSON, what it says), without the looking around that `json.loads` does first.

    That takes a third of its time.  The error of what is no JSON would hold all of it: it stays here.
    """
    try:
        raw, end = _read(data)
        return True, raw if end == len(data) else json.loads(data)
    except ValueError:
        pass
    try:
        return True, json.loads(data)
    except ValueError:
        return False, None


def _bytes(response: Response) -> Iterator[bytes]:
    """The body as it arrives; what breaks it off is told as `TimedOut` or `Truncated`."""
    from urllib3.exceptions import HTTPError, ReadTimeoutError

    if response._content_consumed:  # type: ignore[attr-defined]
        yield response.content
        return
    try:
        yield from arriving(response.raw)
    except ReadTimeoutError:
        raise TimedOut("The stream fell silent before its end.") from None
    except (HTTPError, OSError, ValueError, AttributeError) as error:
        raise Truncated(
            f"The connection broke off in the middle of the answer ({type(error).__name__})."
        ) from None
