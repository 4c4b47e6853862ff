"""Events: server-sent events, whole again however they were cut."""

from __future__ import annotations

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from openai_nb.core.events import Event, decode, encode, lines

WORDS = st.text(alphabet="aé漢\U0001f600 :{}\x85\u2028", max_size=12)
NAMES = st.sampled_from(["", "error", "response.created"])
ENDS = st.sampled_from(["\n", "\r", "\r\n"])
LINES = st.one_of(
    st.just(""),
    st.builds("data:{}".format, WORDS),
    st.builds("data: {}".format, WORDS),
    st.builds("event: {}".format, WORDS),
    st.sampled_from(["data", "event", "event:", "id: 3", "retry: 10", ": ping", ":", "datax: y", " data: z"]),
)


def cut(wire: bytes, places: list[int]) -> list[bytes]:
    marks = [0, *sorted(place % (len(wire) + 1) for place in places), len(wire)]
    return [wire[a:b] for a, b in itertools.pairwise(marks)]


def reference(text: str) -> list[Event]:
    """The standard's rules, taken literally; an event broken off at the end is kept."""
    found, name, data = [], "", []
    for line in [*text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")]:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            found += [Event(name, "\n".join(data))] if data else []
            name, data = "", []
        elif field == "data":
            data.append(value)
        elif field == "event":
            name = value
    return found + ([Event(name, "\n".join(data))] if data else [])


@given(
    st.lists(st.tuples(LINES, ENDS), max_size=14), st.booleans(), st.lists(st.integers(0, 999), max_size=12)
)
@example([("data: a", "\r"), ("", "\r\n"), ("data: b", "\r\n"), ("", "\r\n")], False, [8, 9, 10])
def test_any_stream_reads_as_the_standard_says(written, mark, places):
    text = ("\ufeff" if mark else "") + "".join(line + end for line, end in written)
    assert list(decode(cut(text.encode(), places))) == reference(text)


@given(st.lists(st.tuples(NAMES, WORDS)), st.integers(1, 7))
def test_what_is_encoded_is_decoded(items, size):
    told = [Event(*item) for item in items]
    wire = b"".join(encode(told))
    assert list(decode(wire[i : i + size] for i in range(0, len(wire), size))) == told


@given(st.lists(st.text(alphabet="ab\r\n"), max_size=5), st.lists(st.integers(0, 99), max_size=8))
def test_no_cut_changes_the_lines(texts, places):
    wire = "".join(texts).encode()
    assert list(lines(cut(wire, places))) == list(lines([wire]))


def test_plain_texts_need_no_name():
    assert list(decode(encode(["a", "[DONE]"]))) == [Event("", "a"), Event("", "[DONE]")]


def test_several_lines_are_one_event():
    assert list(decode([b"data: a\ndata:\ndata:  b\n\n"])) == [Event("", "a\n\n b")]


def test_an_event_comes_with_its_blank_line_and_not_later():
    def arriving():
        yield b"data: a\r\r"
        raise AssertionError("asked for more than the event needs")

    assert next(decode(arriving())) == Event("", "a")


def test_a_name_holds_for_one_event():
    assert list(decode([b"event: e\ndata: 1\n\ndata: 2\n\n"])) == [Event("e", "1"), Event("", "2")]


def test_bytes_that_are_no_text_do_not_stop_the_stream():
    assert list(decode([b"data: \xff\n\ndata: b\n\n"])) == [Event("", "\ufffd"), Event("", "b")]


def test_a_huge_line_in_small_pieces_stays_cheap():
    import time

    began = time.process_time()
    (event,) = decode([b"data: ", *([b"x" * 100] * 50_000), b"\n\n"])
    assert len(event.data) == 5_000_000
    assert time.process_time() - began < 1
