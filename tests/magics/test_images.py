from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL.Image import Image, new

from openai_nb.data import ledger
from tests.server import reply


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


def test_a_picture_is_varied_and_kept_in_the_format_asked_for(sandboxed):
    sandboxed("cat = %image --size 256x256 --format webp a cat")
    assert sandboxed.names["cat"].format == "WEBP"
    sandboxed("more = %image --vary cat -n 2 --size 256x256")
    assert len(sandboxed.names["more"]) == 2


@pytest.mark.parametrize("line", ["--vary wide", "--edit letter.txt a hat", "--edit words a hat"])
def test_what_is_no_picture_to_change_is_not_sent(sandboxed, here, line):
    Path("letter.txt").write_text("hello")
    sandboxed.names |= {"wide": new("RGB", (64, 32)), "words": b"hello"}
    assert len(sandboxed(f"%image {line}").trouble) == 2
    assert here.client.last is None


def test_a_mask_of_another_size_is_found_out_before_it_is_sent(sandboxed, here):
    sandboxed.names |= {"cat": new("RGB", (64, 64)), "small": new("RGBA", (32, 32))}
    ran = sandboxed("%image --edit cat --mask small a hat")
    assert "32 × 32" in ran.trouble[0]
    assert here.client.last is None


def test_a_picture_has_its_price_and_costs_nothing_twice(typed, answering):
    drawn = io.BytesIO()
    new("RGB", (8, 8), "red").save(drawn, "PNG")
    usage = {"input_tokens": 10, "output_tokens": 1000, "total_tokens": 1010}
    data = [{"b64_json": base64.b64encode(drawn.getvalue()).decode()}]
    answering.answers(reply({"created": 1, "data": data, "usage": usage}))
    first, again = (typed("%%image -m gpt-image-1\nred").saved for _ in range(2))
    assert first[0]["metadata"]["openai_nb"]["cost"] == pytest.approx(0.04005)
    assert first == again
    assert "kept" in again[1]["data"]["text/plain"]
    assert [row["usd"] for row in ledger.shared().rows()] == [pytest.approx(0.04005), 0]
    assert len(answering.requests) == 1
    typed("%%image -m gpt-image-1 --fresh\nred")
    assert len(answering.requests) == 2


def test_what_would_cost_too_much_is_not_sent(typed, answering):
    typed("%config OpenAINb.max_cost = 0.01")
    ran = typed("%image -n 4 --quality high -m gpt-image-1 a cat")
    assert "may cost $0.66" in ran.trouble[0]
    assert answering.requests == []


@pytest.mark.parametrize(
    "line",
    [
        "",
        "--format gif a cat",
        "--vary nothing.png",
        "--edit nowhere.png a hat",
        "--mask m.png a hat",
        "--size",
        "{{nothing}}",
    ],
)
def test_what_cannot_be_drawn_is_said(sandboxed, line):
    assert len(sandboxed(f"%image {line}").trouble) == 2
