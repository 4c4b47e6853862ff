from __future__ import annotations

import json

import pytest


@pytest.fixture
def sandboxed(typed, here):
    here.use("sandbox")
    return typed


def request(number: int, **changes):
    body = {"model": "sandbox-chat", "messages": [{"role": "user", "content": f"What is {number} + 1?"}]}
    line = {"custom_id": f"q{number}", "method": "POST", "url": "/v1/chat/completions", "body": body}
    return {**line, **changes}


@pytest.fixture
def lines(alone):
    """A file of requests."""
    path = alone / "requests.jsonl"
    path.write_text("\n".join(json.dumps(request(number)) for number in range(4)))
    return path


def test_a_file_becomes_a_table_of_answers(sandboxed, lines):
    sandboxed("b = %batches create requests.jsonl")
    waiting = sandboxed("w = %batches follow b") and sandboxed.names["w"]
    assert waiting.wait(30).status == "completed"
    table = sandboxed("%batches results b").value
    assert list(table.index) == ["q0", "q1", "q2", "q3"]
    assert "= 4" in table.loc["q3", "answer"]
    assert table["error"].isna().all()
    assert (table["output_tokens"] > 0).all()
    listed = sandboxed("%batches").value
    assert listed.loc[sandboxed.names["b"].id, "request_counts.completed"] == 4


def test_a_followed_batch_is_one_table_in_place(sandboxed, lines):
    sandboxed("b = %batches create requests.jsonl")
    ran = sandboxed("w = %batches follow b\nw.wait(30)\nw")
    (table,) = ran.saved
    assert "completed" in table["data"]["text/html"]
    assert "█" * 30 in table["data"]["text/plain"]
    assert not ran.trouble


def test_the_newest_is_meant_where_none_is_named(sandboxed, lines):
    sandboxed("b = %batches create requests.jsonl")
    assert sandboxed("%batches show").value.id == sandboxed.names["b"].id
    assert sandboxed("%batches cancel").value.status in ("cancelling", "cancelled", "completed")


def test_a_file_that_is_up_already_is_not_sent_again(sandboxed, lines, here):
    sandboxed("f = %files upload requests.jsonl --purpose batch")
    made = sandboxed("%batches create f").value
    assert made.input_file_id == sandboxed.names["f"].id
    assert len(list(here.client.files.list())) == 1


def test_a_bad_line_is_pointed_at_and_nothing_is_sent(sandboxed, lines, here):
    lines.write_text(f"{json.dumps(request(1))}\n{{broken\n{json.dumps(request(1))}")
    ran = sandboxed("%batches create requests.jsonl")
    assert "Line 2" in ran.trouble[0]
    assert "1 more" in ran.trouble[0]
    assert here.client.last is None
    found = sandboxed("%files check requests.jsonl").value
    assert list(found.index) == [2, 3]
    assert "q1" in found.loc[3, "message"]


def test_a_model_that_is_not_offered_is_a_warning_and_may_be_sent(sandboxed, lines):
    rows = [request(n, body={"model": "sandbox-chatt", "messages": []}) for n in range(2)]
    lines.write_text("\n".join(json.dumps(row) for row in rows))
    sandboxed("%models")
    found = sandboxed("%files check requests.jsonl").value
    assert list(found.index) == [1]
    assert "Warning: the model 'sandbox-chatt'" in found.loc[1, "message"]
    assert "'sandbox-chat' is." in found.loc[1, "message"]
    assert sandboxed("%files upload requests.jsonl -p batch").error is None


def test_nobody_is_asked_which_models_there_are(typed, answering, alone):
    (alone / "some.jsonl").write_text(json.dumps(request(1, body={"model": "gpt-nope", "messages": []})))
    assert list(typed("%files check some.jsonl").value.index) == []
    assert answering.requests == []


def test_a_batch_too_dear_to_read_is_not_sent(typed, answering, alone):
    rows = [request(n, body={"model": "gpt-4.1", "messages": "x" * 40_000}) for n in range(50)]
    (alone / "dear.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    typed("%config OpenAINb.max_cost = 0.10")
    ran = typed("%batches create dear.jsonl")
    assert "max_cost is $0.1" in ran.trouble[0]
    assert answering.requests == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("create nowhere.jsonl", "no file 'nowhere.jsonl'"),
        ("create", "needs 'file'"),
        ("results", "no batch yet"),
        ("folow", "Did you mean follow?"),
        ("--endpiont x", "Did you mean --endpoint?"),
    ],
)
def test_what_is_lacking_is_said_in_two_lines(sandboxed, line, words):
    ran = sandboxed(f"%batches {line}")
    assert words in " ".join(ran.trouble)
    assert len(ran.trouble) == 2
