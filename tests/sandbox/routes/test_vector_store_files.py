import pytest

from openai_nb.core.errors import BadRequest, NotFound

STATIC = {"type": "static", "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 50}}


@pytest.fixture
def store(client):
    return client.vector_stores.create(name="Shelf")


def put(client, store, name="a.txt", data=b"The moon is round.", **arguments):
    return client.vector_stores.files.upload_and_poll(
        vector_store_id=store, file=(name, data), poll_interval_ms=1, **arguments
    )


def test_a_file_is_uploaded_taken_in_and_read(client, store):
    file = put(client, store, attributes={"kind": "sky", "year": 2020, "true": True})
    assert (file.status, file.vector_store_id, file.attributes["year"]) == ("completed", store.id, 2020)
    assert client.files.retrieve(file.id).purpose == "assistants"
    assert [str(each) for each in client.vector_stores.files.content(file)] == ["The moon is round."]


def test_a_file_that_is_there_already_can_be_put_in(client, store):
    held = client.files.create(file=("b.json", b'{"moon": "round"}'), purpose="user_data")
    file = client.vector_stores.files.create_and_poll(held, vector_store_id=store)
    assert file.id == held.id and file.chunking_strategy.static.max_chunk_size_tokens == 800


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "unsupported_file"),
        ("a.docx", b"PK\x03\x04...", "unsupported_file"),
        ("a.bin", b"\xff\x00\x81", "unsupported_file"),
        ("a.txt", b"  \n ", "invalid_file"),
    ],
)
def test_what_cannot_be_read_fails_and_says_why(client, store, name, data, code):
    file = put(client, store, name, data)
    assert (file.status, file.last_error.code) == ("failed", code) and name in file.last_error.message
    assert client.vector_stores.retrieve(store).file_counts.failed == 1
    assert not client.vector_stores.files.content(file).data


def test_a_long_text_is_found_where_it_says_it(client, store):
    lines = [f"Line {number} speaks of nothing at all." for number in range(300)]
    lines[200] = "Here the treasure is buried under an oak."
    file = put(client, store, data="\n".join(lines).encode(), chunking_strategy=STATIC)
    found = client.vector_stores.search(store, query="buried treasure")
    assert "treasure" in str(found[0]) and len(str(found[0])) < 1000 and len(found) == 10
    assert file.chunking_strategy.static.chunk_overlap_tokens == 50


def test_attributes_can_be_changed(client, store):
    file = client.vector_stores.files.update(put(client, store), attributes={"a": 1.5})
    assert file.attributes == {"a": 1.5}
    wanted = {"type": "eq", "key": "a", "value": 1.5}
    assert len(client.vector_stores.search(store, query="moon", filters=wanted)) == 1


def test_taken_out_is_not_deleted(client, store):
    file = put(client, store)
    assert client.vector_stores.files.delete(file).deleted
    assert client.files.retrieve(file.id) and not client.vector_stores.search(store, query="moon").data
    with pytest.raises(NotFound):
        client.vector_stores.files.retrieve(file)


def test_files_are_listed_by_status(client, store):
    good, bad = put(client, store), put(client, store, "a.pdf", b"%PDF")
    files = client.vector_stores.files
    assert [each.id for each in files.list(store)] == [bad.id, good.id]
    assert [each.id for each in files.list(store, filter="failed")] == [bad.id]


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"attributes": {"a": [1]}}, "attributes.a"),
        ({"attributes": {str(number): 1 for number in range(17)}}, "attributes"),
        (
            {"chunking_strategy": {"type": "static", "static": {"max_chunk_size_tokens": 50}}},
            "chunking_strategy.static.max_chunk_size_tokens",
        ),
        (
            {"chunking_strategy": {**STATIC, "static": {**STATIC["static"], "chunk_overlap_tokens": 51}}},
            "chunking_strategy.static.chunk_overlap_tokens",
        ),
    ],
)
def test_what_cannot_be_put_in_is_refused(client, store, arguments, param):
    with pytest.raises(BadRequest) as caught:
        put(client, store, **arguments)
    assert caught.value.param == param


def test_a_file_or_a_store_that_is_not_there_is_named(client, store):
    with pytest.raises(NotFound, match="file-x"):
        client.vector_stores.files.create(store, file_id="file-x")
    with pytest.raises(NotFound, match="vs_x"):
        client.vector_stores.files.list("vs_x")
