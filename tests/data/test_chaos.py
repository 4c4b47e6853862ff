"""A column that is killed again and again, at a server that fails one time in five."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb.client import Client
from openai_nb.data.ledger import Ledger
from tests.data.column import USAGE, answer, asked, refusal, texts
from tests.server import RESET, reply

ROWS, KILLS, IN_FLIGHT = 1200, 4, 16
PROGRAM = f"""
import sys
import openai_nb.data
from openai_nb import Client
from tests.data.column import texts

client = Client(base_url=sys.argv[1], api_key="sk-any", timeout=5.0)
rows = texts(int(sys.argv[2]))
print("begun", flush=True)
out = rows.ai.map("{{{{text}}}}", "said", model="m", client=client, max_in_flight={IN_FLIGHT}, attempts=9)
out.to_json(sys.argv[3], orient="records")
"""


class Nobody:
    """A lane that takes every question and asks none."""

    failure, paused, rejections = None, False, 0

    def start(self, asks, land):
        assert all(ask.key for ask in asks)

    def stop(self):
        """Nothing is under way."""

    def wait(self, seconds):
        return True


class Chaos:
    """Answers in capitals; 10 % are 429, 5 % are 500, 3 % are dropped, 2 % are malformed."""

    def __init__(self, seed=7):
        self.answered = Counter()
        self._random, self._lock = random.Random(seed), threading.Lock()

    def __call__(self, request):
        if request.size < int(request.headers["content-length"]):  # killed while it was sending
            return [RESET]
        with self._lock:
            luck = self._random.random()
            self.answered[asked(request)] += luck >= 0.20
        if luck < 0.10:
            return refusal(429, retry_after_ms="3")
        if luck < 0.15:
            return refusal(500)
        if luck < 0.20:
            return [RESET] if luck < 0.18 else reply(b'{"choices": [{"mess')
        return answer(asked(request).upper())


class Kernels:
    """Kernels that ask the same column, one after another, of one server and with one file."""

    def __init__(self, server, tmp_path):
        self.chaos, self.file, self._out = Chaos(), tmp_path / "cache.sqlite", tmp_path / "rows.json"
        server.answers(self.chaos)
        self._program = [sys.executable, "-c", PROGRAM, server.url, str(ROWS), str(self._out)]

    def killed(self, after):
        """One that is killed once so many rows more were answered."""
        enough, process = self.chaos.answered.total() + after, self._started()
        while self.chaos.answered.total() < enough and process.poll() is None:
            time.sleep(0.001)
        process.kill()
        process.communicate()

    def on_disk(self):
        """The rows that a new run finds answered, over a lane that asks nobody."""
        client = Client(base_url=self._program[3], api_key="sk-any")
        how = {"model": "m", "client": client, "lane": lambda run: Nobody(), "progress": False}
        rows = texts(ROWS).ai.map("{{text}}", "said", **how)
        return set(rows["text"][rows["said"].notna()])

    def to_the_end(self):
        self._started().communicate(timeout=120)
        return json.loads(self._out.read_text())

    def _started(self):
        process = subprocess.Popen(self._program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout.readline() == b"begun\n"
        return process


@pytest.fixture
def kernels(server, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_NB_CACHE", str(tmp_path / "cache.sqlite"))
    return Kernels(server, tmp_path)


def test_killed_at_random_moments_every_row_is_there_once_and_paid_once(kernels):
    moments, finished = random.Random(3), set()
    for kill in range(1, KILLS + 1):
        before = kernels.chaos.answered.copy()
        kernels.killed(moments.randint(40, 250))
        assert not finished & set(kernels.chaos.answered - before)
        finished = kernels.on_disk()
        assert sum(kernels.chaos.answered.values()) - len(finished) <= kill * IN_FLIGHT
    assert 0 < len(finished) < ROWS
    rows = kernels.to_the_end()
    assert [row["said"] for row in rows] == [f"ROW {number}" for number in range(ROWS)]
    assert {row["error"] for row in rows} == {None}
    noted = sum(call["input_tokens"] for call in Ledger(kernels.file).rows()) / USAGE["prompt_tokens"]
    assert 0 <= sum(kernels.chaos.answered.values()) - noted <= KILLS * IN_FLIGHT


def test_with_no_kill_nothing_is_asked_twice_and_the_ledger_is_exact(kernels):
    kernels.to_the_end()
    assert set(kernels.chaos.answered.values()) == {1}
    assert len(Ledger(kernels.file).rows()) == ROWS
