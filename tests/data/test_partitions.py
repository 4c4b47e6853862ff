"""Tables on a real cluster of two processes: the same answers, one limit, one purse, and a worker's death."""

from __future__ import annotations

import os
import signal
import threading
import time
import urllib.request
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from openai_nb.client import Client
from openai_nb.core.errors import NotAuthenticated
from openai_nb.data import embedding
from openai_nb.data.map import map as ask
from openai_nb.data.partitions import dashboard
from openai_nb.data.questions import classify
from tests.data.column import MINI, Echo, answer, asked, refusal, texts

ROWS, PARTS, IN_FLIGHT = 120, 6, 4


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    from distributed import Client, LocalCluster

    where = {"OPENAI_NB_CACHE": str(tmp_path_factory.mktemp("cache") / "cache.sqlite")}
    how = {"processes": True, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "env": where}
    with LocalCluster(n_workers=2, **how) as local, Client(local) as client:
        yield client


@pytest.fixture
def folder(tmp_path):
    """A table in one Parquet file of six groups; its texts are this test's own."""
    data = texts(ROWS)
    data["text"] += f" of {tmp_path.name} {time.time_ns()}"
    data.to_parquet(tmp_path / "rows.parquet", row_group_size=ROWS // PARTS)
    return tmp_path


@pytest.fixture
def over(cluster, folder, client):
    """A question about each row, over the cluster."""

    def over(prompt="{{text}}", **more):
        how = {"model": "m", "client": client, "max_in_flight": IN_FLIGHT, "progress": False, **more}
        return ask(folder / "rows.parquet", prompt, "said", cluster=cluster, out=folder / "out", **how)

    return over


def test_every_row_is_answered_and_lies_in_a_part(over, server, folder):
    server.answers(Echo())
    found = over()
    rows = found.frame()
    assert rows["said"].tolist() == rows["text"].str.upper().tolist()
    assert (found.rows, len(rows), len(found.files), found.failed) == (ROWS, ROWS, PARTS, 0)
    assert rows["text"].tolist() == pd.read_parquet(folder / "rows.parquet")["text"].tolist()


def test_a_second_run_skips_what_is_finished(over, server, folder):
    server.answers(Echo())
    over()
    (folder / "out" / "part-00002.parquet").unlink()
    found = over()
    assert found.skipped == PARTS - 1
    assert len(server.requests) == ROWS  # what is asked anew comes from the worker's cache
    assert len(found.frame()) == ROWS


def test_another_prompt_is_another_call(over, server):
    server.answers(Echo())
    over()
    found = over("Say it: {{text}}")
    assert (found.skipped, len(server.requests)) == (0, 2 * ROWS)
    assert found.frame()["said"].str.startswith("SAY IT").all()


def test_a_row_that_fails_is_asked_again_by_the_next_run(over, server):
    server.answers(lambda it: refusal(400) if "row 7 " in asked(it) else answer("x"))
    first = over()
    assert (first.failed, first.frame()["error"].notna().sum()) == (1, 1)
    server.answers(Echo())
    before = len(server.requests)
    assert over().failed == 0
    assert len(server.requests) - before == 1


def test_a_dask_table_is_classified_and_embedded_where_it_lies(cluster, folder):
    dd = pytest.importorskip("dask.dataframe")
    data = pd.read_parquet(folder / "rows.parquet")[:10].set_index(pd.Index(list("abcdefghij")))
    client = Client.sandbox()
    how = {"cluster": cluster, "client": client, "progress": False}
    wide = dd.from_pandas(data, npartitions=2)
    labels = wide.ai.classify(["good", "bad"], on="text", out=folder / "labels", **how).frame()
    assert (labels["label"].tolist(), labels.index.tolist()) == (
        classify(data, ["good", "bad"], client=client, progress=False)["label"].tolist(),
        list("abcdefghij"),
    )
    rows = wide.text.ai.embed(out=folder / "vectors", **how).frame()
    plain = embedding.embed(data["text"], client=client, progress=False)
    assert np.stack(rows["vector"].tolist()) == pytest.approx(np.asarray(plain.values), abs=1e-6)


def test_a_worker_that_is_killed_loses_nothing_and_doubles_next_to_nothing(over, server, cluster):
    echo = Echo(0.02)
    server.answers(echo)
    pids = list(cluster.run(os.getpid).values())

    def kill():
        while echo.counts.total() < ROWS // 3:
            time.sleep(0.01)
        os.kill(pids[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    rows = over().frame()
    killer.join()
    assert rows["said"].tolist() == rows["text"].str.upper().tolist()
    assert set(echo.counts) == set(rows["text"])
    assert echo.counts.total() - ROWS <= 2 * IN_FLIGHT


def test_all_workers_keep_to_one_limit(over, server):
    limit = Limit(30.0, 10)
    server.answers(limit)
    began = time.monotonic()
    found = over(model="limited")
    took = time.monotonic() - began
    assert (found.rows, limit.refused) == (ROWS, 0)
    assert took < 1.5 * ROWS / 30.0 + 2.0  # an upper bound with room for a busy machine


def test_all_workers_share_one_purse_and_a_fuller_one_goes_on(over, server):
    each = {"prompt_tokens": 1000, "completion_tokens": 1000}  # 0.00075 USD
    server.answers(lambda it: answer(asked(it), each))
    first = over(model=MINI, max_cost=0.03)
    paid = len(server.requests) * 0.00075
    assert 0.01 < paid <= 0.03
    assert (first.ended, first.cost) == ("paused", pytest.approx(paid))
    second = over(model=MINI, max_cost=1.0)
    assert (len(second.frame()), len(server.requests)) == (ROWS, ROWS)


def test_what_no_retry_can_mend_ends_the_run(over, server):
    server.answers(refusal(401))
    with pytest.raises(NotAuthenticated):
        over()
    assert len(server.requests) <= PARTS * IN_FLIGHT


def test_stop_keeps_what_is_finished(over, server):
    server.answers(Echo(0.05))
    told = []

    def stop(progress):
        told.append(progress)
        if progress.done >= ROWS // 4 and not progress.ended:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="run the cell again") as stopped:
        over(progress=stop)
    found = stopped.value.partial
    assert (found.ended, told[-1].ended) == ("stopped", "stopped")
    sent = len(server.requests)
    time.sleep(0.3)
    assert len(server.requests) == sent < ROWS
    server.answers(Echo())
    assert len(over().frame()) == ROWS
    assert max(Counter(map(asked, server.requests)).values()) == 1


def test_the_dashboard_shows_the_parts_and_the_line_of_progress_leads_there(over, server, cluster):
    server.answers(Echo(0.02))
    told = []
    over(progress=told.append)
    assert {each.note for each in told[:-1]} == {f"dashboard: {cluster.dashboard_link}"}
    assert (told[-1].ended, told[-1].done, told[-1].note) == ("done", ROWS, "")
    with urllib.request.urlopen(cluster.dashboard_link) as page:
        assert b"Bokeh.embed" in page.read()
    known = cluster.run_on_scheduler(lambda dask_scheduler: set(dask_scheduler.task_prefixes))
    assert "map" in known  # the parts stand there under the function's name
    assert "do" not in known


def test_a_cluster_without_a_dashboard_has_no_link():
    class Hidden:
        @property
        def dashboard_link(self):
            raise KeyError("dashboard")

    assert dashboard(Hidden()) == dashboard(SimpleNamespace(dashboard_link=None)) == ""


def test_a_cluster_is_told_where_the_parts_go(cluster, client):
    with pytest.raises(ValueError, match="out="):
        ask("rows.parquet", "{{text}}", cluster=cluster, client=client)


class Limit:
    """So many requests a second, a few saved up; it tells of them, and counts whom it refuses."""

    def __init__(self, rate, burst):
        self.refused, self._rate, self._burst = 0, rate, burst
        self._level, self._at, self._lock = float(burst), time.monotonic(), threading.Lock()

    def __call__(self, request):
        with self._lock:
            now = time.monotonic()
            self._level = min(self._burst, self._level + (now - self._at) * self._rate)
            self._at = now
            left = int(self._level - 1) if self._level >= 1 else 0
            told = {
                "x_ratelimit_limit_requests": str(int(60 * self._rate)),
                "x_ratelimit_remaining_requests": str(left),
                "x_ratelimit_reset_requests": "100ms",
            }
            if self._level < 1:
                self.refused += 1
                return refusal(429, retry_after_ms="50", **told)
            self._level -= 1
            return answer(asked(request), **told)
