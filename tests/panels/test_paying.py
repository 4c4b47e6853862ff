"""What every panel that asks a model owes: it keeps max_cost, it is in the ledger, it stops."""

import threading
import time

import pytest

from openai_nb.client import Client
from openai_nb.data import ledger
from openai_nb.data.defaults import usual
from openai_nb.panels import PANELS, panel
from tests.conftest import KEY
from tests.panels.asks import ASKS, REAL, SANDBOX

FREE = {"moderation"}  # costs nothing
LATER = {"batches"}  # what it takes is known a day later
ASKING_NOBODY = {"files", "job", "models", "settings", "stores", "studio", "usage"}
LOOKING = {"assistants", "batches", "files", "job", "jobs", "models", "stores"}  # as they open
PAID = ("/chat/completions", "/images/", "/audio/", "/embeddings", "/messages", "/runs", "/batches", "/files")
THREADS = ("openai_nb panel", "openai_nb cancels a run")

each_ask = pytest.mark.parametrize("name", sorted(ASKS))


def paid(server):
    return [each.target for each in server.requests if each.verb == "POST" and each.target.endswith(PAID)]


def until(true, seconds=30):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def settled(made):
    return until(lambda: made.problem)


def test_every_panel_is_looked_at():
    assert {name.split()[0] for name in ASKS} | ASKING_NOBODY == set(PANELS)


@pytest.mark.parametrize("name", sorted(set(ASKS) - FREE))
def test_what_may_cost_too_much_is_not_sent(asked, here, monkeypatch, name):
    monkeypatch.setattr(usual, "max_cost", lambda: 1e-12)
    made = ASKS[name](here.client, REAL)
    assert settled(made) and "max_cost" in made.problem
    assert paid(asked) == []
    made.close()


@pytest.mark.parametrize("name", sorted(set(ASKS) - LATER))
def test_what_was_asked_stands_in_the_ledger(here, name):
    with Client.sandbox(step_seconds=0.01) as client:
        here.use(client)
        made = ASKS[name](client, SANDBOX)
        assert until(lambda: ledger.shared().rows()), made.problem
        assert made.problem == ""
        made.close()
        assert all(row["sandboxed"] and row["model"] for row in ledger.shared().rows())


@each_ask
def test_a_stop_before_the_answer_leaves_no_thread(server, here, name):
    never = threading.Event()
    server.answers([never])
    try:
        with Client(api_key=KEY, base_url=server.url, timeout=60.0) as client:
            here.use(client)
            made = ASKS[name](client, REAL)
            assert until(lambda: server.requests)
            began = time.monotonic()
            made.stop()
            assert not made.busy and time.monotonic() - began < 1
            made.close()
            assert until(lambda: not alive(), 2), alive()
    finally:
        never.set()


@pytest.mark.parametrize("name", sorted(PANELS))
def test_a_panel_that_looks_in_vain_is_closed_without_a_thread(server, here, name):
    never, before = threading.Event(), set(threading.enumerate())
    server.answers([never])
    try:
        with Client(api_key=KEY, base_url=server.url, timeout=60.0) as client:
            here.use(client)
            here.model = "m"
            made = panel(name, *(["ftjob-1"] if name == "job" else []))
            assert made.widget
            made.beside()
            assert name not in LOOKING or until(lambda: server.requests)
            made.close()
            ours = lambda: set(threading.enumerate()) - before - set(server._threads)  # noqa: E731
            assert until(lambda: not ours(), 2), ours()
    finally:
        never.set()


def alive():
    return [each.name for each in threading.enumerate() if each.name in THREADS]
