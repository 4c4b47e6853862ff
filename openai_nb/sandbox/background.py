"""Background: responses that are made while others do something else: queued, in progress, completed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from openai_nb.api.unfolding import unfolded
from openai_nb.sandbox.errands import errand, send
from openai_nb.sandbox.journal import amounts, note
from openai_nb.sandbox.oracle import tokens
from openai_nb.sandbox.refusal import Refusal
from openai_nb.sandbox.responding import UNDER_WAY, Asked, keep, put
from openai_nb.sandbox.store import Store

LOOK_SECONDS = 0.01  # how often a follower looks
FOLLOW_SECONDS = 600.0  # how long one may follow
UNMADE: dict[str, Any] = {"completed_at": None, "incomplete_details": None, "output": [], "usage": None}


def start(store: Store, asked: Asked, response: dict[str, Any]) -> dict[str, Any]:
    """Queue a response that will become `response`; at once if the store's `step_seconds` is None."""
    queued = {**response, **UNMADE, "status": "queued"}
    heard = {"before": asked.before, "given": asked.given, "conversation": asked.conversation}
    with store.step():
        put(store, asked, queued)
        store.put("response plan", {"id": queued["id"], "response": response, **heard})
    send(store, "response", queued["id"])
    return queued


def followed(store: Store, id: str, after: int = -1) -> Iterator[dict[str, Any]]:
    """The events of a response behind number `after`, as they happen; it gives up after 600 s."""
    sent, end = after, time.monotonic() + FOLLOW_SECONDS
    while time.monotonic() < end:
        response = store.get("response", id)
        if response is None:
            raise Refusal(404, f"Response with id '{id}' not found.", param="id")
        for raw in _so_far(response):
            if raw["sequence_number"] > sent:
                sent = raw["sequence_number"]
                yield raw
                time.sleep(1 / store.pace if store.pace and "delta" in raw else 0)
        if response["status"] not in UNDER_WAY:
            return
        time.sleep(LOOK_SECONDS)
    raise Refusal(408, f"Response '{id}' did not end within {FOLLOW_SECONDS:g} s.")


def _so_far(response: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The events that a response has come to: two while it is queued, three while it goes on."""
    known = {"queued": 2, "in_progress": 3}.get(response["status"])
    for raw in unfolded(response, tokens.pieces, queued=True):
        if known is not None and raw["sequence_number"] >= known:
            return
        yield raw


@errand("response")
def _work(store: Store, id: str) -> Iterator[None]:
    """From queued to completed; it ends early when it is cancelled or deleted."""
    plan = store.get("response plan", id)
    yield
    if plan is None or not _begin(store, id):
        store.delete("response plan", id)
        return
    yield
    response = plan["response"]
    asked = Asked(response["model"], plan["before"], plan["given"], [], plan["conversation"], {})
    with store.step():
        store.delete("response plan", id)
        now = store.get("response", id)
        if now and now["status"] == "in_progress":
            done = store.now() if response["completed_at"] else None
            keep(store, asked, {**response, "completed_at": done})
            path, model = f"/responses/{id}", response["model"]
            counted = amounts("completions", path, {}, response)
            note(store, "WORK", path, 200, kind="completions", model=model, **counted)


def _begin(store: Store, id: str) -> bool:
    """Let a response begin, unless it was ended or deleted in the meantime."""
    with store.step():
        now = store.get("response", id)
        if now is None or now["status"] not in UNDER_WAY:
            return False
        store.change("response", id, status="in_progress")
    return True
