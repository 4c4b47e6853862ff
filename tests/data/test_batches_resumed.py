"""Batches that outlive the kernel that began them: none is lost, none is begun twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb.data import cache, ledger, manifest
from tests.data.postoffice import GONE, ROWS, begun

PROGRAM = f"""
import sys
import openai_nb.data
from openai_nb import Client
from tests.data.column import texts

client = Client(base_url=sys.argv[1], api_key="sk-any", timeout=5.0)
out = texts({ROWS}).ai.map("{{{{text}}}}", "said", model="sandbox-chat", client=client, batch=True)
out.to_json(sys.argv[2], orient="records")
"""


def test_a_lost_answer_begins_no_second_batch(ask, office):
    def lost(batch):
        office.after.clear()
        return b"<html>"

    office.after["POST /batches"] = lost
    assert ask()["said"].notna().all()
    assert len(begun(office)) == 1


def test_a_machine_without_the_manifest_finds_the_batch(ask, office, tmp_path, monkeypatch):
    ask()
    monkeypatch.setenv("OPENAI_NB_CACHE", str(tmp_path / "another.sqlite"))
    assert ask()["said"].notna().all()
    assert len(begun(office)) == 1


def test_two_kernels_share_one_batch(ask, office):
    found = []
    both = [threading.Thread(target=lambda: found.append(ask())) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [out["said"].notna().sum() for out in found] == [ROWS, ROWS]
    assert len(begun(office)) == 1
    assert len(ledger.shared().rows()) == ROWS


def test_rows_that_are_no_longer_asked_are_kept_all_the_same(ask, office, tmp_path):
    office.before["GET /batches/*"] = lambda environ: (503, {"error": {"message": "later"}})
    with started(office, tmp_path) as program:
        wait_for(office, "GET /batches/*")
        program.kill()
    office.before.clear()
    assert manifest.pending()["rows"].tolist() == [ROWS]
    ask(5)
    assert len(cache.shared()) == ROWS
    assert len(ledger.shared().rows()) == ROWS


def test_stopping_leaves_the_batch_and_says_how_to_come_back(ask, office, tmp_path):
    office.before["GET /batches/*"] = lambda environ: (503, {"error": {"message": "later"}})
    with started(office, tmp_path, stderr=subprocess.PIPE) as program:
        wait_for(office, "GET /batches/*")
        program.send_signal(signal.SIGINT)
        said = program.communicate(timeout=20)[1].decode()
    assert "the batches go on at the API" in said
    office.before.clear()
    assert ask()["said"].notna().all()
    assert len(begun(office)) == 1


KINDS = ["POST /files", "POST /batches", "GET /batches/*", "GET /files/*/content", "DELETE /files/*"]


def test_killed_between_any_two_steps_no_batch_is_lost_or_begun_twice(office, tmp_path):
    for moment, kind in ((moment, kind) for kind in KINDS for moment in ("before", "after")):
        with started(office, tmp_path) as program:

            def kill(_, program=program, moment=moment):
                program.kill()
                program.wait()
                return GONE if moment == "before" else None

            doors = getattr(office, moment)
            doors[kind] = kill
            program.communicate(timeout=30)
            doors.clear()
            if kind == "DELETE /files/*" or program.returncode == 0:
                break
    with started(office, tmp_path) as program:
        assert program.wait(30) == 0
    rows = json.loads((tmp_path / "rows.json").read_text())
    assert [bool(row["said"]) for row in rows] == [True] * ROWS
    assert len(begun(office)) == 1
    assert len(ledger.shared().rows()) == ROWS
    assert manifest.pending().empty


def started(office, tmp_path, stderr=subprocess.DEVNULL):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, office.url, str(tmp_path / "rows.json")], stderr=stderr
    )


def wait_for(office, kind):
    until = time.monotonic() + 20
    while not office.seen[kind] and time.monotonic() < until:
        time.sleep(0.02)
    assert office.seen[kind]
