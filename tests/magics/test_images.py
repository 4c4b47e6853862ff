from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PIL.Image import Image


@pytest.fixture
def sandboxed(typed, here):
    here.use("sandbox")
    return typed


def test_a_picture_stands_in_the_notebook_and_whole_beside_it(sandboxed):
    ran = sandboxed("%%image --size 512x512\nA red house under a full moon")
    picture, line = ran.saved
    (small,) = [data for kind, data in picture["data"].items() if kind.startswith("image/")]
    assert len(base64.b64decode(small)) <= 200_000
    (file,) = Path("openai_nb_files").iterdir()
    told = picture["metadata"]["openai_nb"]
    assert told["prompt"] == "A red house under a full moon"
    assert told["files"] == [file.as_posix()]
    assert "sandbox" in line["data"]["text/markdown"]
    assert sandboxed.names["_image"].size == (512, 512)


def test_pictures_are_values(sandboxed):
    ran = sandboxed("cats = %image -n 2 --size 256x256 a cat")
    assert ran.outputs == []
    assert [isinstance(each, Image) for each in sandboxed.names["cats"]] == [True, True]
    assert isinstance(sandboxed("%%image dog << --size 256x256\na dog").error, type(None))
    assert isinstance(sandboxed.names["dog"], Image)


def test_several_pictures_are_one_output_and_a_line(sandboxed):
    assert len(sandboxed("%%image -n 3 --size 256x256\na cat").saved) == 2


def test_the_same_picture_is_kept_once_and_saved_the_same(sandboxed):
    first, again = (sandboxed("%%image --size 256x256\na cat").saved for _ in range(2))
    assert len(first) == 2
    assert first == again
    assert len(list(Path("openai_nb_files").iterdir())) == 1


def test_a_picture_is_changed(sandboxed):
    sandboxed("cat = %image --size 256x256 a cat")
    assert sandboxed("hat = %image --size 256x256 --edit cat a hat").error is None
    assert sandboxed.names["hat"].size == (256, 256)


def test_values_go_into_the_words(sandboxed):
    sandboxed.names["animal"] = "dog"
    assert (
        sandboxed("%image --size 256x256 a {{animal}}").saved[0]["metadata"]["openai_nb"]["prompt"] == "a dog"
    )


@pytest.mark.parametrize(
    "line", ["", "--edit nowhere.png a hat", "--mask m.png a hat", "--size", "{{nothing}}"]
)
def test_what_cannot_be_drawn_is_said(sandboxed, line):
    assert len(sandboxed(f"%image {line}").trouble) == 2
