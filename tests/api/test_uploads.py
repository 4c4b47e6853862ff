import io
import json

import pytest

from openai_nb import Client
from openai_nb.core.errors import OpenAIError, ServerFault

DATA = bytes(range(256)) * 4


@pytest.fixture
def client():
    with Client.sandbox() as client:
        yield client


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "big.bin"
    path.write_bytes(DATA)
    return path


def sent(client):
    """The sizes of the parts that are sent from now on."""
    sizes, send = [], client.uploads.parts._send

    def watched(call):
        answer = send(call)
        sizes.append(call.files["data"][1]._size)
        return answer

    client.uploads.parts._send = watched
    return sizes


def test_a_file_goes_in_parts_and_comes_whole(client, path):
    sizes = sent(client)
    done = client.uploads.upload_file(path, "user_data", part_size=300)
    assert sizes == [300, 300, 300, 124] and done.status == "completed"
    assert (done.file.filename, client.files.content(done.file)) == ("big.bin", DATA)
    assert [each.name for each in path.parent.iterdir()] == ["big.bin"]


@pytest.mark.parametrize("file", [DATA, io.BytesIO(DATA), ("name.txt", DATA)])
def test_what_is_in_memory_goes_too(client, file):
    done = client.uploads.upload_file(file, "user_data", part_size=1000)
    assert client.files.content(done.file) == DATA


def test_an_open_file_is_sent_from_where_it_stands(client, path):
    with path.open("rb") as file:
        file.seek(1000)
        done = client.uploads.upload_file(file, "user_data", part_size=10)
    assert client.files.content(done.file) == DATA[1000:]


def broken_off(client, path, parts=2):
    """An upload that fails after some parts."""
    send, left = client.uploads.parts._send, iter(range(parts))

    def failing(call):
        if next(left, None) is None:
            raise ServerFault("down", status=500)
        return send(call)

    client.uploads.parts._send = failing
    with pytest.raises(ServerFault):
        client.uploads.upload_file(path, "user_data", part_size=300)
    client.uploads.parts._send = send


def test_it_goes_on_where_it_was_broken_off(client, path):
    broken_off(client, path)
    sizes = sent(client)
    done = client.uploads.upload_file(path, "user_data", part_size=300)
    assert sizes == [300, 124] and client.files.content(done.file) == DATA
    assert not (path.parent / ".big.bin.upload").exists()


def test_another_file_of_that_name_is_sent_from_its_start(client, path):
    broken_off(client, path)
    path.write_bytes(DATA[::-1])
    sizes = sent(client)
    done = client.uploads.upload_file(path, "user_data", part_size=300)
    assert len(sizes) == 4 and client.files.content(done.file) == DATA[::-1]


def test_what_the_server_has_forgotten_is_sent_anew(client, path):
    broken_off(client, path)
    client.uploads.cancel(json.loads((path.parent / ".big.bin.upload").read_text())["upload_id"])
    assert client.files.content(client.uploads.upload_file(path, "user_data", part_size=300).file) == DATA


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"about": 1}'])
def test_a_spoilt_state_is_no_hindrance(client, path, tmp_path, kept):
    state = tmp_path / "state"
    state.write_text(kept)
    assert client.uploads.upload_file(path, "user_data", state=state).status == "completed"
    assert not state.exists()


def test_the_official_name_checks_size_and_sum(client, path):
    arguments = {"file": path, "mime_type": "text/plain", "purpose": "user_data"}
    assert client.uploads.upload_file_chunked(**arguments, bytes=len(DATA)).status == "completed"
    with pytest.raises(ValueError, match="1024 bytes"):
        client.uploads.upload_file_chunked(**arguments, bytes=7)


@pytest.mark.parametrize(("data", "size"), [(b"", 10), (DATA, 0), (DATA, (64 << 20) + 1)])
def test_what_cannot_be_sent_is_said_at_once(client, data, size):
    with pytest.raises(ValueError, match=r"from 1 to"):
        client.uploads.upload_file(data, "user_data", part_size=size)


def test_a_refusal_reaches_the_caller(client, path):
    with pytest.raises(OpenAIError, match="'fun'"):
        client.uploads.upload_file(path, "fun")
