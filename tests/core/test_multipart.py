"""Multipart: whatever stands for a file, and the form it travels in."""

from __future__ import annotations

import email
import email.policy
import io
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from openai_nb.core.multipart import form, pairs, part

CONTENT = st.binary(max_size=200) | st.sampled_from([b"\r\n--", b"\r\n", b"--openai-nb-", b"\x00\xff"])
NAMES = st.from_regex(r"[!#-$&-\[\]-~]([ !#-$&-\[\]-~]{0,20}[!#-$&-\[\]-~])?", fullmatch=True)


def read(kind, body, size=-1):
    """Each part as (headers, name, filename, content), by the standard library's own parser."""
    wire = b"".join(iter(lambda: body.read(size), b"")) if size > 0 else body.read()
    assert len(wire) == len(body)
    message = email.message_from_bytes(
        b"Content-Type: " + kind.encode() + b"\r\n\r\n" + wire, policy=email.policy.HTTP
    )
    return [
        (
            each.get_content_type(),
            each.get_param("name", header="content-disposition"),
            each.get_param("filename", header="content-disposition"),  # `get_filename` would unquote it twice
            each.get_payload(decode=True),
        )
        for each in message.iter_parts()
    ]


@given(st.dictionaries(NAMES, CONTENT, max_size=4), st.integers(1, 64))
def test_a_form_survives_any_reading(files, size):
    named = {f"f{place}": (name, content) for place, (name, content) in enumerate(files.items())}
    found = read(*form({"purpose": "batch"}, named), size)
    assert found[0][1:] == ("purpose", None, b"batch")
    assert [(each[2], each[3]) for each in found[1:]] == list(files.items())


@given(st.text(max_size=20))
def test_a_name_cannot_leave_its_quotes(name):
    _, body = form({}, {"file": (f"a{name}", b"x")})
    head = body.read().split(b"\r\n\r\n")[0].split(b"\r\n")
    assert len(head) == 3
    assert head[1].count(b'"') == 4


def test_fields_are_nested_in_brackets():
    fields = {"a": {"b": 1, "c": {"d": True}}, "e": ["x", "y"], "f": None, "g": 0.5}
    assert list(pairs(fields, "[]")) == [
        ("a[b]", "1"),
        ("a[c][d]", "true"),
        ("e[]", "x"),
        ("e[]", "y"),
        ("g", "0.5"),
    ]


def test_several_files_share_a_name_in_brackets():
    found = read(*form({}, {"image": [b"a", b"b"], "mask": b"c"}))
    assert [each[1] for each in found] == ["image[]", "image[]", "mask"]


def test_a_path_travels_under_its_name(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_bytes(b"{}\n")
    for each in (path, str(path)):
        assert read(*form({}, {"file": each})) == [("application/jsonl", "file", "train.jsonl", b"{}\n")]


def test_home_may_be_written_short(alone):
    (alone / "a.txt").write_bytes(b"x")
    assert part("~/a.txt").size == 1


def test_a_path_to_nothing_says_where_it_looked(alone):
    with pytest.raises(FileNotFoundError, match=r"no\.jsonl.*working directory"):
        part("no.jsonl")


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"\x89PNG....", "upload.png", "image/png"),
        (b"\xff\xd8\xff.", "upload.jpg", "image/jpeg"),
        (b"RIFF....WAVE", "upload.wav", "audio/wav"),
        (b"RIFF....WEBP", "upload.webp", "image/webp"),
        (b"....ftypM4A ", "upload.mp4", "video/mp4"),
        (b"ID3.", "upload.mp3", "audio/mpeg"),
        (b"fLaC", "upload.flac", "audio/flac"),
        (b"%PDF-1.7", "upload.pdf", "application/pdf"),
        (b'{"a": 1}', "upload.jsonl", "application/jsonl"),
        (b"anything", "upload", "application/octet-stream"),
    ],
)
def test_bytes_are_named_by_what_they_begin_with(content, name, kind):
    for each in (content, bytearray(content), memoryview(content), io.BytesIO(content)):
        made = part(each)
        assert (made.name, made.type, made.size) == (name, kind, len(content))


def test_a_pair_names_its_content(tmp_path):
    path = tmp_path / "x.bin"
    path.write_bytes(b"abc")
    for content in (b"abc", io.BytesIO(b"abc"), path):
        assert read(*form({}, {"file": ("voice.mp3", content)})) == [
            ("audio/mpeg", "file", "voice.mp3", b"abc")
        ]
    assert part(("a.txt", b"", "text/csv")).type == "text/csv"
    assert part(("a.txt", b"", "text/csv", {"X": "y"})).name == "a.txt"


def test_an_open_file_is_read_from_where_it_stands_and_stays_open(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"head\nrow\n")
    with path.open("rb") as file:
        file.readline()
        kind, body = form({}, {"file": file})
        first = read(kind, body)
        body.rewind()
        assert first == read(kind, body) == [("text/csv", "file", "a.csv", b"row\n")]
        assert not file.closed


def test_a_file_that_grows_meanwhile_is_sent_as_it_was(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(b"first\n")
    kind, body = form({}, {"file": path})
    with path.open("ab") as file:
        file.write(b"second\n")
    assert read(kind, body)[0][-1] == b"first\n"


def test_a_file_that_shrinks_meanwhile_is_not_waited_for(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(b"first\nsecond\n")
    _, body = form({}, {"file": path})
    path.write_bytes(b"first\n")
    with pytest.raises(ValueError, match=r"a.log became 7 bytes shorter"):
        body.read()


@pytest.mark.parametrize("name", [None, ""])
def test_a_pair_may_leave_the_name_to_us(name):
    assert read(*form({}, {"file": (name, b"%PDF-1.7")}))[0][:3] == ("application/pdf", "file", "upload.pdf")


def test_silence_of_no_length_is_no_sound():
    with pytest.raises(ValueError, match="no samples"):
        part(([], 16_000))


def test_a_pipe_is_a_file_too():
    class Pipe:
        def read(self):
            return b"abcdef"

    assert read(*form({}, {"file": Pipe()})) == [("application/octet-stream", "file", "upload", b"abcdef")]


def test_text_is_no_file(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    for each in (io.StringIO("x"), (tmp_path / "a.txt").open()):
        with each, pytest.raises(TypeError, match="'rb'"):
            part(each)


def test_pictures_travel_as_png():
    picture = Image.new("RGB", (3, 2), "red")
    for each in (picture, np.asarray(picture)):
        ((kind, _, name, content),) = read(*form({}, {"image": each}))
        assert (kind, name) == ("image/png", "image.png")
        assert Image.open(io.BytesIO(content)).getpixel((2, 1)) == (255, 0, 0)


def test_a_number_is_no_file():
    with pytest.raises(TypeError, match="A int is no file"):
        part(3)


@pytest.fixture
def sparse(tmp_path):
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(50 << 20)
    return path


@pytest.mark.parametrize("opened", [False, True])
def test_a_large_file_is_sent_without_being_held(server, transport, sparse, opened):
    transport.send("GET", "/models")
    tracemalloc.start()
    try:
        with sparse.open("rb") as file:
            transport.send(
                "POST", "/files", body={"purpose": "batch"}, files={"file": file if opened else sparse}
            )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert server.requests[1].size == int(server.requests[1].headers["content-length"]) > 50 << 20
    assert peak < 4 << 20
