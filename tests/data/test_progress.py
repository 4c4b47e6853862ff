"""How far a column is, in one line."""

from __future__ import annotations

import io

import pytest

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb.data.progress import Lines, Progress, dollars, span
from tests.data.column import MINI, Echo, refusal, texts


def test_a_line_says_what_matters_and_no_more():
    line = str(Progress("map", 1000, 200, failed=1, tokens=8000, cost=0.012, left=70, first_error="Oops: x"))
    assert line == "map: 200 of 1,000 rows · 1 failed (Oops: x) · 8,000 tokens · $0.0120 · 70 s left"
    assert str(Progress("map", 2, 2, seconds=3, ended="done")) == "map: 2 of 2 rows · 3.0 s"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0.4 s"), (12, "12 s"), (150, "2 min"), (7800, "2 h 10 min")]
)
def test_spans_are_read_at_a_glance(seconds, words):
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("usd", "words"),
    [(None, "unpriced"), (0, "$0.0000"), (3e-6, "<$0.0001"), (0.0123, "$0.0123"), (1234.5, "$1,234.50")],
)
def test_money_is_read_at_a_glance(usd, words):
    assert dollars(usd) == words


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_in_a_terminal_one_line_is_rewritten():
    terminal = Terminal()
    tell = Lines(terminal)
    tell(Progress("map", 10, 5))
    tell(Progress("map", 10, 10, ended="done"))
    assert terminal.getvalue() == "\rmap: 5 of 10 rows\rmap: 10 of 10 rows · 0.0 s\n"


def test_in_a_log_only_the_end_is_told_of_a_short_run():
    log = io.StringIO()
    tell = Lines(log)
    tell(Progress("map", 10, 5))
    tell(Progress("map", 10, 10, ended="done", first_error="x\x1b[2J"))
    assert log.getvalue() == "map: 10 of 10 rows · 0.0 s\n"


def test_a_run_tells_how_it_goes_and_how_it_ended(server, client):
    server.answers(Echo(0.02))
    told = []
    texts(60).ai.map("{{text}}", client=client, model=MINI, max_in_flight=2, progress=told.append)
    last = told[-1]
    assert (last.done, last.rows, last.ended, last.tokens) == (60, 60, "done", 60 * 13)
    assert last.cost == pytest.approx(60 * (10 * 0.15 + 3 * 0.60) / 1e6)
    assert 0 < told[0].done < 60
    assert told[0].left > 0


def test_a_pause_says_what_to_do(server, client):
    server.answers(Echo())
    told = []
    texts(5).ai.map("{{text}}", client=client, model=MINI, max_cost=0, progress=told.append)
    assert "paused" in str(told[-1])
    assert "a higher one goes on" in str(told[-1])


def test_failures_are_counted_and_the_first_is_named(server, client):
    server.answers(refusal(400), Echo())
    told = []
    texts(3).ai.map("{{text}}", client=client, model="m", max_in_flight=1, progress=told.append)
    assert "1 failed (BadRequest: no: 400)" in str(told[-1])
