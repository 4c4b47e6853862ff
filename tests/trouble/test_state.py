"""A sandbox whose state finds no room, or may not be written: it says so, and what was there stays."""

from __future__ import annotations

import sqlite3

import pytest

from openai_nb import Client, sandbox
from openai_nb.core.errors import ServerFault
from tests.trouble.test_disk import fill, small  # noqa: F401  (a fixture)

WORDS = {"model": "sandbox-chat", "messages": [{"role": "user", "content": "What is 6 * 7?"}]}
NO_ROOM = r"cannot use its state \((.*space.*|.*full|.*too large|disk I/O error)\): make room"


@pytest.fixture
def client(small):  # noqa: F811
    """A client of a sandbox that holds a file, on a disk that is soon full."""
    with Client.sandbox(str(small / "state"), step_seconds=None) as client:
        yield client.using(max_retries=0)


@pytest.fixture
def held(client, small):  # noqa: F811
    """That file; then the disk is full."""
    file = client.files.create(file=("a.bin", b"kept"), purpose="user_data")
    fill(small)
    return file


def keep(client):
    for number in range(60):  # of what is open already, some room may be left
        client.files.create(file=(f"{number}.bin", b"x" * 100_000), purpose="user_data")


def test_a_full_disk_is_told_and_what_was_there_stays(client, held):
    with pytest.raises(ServerFault, match=NO_ROOM):
        keep(client)
    assert client.files.content(held) == b"kept"
    store = sandbox.of(client).store
    assert all(len(store.read(each["id"]) or b"") == each["bytes"] for each in store.all("file"))


def test_answers_go_on_although_the_disk_is_full(client, held):
    assert "42" in client.chat.completions.create(**WORDS).choices[0].message.content


def test_when_there_is_room_again_it_goes_on(client, held, small):  # noqa: F811
    with pytest.raises(ServerFault):
        keep(client)
    (small / "rest").unlink()
    assert client.files.content(client.files.create(file=("b", b"new"), purpose="user_data")) == b"new"
    assert not list((small / "state" / "contents").glob("*.part"))


def test_a_state_that_may_only_be_read_is_read(tmp_path):
    with Client.sandbox(str(tmp_path), step_seconds=None) as client:
        file = client.files.create(file=("a.bin", b"kept"), purpose="user_data")
        sandbox.of(client).store._db.execute("pragma query_only = on")  # what a read-only file answers with
        with pytest.raises(ServerFault, match="readonly database"):
            client.using(max_retries=0).files.create(file=("b.bin", b"x"), purpose="user_data")
        assert client.files.content(file) == b"kept"
        assert "42" in client.chat.completions.create(**WORDS).choices[0].message.content


def test_a_state_that_cannot_be_opened_is_told_at_once(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises((OSError, sqlite3.Error)):
        Client.sandbox(str(tmp_path / "file" / "state"))
