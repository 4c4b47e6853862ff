import numpy as np
import pytest

from openai_nb.core.errors import BadRequest, NotFound


def test_vectors_have_the_shape_that_was_asked_for(client):
    rows = client.embeddings.vectors(model="sandbox-embedding", input=["sun", "moon", "bread"], dimensions=64)
    assert rows.shape == (3, 64) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_numbers_and_base64_say_the_same(client):
    plain = client.embeddings.create(model="sandbox-embedding", input="a cup of tea")
    packed = client.embeddings.vectors(model="sandbox-embedding", input="a cup of tea")
    assert np.allclose(plain.data[0].embedding, packed[0]) and plain.usage.prompt_tokens > 0


def test_tokens_are_counted_as_they_were_given(client):
    said = client.embeddings.create(model="sandbox-embedding", input=[[1, 2, 3], [40_000, 5]])
    assert len(said.data) == 2 and said.usage.total_tokens == 5


def test_like_words_lie_near_each_other(client):
    texts = ["read a csv file", "load a table from csv", "the cat sleeps"]
    rows = client.embeddings.vectors(model="sandbox-embedding", input=texts)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_many_texts_travel_in_several_requests(client):
    rows = client.embeddings.vectors(
        model="sandbox-embedding", input=[f"text {i}" for i in range(2050)], dimensions=8
    )
    assert rows.shape == (2050, 8)


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"input": []}, "input"),
        ({"input": ["fine", ""]}, "input[1]"),
        ({"input": "x", "dimensions": 0}, "dimensions"),
        ({"input": "x", "encoding_format": "hex"}, "encoding_format"),
        ({"input": "x", "surprise": 1}, "surprise"),
        ({"input": "word " * 9000}, "input"),
    ],
)
def test_what_the_api_refuses_is_refused(client, arguments, param):
    with pytest.raises(BadRequest) as caught:
        client.embeddings.create(model="sandbox-embedding", **arguments)
    assert caught.value.param == param


def test_a_chat_model_embeds_nothing(client):
    with pytest.raises(NotFound, match="not a model for embedding"):
        client.embeddings.create(model="sandbox-chat", input="x")
