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
    data = written(texts, "/v1/embeddings", {"model": "m"})
    monkeypatch.setattr(lines, limit, 3)
    assert [each.code for each in problems(data, "/v1/embeddings")] == [code]


WHOLE = {"custom_id": "a", "method": "POST", "url": CHAT, "body": {"model": "m", "messages": []}}
WITHOUT = {"messages": []}
MISTAKES = [
    ({"body": WITHOUT}, "needs 'model'."),
    ({"body": {**WITHOUT, "modle": "m"}}, "needs 'model'; rename 'modle'."),
    ({"body": {"model": "m", "mesages": []}}, "needs 'messages'; rename 'mesages'."),
    ({"body": {"model": None, **WITHOUT}}, "model must be a string, not None"),
    ({"body": {"model": "m", "prompt": "hi"}}, "needs 'messages'"),
    ({"body": [1]}, "needs an object 'body'."),
    ({"body": {**WHOLE["body"], "stream": True}}, "leave 'stream' out"),
    ({"method": "post"}, "must be 'POST', not 'post'"),
    ({"url": "/v1/embeddings"}, "url is '/v1/embeddings'; the batch is for '/v1/chat/completions'"),
    ({"custom_id": 7}, "needs a string 'custom_id'"),
    ({"custom_id": "first"}, "'first' is that of line 1 already; give each line its own"),
    ({"body": {"model": "n", **WITHOUT}}, "'n' here and 'm' before; make a batch for each model"),
]


@pytest.mark.parametrize(("change", "told"), MISTAKES)
def test_each_mistake_is_told_with_its_line_and_what_to_do(change, told):
    data = "\n".join(json.dumps(each) for each in ({**WHOLE, "custom_id": "first"}, {**WHOLE, **change}))
    found = [*problems(data.encode(), CHAT, strict=False)]
    assert [each.line for each in found] == [2] and told in found[0].message


def test_what_the_line_calls_itself_is_found_again():
    data = json.dumps({"customid": "a", **{name: WHOLE[name] for name in ("method", "url", "body")}}).encode()
    assert [each.message for each in problems(data, CHAT)] == [
        "The line needs a string 'custom_id'; rename 'customid'."
    ]


def test_a_stored_prompt_may_name_the_model():
    body = {"prompt": {"id": "pmpt_1"}}
    data = json.dumps({**WHOLE, "url": "/v1/responses", "body": body}).encode()
    assert not [*problems(data, "/v1/responses")]
    assert not [*problems(written(["hi"], "/v1/moderations", {}), "/v1/moderations")]


def test_what_only_a_line_would_be_refused_for_fails_no_batch():
    data = written([{"input": ["x"] * 2049}], "/v1/embeddings", {"model": "m"})
    assert not [*problems(data, "/v1/embeddings", strict=False)]
    assert [each.message for each in problems(data, "/v1/embeddings")] == [
        "The line has 2,049 texts; 2,048 are the most. Share them out."
    ]


def test_an_address_that_takes_no_batches_is_told_with_the_one_meant():
    data = written(["hi"], "/v1/chat/completion", {"model": "m"})
    (wrong,) = problems(data, "/v1/chat/completion")
    assert (wrong.line, wrong.param) == (1, "url") and f"{CHAT!r} perhaps" in wrong.message


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
