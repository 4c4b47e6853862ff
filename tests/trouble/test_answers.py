"""Trouble on the wire, whatever one is doing: once, and for good."""

from __future__ import annotations

import time

import pytest

from openai_nb.core.errors import Refused
from openai_nb.core.refusals import ADVICE
from openai_nb.core.traces import plain
from tests.trouble.conftest import PATIENCE
from tests.trouble.troubles import HARMLESS, SENSELESS, TROUBLES
from tests.trouble.works import WORKS, Came

CELLS = [(trouble, work) for trouble in TROUBLES for work in WORKS if (trouble, work) not in SENSELESS]
each_cell = pytest.mark.parametrize(("trouble", "name"), CELLS, ids=lambda each: each)
COLUMNS = ("column", "embed")  # their own retries, row by row


class Spoilt:
    """A server's answers, of which one, or from there on all, are spoilt."""

    def __init__(self, work, trouble, *, lasting):
        self.work, self.trouble, self.lasting = work, trouble, lasting
        self.seen = 0
        self.on = True

    def __call__(self, request):
        number, self.seen = self.seen, self.seen + 1
        first = self.work.before
        wire = self.work.well(request) if not self.on or number < first else None
        if wire is None and (number == first or self.lasting):
            whole = b"".join(each for each in self.work.well(request) if isinstance(each, bytes))
            return self.trouble.spoil(whole, self.work.streamed)
        return wire or self.work.well(request)


@pytest.fixture
def begin(server, client_of, folder):
    """(work, answers) under some trouble."""
    begun = []

    def begin(trouble, name, *, lasting=False):
        work = WORKS[name](client_of(timeout=trouble.timeout), folder)
        answers = Spoilt(work, trouble, lasting=lasting)
        server.answers(answers)
        begun.append(work)
        return work, answers

    yield begin
    for each in begun:
        each.close()


def passes(trouble, name, again):
    """Whether a work comes to its end although one answer is spoilt."""
    if name in COLUMNS:
        return "nobody waits for" not in trouble
    return again


def check_told(came, kind, work):
    """It is told as what it is, in few words that say what to do."""
    if came.error is None:  # in a panel, or in the row it concerns
        assert "\n" not in came.told
        advice = kind.advice if kind is not Refused else ADVICE[408]
        assert advice in came.told or (work.raises and came.told.startswith(f"{kind.__name__}: "))
    else:
        assert type(came.error) is kind
        wrong, advice = map(plain, came.told.split("\n"))
        assert wrong and advice
    assert len(came.told.encode()) <= 400


@each_cell
def test_what_happens_once_is_mended_or_told(begin, server, pauses, trouble, name):
    kind, again = TROUBLES[trouble].expected(WORKS[name].streamed)
    work, _ = begin(TROUBLES[trouble], name)
    came = work.do()
    if passes(trouble, name, again):
        assert (came.value, came.error, came.told) == (work.whole, None, "")
        assert len(server.requests) == work.requests + 1
        assert name in COLUMNS or pauses == pytest.approx(TROUBLES[trouble].pauses or [0.4375], rel=0.15)
    else:
        check_told(came, kind, work)
        assert pauses == []
        assert work.again() == Came(work.whole)


@each_cell
def test_what_lasts_is_told_in_time_and_costs_nothing_that_was_there(begin, server, threads, trouble, name):
    kind, again = TROUBLES[trouble].expected(WORKS[name].streamed)
    work, answers = begin(TROUBLES[trouble], name, lasting=True)
    began = time.monotonic()
    came = work.do()
    assert time.monotonic() - began < 1 + 4 * min(TROUBLES[trouble].timeout, PATIENCE)
    check_told(came, kind, work)
    assert work.kept(came)
    tried = len(server.requests) - work.before
    assert tried == 1 + again or name in (*COLUMNS, "job panel")
    answers.on = False
    seen, connections = len(server.requests), server.connections
    assert work.again() == Came(work.whole)
    assert len(server.requests) - seen == work.left or name == "job panel"
    assert server.connections <= connections + 1
    work.close()
    assert threads() == []


@pytest.mark.parametrize("name", WORKS)
def test_what_drips_comes_whole(begin, server, name):
    work, _ = begin(HARMLESS["a slow drip"], name, lasting=True)
    assert work.do() == Came(work.whole) and len(server.requests) == work.requests
