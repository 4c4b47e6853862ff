"""Pictures and files in a column."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PIL import Image

from openai_nb.data.attachments import is_attachment, part
from openai_nb.data.prompts import Prompt

RED = Image.new("RGB", (4, 4), "red")


def test_a_picture_is_sent_as_one():
    assert is_attachment(RED)
    assert part(RED)["image_url"]["url"].startswith("data:image/png;base64,")


def test_a_file_goes_by_what_it_holds_not_by_its_name(alone):
    RED.save("photo.txt", "PNG")
    Path("page.pdf").write_bytes(b"%PDF-1.4 hello")
    Path("note.md").write_text("# Hello")
    assert part("photo.txt")["type"] == "image_url"
    pdf = part(Path("page.pdf"))["file"]
    assert pdf["filename"] == "page.pdf"
    assert base64.b64decode(pdf["file_data"].partition(",")[2]) == b"%PDF-1.4 hello"
    assert part("note.md") == {"type": "text", "text": "# Hello"}


def test_an_address_is_left_to_the_server():
    assert part("https://example.org/a.png")["image_url"]["url"] == "https://example.org/a.png"


def test_what_the_api_cannot_read_is_refused(alone):
    Path("a.bin").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(ValueError, match=r"a\.bin: no picture, PDF or text"):
        part("a.bin")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("a.png", b"", r"a\.png: it is empty"), ("a.csv", "José".encode("latin-1"), "a text, but not in UTF-8")],
)
def test_an_empty_file_and_a_text_in_another_encoding_are_told_apart(alone, name, data, said):
    Path(name).write_bytes(data)
    with pytest.raises(ValueError, match=said):
        part(name)


def test_words_and_pictures_stand_in_the_order_of_the_prompt():
    messages, size = Prompt("What is {{photo}} in {{lang}}?", ["photo", "lang"]).messages([RED, "Dutch"])
    kinds = [each["type"] for each in messages[0]["content"]]
    assert kinds == ["text", "image_url", "text"]
    assert messages[0]["content"][2]["text"] == " in Dutch?"
    assert size > 1000


def test_a_column_of_paths_is_one_of_files_when_said_so(alone):
    RED.save("a.png")
    content = Prompt("What is this?", ["path"], files="path").messages(["a.png"])[0][0]["content"]
    assert [each["type"] for each in content] == ["text", "image_url"]
