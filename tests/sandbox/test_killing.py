"""A sandbox with a state that is killed, again and again, while it writes."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from openai_nb import Client, sandbox
from openai_nb.core.errors import NotFound, OpenAIError
from openai_nb.sandbox.store import Store
from tests.conftest import ROOT

TIMES = 50
PART = 20_000


def data(seed, size=3 * PART):
    return random.Random(seed).randbytes(size)


class Caller(threading.Thread):
    """Does one thing after another, and notes what it was told is done."""

    def __init__(self, seed, work):
        super().__init__(daemon=True)
        self.seed, self.work, self.port, self.over = seed, work, 0, False
        self.done = {}  # what was promised
        self.start()

    def run(self):
        number = self.seed * 1_000_000
        while not self.over:
            number += 1
            client = Client(
                base_url=f"http://127.0.0.1:{self.port}/v1", api_key="any", max_retries=0, timeout=5
            )
            try:
                self.work(client, number, self.done)
            except (OpenAIError, OSError):
                time.sleep(0.002)
            client.close()


def files(client, number, done):
    file = client.files.create(file=(f"{number}.bin", data(number)), purpose="user_data")
    done[file.id] = number
    if number % 3 == 0:
        gone = next(iter(done))
        done[gone] = None  # it may be there or not
        client.files.delete(gone)
        del done[gone]


def uploads(client, number, done):
    whole = data(number)
    about = {"filename": "a.bin", "mime_type": "text/plain", "purpose": "user_data"}
    upload = client.uploads.create(bytes=len(whole), **about)
    pieces = [whole[at : at + PART] for at in range(0, len(whole), PART)]
    parts = [client.uploads.parts.create(upload, data=("a", each)).id for each in pieces]
    done[upload.id] = number, parts
    client.uploads.complete(upload, part_ids=parts)


def containers(client, number, done):
    if not done:
        done[client.containers.create(name="c").id] = None
    (container,) = done
    content = data(number, PART)
    client.containers.files.create(container, file=("same.bin", content))
    done[container] = number


def shelves(client, number, done):
    file = client.files.create(file=("river.txt", b"The river is long. " * 50), purpose="assistants")
    store = client.vector_stores.create(name=str(number), file_ids=[file.id])
    done[store.id] = file.id


@pytest.fixture
def killed(tmp_path):
    """(the state's folder, what callers were promised) after many kills."""
    state, moments = tmp_path / "state", random.Random(11)
    works = (files, uploads, containers, shelves)
    callers = [Caller(seed, work) for seed, work in enumerate(works, 1)]
    command = [sys.executable, str(ROOT / "tests" / "sandbox" / "forking.py"), str(state)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as run:
        for _ in range(TIMES):
            run.stdin.write("again\n")
            run.stdin.flush()
            process, port = map(int, run.stdout.readline().split())
            for each in callers:
                each.port = port
            time.sleep(moments.uniform(0.02, 0.12))
            os.kill(process, signal.SIGKILL)
        run.stdin.close()
    for each in callers:
        each.over = True
    for each in callers:
        each.join()
    return state, [each.done for each in callers]


def test_fifty_kills_lose_nothing_that_was_promised(killed):
    state, (held, sent, boxes, shelved) = killed
    assert min(map(len, (held, sent, boxes, shelved))) and len(held) + len(sent) > 10
    db = sqlite3.connect(state / "sandbox.sqlite")
    assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    db.close()
    with Client.sandbox(str(state), step_seconds=0.001) as client:
        check_files(client, held)
        check_uploads(client, sent)
        check_containers(client, boxes)
        check_shelves(client, shelved)
        assert client.chat.completions.create(
            model="sandbox-chat", messages=[{"role": "user", "content": "6 * 7?"}]
        ).choices


def check_files(client, held):
    for name, number in held.items():
        if number is not None:
            assert client.files.content(name) == data(number)
    store = sandbox.of(client).store
    for file in store.all("file"):  # those, too, that nobody was told of
        assert len(store.read(file["id"]) or b"") == file["bytes"]


def check_uploads(client, sent):
    """What is not yet put together still can be; what is, is whole."""
    for name, (number, parts) in sent.items():
        kept = sandbox.of(client).store.get("upload", name)
        if kept["status"] == "pending":
            client.uploads.complete(name, part_ids=parts)
            kept = sandbox.of(client).store.get("upload", name)
        assert client.files.content(kept["file"]["id"]) == data(number)


def check_containers(client, boxes):
    """A file that is replaced is there, in its old form or in its new."""
    ((container, number),) = boxes.items()
    (file,) = [each for each in client.containers.files.list(container) if each.path.endswith("same.bin")]
    content = client.containers.files.content.retrieve(file, container)
    assert content in [data(later, PART) for later in range(number or 3_000_000, 3_003_000)]


def check_shelves(client, shelved):
    """What was begun is gone on with, to its end."""
    end = time.monotonic() + 20
    for name, file in shelved.items():
        while (there := client.vector_stores.files.retrieve(vector_store_id=name, file_id=file)).status != (
            "completed"
        ):
            assert there.status == "in_progress" and time.monotonic() < end
            time.sleep(0.01)
        with pytest.raises(NotFound):
            client.vector_stores.retrieve("vs_none")


@pytest.fixture
def dying(tmp_path, monkeypatch):
    """A client whose sandbox dies when it has erased something, and one that comes after it."""

    def erase(store, name, erase=Store.erase):
        erase(store, name)
        raise SystemExit

    first = Client.sandbox(str(tmp_path), step_seconds=None)
    with first, Client.sandbox(str(tmp_path), step_seconds=None) as after:
        monkeypatch.setattr(Store, "erase", erase)
        yield first, after


def test_parts_are_there_until_they_are_a_file(dying):
    client, after = dying
    upload = client.uploads.create(bytes=4, filename="a", mime_type="text/plain", purpose="user_data")
    parts = [client.uploads.parts.create(upload, data=("a", each)).id for each in (b"ab", b"cd")]
    with pytest.raises(SystemExit):
        client.uploads.complete(upload, part_ids=parts)
    kept = sandbox.of(after).store.get("upload", upload.id)
    assert kept["status"] == "completed" and after.files.content(kept["file"]["id"]) == b"abcd"


def test_a_file_that_is_replaced_is_there_before_the_old_one_goes(dying):
    client, after = dying
    container = client.containers.create(name="c")
    client.containers.files.create(container, file=("a", b"old"))
    with pytest.raises(SystemExit):
        client.containers.files.create(container, file=("a", b"new"))
    (file,) = after.containers.files.list(container)
    assert after.containers.files.content.retrieve(file, container) == b"new"
