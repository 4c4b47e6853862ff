"""Keeping: the same thing is one file, and a file is whole."""

from __future__ import annotations

import pytest

from openai_nb.data.keeping import FOLDER, kept


@pytest.fixture(autouse=True)
def _beside_a_notebook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_file_is_called_by_its_words_and_its_content():
    path = kept(b"one", "A Cat, asleep on: a keyboard / sofa!", "png")
    assert path.read_bytes() == b"one"
    assert path.parent == FOLDER
    assert path.name.startswith("a-cat-asleep-on-a-keyboard-sofa-") and path.suffix == ".png"


def test_the_same_thing_is_not_written_again():
    path = kept(b"one", "cat", "png")
    before = path.stat()
    assert kept(b"one", "cat", "png") == path
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_half_a_file_is_made_whole():
    path = kept(b"one", "cat", "png")
    path.write_bytes(b"o")
    assert kept(b"one", "cat", "png").read_bytes() == b"one"
    assert [each.name for each in FOLDER.iterdir()] == [path.name]


@pytest.mark.parametrize("words", ["", "!?", "\u732b" * 200, "../../etc/passwd"])
def test_any_words_name_a_file_of_the_folder(words):
    path = kept(b"x", words, "bin")
    assert path.parent == FOLDER and len(path.name.encode()) < 255
