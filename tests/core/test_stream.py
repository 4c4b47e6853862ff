"""Streams: pieces as they come, from servers of every manner."""

from __future__ import annotations

import gc
import gzip
import threading
import time
import zlib

import pytest

from openai_nb.api.chat import Chunk, Completion
from openai_nb.core import errors
from tests.server import CLOSE, RESET, chunk, chunked, completion, events, reply, unchunked

HELLO = [chunk("", role="assistant"), chunk("Hel"), chunk("lo"), chunk(finish="stop")]
ASK = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}


@pytest.fixture
def stream(client):
    return lambda **more: client.chat.completions.stream(**ASK, **more)


def text(pieces):
    return "".join(each.choices[0].delta.content or "" for each in pieces if each.choices)


# Manners of sending


@pytest.mark.parametrize(
    "answer",
    [
        chunked(*events(*HELLO)),
        chunked(b"".join(events(*HELLO))),
        unchunked(*events(*HELLO)),
        reply(b"".join(events(*HELLO)), kind="text/event-stream"),
        chunked(*(bytes([each]) for each in b"".join(events(*HELLO)))),
        chunked(*(each.replace(b"\n", b"\r") for each in events(*HELLO))),
        unchunked(*(each.replace(b"\n", b"\r\n") for each in events(*HELLO))),
        chunked(b"\xef\xbb\xbf: hello\n\n", *events(*HELLO)),
        chunked(*events(*HELLO, done=False)),
        unchunked(*events(*HELLO, done=False)),
        unchunked(*events(*HELLO), kind=""),
        chunked(*events(*HELLO), kind="text/plain; charset=utf-8"),
        chunked(b'data: {"choices": [{"delta":\ndata: {"content": "Hello"}}]}\n\ndata: [DONE]\n\n'),
        chunked(*(each.replace(b": {", b":   {", 1).replace(b"}\n", b"} \n") for each in events(*HELLO))),
        chunked(gzip.compress(b"".join(events(*HELLO))), content_encoding="gzip"),
        unchunked(gzip.compress(b"".join(events(*HELLO))), content_encoding="gzip"),
    ],
    ids=[
        *("chunked", "in one chunk", "not chunked", "with its length", "byte by byte", "CR", "CRLF"),
        *(
            "mark and comment",
            "no last word",
            "neither",
            "no type",
            "plain text",
            "several data lines",
            "space around",
        ),
        *("gzip", "gzip, not chunked"),
    ],
)
def test_every_manner_of_sending_is_read(server, stream, answer):
    server.answers(answer)
    assert text(stream()) == "Hello"


@pytest.mark.parametrize("manner", [chunked, unchunked])
def test_the_first_piece_comes_at_once(server, stream, manner):
    first, *rest = events(*HELLO[1:])
    server.answers(manner(first, 0.4, *rest))
    began = time.monotonic()
    pieces = stream()
    assert next(pieces).choices[0].delta.content == "Hel"
    assert time.monotonic() - began < 0.3
    assert text(pieces) == "lo"


@pytest.mark.parametrize("manner", [chunked, unchunked])
def test_the_first_piece_comes_at_once_from_a_packed_stream(server, stream, manner):
    packer = zlib.compressobj(wbits=31)
    wire = [packer.compress(each) + packer.flush(zlib.Z_SYNC_FLUSH) for each in events(*HELLO[1:])]
    server.answers(manner(wire[0], 0.4, *wire[1:], packer.flush(), content_encoding="gzip"))
    began = time.monotonic()
    pieces = stream()
    next(pieces)
    assert time.monotonic() - began < 0.3
    assert text(pieces) == "lo"


def test_a_letter_may_be_cut(server, stream):
    wire = events(chunk("漢字 🙂"), chunk(finish="stop"))[0].decode().encode()
    whole = b'data: {"choices": [{"index": 0, "delta": {"content": "\xe6\xbc\xa2"}}]}\n\n'
    server.answers(chunked(whole[:-9], 0.01, whole[-9:-8], whole[-8:], wire, b"data: [DONE]\n\n"))
    assert text(stream()) == "漢漢字 🙂"


def test_pieces_without_choices_are_pieces_too(server, stream):
    usage = {
        "id": "c",
        "choices": [],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
    }
    server.answers(chunked(*events({"prompt_filter_results": []}, *HELLO, usage, done=False)))
    whole = stream().gather()
    assert (whole.choices[0].message.content, whole.usage.total_tokens) == ("Hello", 3)


def test_json_in_place_of_a_stream_is_taken_as_one_piece(server, stream):
    server.answers(reply(completion("Hello")))
    assert text(stream()) == "Hello"
    assert stream().gather().choices[0].finish_reason == "stop"


def test_the_official_spelling_gives_the_same_stream(server, client):
    server.answers(chunked(*events(*HELLO)))
    pieces = list(client.chat.completions.create(**ASK, stream=True))
    assert [type(each) for each in pieces] == [Chunk] * 4
    assert server.requests[0].json == {**ASK, "stream": True}
    assert pieces == list(client.chat.completions.stream(**ASK))
    assert server.requests[1].json == server.requests[0].json


# Connections


def test_one_connection_serves_eight_streams(server, stream, client):
    server.answers(chunked(*events(*HELLO)))
    for _ in range(8):
        assert text(stream()) == "Hello"
    assert server.connections == 1


def test_a_last_word_that_comes_apart_from_the_end_still_keeps_the_connection(server, stream):
    server.answers(chunked(*events(*HELLO), 0.05, b": bye\n\n"))
    list(stream())
    list(stream())
    assert server.connections == 1


def test_a_body_that_never_ends_costs_the_connection_and_not_the_user(server, stream):
    server.answers(chunked(*events(*HELLO), *[0.05, b": ping\n\n"] * 40), chunked(*events(*HELLO)))
    began = time.monotonic()
    assert text(stream()) == "Hello"
    assert time.monotonic() - began < 1
    assert text(stream()) == "Hello"


def test_leaving_the_block_closes(server, stream):
    server.answers(chunked(events(*HELLO)[1], 5.0))
    with stream() as pieces:
        next(pieces)
    assert pieces.closed
    assert "ended" in repr(pieces)
    assert list(pieces) == []


def test_a_stream_that_is_left_is_closed_when_nobody_holds_it(server, stream):
    server.answers(chunked(events(*HELLO)[1], 5.0))
    pieces = stream()
    raw = pieces.response.raw
    gc.disable()
    try:
        for _ in pieces:
            break
        assert not raw.closed
        del pieces
        assert raw.closed
    finally:
        gc.enable()


@pytest.mark.parametrize("manner", [chunked, unchunked])
def test_another_thread_can_stop_a_waiting_read(server, stream, manner):
    server.answers(manner(events(*HELLO)[1], 5.0))
    pieces, ended = stream(), []
    reader = threading.Thread(target=lambda: ended.append(list(pieces)))
    reader.start()
    time.sleep(0.1)
    began = time.monotonic()
    pieces.close()
    reader.join(2)
    assert time.monotonic() - began < 0.3
    assert len(ended[0]) == 1


def test_closing_before_the_first_piece_is_an_end(server, stream):
    server.answers(chunked(*events(*HELLO)))
    pieces = stream()
    pieces.close()
    pieces.close()
    assert list(pieces) == []


# Breaking off


CUT = events(*HELLO[:3], done=False)


@pytest.mark.parametrize(
    "answer",
    [
        chunked(*CUT, RESET),
        chunked(*CUT, CLOSE),
        chunked(*CUT),
        unchunked(*CUT),
        [*unchunked(*CUT)[:-1], RESET],
        [reply(b"".join(CUT) + b"more", kind="text/event-stream")[0][:-4], CLOSE],
        chunked(*CUT, b'data: {"choices": [{"de'),
        chunked(*CUT, b"data: {not json}\n\n", *events()),
        chunked(*events(chunk("a"), chunk("b", index=1), chunk(finish="stop"), done=False)),
        chunked(gzip.compress(b"".join(CUT)), content_encoding="gzip"),
    ],
    ids=[
        *("reset", "closed", "ended", "not chunked", "not chunked, reset", "shorter than its length"),
        *("inside an event", "malformed", "one of two answers", "gzip"),
    ],
)
def test_breaking_off_is_never_silent(server, stream, answer):
    server.answers(answer)
    with pytest.raises(errors.Truncated):
        list(stream())
    assert len(server.requests) == 1


def test_an_empty_stream_is_no_answer(server, stream):
    server.answers(chunked())
    with pytest.raises(errors.Truncated):
        list(stream())


def test_what_had_come_is_kept(server, stream):
    server.answers(chunked(*CUT, RESET))
    with pytest.raises(errors.Truncated) as caught:
        stream().gather()
    assert caught.value.partial.choices[0].message.content == "Hello"


def test_silence_in_the_middle_ends_and_keeps_what_had_come(server, client):
    server.answers(chunked(*CUT, 3.0))
    with pytest.raises(errors.TimedOut) as caught:
        client.using(timeout=0.2).chat.completions.stream(**ASK).gather()
    assert caught.value.partial.choices[0].message.content == "Hello"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b'data: {"error": {"message": "no room", "code": "x"}}\n\n', errors.ServerFault),
        (b'data: {"error": "no room"}\n\n', errors.ServerFault),
        (b'event: error\ndata: {"error": {"message": "no room"}}\n\n', errors.ServerFault),
        (b'event: error\ndata: {"message": "no room"}\n\n', errors.ServerFault),
        (b'data: {"error": {"message": "no room", "code": 429}}\n\n', errors.TooMuch),
        (b'data: {"error": {"message": "no room", "code": 400}}\n\n', errors.BadRequest),
    ],
)
def test_an_error_within_a_stream_is_raised(server, stream, said, kind):
    server.answers(chunked(CUT[1], said, x_request_id="req_3"))
    with pytest.raises(kind, match="no room") as caught:
        stream().gather()
    assert caught.value.request_id == "req_3"
    assert caught.value.partial.choices[0].message.content == "Hel"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(b"<html>Log in</html>", kind="text/html"), errors.Garbled),
        (reply([1, 2]), errors.Garbled),
        (chunked(b"data: [1]\n\n"), errors.Garbled),
        (reply({"error": {"message": "no"}}), errors.ServerFault),
        (reply(b'{"choices": ['), errors.Truncated),
        ([reply(completion())[0][:-5], CLOSE], errors.Truncated),
        (reply({"error": {"message": "no"}}, 404), errors.NotFound),
    ],
    ids=[
        "a login page",
        "a list",
        "a list in an event",
        "an error",
        "half",
        "less than its length",
        "a refusal",
    ],
)
def test_what_is_no_stream_is_told_from_one(server, stream, answer, kind):
    server.answers(answer)
    with pytest.raises(kind):
        list(stream())


def test_a_raw_stream_ends_without_a_last_word(server, client):
    server.answers(chunked(*events({"type": "a"}, {"type": "b"}, done=False)))
    pieces = client.request("POST", "/responses", body={"model": "m"}, stream=True)
    assert [each.type for each in pieces] == ["a", "b"]
    assert server.requests[0].json == {"model": "m", "stream": True}


# The whole


def test_gathering_gives_the_whole_and_calls_back(server, stream):
    server.answers(chunked(*events(*HELLO)))
    seen = []
    whole = stream().gather(seen.append)
    assert isinstance(whole, Completion)
    assert whole.choices[0].message.content == text(seen) == "Hello"


def test_a_callback_that_fails_closes_the_stream(server, stream):
    server.answers(chunked(*events(*HELLO)))
    pieces = stream()
    with pytest.raises(ZeroDivisionError):
        pieces.gather(lambda piece: 1 / 0)
    assert pieces.closed
