"""Heads of answers, beside http.client's own reading of them."""

import io
from http.client import HTTPException, HTTPResponse

from hypothesis import example, given
from hypothesis import strategies as st

from openai_nb.core.replies import Reply

NAMES = ["Content-Type", "Content-Length", "Transfer-Encoding", "Connection", "x-request-id", "Keep-Alive"]
VALUES = ["application/json", "5", "5, 5", "-1", "+5", "1_0", "9" * 30, "chunked", "gzip, chunked", "close"]
VALUES += ["Keep-Alive, Close", "multipart/mixed; boundary=x", "message/rfc822", "", "a: b", "\t padded "]
STATUSES = [
    "HTTP/1.1 200 OK",
    "HTTP/1.1 200",
    "HTTP/1.1 429 Too  Many ",
    "HTTP/1.0 200 OK",
    "HTTP/1.1 204 No",
]
STATUSES += ["HTTP/1.1 204 No", "HTTP/1.1 304 x", "HTTP/1.1 599 x"]
STATUSES += ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", "HTTP/2 200", "ICY 200 OK", ""]
STATUSES += ["HTTP/1.1 102 Wait", "HTTP/1.1  200  OK", "HTTP/1.1 999 x", "HTTP/1.1 2000 x", "HTTP/0.9 200 x"]
words = st.text(st.characters(max_codepoint=255), max_size=12)
header = st.tuples(
    st.sampled_from(NAMES) | words, st.sampled_from([":", ": ", " : ", ""]), st.sampled_from(VALUES) | words
)
ends = st.sampled_from(["\r\n", "\r\n", "\r\n", "\n", "\r\n folded\r\n", "\r"])
heads = st.builds(
    lambda status, end, headers, cut: (
        status + end + "".join(f"{''.join(each)}{after}" for each, after in headers) + cut
    ),
    st.sampled_from(STATUSES) | words,
    ends,
    st.lists(st.tuples(header, ends), max_size=6),
    st.sampled_from(["\r\n", "\r\n", "\r\n", "", "\n"]),
)


class Line(io.RawIOBase):
    """What stands for a socket: some bytes come from it, so many at a time."""

    def __init__(self, data, step):
        self._data, self._step = io.BytesIO(data), step

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._data.readinto(memoryview(buffer)[: self._step])

    def makefile(self, mode):
        return io.BufferedReader(self)


def told(kind, data, method="POST", step=1 << 20):
    """All that an answer tells of itself, or why it tells nothing."""
    answer = kind(Line(data, step), method=method)
    try:
        answer.begin()
        message = answer.msg
        about = (
            answer.status,
            answer.reason,
            answer.version,
            answer.length,
            answer.chunked,
            answer.will_close,
        )
        parts = message.items(), message.get_payload(), message.is_multipart(), map(str, message.defects)
        return about, answer.will_close, [*map(repr, parts[:3]), *parts[3]], answer.chunk_left, answer.read()
    except (HTTPException, ValueError) as problem:
        return type(problem), str(problem)


@given(heads, st.binary(max_size=12), st.sampled_from(["POST", "HEAD"]), st.sampled_from([1, 7, 1 << 20]))
@example("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n", b"abc", "POST", 1 << 20)
@example("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", b"2\r\nab\r\n0\r\n\r\n", "POST", 1 << 20)
@example("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", b"abc", "POST", 1 << 20)
def test_an_answer_is_what_http_client_has_it_be(head, body, method, step):
    data = head.encode("latin-1") + body
    assert told(Reply, data, method, step) == told(HTTPResponse, data, method, step)
