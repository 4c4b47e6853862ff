import pytest

from openai_nb.core.errors import BadRequest, NotFound

LINES = b'{"a": 1}\n{"a": 2}\n'


def test_what_goes_in_comes_out(client, tmp_path):
    path = tmp_path / "notes.jsonl"
    path.write_bytes(LINES)
    file = client.files.create(file=path, purpose="user_data")
    assert (file.filename, file.bytes, file.status) == ("notes.jsonl", len(LINES), "processed")
    assert client.files.content(file) == LINES


def test_a_file_is_downloaded_under_its_own_name(client, tmp_path):
    file = client.files.create(file=("a b.txt", b"hello"), purpose="user_data")
    path = client.files.download(file, tmp_path / "new")
    assert path.name == "a b.txt" and path.read_bytes() == b"hello"


@pytest.mark.parametrize("name", ["..", "a/..", ".", "..\\.."])
def test_a_name_that_is_none_gives_way_to_the_id(client, tmp_path, name):
    begun = client.uploads.create(bytes=1, filename=name, mime_type="text/plain", purpose="user_data")
    sent = client.uploads.parts.create(begun, data=b"x")
    path = client.files.download(client.uploads.complete(begun, part_ids=[sent]).file, tmp_path / "new")
    assert path.parent == tmp_path / "new" and path.name.startswith("file-")


def test_deleting_is_final(client):
    file = client.files.create(file=b"x", purpose="user_data")
    assert client.files.delete(file).deleted
    with pytest.raises(NotFound):
        client.files.retrieve(file)


def test_the_list_is_newest_first_and_can_be_narrowed(client):
    first = client.files.create(file=b"x", purpose="user_data")
    second = client.files.create(file=LINES, purpose="fine-tune")
    assert [each.id for each in client.files.list()] == [second.id, first.id]
    assert [each.id for each in client.files.list(purpose="user_data")] == [first.id]


def test_pages_are_walked_to_their_end(client):
    made = [client.files.create(file=b"x", purpose="user_data").id for _ in range(5)]
    page = client.files.list(limit=2, order="asc")
    assert len(page) == 2 and page.has_more
    assert [each.id for each in page] == made


def test_a_bad_line_is_named_at_upload(client):
    with pytest.raises(BadRequest, match="Line 2"):
        client.files.create(file=b'{"a": 1}\nnot json\n', purpose="fine-tune")


@pytest.mark.parametrize("mark", ["\u2028", "\u0085"])  # ends of lines to Python, and none to JSON
def test_a_line_ends_where_json_lines_end(client, mark):
    line = f'{{"prompt": "a{mark}b", "completion": "c"}}'
    assert client.files.create(file=("a.jsonl", f"{line}\n{line}".encode()), purpose="fine-tune").id


def test_an_unknown_purpose_is_refused_with_the_known_ones(client):
    with pytest.raises(BadRequest, match="'fine-tune'"):
        client.files.create(file=b"x", purpose="fun")


def test_a_directory_remembers(tmp_path):
    from openai_nb import Client

    with Client.sandbox(tmp_path) as first:
        file = first.files.create(file=b"kept", purpose="user_data")
    with Client.sandbox(tmp_path) as second:
        assert second.files.content(file.id) == b"kept"


def test_a_file_lasts_as_long_as_is_said(client):
    lasting = {"anchor": "created_at", "seconds": 3600}
    file = client.files.create(file=b"x", purpose="user_data", expires_after=lasting)
    assert file.expires_at - file.created_at == 3600


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ({"anchor": "created_at", "seconds": 3599}, "expires_after.seconds"),
        ({"anchor": "created_at", "seconds": "soon"}, "expires_after.seconds"),
        ({"anchor": "created_at"}, "expires_after.seconds"),
        ({"anchor": "last_active_at", "seconds": 3600}, "expires_after.anchor"),
        ({"anchor": "created_at", "seconds": 3600, "days": 1}, "expires_after.days"),
    ],
)
def test_a_time_that_is_none_is_refused(client, given, param):
    with pytest.raises(BadRequest) as caught:
        client.files.create(file=b"x", purpose="user_data", expires_after=given)
    assert caught.value.param == param
