"""Embedding: each text once, every row back, nothing asked twice."""

from __future__ import annotations

import _thread
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from openai_nb.client import Client
from openai_nb.core.errors import BadRequest, NotAuthenticated
from openai_nb.data import cache, embedding, ledger
from tests.data.embedder import answer, asked, refusal, vector
from tests.server import reply


@pytest.fixture
def embed(client, server):
    """The function, with the server's client and a model."""
    server.answers(answer)

    def embed(texts, **options):
        return embedding.embed(texts, **{"client": client, "model": "m", "progress": False, **options})

    return embed


def test_each_text_is_sent_once_and_every_row_comes_back(embed, server):
    found = embed(pd.Series(["bb", "a", "bb", "c"], index=list("wxyz")))
    assert asked(server) == [["bb", "a", "c"]]
    assert found.values == pytest.approx(np.stack([vector(each) for each in ("bb", "a", "bb", "c")]))
    assert (found.values.dtype, found.index.tolist()) == (np.float32, list("wxyz"))


def test_vectors_travel_in_base64(embed, server):
    embed(["a"], dimensions=4)
    assert server.requests[0].json == {
        "encoding_format": "base64",
        "model": "m",
        "input": ["a"],
        "dimensions": 4,
    }


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, "", " \n"])
def test_what_is_missing_is_not_sent(embed, server, missing):
    found = embed(["a", missing, "b"])
    assert asked(server) == [["a", "b"]]
    assert np.isnan(found.values).any(axis=1).tolist() == [False, True, False]
    assert found.errors == {}


@pytest.mark.parametrize(("texts", "shape"), [([], (0, 3)), ([None, ""], (2, 3))])
def test_nothing_to_send_sends_nothing(embed, server, texts, shape):
    assert embed(texts, dimensions=3).shape == shape
    assert server.requests == []


def test_many_texts_travel_in_full_requests(embed, server):
    found = embed([f"text {number}" for number in range(5_000)])
    assert sorted(map(len, asked(server))) == [904, 2_048, 2_048]
    assert found.values[4_321] == pytest.approx(vector("text 4321"))


def test_a_second_run_asks_only_what_is_new(embed, server):
    embed(["a", "b"])
    found = embed(["b", "c", "a"])
    assert asked(server) == [["a", "b"], ["c"]]
    assert found.values == pytest.approx(np.stack([vector(each) for each in "bca"]))


@pytest.mark.parametrize("change", [{"model": "n"}, {"dimensions": 4}])
def test_another_model_or_size_starts_afresh(embed, server, change):
    embed(["a"])
    embed(["a"], **change)
    assert asked(server) == [["a"], ["a"]]


def test_without_a_cache_everything_is_asked(embed, server):
    for _ in range(2):
        embed(["a"], cache=False)
    assert len(server.requests) == 2
    assert len(cache.shared()) == 0


def test_a_text_the_api_refuses_is_an_error_beside_its_row(embed, server):
    def strict(request):
        bad = any("bad" in text for text in request.json["input"])
        return refusal("This text is too long.", "input") if bad else answer(request)

    server.answers(strict)
    texts = [f"text {number}" for number in range(40)]
    texts[7] = texts[30] = "a bad one"
    found = embed(pd.Series(texts, index=range(100, 140)))
    assert np.flatnonzero(np.isnan(found.values[:, 0])).tolist() == [7, 30]
    assert set(found.errors) == {107, 130}
    assert "too long" in found.errors[107]


def test_a_refusal_that_concerns_no_text_is_not_asked_again(embed, server):
    server.answers(refusal("No such size.", "dimensions"))
    with pytest.raises(BadRequest, match="No such size"):
        embed(["a", "b", "c"])
    assert len(server.requests) == 1


def test_a_wrong_key_ends_the_run_and_what_came_is_kept(embed, server):
    server.answers(answer, refusal("Wrong key.", status=401))
    with pytest.raises(NotAuthenticated) as told:
        embed([f"{number}" for number in range(4_096)], max_in_flight=1)
    assert (~np.isnan(told.value.partial.values[:, 0])).sum() == 2_048
    server.answers(answer)
    embed([f"{number}" for number in range(4_096)])
    assert len(server.requests) == 3


def test_a_full_server_is_waited_for(embed, server):
    server.answers(refusal("Slow down.", status=429, retry_after_ms="20"), answer)
    assert not np.isnan(embed(["a", "b"]).values).any()
    assert asked(server) == [["a", "b"]] * 2


def test_half_an_answer_is_asked_again(embed, server):
    server.answers(lambda request: reply({"data": [], "usage": {}}), answer)
    assert not np.isnan(embed(["a", "b"]).values).any()


def test_stop_keeps_what_has_come(embed, server):
    texts = [f"{number}" for number in range(6_000)]

    def stopped(request):
        _thread.interrupt_main()
        return [5.0, *answer(request)]

    server.answers(answer, stopped)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt, match=r"^2,048 rows kept in .*run the cell again") as stop:
        embed(texts, max_in_flight=1)
    assert time.monotonic() - began < 2
    found = stop.value.partial
    assert found.stopped
    assert np.isnan(found.values[:, 0]).tolist() == [False] * 2_048 + [True] * 3_952
    server.answers(answer)
    assert not embed(texts).stopped
    assert sorted(len(each) for each in asked(server)) == [1_904, 2_048, 2_048, 2_048]


def test_words_become_rows_or_a_stop_but_never_rows_that_are_none(client, server):
    server.answers(answer)
    embedder = embedding.embedder_of(client, "m", None, False)
    rows = embedder(["word", None])
    assert (rows.dtype, np.isnan(rows).any(axis=1).tolist()) == (np.float32, [False, True])

    def stopped(request):
        _thread.interrupt_main()
        return [5.0, *answer(request)]

    server.answers(stopped)
    with pytest.raises(KeyboardInterrupt):
        embedder(["another"])


KILLED = """
from openai_nb.client import Client
from openai_nb.data.embedding import embed

texts = [str(number) for number in range(12 * 2_048)]
embed(texts, client=Client(api_key="sk-x", base_url={url!r}), model="m", max_in_flight=2)
"""


def test_a_kill_costs_only_what_was_under_way(embed, server):
    def deadly(request):
        if len(server.requests) == 7:
            process.kill()
        return answer(request)

    server.answers(deadly)
    process = subprocess.Popen([sys.executable, "-c", KILLED.format(url=server.url)])
    process.wait(30)
    before = len(server.requests)
    found = embed([str(number) for number in range(12 * 2_048)])
    assert not np.isnan(found.values).any()
    assert 12 <= len(server.requests) <= 12 + 2
    assert 7 <= before <= 8


def test_a_ceiling_pauses_before_it_is_crossed(embed, server):
    found = embed(["a", "b"], model="text-embedding-3-small", max_cost=0.0)
    assert found.stopped
    assert server.requests == []
    assert embed(["a", "b"], model="text-embedding-3-small", max_cost=1.0).stopped is False


def test_a_ceiling_without_a_price_is_refused(embed):
    with pytest.raises(ValueError, match="'m' has none"):
        embed(["a"], max_cost=1.0)


def test_the_ledger_knows_what_was_asked(embed):
    embed(["four", "four", "six678"])
    embed(["four"])
    (row,) = ledger.shared().rows()
    assert (row["what"], row["model"], row["input_tokens"]) == ("embeddings", "m", 10)


def test_progress_is_told(embed):
    heard = []
    embed(["a", "b", "a"], progress=heard.append)
    assert (heard[-1].what, heard[-1].rows, heard[-1].done, heard[-1].ended) == ("embed", 2, 2, "done")


def test_the_sandbox_has_a_usual_model():
    with Client.sandbox() as client:
        found = embedding.embed(["a cat purrs", "stocks fell"], client=client, progress=False)
        assert found.model == client.provider.models["embedding"]
        assert found.search("a purring cat", 1)["text"].tolist() == ["a cat purrs"]


def test_a_server_with_one_model_is_asked_for_that(client, server):
    def only(request):
        listed = {"object": "list", "data": [{"id": "lone", "object": "model"}]}
        return reply(listed) if request.verb == "GET" else answer(request)

    server.answers(only)
    assert embedding.embed(["a"], client=client, progress=False).model == "lone"
