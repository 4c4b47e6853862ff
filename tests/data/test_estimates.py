"""What a column will take, learnt from a few of its rows."""

from __future__ import annotations

import random

import pandas as pd
import pytest

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb.api import prices
from openai_nb.data import cache as caching
from tests.data.column import MINI, answer, asked


def by_length(request):
    """An answer whose usage follows its prompt: a token for 3.7 bytes, and some to write."""
    size = len(asked(request).encode())
    return answer("x", {"prompt_tokens": round(size / 3.7) + 7, "completion_tokens": 20 + size % 5})


@pytest.fixture
def how(server, client):
    server.answers(by_length)
    return {"client": client, "model": MINI, "progress": False}


@pytest.fixture
def rows():
    lengths = random.Random(5)
    return pd.DataFrame({"text": [f"{n} " + "ä" * lengths.randint(20, 400) for n in range(400)]})


def test_a_few_rows_tell_what_all_will_take(server, how, rows):
    said = rows.ai.map("{{text}}", dry_run=True, **how)
    assert said.pilot == len(server.requests) == 20
    out = rows.ai.map("{{text}}", meta=True, **how)
    assert len(server.requests) == 400  # the pilot's rows were kept
    assert said.tokens == pytest.approx(out["tokens"].sum(), rel=0.04)
    assert said.cost == pytest.approx(sum(prices.cost(MINI, usage(text)) for text in rows["text"]), rel=0.04)
    assert said.batch_cost == pytest.approx(said.cost / 2)
    assert 0 < said.margin < 0.2


def usage(text):
    size = len(text.encode())
    return {"prompt_tokens": round(size / 3.7) + 7, "completion_tokens": 20 + size % 5}


def test_it_reads_as_a_sentence(how, rows):
    said = repr(rows.ai.map("{{text}}", dry_run=True, **how))
    assert "400 rows, 400 requests to gpt-4o-mini: about" in said
    assert "as a batch $0." in said


def test_what_is_answered_already_costs_nothing(server, how, rows):
    few = rows.head(10)
    few.ai.map("{{text}}", **how)
    sent = len(server.requests)
    said = few.ai.map("{{text}}", dry_run=True, **how)
    assert (said.asked, said.cost, len(server.requests)) == (0, 0.0, sent)
    assert "nothing to pay" in str(said)


def test_a_model_without_a_price_is_unpriced_not_free(server, how, rows):
    said = rows.head(10).ai.map("{{text}}", dry_run=True, **{**how, "model": "m"})
    assert said.cost is None
    assert "unpriced" in str(said)


def test_each_row_is_looked_at_once_and_only_a_pilots_is_asked(rows, how, server, monkeypatch):
    looked = []
    key = caching.key
    monkeypatch.setattr(caching, "key", lambda *said: looked.append(said) or key(*said))
    found = rows.ai.map("{{text}}", dry_run=True, **how)
    assert (found.asked, found.pilot) == (400, 20)
    assert len(server.requests) == 20
    assert len(looked) <= 400 + 20


def test_what_is_known_and_what_is_alike_is_not_reckoned_again(rows, how, server):
    twice = pd.concat([rows, rows], ignore_index=True)
    rows.head(100).ai.map("{{text}}", **how)
    before = len(server.requests)
    found = twice.ai.map("{{text}}", dry_run=True, **how)
    assert (found.rows, found.asked) == (800, 300)
    assert len(server.requests) - before == found.pilot == 15
    assert not {asked(each) for each in server.requests[before:]} & set(rows.head(100)["text"])
