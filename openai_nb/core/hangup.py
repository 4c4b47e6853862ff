"""Hangup: a request that is given up from another thread while its answer is waited for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import requests
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from openai_nb.core.carrier import Straight, Together
from openai_nb.core.errors import OpenAIError

_here = threading.local()  # the caller whose requests this thread sends


class HungUp(OpenAIError):
    """The request was given up before its answer had come."""


class Caller:
    """Who sends requests: within `with caller:` those of this thread end when another one says `hang_up()`.

    What waits for an answer's head, for the rest of its body or for another try ends at once: with `HungUp`,
    or, where the body was being read as it came, with what a broken connection is to its reader.
    """

    def __init__(self) -> None:
        self._gone, self._lock = threading.Event(), threading.Lock()
        self._connection: Any = None  # that waits for an answer's head
        self._answer: Any = None  # whose body is read
        self._outer: Caller | None = None

    def __enter__(self) -> Caller:
        self._outer, _here.caller = getattr(_here, "caller", None), self
        return self

    def __exit__(self, *_: object) -> None:
        _here.caller = self._outer

    @property
    def gone(self) -> bool:
        """Whether it has hung up."""
        return self._gone.is_set()

    def hang_up(self) -> None:
        """Close the socket of the request under way, and let no other begin."""
        self._gone.set()
        with self._lock:
            self._shut()

    def wait(self, send: Callable[..., requests.Response], *asked: Any) -> requests.Response:
        """What `send` gives; raises `HungUp` in place of what comes of a socket that was closed."""
        self._check()
        answer: requests.Response | None = None
        try:
            answer = send(*asked)
        except Exception:
            self._check()
            raise
        finally:
            with self._lock:
                self._connection, self._answer = None, answer
        if self.gone:
            answer.close()
        self._check()
        return answer

    def pause(self, seconds: float) -> None:
        """Wait so long before another try, or until it hangs up."""
        self._gone.wait(seconds)

    def take(self, connection: Any) -> None:
        """Remember which connection is waited for."""
        with self._lock:
            self._connection = connection
            if self.gone:
                self._shut()

    def _check(self) -> None:
        if self.gone:
            raise HungUp("The request was given up before its answer had come.") from None

    def _shut(self) -> None:
        if (sock := getattr(self._connection, "sock", None)) is not None:
            with suppress(OSError):  # it may be closed already
                sock.shutdown(socket.SHUT_RDWR)
        if self._answer is not None:
            with suppress(Exception):  # its connection may serve another call already; older urllib3 cannot
                self._answer.raw.shutdown()


def caller() -> Caller | None:
    """Whose requests this thread sends, if somebody said so."""
    return getattr(_here, "caller", None)


class _Held:
    """What a connection does for its caller: it says when it is waited for."""

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        if (waits := caller()) is not None:
            waits.take(self)

    def request(self, *args: Any, **named: Any) -> None:
        if (waits := caller()) is not None:
            waits.take(self)
        super().request(*args, **named)  # type: ignore[misc]

    def ask(self, *args: Any) -> Any:
        if (waits := caller()) is not None:
            waits.take(self)
        return super().ask(*args)  # type: ignore[misc]


def _pool(pool: type, connection: type) -> type:
    """A pool of such connections that can be hung up on."""
    held = type(f"Held{connection.__name__}", (_Held, Together, connection), {})
    return type(f"Held{pool.__name__}", (pool,), {"ConnectionCls": held})


POOLS = {
    "http": _pool(HTTPConnectionPool, HTTPConnection),
    "https": _pool(HTTPSConnectionPool, HTTPSConnection),
}


class Carrier(Straight):
    """Carries requests over connections that a `Caller` can close."""

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        """The pools of straight ways."""
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, *args: Any, **named: Any) -> Any:
        """The pools of ways over a proxy."""
        manager = super().proxy_manager_for(*args, **named)
        manager.pool_classes_by_scheme = POOLS
        return manager
