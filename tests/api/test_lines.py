import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb import Client
from openai_nb.api import lines
from openai_nb.api.lines import problems, read, written
from openai_nb.core.record import Record

CHAT = "/v1/chat/completions"
TEXTS = st.lists(st.text(), min_size=1, max_size=8)


def rows(*given, endpoint=CHAT, **shared):
    return [json.loads(line) for line in written(*given, endpoint, shared).splitlines()]


@given(TEXTS)
def test_any_texts_become_lines_without_a_fault(texts):
    data = written(texts, "/v1/embeddings", {"model": "m"})
    assert not [*problems(data, "/v1/embeddings")]
    assert [read(line)["body"]["input"] for line in data.splitlines()] == texts


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(data):
    assert all(each.message for each in problems(data, CHAT))


def test_a_text_is_what_the_user_says():
    (row,) = rows(["hi"], model="m")
    assert row["body"] == {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    assert (row["custom_id"], row["method"], row["url"]) == ("request-1", "POST", CHAT)


def test_a_row_overrules_what_is_shared_and_may_name_itself():
    (row,) = rows([{"custom_id": 7, "input": "a", "model": "own"}], endpoint="/v1/embeddings", model="m")
    assert row["custom_id"] == "7" and row["body"] == {"model": "own", "input": "a"}


def test_a_whole_line_stays_whole():
    given = {"custom_id": "x", "method": "POST", "url": CHAT, "body": {"messages": []}}
    assert rows([given]) == [given]
    assert rows([Record(given)]) == [given]


def test_keys_name_their_rows_and_a_table_gives_its_own():
    assert [row["custom_id"] for row in rows({"a": "x", "b": "y"})] == ["a", "b"]
    table = pd.DataFrame({"custom_id": ["r", "s"], "input": ["x", "y"], "dimensions": [2, 3]})
    assert rows(table, endpoint="/v1/embeddings")[1] == {
        "custom_id": "s",
        "method": "POST",
        "url": "/v1/embeddings",
        "body": {"input": "y", "dimensions": 3},
    }


@pytest.mark.parametrize(
    ("limit", "texts", "code"),
    [("MOST_LINES", ["a"] * 4, "too_many_tasks"), ("MOST_BYTES", ["a"], "file_too_large"),
     ("MOST_INPUTS", ["a"] * 4, "too_many_inputs"), ("MOST_LINES", [], "empty_file")],
)  # fmt: skip
def test_the_limits_are_kept(monkeypatch, limit, texts, code):
    data = written(texts, "/v1/embeddings", {})
    monkeypatch.setattr(lines, limit, 3)
    assert [each.code for each in problems(data, "/v1/embeddings")] == [code]


def test_nothing_is_sent_that_would_be_refused(server):
    with (
        Client(api_key="k", base_url=server.url) as client,
        pytest.raises(ValueError, match=r"Line 2: .*line 1"),
    ):
        client.batches.submit([{"custom_id": "a", "messages": []}] * 2, model="m")
    assert not server.connections


def test_a_row_that_is_none_of_these_is_named():
    with pytest.raises(TypeError, match="request-1 is a int"):
        rows([3])
