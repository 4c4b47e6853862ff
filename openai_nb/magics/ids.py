"""Ids: what the server holds, for completion: asked beside the cells, kept briefly, never waited for long.

Only lists are asked for, which cost nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openai_nb.session import current

if TYPE_CHECKING:
    from openai_nb.client import Client

WAIT = 0.2  # seconds that Tabs may wait for an answer, all together
FRESH = 60.0  # seconds that an answer is good for
MOST = 100  # newest of a kind
TIMEOUT = 5.0  # seconds after which a slow server is given up

LISTS: dict[str, Callable[[Client], list[str]]] = {  # every one of them is free
    "model": lambda client: [each.id for each in client.models.list()],
    "file": lambda client: _ids(client.files),
    "job": lambda client: _ids(client.fine_tuning.jobs),
    "batch": lambda client: _ids(client.batches),
    "assistant": lambda client: [each.name or each.id for each in client.assistants.list(limit=MOST).data],
    "assistant_id": lambda client: _ids(client.assistants),
    "store": lambda client: [each.name or each.id for each in client.vector_stores.list(limit=MOST).data],
    "store_id": lambda client: _ids(client.vector_stores),
}


@dataclass
class _Known:
    """What is known of one kind: who told it, when, and the thread that asks, while it does."""

    client: Any
    ids: list[str]
    at: float = float("-inf")
    begun: float = 0.0
    asking: threading.Thread | None = None


_known: dict[str, _Known] = {}


def ids(kind: str) -> list[str]:
    """The ids of this kind as far as they are known within `WAIT` seconds; what is missing comes later."""
    client = vars(current())["_client"]
    known = _known.get(kind)
    if known is None or known.client is not client:
        known = _known[kind] = _Known(client, [])
    if time.monotonic() - known.at > FRESH and known.asking is None:
        known.begun = time.monotonic()
        known.asking = threading.Thread(target=_ask, args=(kind, known), daemon=True)
        known.asking.start()
    if asking := known.asking:
        asking.join(max(0.0, known.begun + WAIT - time.monotonic()))
    return known.ids


def known(kind: str) -> list[str]:
    """The ids of this kind that are known already, without a request; a sandbox of this process is asked."""
    client, found = vars(current())["_client"], _known.get(kind)
    if client is not None and client.provider.sandboxed:
        return LISTS[kind](client)
    return found.ids if found and found.client is client else []


def _ask(kind: str, known: _Known) -> None:
    try:
        client = known.client or _quiet()
        known.ids = LISTS[kind](client.using(timeout=TIMEOUT, max_retries=0))
    except Exception:  # noqa: S110 - whatever is wrong shows when the cell runs
        pass
    known.at, known.asking = time.monotonic(), None


def _quiet() -> Client:
    """Whoever would answer, where nobody was asked yet: the notice of the sandbox is for a cell to give."""
    from openai_nb import sandbox
    from openai_nb.client import Client
    from openai_nb.providers import finding

    return Client(provider=finding.find().provider or sandbox.provider())


def _ids(family: Any) -> list[str]:
    return [each.id for each in family.list(limit=MOST).data]
