import hashlib

import pytest

from openai_nb import Client
from openai_nb.core.errors import BadRequest, NotFound

DATA = b"abcdefghij"


def begin(client, size=10, **arguments):
    usual = {"filename": "a.bin", "mime_type": "application/octet-stream", "purpose": "user_data"}
    return client.uploads.create(bytes=size, **(usual | arguments))


def test_parts_become_a_file_in_the_order_that_is_asked(client):
    upload = begin(client)
    last, first = (client.uploads.parts.create(upload, data=each) for each in (DATA[6:], DATA[:6]))
    done = client.uploads.complete(upload, part_ids=[first, last], md5=hashlib.md5(DATA).hexdigest())
    assert (done.status, done.file.filename, done.file.bytes) == ("completed", "a.bin", len(DATA))
    assert client.files.content(done.file) == DATA


def test_parts_must_make_up_what_was_promised(client):
    upload = begin(client, 11)
    part = client.uploads.parts.create(upload, data=DATA)
    with pytest.raises(BadRequest, match="10 bytes; 11 were promised"):
        client.uploads.complete(upload, part_ids=[part])


def test_a_wrong_sum_is_refused_and_can_be_mended(client):
    upload = begin(client)
    part = client.uploads.parts.create(upload, data=DATA)
    with pytest.raises(BadRequest) as caught:
        client.uploads.complete(upload, part_ids=[part], md5="0" * 32)
    assert caught.value.param == "md5"
    assert client.uploads.complete(upload, part_ids=[part]).status == "completed"


@pytest.mark.parametrize("again", ["parts", "complete", "cancel"])
def test_a_cancelled_upload_takes_nothing_more(client, again):
    upload = begin(client)
    part = client.uploads.parts.create(upload, data=DATA)
    assert client.uploads.cancel(upload).status == "cancelled"
    calls = {
        "parts": lambda: client.uploads.parts.create(upload, data=DATA),
        "complete": lambda: client.uploads.complete(upload, part_ids=[part]),
        "cancel": lambda: client.uploads.cancel(upload),
    }
    with pytest.raises(BadRequest, match="is cancelled"):
        calls[again]()


def test_an_upload_expires_after_an_hour():
    now = [1_000_000.0]
    with Client.sandbox(clock=lambda: now[0]) as client:
        upload = begin(client)
        now[0] += 3600
        with pytest.raises(BadRequest, match="is expired"):
            client.uploads.parts.create(upload, data=DATA)


def test_a_part_is_used_once_and_is_its_uploads_own(client):
    one, other = begin(client, 20), begin(client)
    part, foreign = (client.uploads.parts.create(each, data=DATA) for each in (one, other))
    for ids in ([part, part], [part, foreign]):
        with pytest.raises(BadRequest) as caught:
            client.uploads.complete(one, part_ids=ids)
        assert caught.value.param == "part_ids[1]"


def test_lines_are_checked_as_in_any_upload(client):
    upload = begin(client, purpose="batch")
    part = client.uploads.parts.create(upload, data=DATA)
    with pytest.raises(BadRequest, match="Line 1"):
        client.uploads.complete(upload, part_ids=[part])


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"size": 0}, "bytes"),
        ({"size": (8 << 30) + 1}, "bytes"),
        ({"purpose": "fun"}, "purpose"),
        ({"expires_after": {"anchor": "created_at", "seconds": 1}}, "expires_after.seconds"),
    ],
)
def test_what_cannot_be_begun_is_refused(client, arguments, param):
    with pytest.raises(BadRequest) as caught:
        begin(client, **arguments)
    assert caught.value.param == param


def test_an_upload_that_is_not_there_is_named(client):
    with pytest.raises(NotFound, match="upload_x"):
        client.uploads.cancel("upload_x")


def test_ids_of_parts_are_words(client):
    upload = begin(client)
    with pytest.raises(BadRequest) as caught:
        client.uploads.complete(upload, part_ids=[["x"]])
    assert caught.value.param == "part_ids[0]"
