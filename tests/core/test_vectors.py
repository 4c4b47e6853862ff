"""Vectors: one float32 array, whatever way the numbers travelled."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openai_nb.core import errors
from openai_nb.core.vectors import read, write
from tests.server import reply

FLOATS = st.floats(-1e6, 1e6, width=32)
TABLES = st.integers(1, 5).flatmap(
    lambda wide: arrays(np.float32, st.tuples(st.integers(1, 6), st.just(wide)), elements=FLOATS)
)


def answer(rows, **more):
    data = [{"object": "embedding", "index": i, "embedding": row} for i, row in enumerate(rows)]
    return {"object": "list", "data": data, "model": "m", **more}


def wire(rows):
    return json.dumps(answer(rows)).encode()


@given(TABLES, st.randoms(use_true_random=False))
def test_base64_and_lists_agree_in_any_order(table, random):
    packed, plain = answer([write(row) for row in table]), answer(table.tolist())
    for each in (packed, plain):
        random.shuffle(each["data"])
        np.testing.assert_array_equal(read(json.dumps(each).encode(), len(table)), table)


@pytest.mark.parametrize("indent", [None, 2])
def test_the_manner_of_writing_does_not_matter(indent):
    body = json.dumps(answer([write(np.ones(3, np.float32))]), indent=indent)
    for text in (body, body.replace("/", "\\/")):
        assert read(text.encode(), 1).tolist() == [[1, 1, 1]]


def test_slashes_may_be_escaped():
    vector = np.frombuffer(b"\xff\xff\xff\x00" * 3, np.float32)
    body = json.dumps(answer([write(vector)])).replace("/", "\\/")
    assert "\\/" in body
    assert read(body.encode(), 1).tobytes() == vector.tobytes()


def test_a_server_may_wrap_a_vector_once_more():
    assert read(wire([[[1.0, 2.0]]]), 1).tolist() == [[1, 2]]


def test_places_stand_in_for_missing_numbers():
    body = {"data": [{"embedding": [1.0]}, {"embedding": [2.0], "index": None}]}
    assert read(json.dumps(body).encode(), 2).tolist() == [[1], [2]]


@pytest.mark.parametrize(
    ("body", "count", "words"),
    [
        (b"<html>", 1, "no embeddings"),
        (b"[]", 1, "no embeddings"),
        (b'{"data": null}', 1, "no embeddings"),
        (b'{"data": [3]}', 1, "no embeddings"),
        (wire([[1.0]]), 2, "2 embeddings were due and 1 came"),
        (wire([[1.0], [1.0, 2.0]]), 2, "both 1 and 2"),
        (wire([[[1.0], [2.0]]]), 1, "one vector per token"),
        (wire(["!!!"]), 1, "holds no numbers"),
        (wire(["AAA="]), 1, "not base64"),
        (wire([""]), 1, "holds no numbers"),
        (wire([None]), 1, "holds no numbers"),
        (wire([7]), 1, "holds no numbers"),
        (wire([["a"]]), 1, "not base64"),
        (b'{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [2]}]}', 2, "numbered"),
        (b'{"data": [{"index": 1, "embedding": [1]}, {"index": 2, "embedding": [2]}]}', 2, "numbered"),
        (b'{"data": [{"index": [], "embedding": [1]}]}', 1, "numbered"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(body, count, words):
    with pytest.raises(errors.Garbled, match=words):
        read(body, count)


def test_what_broke_off_is_said_to_have():
    with pytest.raises(errors.Truncated):
        read(b'{"data": [{"embedding": "AAAA', 1)


def test_base64_is_little_endian_float32():
    assert base64.b64decode(write(np.array([1.0], np.float32))) == b"\x00\x00\x80?"


# Through the client


@pytest.fixture
def vectors(client):
    return lambda texts, **more: client.embeddings.vectors(model="m", input=texts, **more)


class Counts:
    """Answers each text `"7"` with the vector (7, size of its request)."""

    def __init__(self, most=10**9):
        self.most = most

    def __call__(self, request):
        asked = request.json["input"]
        if len(asked) > self.most:
            return reply(
                {"error": {"message": f"Requested 9 tokens, max {self.most} tokens per request"}}, 400
            )
        return reply(answer([write(np.array([int(each), len(asked)], np.float32)) for each in asked]))


def test_base64_is_what_is_asked_for(server, vectors):
    server.answers(Counts())
    assert vectors(["3"]).tolist() == [[3, 1]]
    assert server.requests[0].json == {"model": "m", "input": ["3"], "encoding_format": "base64"}


def test_the_arguments_are_those_of_create(server, vectors):
    server.answers(Counts())
    vectors("3", dimensions=2, user="u", truncate="END")
    sent = server.requests[0].json
    assert sent.pop("input") == ["3"]
    assert sent == {
        "model": "m",
        "dimensions": 2,
        "user": "u",
        "truncate": "END",
        "encoding_format": "base64",
    }


def test_any_number_of_texts_keeps_its_order(server, vectors):
    server.answers(Counts())
    table = vectors([str(i) for i in range(5000)])
    assert table.shape == (5000, 2)
    assert table.dtype == np.float32
    assert table[:, 0].tolist() == list(range(5000))
    assert [len(each.json["input"]) for each in server.requests] == [2048, 2048, 904]


def test_long_texts_are_spread_by_their_tokens(server, vectors):
    server.answers(Counts())
    vectors(["1" + " " * 270_000] * 7)
    assert [len(each.json["input"]) for each in server.requests] == [3, 3, 1]


def test_a_request_with_too_many_tokens_is_halved(server, vectors):
    server.answers(Counts(most=3))
    table = vectors([str(i) for i in range(10)])
    assert table[:, 0].tolist() == list(range(10))
    assert table[:, 1].max() <= 3


def test_one_text_that_is_too_long_is_not_searched_for(server, vectors):
    said = "This model's maximum context length is 8192 tokens, however you requested 9000 tokens."
    server.answers(reply({"error": {"message": said, "code": None}}, 400))
    with pytest.raises(errors.BadRequest):
        vectors(["a"] * 16)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("input", "sent"),
    [
        (["1", "2"], ["1", "2"]),
        (("1", "2"), ["1", "2"]),
        ("1", ["1"]),
        ([5, 6], [[5, 6]]),
        ([[5, 6], [7]], [[5, 6], [7]]),
        (np.array([5, 6]), [[5, 6]]),
        (np.array(["1", "2"]), ["1", "2"]),
        ((each for each in "12"), ["1", "2"]),
    ],
)
def test_texts_may_come_in_any_form(server, vectors, input, sent):
    server.answers(lambda request: reply(answer([[1.0]] * len(request.json["input"]))))
    assert len(vectors(input)) == len(sent)
    assert server.requests[0].json["input"] == sent


def test_a_column_of_texts_will_do(server, vectors):
    import pandas as pd

    server.answers(Counts())
    assert vectors(pd.Series(["4", "5"], index=[9, 8]))[:, 0].tolist() == [4, 5]


def test_no_texts_have_no_vectors(server, vectors):
    assert vectors([], dimensions=4).shape == (0, 4)
    assert server.requests == []


@pytest.mark.parametrize(
    ("input", "kind", "words"),
    [
        ("", ValueError, r"input\[0\] is empty"),
        (["a", ""], ValueError, r"input\[1\] is empty"),
        ([[1], []], ValueError, r"input\[1\] is empty"),
        (["a", None], TypeError, r"input\[1\] is None"),
        (["a", float("nan")], TypeError, r"input\[1\] is nan"),
        (b"text", TypeError, "bytes"),
        ({"a": 1}, TypeError, "dict"),
    ],
)
def test_what_has_no_vector_is_refused_before_it_is_sent(server, vectors, input, kind, words):
    with pytest.raises(kind, match=words):
        vectors(input)
    assert server.requests == []


def test_a_table_of_texts_is_asked_for_its_column(vectors):
    import pandas as pd

    with pytest.raises(TypeError, match="DataFrame"):
        vectors(pd.DataFrame({"text": ["a"]}))


def test_vectors_of_different_width_do_not_mix(server, vectors):
    server.answers(
        lambda request: reply(answer([[1.0] * (len(server.requests))] * len(request.json["input"])))
    )
    with pytest.raises(errors.Garbled, match="dimensions"):
        vectors(["a"] * 3000)
