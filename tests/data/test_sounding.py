"""Sounding: a few texts tell what all of them will take."""

from __future__ import annotations

import pandas as pd
import pytest

from openai_nb.core.errors import NotAuthenticated
from openai_nb.data import embedding
from tests.data.embedder import answer, asked, refusal

MODEL = "text-embedding-3-small"
TEXTS = pd.Series(
    [f"text number {number % 700} " + "of some length " * (number % 7) for number in range(5_000)]
)


def test_a_few_texts_tell_the_tokens_of_all(client, server):
    server.answers(answer)  # a token for each letter
    told = embedding.estimate(TEXTS, model=MODEL, client=client)
    assert told.read == pytest.approx(TEXTS.drop_duplicates().str.len().sum(), rel=0.01)
    assert told.cost == pytest.approx(told.read * 0.02e-6)
    assert told.batch_cost == pytest.approx(told.cost / 2)
    assert (told.rows, told.asked, told.pilot) == (5_000, 1, 32)


def test_the_few_are_not_asked_again(client, server):
    server.answers(answer)
    embedding.estimate(TEXTS, model=MODEL, client=client)
    sent = sum(map(len, asked(server)))
    assert sent == 32
    embedding.embed(TEXTS, model=MODEL, client=client, progress=False)
    assert sum(map(len, asked(server))) == TEXTS.nunique()


def test_what_is_known_costs_nothing(client, server):
    server.answers(answer)
    embedding.embed(TEXTS, model=MODEL, client=client, progress=False)
    told = TEXTS.ai.embed(model=MODEL, client=client, dry_run=True)
    assert (told.asked, told.cost) == (0, 0)
    assert "nothing to pay" in str(told)


def test_unlike_texts_widen_the_margin(client, server):
    server.answers(answer)
    assert embedding.estimate(TEXTS, model=MODEL, client=client).margin == pytest.approx(0, abs=1e-9)
    mixed = pd.Series([("é" if number % 3 else "a") * (9 + number % 50) for number in range(400)])
    assert embedding.estimate(mixed, model=MODEL, client=client).margin > 0.01


def test_a_wrong_key_is_told_at_once(client, server):
    server.answers(refusal("Wrong key.", status=401))
    with pytest.raises(NotAuthenticated):
        embedding.estimate(TEXTS, model=MODEL, client=client)
