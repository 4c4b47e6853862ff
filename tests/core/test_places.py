"""Places: files that are there whole or not at all."""

from __future__ import annotations

import stat

import pytest

from openai_nb.core.places import replacing


def test_what_is_there_stays_until_all_is_written(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with replacing(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_what_fails_on_the_way_leaves_nothing(tmp_path):
    path = tmp_path / "a.json"
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines([b"half", "no bytes"])
    assert list(tmp_path.iterdir()) == []


def test_two_threads_may_write_the_same_file_and_the_last_one_stands(tmp_path):
    path = tmp_path / "a.json"
    with replacing(path) as slow:
        with replacing(path) as quick:
            quick.write(b"quick")
        slow.write(b"slow")
    assert path.read_bytes() == b"slow" and len(list(tmp_path.iterdir())) == 1


def test_what_is_private_is_nobody_elses_at_any_moment(tmp_path):
    with replacing(tmp_path / "key", private=True) as file:
        (fresh,) = tmp_path.iterdir()
        assert stat.S_IMODE(fresh.stat().st_mode) == 0o600
        file.write(b"k")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
