"""A disk that is full, and files that cannot be written: what was paid for is handed over all the same.

The full disk is a small tmpfs where one may be mounted, else a limit on the size of files.
"""

from __future__ import annotations

import resource
import subprocess
import time

import pytest

from openai_nb.api.progress import Progress
from openai_nb.core.errors import Unkept
from openai_nb.data import cache, ledger
from openai_nb.data.ledger import Ledger
from tests.trouble.works import WORKS, Came

SMALL = 1 << 20  # bytes
UNTOUCHED = "it keeps nothing on disk"
SENSELESS = dict.fromkeys(("chat", "stream", "following", "chat panel", "job panel"), UNTOUCHED)
COLUMNS = ("column", "embed")


@pytest.fixture
def small(tmp_path):
    """A folder on a disk that is soon full."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "none", place], capture_output=True
    )
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if mounted.returncode:
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, before[1]))
    yield place
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    if not mounted.returncode:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture(params=["full", "not to be written"])
def kept_at(request, small, tmp_path, monkeypatch):
    """Where answers are kept: in a file that takes no more after the first, or in one that cannot be."""
    if request.param == "full":
        place = small / "cache.sqlite"
        cache.Cache(place).put_many([])
        ledger.Ledger(place).rows()
        fill(small)
    else:
        (tmp_path / "file").write_text("no folder")
        place = tmp_path / "file" / "cache.sqlite"
    monkeypatch.setenv("OPENAI_NB_CACHE", str(place))
    return place


def fill(folder):
    """Leave no room."""
    with (folder / "rest").open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass


@pytest.fixture
def begin(server, client_of, folder):
    def begin(name):
        work = WORKS[name](client_of(), folder)
        server.answers(work.well)
        return work

    return begin


@pytest.mark.parametrize("name", COLUMNS)
def test_a_file_that_takes_nothing_ends_it_with_what_was_paid_for(begin, server, kept_at, threads, name):
    work = begin(name)
    began = time.monotonic()
    came = work.do()
    assert time.monotonic() - began < 3
    assert type(came.error) is Unkept and "cannot be used: " in came.told and "Make room" in came.told
    assert len(came.told.encode()) <= 400
    paid = len(server.requests)
    assert paid < work.requests and (not paid or handed_over(came, name) == work.whole[:paid])
    assert threads() == []


def handed_over(came, name):
    if name == "column":
        return came.value["said"].dropna().tolist()
    return [row for row in came.value.values.tolist() if row[0] == row[0]]


@pytest.mark.parametrize("name", COLUMNS)
def test_with_no_file_at_all_the_same_work_is_done(begin, kept_at, monkeypatch, name):
    work = begin(name)
    assert work.do().error
    monkeypatch.setenv("OPENAI_NB_CACHE", "off")
    assert work.do() == Came(work.whole)


@pytest.mark.parametrize("name", COLUMNS)
def test_when_there_is_room_again_it_goes_on(begin, server, small, monkeypatch, name):
    place = small / "cache.sqlite"
    monkeypatch.setenv("OPENAI_NB_CACHE", str(place))
    cache.Cache(place).put_many([])
    fill(small)
    work = begin(name)
    assert type(work.do().error) is Unkept
    (small / "rest").unlink()
    assert work.do() == Came(work.whole)
    assert 0 < len(Ledger(place).rows()) <= len(server.requests)


@pytest.mark.parametrize("name", SENSELESS)
def test_what_keeps_nothing_needs_no_disk(begin, kept_at, name):
    work = begin(name)
    assert work.do() == Came(work.whole)
    work.close()


def test_a_download_that_finds_no_room_leaves_what_was_there(server, client_of, small):
    work = WORKS["download"](client_of(), small)
    server.answers(work.well)
    (small / "a.bin").write_bytes(b"an older one")
    fill(small)
    with pytest.raises(OSError, match=r"space|too large"):
        work.client.files.download("file-1", small)
    assert sorted(each.name for each in small.iterdir()) == ["a.bin", "rest"]
    assert (small / "a.bin").read_bytes() == b"an older one"


def test_an_upload_whose_state_cannot_be_kept_goes_on(begin, small):
    fill(small)
    work = begin("upload")
    path = work.folder / "big.bin"
    path.write_bytes(work.data)
    done = work.client.uploads.upload_file(path, "user_data", part_size=1000, state=small / "state")
    assert done.status == "completed" and Progress(small / "state", {}).resume() is False
