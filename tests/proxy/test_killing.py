"""A proxy that is killed: it starts clean, and what was finished has been paid."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import requests

from openai_nb.proxy.ledger import Ledger
from tests.conftest import KEY, ROOT
from tests.proxy.conftest import BEARER, PRICES
from tests.proxy.serving import ADA, program, toml
from tests.server import chunk, chunked, completion, events, reply

TIMES = 50
CALLERS = 4
USAGE = {"usage": {"prompt_tokens": 3, "completion_tokens": 2}}  # 7 USD by the prices here


def answers(request):
    """An answer, or a stream of one, that takes a moment; each has used as much."""
    if b'"stream": true' in request.body:  # it may have been cut, with the one who sent it
        last = {**chunk(), "choices": [], **USAGE}
        return chunked(*events(chunk("a"), done=False), 0.01, *events(chunk(finish="stop"), last))
    return [0.005, *reply({**completion(), **USAGE})]


class Callers:
    """Threads that ask again and again; how many answers came to their end."""

    def __init__(self):
        self.port, self.finished, self.over = 0, 0, False
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._ask, args=(each % 2 > 0,)) for each in range(CALLERS)]
        for each in self._threads:
            each.start()

    def _ask(self, stream):
        while not self.over:
            url = f"http://127.0.0.1:{self.port}/v1/chat/completions"
            try:
                answer = requests.post(url, json={"model": "m", "stream": stream}, headers=BEARER, timeout=5)
            except requests.RequestException:
                time.sleep(0.002)
                continue
            whole = "[DONE]" in answer.text if stream else "usage" in answer.json()
            with self._lock:
                self.finished += answer.status_code == 200 and whole

    def stop(self):
        self.over = True
        for each in self._threads:
            each.join()


def test_fifty_kills_lose_nothing_that_was_finished(server, tmp_path):
    server.answers(answers)
    config, state = tmp_path / "proxy.toml", tmp_path / "state"
    said = {"upstream": server.url, "key_env": "TEAM_KEY", "state": "state", "audit": "audit", **ADA}
    config.write_text(toml({**said, "prices": PRICES, "limits": {"budget": 1e9}}))
    command = [sys.executable, str(ROOT / "tests" / "proxy" / "forking.py"), str(config)]
    env, pipes = {**os.environ, "TEAM_KEY": KEY}, {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    moments, callers = random.Random(7), Callers()
    with subprocess.Popen(command, env=env, text=True, **pipes) as run:
        for _ in range(TIMES):
            run.stdin.write("again\n")
            run.stdin.flush()
            process, callers.port = map(int, run.stdout.readline().split())
            time.sleep(moments.uniform(0, 0.12))
            os.kill(process, signal.SIGKILL)
        run.stdin.close()
    callers.stop()
    check(state, callers.finished, TIMES * CALLERS)


def check(state, finished, most_lost):
    ledger = Ledger(state)
    ledger.recover()
    (spent,) = ledger.spent("0")
    ledger.close()
    db = sqlite3.connect(state)
    assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    assert db.execute("select count(*) from calls where ended is null").fetchone() == (0,)
    db.close()
    assert finished > TIMES and finished <= spent.calls <= finished + most_lost
    assert spent.cost >= 7.0 * finished and spent.lost <= most_lost


def test_a_worker_that_is_killed_is_followed_by_another(server, tmp_path):
    with program(tmp_path, upstream=server.url, state="state") as (url, run):
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        assert requests.get(f"{url}/v1/models", headers=BEARER, timeout=5).ok
        (worker,) = children.read_text().split()
        os.kill(int(worker), signal.SIGKILL)
        end = time.monotonic() + 15
        while children.read_text().split() in ([], [worker]) and time.monotonic() < end:
            time.sleep(0.05)
        assert requests.get(f"{url}/v1/models", headers=BEARER, timeout=10).ok
