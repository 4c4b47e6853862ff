import pytest

from openai_nb import Client
from openai_nb.core.errors import BadRequest, NotFound


def upload(client, *names):
    return [client.files.create(file=(name, name.encode()), purpose="assistants") for name in names]


@pytest.fixture
def store(client):
    return client.vector_stores.create()


def test_files_are_uploaded_and_put_in_together(client, store, tmp_path):
    (tmp_path / "b.txt").write_text("Rain is wet.")
    files = [("a.txt", b"Snow is white."), tmp_path / "b.txt", ("c.pdf", b"%PDF")]
    held = upload(client, "d.txt")
    batch = client.vector_stores.file_batches.upload_and_poll(store, files=files, file_ids=held)
    assert (batch.status, batch.file_counts.completed, batch.file_counts.failed) == ("completed", 3, 1)
    assert client.vector_stores.search(store, query="rain")[0].filename == "b.txt"


def test_each_file_may_have_attributes_of_its_own(client, store):
    one, two = upload(client, "one.txt", "two.txt")
    given = [{"file_id": one.id, "attributes": {"n": 1}}, two]
    batch = client.vector_stores.file_batches.create_and_poll(store, files=given)
    found = client.vector_stores.file_batches.list_files(batch, order="asc")
    assert [(each.id, each.attributes) for each in found] == [(one.id, {"n": 1}), (two.id, {})]


def test_a_batch_lists_its_own_files_by_status(client, store):
    client.vector_stores.files.create(store, file_id=upload(client, "before.txt")[0])
    batch = client.vector_stores.file_batches.upload_and_poll(
        store, files=[("a.txt", b"a"), ("b.pdf", b"%PDF")]
    )
    files = client.vector_stores.file_batches.list_files(batch, filter="failed")
    assert [each.last_error.code for each in files] == ["unsupported_file"]
    assert len(client.vector_stores.file_batches.list_files(batch)) == 2


def test_a_batch_can_be_stopped():
    with Client.sandbox(step_seconds=0.02) as client:
        store = client.vector_stores.create()
        batches = client.vector_stores.file_batches
        batch = batches.create(store, file_ids=upload(client, *(f"{n}.txt" for n in range(30))))
        assert batches.cancel(batch).status == "cancelled"
        batch = batches.poll(batch)
        assert batch.file_counts.cancelled > 0 and batch.file_counts.in_progress == 0
        with pytest.raises(BadRequest, match="'cancelled'"):
            batches.cancel(batch)


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({}, "file_ids"),
        ({"file_ids": ["a"], "files": [{"file_id": "a"}]}, "file_ids"),
        ({"file_ids": []}, "file_ids"),
        ({"files": [{"file_id": "a", "size": 1}]}, "files[0].size"),
    ],
)
def test_what_cannot_be_put_in_is_refused(client, store, arguments, param):
    with pytest.raises(BadRequest) as caught:
        client.vector_stores.file_batches.create(store, **arguments)
    assert caught.value.param == param


def test_what_is_not_there_is_named(client, store):
    with pytest.raises(NotFound, match="file-x"):
        client.vector_stores.file_batches.create(store, file_ids=["file-x"])
    with pytest.raises(NotFound, match="vsfb_x"):
        client.vector_stores.file_batches.retrieve("vsfb_x", store)
