"""What is followed is looked at until it ends; what passes is waited out."""

from __future__ import annotations

import threading

import pytest

from openai_nb.core.errors import Refused
from openai_nb.core.refusals import refusal
from openai_nb.looks.following import looks
from openai_nb.looks.waiting import Waiting
from tests.server import reply

PASSING = (408, 409, 429, 500, 503)
DONE = {"id": "batch_1", "object": "batch", "status": "completed", "endpoint": "/v1/embeddings"}


def troubled(status):
    """A look that goes wrong once, and what it is then."""
    seen = []

    def look():
        seen.append(status)
        if len(seen) == 1:
            raise refusal(status, {"error": {"message": "not <b>now</b>"}})
        return True

    return look, lambda: len(seen) == 2


@pytest.mark.parametrize("status", PASSING)
def test_what_passes_is_told_and_looked_at_again(status):
    look, over = troubled(status)
    told = list(looks(look, over, threading.Event(), first=0.001, slowest=0.01))
    assert told[0].startswith("not now. ")
    assert told[1:] == [""]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_no_wait_mends_ends_it(status):
    look, over = troubled(status)
    with pytest.raises(Refused):
        list(looks(look, over, threading.Event(), first=0.001, slowest=0.01))


def test_an_empty_purse_ends_it():
    def look():
        raise refusal(429, {"error": {"message": "pay", "code": "insufficient_quota"}})

    with pytest.raises(Refused):
        list(looks(look, lambda: False, threading.Event(), first=0.001, slowest=0.01))


@pytest.mark.parametrize("status", PASSING)
def test_a_batch_outlasts_it(server, client, status):
    server.answers(reply({"error": {"message": "not now"}}, status), reply(DONE))
    assert Waiting(client.using(max_retries=0), "batch_1", every=0.01).wait(5).status == "completed"


def test_who_waits_is_shown_the_end_in_the_cell_that_waits(server, client, page):
    server.answers(reply(DONE))
    waiting = Waiting(client, "batch_1", every=0.01)
    waiting._ipython_display_()
    assert waiting._over.wait(5)
    drawn = len(page.drawn)
    waiting.wait(5)
    assert len(page.drawn) == drawn + 1
    assert "completed" in page.bundles[-1]["text/plain"]
