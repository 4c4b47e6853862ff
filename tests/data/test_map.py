"""A column through the real client: what comes of its rows."""

from __future__ import annotations

import pandas as pd
import pytest

import openai_nb.data
from openai_nb import Client
from openai_nb.core.errors import NotAuthenticated, NotFound, QuotaExceeded
from openai_nb.data.prompts import NoColumn
from tests.data.column import Echo, answer, asked, refusal, said_as, texts

HOW = {"model": "m", "progress": False}


@pytest.fixture
def sandbox():
    with Client.sandbox() as client:
        yield {"client": client, "progress": False}


def test_each_row_has_its_answer_beside_it(server, client):
    server.answers(Echo())
    rows = texts(40).iloc[::-1]
    out = rows.ai.map("{{text}}", client=client, **HOW)
    assert out["answer"].tolist() == rows["text"].str.upper().tolist()
    assert out.index.equals(rows.index)
    assert out["error"].isna().all()
    assert "answer" not in rows


def test_fields_become_typed_columns(server, client):
    server.answers(said_as({"label": "good", "score": 0.5}))
    out = texts(3).ai.map("{{text}}", "label good|bad, score float", client=client, **HOW)
    assert [str(out[name].dtype) for name in ("label", "score")] == ["category", "float64"]
    assert server.requests[0].json["response_format"]["type"] == "json_schema"


def test_rows_that_ask_the_same_are_asked_once(server, client):
    echo = Echo()
    server.answers(echo)
    out = pd.DataFrame({"text": ["a", "b", "a", "a"]}).ai.map("{{text}}", client=client, cache=False, **HOW)
    assert out["answer"].tolist() == ["A", "B", "A", "A"]
    assert echo.counts == {"a": 1, "b": 1}


def test_what_was_answered_is_not_asked_again(server, client):
    echo = Echo()
    server.answers(echo)
    first = texts(5).ai.map("{{text}}", client=client, **HOW)
    again = texts(8).ai.map("{{text}}", client=client, meta=True, **HOW)
    assert set(echo.counts.values()) == {1}
    assert again["cached"].tolist() == [True] * 5 + [False] * 3
    assert again["answer"].tolist()[:5] == first["answer"].tolist()


@pytest.mark.parametrize("change", [{"model": "n"}, {"temperature": 0.5}, {"system": "Be brief."}])
def test_another_question_is_asked_afresh(server, client, change):
    server.answers(Echo())
    texts(2).ai.map("{{text}}", client=client, **HOW)
    texts(2).ai.map("{{text}}", client=client, **{**HOW, **change})
    assert len(server.requests) == 4


def test_a_bad_row_is_an_error_beside_its_row(server, client):
    server.answers(lambda it: refusal(400) if asked(it) == "row 1" else answer("fine"))
    out = texts(3).ai.map("{{text}}", client=client, **HOW)
    assert out["answer"].isna().tolist() == [False, True, False]
    assert out["error"][1] == "BadRequest: no: 400"
    assert len(server.requests) == 3


def test_an_empty_row_costs_nothing(server, client):
    server.answers(Echo())
    rows = pd.DataFrame({"text": ["a", None, "  "]})
    out = rows.ai.map("{{text}}", client=client, **HOW)
    assert len(server.requests) == 1
    assert out["error"].str.startswith("empty").tolist()[1:] == [True, True]


def test_only_failed_rows_are_asked_again(server, client):
    echo = Echo()
    server.answers(lambda it: refusal(400) if asked(it) in ("row 1", "row 3") else echo(it))
    out = texts(5).ai.map("{{text}}", client=client, cache=False, **HOW)
    server.answers(echo)
    mended = out.ai.retry_failed()
    assert mended["answer"].tolist() == [f"ROW {number}" for number in range(5)]
    assert mended["error"].tolist() == [None] * 5
    assert set(echo.counts.values()) == {1}
    assert out["answer"].isna().sum() == 2


def test_failed_rows_of_a_series_and_of_fields_are_mended_too(server, client):
    bad = lambda it: refusal(400) if asked(it).endswith("row 1") else said_as({"n": 7})(it)  # noqa: E731
    server.answers(bad)
    table = texts(3).ai.map("{{text}}", "n int", client=client, **HOW)
    column = texts(3)["text"].ai.map("What? {{text}}", client=client, **HOW)
    server.answers(said_as({"n": 8}))
    mended = table.ai.retry_failed()
    assert mended["n"].tolist() == [7, 8, 7]
    assert str(mended["n"].dtype) == "Int64"
    assert column.ai.retry_failed().tolist() == ['{"n": 7}', '{"n": 8}', '{"n": 7}']


def test_a_table_of_nobody_cannot_be_retried():
    with pytest.raises(ValueError, match="No recent run"):
        texts(1).ai.retry_failed()


def test_provenance_stands_beside_the_rows_when_wished(server, client):
    server.answers(lambda it: answer("x", {"prompt_tokens": 1_000_000, "completion_tokens": 0}))
    out = texts(1).ai.map("{{text}}", client=client, model="gpt-4o-mini", meta=True, progress=False)
    assert out.loc[0, ["tokens", "request_id", "finish_reason"]].tolist() == [1_000_000, "req_1", "stop"]
    assert out["cost"][0] == pytest.approx(0.15)
    assert not out["cached"][0]


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [(401, None, NotAuthenticated), (429, "insufficient_quota", QuotaExceeded), (404, None, NotFound)],
)
def test_what_no_retry_can_mend_ends_the_run_and_keeps_what_there_is(server, client, status, code, error):
    server.answers(answer("fine"), answer("fine"), refusal(status, code))
    with pytest.raises(error) as caught:
        texts(500).ai.map("{{text}}", client=client, max_in_flight=1, **HOW)
    assert caught.value.partial["answer"].notna().sum() == 2
    assert len(server.requests) == 3


def test_a_wrong_column_is_told_before_anything_is_sent(server, client):
    with pytest.raises(NoColumn, match="Did you mean text"):
        texts(3).ai.map("{{txt}}", client=client, **HOW)
    assert server.requests == []


def test_an_error_column_of_ones_own_is_left_alone(sandbox):
    rows = pd.DataFrame({"error": ["disk full", "no space"]})
    out = rows.ai.map("What is wrong? {{error}}", **sandbox)
    assert out["error"].tolist() == ["disk full", "no space"]
    assert out["answer_error"].isna().all()
    assert "answer_error" in out.ai.map("Again: {{error}}", "second", **sandbox)


def test_a_series_gives_a_series_and_needs_no_place_for_its_value(sandbox):
    words = pd.Series(["2 + 2", "3 * 3"], index=list("xy"), name="sum")
    said = words.ai.map("What is", **sandbox)
    assert said.index.tolist() == ["x", "y"]
    assert "4" in said["x"]
    assert "9" in said["y"]


def test_a_picture_is_asked_about_like_a_text(sandbox):
    from PIL import Image

    pictures = pd.DataFrame({"photo": [Image.new("RGB", (32, 32), "red")]}, dtype="object")
    assert "red" in pictures.ai.map("What colour is {{photo}}?", **sandbox)["answer"][0].lower()


def test_a_file_that_is_not_there_is_an_error_of_its_row(sandbox):
    rows = pd.DataFrame({"path": ["nowhere.png"]})
    out = rows.ai.map("What is this?", files="path", **sandbox)
    assert out["error"][0].startswith("FileNotFoundError")


def test_what_is_no_table_is_told():
    with pytest.raises(TypeError, match="list is no table"):
        openai_nb.data.accessor.Ai([1]).map("{{text}}")
    with pytest.raises(ValueError, match="'a' is there twice"):
        pd.DataFrame([[1, 2]], columns=["a", "a"]).ai.map("{{a}}")


@pytest.mark.parametrize("wrong", [{"max_in_flight": 5000}, {"max_cost": -1.0}, {"max_cost": 1.0}])
def test_senseless_limits_are_refused(server, client, wrong):
    with pytest.raises(ValueError, match="max_"):
        texts(1).ai.map("{{text}}", client=client, **wrong, **HOW)
