"""A client whose pauses are noted and not taken, a session of its own, and columns that do not wait long."""

from __future__ import annotations

import threading
import time

import pytest

from openai_nb import session
from openai_nb.client import Client
from openai_nb.core.hangup import Caller
from openai_nb.data import pacer, workers
from tests.conftest import KEY

PATIENCE = 0.3  # seconds that a column waits for a server which says "slow down"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Columns give up after a moment, and after two rows in a row that fail."""
    monkeypatch.setattr(workers, "PATIENCE", PATIENCE)
    monkeypatch.setattr(workers, "BARREN", 0)
    monkeypatch.setattr(workers, "backoff", lambda attempt: 0.01)
    monkeypatch.setattr(pacer, "backoff", lambda attempt: 0.01)
    monkeypatch.setattr(session, "_current", session.Session())


@pytest.fixture
def client_of(server, pauses, monkeypatch):
    """A function that gives a client of the server, or of another address."""
    made = []
    monkeypatch.setattr(Caller, "pause", lambda _, seconds: pauses.append(seconds))

    def client(base_url=server.url, **options):
        made.append(Client(api_key=KEY, base_url=base_url, **{"timeout": 5.0, "max_retries": 1, **options}))
        made[-1]._transport._sleep = pauses.append
        return made[-1]

    yield client
    for each in made:
        each.close()


@pytest.fixture
def folder(tmp_path):
    """An empty folder to work in."""
    path = tmp_path / "works"
    path.mkdir()
    return path


@pytest.fixture
def threads():
    """A function that waits until no more threads run than before the test."""
    before = set(threading.enumerate())

    def left():
        end = time.monotonic() + 3
        while (more := ours(before)) and time.monotonic() < end:
            time.sleep(0.01)
        return more

    return left


def ours(before):
    """Threads of the package that are new."""
    return [each for each in set(threading.enumerate()) - before if "openai_nb" in each.name]
