"""Front: the page at `/` of a served sandbox, for a person who comes by with a browser, and `/health`.

Whoever has no token sees what this is and how to get in, and nothing of what it holds.
"""

from __future__ import annotations

import hmac
from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from openai_nb.sandbox.replies import Reply, Start, reply
from openai_nb.sandbox.store import Store
from openai_nb.version import __version__

PATHS = ("/", "/health")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "x-openai-nb-sandbox": "1",
}
NEWEST = 20  # requests that are shown
HTML = "text/html; charset=utf-8"
SHUT = '<p>What it holds is shown to those who have the token: <a href="/?in">show it</a>.</p>'
STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: .5rem 0 1.5rem }
th, td { text-align: left; padding: .2rem 1.2rem .2rem 0; border-bottom: 1px solid #8885 }
pre { padding: .8rem; overflow-x: auto; background: #8882 }
"""


def show(store: Store, token: str | None, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
    """The page, or how the sandbox is; a browser that asks to be let in is asked for the token."""
    if environ["RAW_URI"] == "/health":
        said = {"status": "ok", "sandbox": True, "version": __version__, "era": store.era}
        return reply(said).send(start, dict(HEADERS))
    inside = token is None or _bears(token, environ.get("HTTP_AUTHORIZATION", ""))
    page = _page(environ, _held(store) if inside else SHUT)
    if inside or environ["QUERY_STRING"] != "in":
        return Reply(200, HTML, [page]).send(start, dict(HEADERS))
    asked = {"WWW-Authenticate": 'Basic realm="the token as password", charset="UTF-8"'}
    return Reply(401, HTML, [page]).send(start, {**HEADERS, **asked})


def _bears(token: str, said: str) -> bool:
    """Whether a request bears the token, as the API's clients do or as the password of a browser."""
    kind, _, value = said.partition(" ")
    if kind.lower() == "basic":
        try:
            value = b64decode(value, validate=True).decode().partition(":")[2]
        except ValueError:
            return False
    return hmac.compare_digest(value.encode("utf-8", "replace"), token.encode())


def _page(environ: Mapping[str, Any], rest: str) -> bytes:
    address = escape(f"http://{environ['SERVER_NAME']}:{environ['SERVER_PORT']}/v1")
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The sandbox of openai_nb</title>
<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>
<h1>The sandbox</h1>
<p>This is OpenAI's API on this machine, for trying things out: no key, no network. What it answers is
computed by stated rules; no model speaks.</p>
<pre>from openai_nb import Client
client = Client(base_url="{address}", api_key="<em>the token printed at its start</em>")</pre>
{rest}</body></html>
""".encode()


def _held(store: Store) -> str:
    """What there is, by kind, and the newest requests, without what they said."""
    counts = _table(("kind", "number"), store.counts().items())
    newest = (
        (_moment(row["created_at"]), row["method"], row["path"], row["status"], row["model"] or "")
        for row in store.newest(NEWEST)
    )
    asked = _table(("time (UTC)", "method", "path", "status", "model"), newest)
    return f"<h2>What it holds</h2>\n{counts}<h2>Newest requests</h2>\n{asked}"


def _table(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    lines = ["".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows]
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    return f"<table><tr>{head}</tr>\n{body}</table>\n" if body else "<p>Nothing yet.</p>\n"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
