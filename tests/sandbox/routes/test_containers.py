import pytest

from openai_nb import Client
from openai_nb.core.errors import BadRequest, NotFound


@pytest.fixture
def room(client):
    return client.containers.create(name="room")


def test_a_container_tells_what_it_is(client, room):
    room = client.containers.retrieve(room)
    assert (room.name, room.status, room.memory_limit) == ("room", "running", "1g")
    assert room.expires_after.minutes == 20 and room.network_policy.type == "disabled"


def test_files_go_in_and_out(client, room):
    file = client.containers.files.create(room, file=("a b.csv", b"x,y\n1,2\n"))
    assert (file.path, file.bytes, file.source) == ("/mnt/data/a b.csv", 8, "user")
    assert client.containers.files.content.retrieve(file) == b"x,y\n1,2\n"
    assert client.containers.files.retrieve(file.id, room) == file


def test_a_file_of_yours_is_copied(client, room):
    held = client.files.create(file=("notes.txt", b"hello"), purpose="user_data")
    file = client.containers.files.create(room, file_id=held)
    client.files.delete(held)
    assert client.containers.files.content.retrieve(file) == b"hello" and file.path.endswith("/notes.txt")


def test_a_container_is_made_with_files(client):
    held = client.files.create(file=("notes.txt", b"hello"), purpose="user_data")
    room = client.containers.create(name="full", file_ids=[held], memory_limit="4g")
    assert [each.path for each in client.containers.files.list(room)] == ["/mnt/data/notes.txt"]


def test_a_path_holds_one_file(client, room):
    for data in (b"old", b"new"):
        client.containers.files.create(room, file=("a.txt", data))
    (file,) = client.containers.files.list(room)
    assert client.containers.files.content.retrieve(file) == b"new"


def test_a_deleted_file_is_gone_from_its_container(client, room):
    file = client.containers.files.create(room, file=b"x")
    assert client.containers.files.delete(file).deleted
    with pytest.raises(NotFound, match=file.id):
        client.containers.files.content.retrieve(file)


def test_a_deleted_container_takes_its_files_along(client, room):
    file = client.containers.files.create(room, file=b"x")
    assert client.containers.delete(room).deleted
    with pytest.raises(NotFound, match="not found"):
        client.containers.files.retrieve(file)


def test_a_file_belongs_to_one_container(client, room):
    file = client.containers.files.create(client.containers.create(name="other"), file=b"x")
    with pytest.raises(NotFound):
        client.containers.files.retrieve(file.id, room)


def test_containers_are_listed_by_name(client):
    made = [client.containers.create(name=name).id for name in ("a", "b", "a")]
    assert [each.id for each in client.containers.list(limit=2)] == made[::-1]
    assert [each.id for each in client.containers.list(name="a", order="asc")] == [made[0], made[2]]


def test_a_container_nobody_uses_expires():
    now = [1_000_000.0]
    with Client.sandbox(clock=lambda: now[0]) as client:
        room = client.containers.create(name="a", expires_after={"anchor": "last_active_at", "minutes": 5})
        for _ in range(3):
            now[0] += 240
            client.containers.files.create(room, file=b"x")
        now[0] += 300
        assert client.containers.retrieve(room).status == "expired"
        with pytest.raises(BadRequest, match="expired"):
            client.containers.files.list(room)


@pytest.mark.parametrize(
    ("arguments", "param"),
    [
        ({"name": ""}, "name"),
        ({"memory_limit": "2g"}, "memory_limit"),
        ({"expires_after": {"anchor": "created_at", "minutes": 5}}, "expires_after.anchor"),
        ({"expires_after": {"anchor": "last_active_at"}}, "expires_after.minutes"),
        ({"network_policy": {"type": "open"}}, "network_policy.type"),
        ({"network_policy": {"type": "allowlist"}}, "network_policy.allowed_domains"),
        ({"skills": [{"type": "skill_reference"}]}, "skills"),
        ({"file_ids": ["file-x"]}, "file_ids[0]"),
    ],
)
def test_what_cannot_be_made_is_refused(client, arguments, param):
    with pytest.raises((BadRequest, NotFound)) as caught:
        client.containers.create(**{"name": "x", **arguments})
    assert caught.value.param == param


def test_one_file_at_a_time(client, room):
    with pytest.raises(BadRequest, match="either"):
        client.containers.files.create(room)
    with pytest.raises(BadRequest, match="either"):
        client.containers.files.create(room, file=b"x", file_id="file-x")
