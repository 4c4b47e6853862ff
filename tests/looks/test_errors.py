from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.core.errors import NotFound, OpenAIError, TimedOut
from openai_nb.core.refusals import refusal
from openai_nb.core.traces import last_trace, shown, two_lines
from openai_nb.looks.errors import Stopped, one_line


def raised(error):
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


@given(
    st.sampled_from([400, 401, 404, 429, 500]), st.text(max_size=600), st.text(alphabet="req_é0", max_size=90)
)
def test_two_lines_are_short_whatever_the_server_says(status, message, request):
    error = refusal(status, {"error": {"message": message}}, {"x-request-id": request})
    lines = two_lines(error)
    assert len(lines) == 2
    assert len("\n".join(lines).encode()) <= 400
    assert not any("\n" in line or "\r" in line for line in lines)


def test_they_say_what_was_wrong_and_what_to_do():
    error = refusal(404, {"error": {"message": "No model 'x'."}}, {"x-request-id": "req_1"})
    first, second = two_lines(error)
    assert first == "\x1b[31mNotFound\x1b[0m: No model 'x'."
    assert second == f"{NotFound.advice} (request req_1)"


def test_the_time_to_come_back_is_told():
    error = refusal(429, {"error": {"message": "Slow down."}})
    error.retry_after = 20.0
    assert two_lines(error)[1].endswith("(retry after 20 s)")


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("\x1b[2J\x1b]0;title\x07a\x1bcb", "ab"),
        ("<html><b>x</b></html>", "x"),
        ("a\r\nb\x00\u202ec", "a bc"),
        ("Incorrect API key provided: sk-abcdefghijklmnop1234.", "Incorrect API key provided: sk-…1234."),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_a_servers_words_are_made_plain(said, plain):
    assert two_lines(OpenAIError(said))[0] == f"\x1b[31mOpenAIError\x1b[0m: {plain}"


def test_a_shown_error_is_still_itself():
    error = raised(TimedOut("Nothing came in 5 s."))
    assert shown(error) is error
    assert isinstance(error, TimedOut)
    assert type(error).__name__ == "TimedOut"
    assert error._render_traceback_() == two_lines(error)
    assert shown(error)._render_traceback_() == two_lines(error)


def test_the_whole_trace_is_kept_without_keys():
    shown(raised(TimedOut("sent with sk-abcdefghijklmnop1234")))
    assert "in raised" in last_trace()
    assert "TimedOut: sent with sk-…1234" in last_trace()


@pytest.mark.parametrize("wrong", ["No such job", "No such job."])
def test_on_one_line_what_was_wrong_ends_before_what_to_do_begins(wrong):
    assert one_line(OpenAIError(wrong, "Check the id.")) == "No such job. Check the id."


def test_a_stop_is_a_keyboard_interrupt_in_one_line():
    stop = Stopped(214, "answer")
    assert isinstance(stop, KeyboardInterrupt)
    assert stop._render_traceback_() == ["Stopped: 214 characters kept in answer"]


@given(st.integers(0, 10**9), st.text())
def test_a_stop_is_short(characters, where):
    (line,) = Stopped(characters, where)._render_traceback_()
    assert len(line.encode()) <= 105
