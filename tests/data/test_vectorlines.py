"""Texts that are embedded by batches, and killed at any step: each vector once, each paid for once."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from openai_nb.data import cache, embedding, ledger, manifest
from tests.data.postoffice import GONE, begun

TEXTS, LINES, DIMENSIONS = 1300, 650, 8  # distinct texts, in two batches
HOW = {"model": "sandbox-embedding", "dimensions": DIMENSIONS, "progress": False}
PROGRAM = f"""
import sys
import numpy as np
from openai_nb import Client
from openai_nb.data import batchlane, embedding
from openai_nb.data.spool import Limits
from tests.data.test_vectorlines import HOW, words

batchlane.Limits = lambda: Limits(lines={LINES})
client = Client(base_url=sys.argv[1], api_key="sk-any", timeout=10.0)
np.save(sys.argv[2], embedding.embed(words(), client=client, batch=True, **HOW).values)
"""
STEPS = [  # each hits a program that goes on where the last one was killed
    ("before", "POST /files"),  # the first batch is planned
    ("after", "POST /files"),  # the other is there, and nobody was told
    ("before", "POST /batches"),
    ("after", "POST /batches"),  # the first is under way, and nobody was told
    ("before", "GET /batches/*"),
    ("midway", "GET /files/*/content"),
    ("after", "GET /files/*/content"),
    ("before", "DELETE /files/*"),  # the first is read
    ("before", "POST /batches"),
    ("after", "POST /batches"),
    ("midway", "GET /files/*/content"),
]


def words():
    """Each text twice."""
    return [f"text {number % TEXTS}" for number in range(2 * TEXTS)]


class Killer:
    """Programs that embed the same column, each killed at the first request of a kind."""

    def __init__(self, office, out):
        self.office, self.out = office, out

    def at(self, moment, kind):
        """Kill a program there; whether it came that far."""
        program = self.started()

        def kill(_=None):
            program.kill()
            program.wait()
            return GONE if moment == "before" else None

        def midway(body):
            """Half of a file, and the end when vectors of it are on disk."""
            enough = len(cache.shared()) + 1
            yield body[: len(body) * 9 // 10]
            while len(cache.shared()) < enough and program.poll() is None:
                time.sleep(0.01)
            kill()

        doors = self.office.before if moment == "before" else self.office.after
        doors[kind] = midway if moment == "midway" else kill
        program.communicate(timeout=30)
        del doors[kind]
        return program.returncode == -signal.SIGKILL

    def started(self):
        """A program on its way."""
        return subprocess.Popen([sys.executable, "-c", PROGRAM, self.office.url, str(self.out)])


@pytest.fixture
def killer(office, tmp_path):
    return Killer(office, tmp_path / "vectors.npy")


def test_killed_at_any_step_every_vector_is_there_once_and_paid_once(killer, office):
    assert [step for step in STEPS if not killer.at(*step)] == []
    assert killer.started().wait(30) == 0
    live = embedding.embed(words(), client=office.client(), cache=False, **HOW)
    assert np.load(killer.out) == pytest.approx(np.asarray(live.values), abs=1e-6)
    assert len(cache.shared()) == TEXTS
    assert sorted(batch.request_counts.total for batch in begun(office)) == [TEXTS - LINES, LINES]
    paid = sum(batch.usage.input_tokens for batch in begun(office))
    assert sum(row["input_tokens"] for row in ledger.shared().rows() if row["batch"]) == paid
    assert manifest.pending().empty
