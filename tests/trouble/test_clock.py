"""A clock that is set back while one works: nobody waits for the hours to come round again."""

from __future__ import annotations

import email.utils
import threading
import time

import pytest

from openai_nb.data import cache
from tests.trouble.troubles import refusing
from tests.trouble.works import WORKS, Came

BACK = 7200.0  # seconds
COLUMNS = ("column", "embed")


@pytest.fixture
def clock(monkeypatch):
    """A function that sets the clock back."""
    real, behind = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() - behind[0])
    return lambda seconds=BACK: behind.__setitem__(0, behind[0] + seconds)


@pytest.fixture
def begin(server, client_of, folder):
    """A work during whose first half something happens, and a request is spoilt by that."""
    begun = []

    def begin(name, happens):
        work = WORKS[name](client_of(), folder)
        begun.append(work)

        def answer(request):
            spoilt = happens() if len(server.requests) - 1 == work.before else None
            return spoilt(b"", work.streamed) if spoilt else work.well(request)

        server.answers(answer)
        return work

    yield begin
    for each in begun:
        each.close()


@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("refused", [True, False], ids=["as the server asks for patience", "just so"])
def test_a_clock_that_is_set_back_holds_nothing_up(begin, clock, name, refused):
    work = begin(name, lambda: clock() or (refusing(429, retry_after="0.05") if refused else None))
    began = time.monotonic()
    assert work.do() == Came(work.whole)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("name", COLUMNS)
def test_a_pause_that_was_under_way_does_not_last_until_the_clock_has_caught_up(
    server, client_of, folder, clock, name
):
    work = WORKS[name](client_of(), folder)

    def answer(request):
        first = len(server.requests) == 1
        return refusing(429, retry_after="0.4")(b"", False) if first else work.well(request)

    server.answers(answer)
    jump = threading.Timer(0.2, clock)
    jump.start()
    assert work.do() == Came(work.whole)
    jump.join()


@pytest.mark.parametrize("name", COLUMNS)
def test_a_long_pause_that_another_kernel_was_told_of_is_not_slept_through(server, client_of, folder, name):
    work = WORKS[name](client_of(), folder)
    server.answers(lambda request: refusing(429, retry_after="5000")(b"", False))
    assert work.do().error.retry_after == 5000
    began = time.monotonic()
    assert work.do().error.retry_after == 5000  # asked once more: the server says it itself
    assert len(server.requests) == 2 and time.monotonic() - began < 1
    server.answers(work.well)
    assert work.do() == Came(work.whole)


def test_a_date_to_wait_for_is_read_by_the_servers_clock(server, client_of, pauses, clock, folder):
    now = time.time()
    date, until = (email.utils.formatdate(at, usegmt=True) for at in (now, now + 3))
    work = WORKS["chat"](client_of(), folder)
    server.answers(refusing(503, date=date, retry_after=until)(b"", False), work.well(None))
    clock()
    assert work.do() == Came(work.whole) and pauses == [3]


def test_an_upload_goes_on_although_the_clock_went_back(begin, clock, server):
    work = begin("upload", lambda: refusing(401))
    assert work.do().error.status == 401
    clock()
    assert work.do() == Came(work.whole) and len(server.requests) == work.before + 1 + work.left


def test_what_was_kept_before_is_found_after(server, client_of, clock, folder):
    work = WORKS["column"](client_of(), folder)
    server.answers(work.well)
    assert work.do() == Came(work.whole)
    clock()
    assert work.do() == Came(work.whole) and len(server.requests) == work.requests
    assert len(cache.shared()) == work.requests
