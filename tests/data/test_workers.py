"""Threads that send one request each, and stop when told."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time

import pytest

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb import Client
from openai_nb.core.errors import BadRequest, Unreachable
from openai_nb.data.lanes import Ask
from openai_nb.data.pacer import Pacer
from openai_nb.data.spending import Spending
from openai_nb.data.workers import BARREN, Live
from tests.data.column import MINI, Echo, answer, asked, refusal, texts
from tests.server import RESET, reply

HOW = {"model": "m", "progress": False}
PROGRAM = """
import sys, time
import pandas as pd
import openai_nb.data
from openai_nb import Client

client = Client(base_url=sys.argv[1], api_key="sk-any", timeout=5.0)
rows = pd.DataFrame({"text": [f"row {number}" for number in range(2000)]})
told = []
def tell(progress):
    if progress.done > 60 and not told:
        told.append(progress)
        print("under way", flush=True)
began = time.monotonic()
try:
    rows.ai.map("{{text}}", model="m", client=client, max_in_flight=32, progress=tell)
except KeyboardInterrupt as stop:
    out = stop.partial
print(time.time(), out["answer"].notna().sum(), out["error"].str.startswith("not asked").sum(), flush=True)
"""


def test_the_stop_button_ends_it_within_a_second_and_keeps_the_rows(server):
    echo, answering = Echo(0.05), threading.Event()
    answering.set()
    server.answers(lambda request: answering.wait(9) and echo(request))
    program = subprocess.Popen([sys.executable, "-c", PROGRAM, server.url], stdout=subprocess.PIPE, text=True)
    assert program.stdout.readline() == "under way\n"
    answering.clear()  # so all are under way when it is stopped, however slow the machine
    sent = -1
    while sent != len(server.requests):
        sent = len(server.requests)
        time.sleep(0.3)
    stopped = time.time()
    program.send_signal(signal.SIGINT)
    time.sleep(0.2)
    answering.set()
    ended, kept, unasked = program.communicate(timeout=20)[0].split()
    assert float(ended) - stopped < 1.0
    assert len(server.requests) == sent
    assert int(kept) >= 60
    assert int(kept) + int(unasked) == 2000
    assert int(kept) >= len(server.requests) - 1  # what was under way came in, too


def test_a_429_uses_up_no_attempt(server, client):
    refused = [refusal(429, retry_after_ms="5")] * 12
    server.answers(*refused, Echo())
    out = texts(1).ai.map("{{text}}", client=client, attempts=1, **HOW)
    assert out["answer"].tolist() == ["ROW 0"]
    assert len(server.requests) == 13


@pytest.mark.parametrize(
    "trouble", [refusal(500), [RESET], reply(b'{"choi'), reply(b"<html>", kind="text/html"), reply({})]
)
def test_passing_trouble_is_tried_again(server, client, trouble):
    server.answers(trouble, Echo())
    out = texts(1).ai.map("{{text}}", client=client, **HOW)
    assert out["answer"].tolist() == ["ROW 0"]


def test_a_row_has_as_many_attempts_as_were_given(server, client):
    server.answers(refusal(500))
    out = texts(1).ai.map("{{text}}", client=client, attempts=2, **HOW)
    assert out["error"].tolist() == ["ServerFault: no: 500"]
    assert len(server.requests) == 2


def test_a_server_that_fails_every_row_is_not_asked_them_all(server, client):
    server.answers(refusal(400))
    with pytest.raises(BadRequest):
        texts(500).ai.map("{{text}}", client=client, max_in_flight=2, **HOW)
    assert len(server.requests) <= BARREN + 4


def test_nobody_there_is_said_once(closed_port):
    client = Client(base_url=f"http://127.0.0.1:{closed_port}/v1", api_key="sk-any")
    with pytest.raises(Unreachable):
        texts(100).ai.map("{{text}}", client=client, max_in_flight=2, attempts=1, **HOW)


def test_no_more_are_in_flight_than_were_allowed(server, client):
    now, most, lock = [0], [0], threading.Lock()

    def busy(request):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1
        return answer("x")

    server._next = lambda request, lock=lock: busy(request)  # its own lock would let in one at a time
    texts(60).ai.map("{{text}}", client=client, max_in_flight=5, **HOW)
    assert most[0] == 5


def test_connections_are_kept_one_for_each_thread(server, client):
    server.answers(Echo(0.01))
    texts(200).ai.map("{{text}}", client=client, max_in_flight=20, **HOW)
    assert server.connections <= 20


def test_a_ceiling_is_not_crossed_and_a_higher_one_goes_on(server, client):
    each = {"prompt_tokens": 1000, "completion_tokens": 1000}  # 0.00075 USD
    server.answers(lambda it: answer(asked(it), each))
    how = {"client": client, "model": MINI, "progress": False, "max_in_flight": 8}
    first = texts(100).ai.map("{{text}}", max_cost=0.03, meta=True, **how)
    paid = len(server.requests) * 0.00075
    assert 0.015 < paid <= 0.03
    assert first["cost"].sum() == pytest.approx(paid)
    assert first["answer"].notna().sum() == len(server.requests)
    second = texts(100).ai.map("{{text}}", max_cost=1.0, **how)
    assert second["answer"].notna().all()
    assert len(server.requests) == 100


def test_a_ceiling_of_nothing_asks_nothing(server, client):
    server.answers(Echo())
    out = texts(3).ai.map("{{text}}", client=client, model=MINI, max_cost=0, progress=False)
    assert server.requests == []
    assert out["error"].tolist() == ["not asked yet"] * 3


def test_a_strict_server_refuses_next_to_nothing(server, client):
    level, at, rate = [20.0], [time.monotonic()], 100.0  # a minute's limit of 6,000, 20 saved up

    def strict(request):
        now = time.monotonic()
        level[0] = min(20.0, level[0] + (now - at[0]) * rate)
        at[0] = now
        told = {"x_ratelimit_limit_requests": "6000", "x_ratelimit_reset_requests": "10ms"}
        if level[0] < 1:
            return refusal(429, x_ratelimit_remaining_requests="0", retry_after_ms="10", **told)
        level[0] -= 1
        return answer("x", x_ratelimit_remaining_requests=str(int(level[0])), **told)

    server.answers(strict)
    began = time.monotonic()
    out = texts(300).ai.map("{{text}}", client=client, max_in_flight=16, **HOW)
    assert out["answer"].notna().all()
    assert time.monotonic() - began < 2 * 300 / rate
    assert len(server.requests) <= 1.1 * 300


@pytest.mark.parametrize("questions", [0, 3])
def test_no_more_threads_begin_than_there_are_questions_and_one(monkeypatch, client, questions):
    begun, land = [], []
    begin = threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", lambda thread: begun.append(thread) or begin(thread))
    lane = Live(client, lambda *_: {"usage": None}, pacer=Pacer(64), spending=Spending("m"), max_in_flight=64)
    lane.start(iter([Ask(0, b"", {}, 1)] * questions), lambda *landed: land.append(landed))
    assert lane.wait(5)
    assert len(land) == questions
    assert len(begun) <= questions + 1
