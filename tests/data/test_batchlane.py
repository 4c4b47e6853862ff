"""A column through the Batch API: the same answers, each row once, whatever happens on the way."""

from __future__ import annotations

import json

import numpy as np
import pytest

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb import Client
from openai_nb.core.errors import OpenAIError
from openai_nb.data import embedding, ledger, manifest
from tests.data.column import MINI, texts
from tests.data.postoffice import HOW, ROWS, begun, once, peek


def test_batches_and_threads_give_the_same_answers(ask, office):
    by_batch = ask()
    again = ask(batch=False)  # from the cache: nothing is asked
    assert office.seen["POST /chat/completions"] == 0
    assert (
        by_batch["said"].tolist() == again["said"].tolist() == ask(batch=False, cache=False)["said"].tolist()
    )
    assert by_batch["error"].isna().all()


def test_what_was_answered_before_is_in_no_batch(ask, office):
    ask(4, batch=False)
    ask()
    assert [batch.request_counts.total for batch in begun(office)] == [ROWS - 4]
    ask()
    assert len(begun(office)) == 1


def test_it_works_in_the_sandbox_of_this_process():
    client = Client.sandbox()
    out = texts(5).ai.map("{{text}}", client=client, batch=True, progress=False, meta=True)
    assert out["answer"].notna().all()
    assert [batch.status for batch in client.batches.list()] == ["completed"]
    assert manifest.pending(client).empty


def test_the_ledger_knows_batches_and_their_half_price(ask, office):
    ask(2, model=MINI)
    ask(2, model=MINI, batch=False, cache=False)
    *by_batch, first, second = ledger.shared().rows()
    assert [row["batch"] for row in (*by_batch, first, second)] == [True, True, False, False]
    assert sum(row["usd"] for row in by_batch) == pytest.approx((first["usd"] + second["usd"]) / 2)


def test_a_ceiling_is_not_crossed_by_batches(ask, office):
    each = {"prompt_tokens": 1000, "completion_tokens": 1000, "total_tokens": 2000}  # 0.000375 USD in a batch

    def dear(body):
        rows = [json.loads(line) for line in body.splitlines()]
        for row in rows:
            row["response"]["body"]["usage"] = each
        return "\n".join(map(json.dumps, rows)).encode()

    office.after["GET /files/*/content"] = dear
    out = ask(200, model=MINI, max_cost=0.03, meta=True)
    assert 0.015 < out["cost"].sum() <= 0.03
    assert 32 < out["said"].notna().sum() < 200
    assert manifest.pending().empty


def test_afterwards_nothing_lies_around(ask, office, tmp_path):
    ask()
    assert [file.purpose for file in office.client().files.list()] == ["batch_output"]
    assert list((tmp_path / "cache.batches").glob("*.jsonl")) == []
    assert manifest.pending().empty


def test_progress_tells_how_the_batches_stand(ask):
    told = []
    ask(progress=told.append)
    assert any("of 12 lines answered" in str(each) for each in told)
    assert str(told[-1]).startswith("map: 12 of 12 rows")


def test_a_batch_without_room_waits_and_goes_later(ask, office, monkeypatch):
    monkeypatch.setattr("openai_nb.data.dispatch.SHORTEST", 0.05)
    full = {
        "error": {
            "message": "Enqueued token limit reached for m. Limit: 90,000 enqueued tokens.",
            "code": None,
        }
    }
    office.before["POST /batches"] = once((400, full), (400, full))
    assert ask()["said"].notna().all()
    assert office.seen["POST /batches"] == 3
    assert len(begun(office)) == 1


def test_a_batch_that_fails_for_lack_of_room_goes_later(ask, office, monkeypatch):
    monkeypatch.setattr("openai_nb.data.dispatch.SHORTEST", 0.05)
    left = [True]

    def full(batch):
        if left and left.pop():
            wrong = {"code": "token_limit_exceeded", "message": "Enqueued token limit reached", "line": None}
            return {**batch, "status": "failed", "errors": {"object": "list", "data": [wrong]}}
        return None

    office.after["GET /batches/*"] = full
    assert ask()["said"].notna().all()
    assert office.seen["POST /batches"] == 2


def test_a_batch_too_large_for_the_queue_goes_in_parts(ask, office, monkeypatch):
    monkeypatch.setattr("openai_nb.data.dispatch.SHORTEST", 0.05)

    def strict(environ):
        asked = peek(environ)
        large = office.client().files.retrieve(asked["input_file_id"]).bytes > 1200
        said = {"message": "Enqueued token limit reached", "code": "token_limit_exceeded"}
        return (400, {"error": said}) if large else None

    office.before["POST /batches"] = strict
    assert ask()["said"].notna().all()
    assert len(begun(office)) > 1
    assert sum(batch.request_counts.total for batch in begun(office)) == ROWS


def test_rows_without_an_answer_are_asked_again(ask, office):
    """Of the first output file one line is missing, one has status 0; the error file is read, too."""
    spoilt = []

    def spoil(body):
        if spoilt:
            return None
        first, second, *others = body.splitlines()
        spoilt.append(first)
        row = json.loads(second)
        row["response"] = {"status_code": 0, "request_id": "", "body": None}
        return b"\n".join([json.dumps(row).encode(), *others])

    office.after["GET /files/*/content"] = spoil
    assert ask()["said"].notna().all()
    assert [batch.request_counts.total for batch in begun(office)] == [2, ROWS]


def test_a_file_that_breaks_off_is_read_again(ask, office):
    def broken(body):
        office.after.clear()
        yield body[: len(body) // 2]
        raise ConnectionResetError

    office.after["GET /files/*/content"] = broken
    assert ask()["said"].notna().all()
    assert office.seen["GET /files/*/content"] == 2
    assert len(begun(office)) == 1
    assert len(ledger.shared().rows()) == ROWS


def test_what_expired_is_asked_again_and_what_was_refused_is_not(office, tmp_path):
    rows = texts(4)
    rows.loc[2, "text"] = "unknown field"
    client = office.client()
    left = [True]

    def expired(body):
        lines = [json.loads(line) for line in body.splitlines()]
        if left and left.pop():
            lines[0]["response"], lines[0]["error"] = None, {"code": "batch_expired", "message": "late"}
            told = {"status_code": 400, "request_id": "req_x", "body": {"error": {"message": "not so"}}}
            lines[1]["response"] = told
        return "\n".join(map(json.dumps, lines)).encode()

    office.after["GET /files/*/content"] = expired
    out = rows.ai.map("{{text}}", client=client, meta=True, **HOW)
    assert out["error"].isna().tolist() == [True, False, True, True]
    assert (out["error"][1], out["request_id"][1]) == ("BadRequest: not so", "req_x")
    assert len(begun(office)) == 2


def test_a_row_is_not_asked_again_for_ever(ask, office):
    office.after["GET /files/*/content"] = lambda body: b"\n"
    out = ask(3)
    assert len(begun(office)) == 3
    assert out["error"].str.contains("has no answer to this row").all()


def test_a_cancelled_batch_keeps_its_answers_and_says_so(ask, office):
    office.after["GET /batches/*"] = lambda body: (
        {**body, "status": "cancelled"} if body["status"] == "completed" else None
    )
    office.after["GET /files/*/content"] = lambda body: body.splitlines()[0]
    out = ask()
    assert out["said"].notna().sum() == 1
    assert out["error"].str.contains("is cancelled").sum() == ROWS - 1
    assert len(begun(office)) == 1


def test_a_batch_that_can_never_go_ends_the_run(ask, office):
    wrong = {"code": "model_not_found", "message": "No such model.", "line": None}
    office.after["GET /batches/*"] = lambda batch: {**batch, "status": "failed", "errors": {"data": [wrong]}}
    with pytest.raises(OpenAIError, match="No such model"):
        ask()
    assert manifest.pending().empty


def test_a_column_is_embedded_by_batch(office):
    words = [f"text {number % 7}" for number in range(20)]
    how = {"client": office.client(), "model": "sandbox-embedding", "dimensions": 16, "progress": False}
    by_batch = embedding.embed(words, batch=True, **how)
    assert [batch.request_counts.total for batch in begun(office)] == [7]
    assert office.seen["POST /embeddings"] == 0
    live = embedding.embed(words, cache=False, **how)
    assert np.asarray(by_batch.values) == pytest.approx(np.asarray(live.values), abs=1e-6)
    embedding.embed(words, **how)
    assert office.seen["POST /embeddings"] == 1
    assert [row["batch"] for row in ledger.shared().rows()] == [True, False]
