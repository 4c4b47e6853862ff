"""Shortcut: an ordinary request over a connection that stands already, without much ado.

What `requests` and urllib3 do for each request anew takes longer than sending it: writing its head, weighing
tries and times, preparing for whatever may happen.  Whatever is not ordinary is still left to them.
"""

from __future__ import annotations

import re
import ssl
from http.client import HTTPException
from queue import Empty
from typing import Any

from requests import PreparedRequest, exceptions
from urllib3._collections import HTTPHeaderDict
from urllib3.exceptions import InvalidHeader, ProtocolError
from urllib3.response import HTTPResponse

from openai_nb.core.replies import Reply

JOINED = 65_536  # bytes of a body that is sent with its head; a longer one is not copied for that
NEEDED = ("accept-encoding", "content-length", "user-agent")  # else urllib3 adds its own
ORDINARY = re.compile(
    r"[A-Z]+ /[\w.~/?&=-]* HTTP/1\.1\r\nHost: [\w.-]*\w(?::\d+)?\r\n"
    r"(?:(?!(?i:host|transfer-encoding):)[\w-]+: [!-~][\t -~]*\r\n)+\r\n",
    re.ASCII,
)
FOLD = re.compile(r"\s*\r?\n[ \t]+")
CAN_SHUT = hasattr(HTTPResponse, "shutdown")  # older ones cannot be hung up on while their body is read
KINDS: tuple[tuple[Any, Any], ...] = (
    (TimeoutError, exceptions.ReadTimeout),
    (ssl.SSLError, exceptions.SSLError),
    ((OSError, HTTPException), exceptions.ConnectionError),
)


def taken(pool: Any, request: PreparedRequest, seconds: Any) -> HTTPResponse | None:
    """The answer to a request; None, and nothing was sent, where it has to go the long way."""
    if not isinstance(seconds, tuple) or (told := written(pool, request)) is None:
        return None
    connection = _free(pool)
    if connection is None:
        return None
    try:
        return _answer(pool, connection, connection.ask(told, request.method, seconds[1]), request)
    except BaseException as problem:
        connection.close()
        pool._put_conn(None)
        if isinstance(problem, InvalidHeader):
            raise exceptions.InvalidHeader(problem, request=request) from problem
        kind = next((kind for cause, kind in KINDS if isinstance(problem, cause)), None)
        if kind is None:
            raise
        raise kind(ProtocolError("Connection aborted.", problem), request=request) from problem


def written(pool: Any, request: PreparedRequest) -> bytes | None:
    """A request as it is sent; None where urllib3 would write it in another way, or refuse to."""
    url, body, headers = request.url or "", request.body, request.headers
    if not isinstance(body, bytes) or len(body) > JOINED or not all(name in headers for name in NEEDED):
        return None
    port = "" if pool.port == pool.ConnectionCls.default_port else f":{pool.port}"
    target = url[url.find("/", len("https://")) :]
    lines = [f"{request.method} {target} HTTP/1.1", f"Host: {pool.host}{port}"]
    try:
        lines += map(": ".join, headers.items())
    except TypeError:  # a value of bytes
        return None
    head = "\r\n".join([*lines, "", ""])
    if not ORDINARY.fullmatch(head) or head.count("\n") > len(lines) + 1:  # a value may hold a line's end
        return None
    return head.encode("ascii") + body


def _free(pool: Any) -> Any:
    """A connection that stands and waits for nothing; None where there is none."""
    try:
        connection = pool.pool.get(block=False)
    except (AttributeError, Empty):  # the pool was closed meanwhile, or all are in use
        return None
    if connection is not None and connection.free:
        return connection
    pool._put_conn(connection)
    return None


def _answer(pool: Any, connection: Any, reply: Reply, request: PreparedRequest) -> HTTPResponse:
    said = [(name, FOLD.sub(" ", value) if "\n" in value else value) for name, value in reply.msg.items()]
    shut: dict[str, Any] = {"sock_shutdown": reply.shut} if CAN_SHUT else {}
    return HTTPResponse(
        reply,
        HTTPHeaderDict(said),
        status=reply.status,
        version=reply.version,
        reason=reply.reason,
        preload_content=False,
        decode_content=False,
        original_response=reply,
        pool=pool,
        connection=connection,
        request_method=request.method,
        **shut,
    )
