"""Postoffice: a sandbox on loopback whose door can be watched, and can do harm to those who come."""

from __future__ import annotations

import io
import json
import re
import threading
from collections import Counter
from collections.abc import Iterator

from openai_nb import Client, sandbox
from openai_nb.core.server import Served

ROWS = 12
HOW = {"model": "sandbox-chat", "progress": False, "batch": True}
GONE = (503, {"error": {"message": "It never came in."}})
ID = re.compile(r"(batch|file)[-_][A-Za-z0-9]+")


class Postoffice:
    """Counts what is asked of it; `before` and `after` hold what happens at a kind of request.

    A function of `before` may answer (status, body) itself; one of `after` may change the body,
    or give it piece by piece.
    """

    def __init__(self, **options):
        self.before, self.after, self.seen = {}, {}, Counter()
        self._app, self._lock = sandbox.app(**{"step_seconds": 0.001, **options}), threading.Lock()
        self._served = Served(self._enter)
        self.url = f"{self._served.url}/v1"
        threading.Thread(target=self._served.serve_forever, args=(0.02,), daemon=True).start()

    def client(self):
        return Client(base_url=self.url, api_key="sk-any", timeout=10.0)

    def close(self):
        self._served.shutdown()
        self._served.server_close()

    def _enter(self, environ, start):
        kind = f"{environ['REQUEST_METHOD']} {ID.sub('*', environ['PATH_INFO']).removeprefix('/v1')}"
        with self._lock:
            self.seen[kind] += 1
        answered = self.before[kind](environ) if kind in self.before else None
        if answered is None and kind not in self.after:
            return self._app(environ, start)
        status, body = answered or self._asked(environ)
        if answered is None:
            body = self.after[kind](body) or body
        if isinstance(body, Iterator):
            start(f"{status} Told", [("Content-Type", "application/octet-stream")])
            return body
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        start(f"{status} Told", [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
        return [data]

    def _asked(self, environ):
        """What the sandbox says, whole."""
        told = []
        length = int(environ.get("CONTENT_LENGTH") or 0)
        environ = {**environ, "wsgi.input": io.BytesIO(environ["wsgi.input"].read(length))}
        body = b"".join(self._app(environ, lambda status, headers: told.append(int(status[:3]))))
        plain = environ["PATH_INFO"].endswith("/content")
        return told[0], body if plain else json.loads(body)


def peek(environ):
    """What a request says, which is read again afterwards."""
    data = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    environ["wsgi.input"] = io.BytesIO(data)
    return json.loads(data)


def once(*answers):
    """Answers of a door, one after another; then it is as it was."""
    left = list(answers)
    return lambda environ: left.pop(0) if left else None


def begun(office):
    """The batches that were begun, newest first."""
    return list(office.client().batches.list())
