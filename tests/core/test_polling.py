"""Polling: look again until it is done."""

from __future__ import annotations

import pytest

from openai_nb.core.errors import WaitedTooLong
from openai_nb.core.polling import changes, wait


class Clock:
    """Time that passes only while one sleeps."""

    def __init__(self):
        self.now, self.pauses = 0.0, []

    def sleep(self, seconds):
        self.now += seconds
        self.pauses.append(seconds)

    def options(self, **more):
        return {"sleep": self.sleep, "clock": lambda: self.now, **more}


def states(*words):
    rest = list(words)
    return lambda: rest.pop(0) if len(rest) > 1 else rest[0]


def ended(word):
    return word == "done"


def test_each_change_is_given_once():
    look = states("queued", "queued", "running", "running", "done")
    assert list(changes(look, ended, **Clock().options())) == ["queued", "running", "done"]


def test_what_is_done_is_looked_at_once():
    clock = Clock()
    assert wait(states("done"), ended, **clock.options()) == "done"
    assert clock.pauses == []


def test_pauses_grow_while_nothing_happens_and_shrink_when_it_does():
    clock = Clock()
    wait(states("a", "a", "a", "b", "done"), ended, **clock.options(every=1.0, slowest=2.0))
    assert clock.pauses == [1.0, 1.5, 2.0, 1.0]


def test_waiting_ends_at_the_deadline_with_a_last_look():
    clock = Clock()
    with pytest.raises(WaitedTooLong, match="Not done after 5 s") as caught:
        wait(states("queued", "running"), ended, **clock.options(every=3.0, timeout=5.0))
    assert caught.value.last == "running"
    assert clock.now == 5.0


def test_what_ends_just_before_the_deadline_is_seen():
    assert wait(states("running", "done"), ended, **Clock().options(every=3.0, timeout=2.0)) == "done"


def test_without_a_deadline_one_waits_for_ever():
    clock = Clock()
    assert wait(states(*["running"] * 500, "done"), ended, **clock.options(timeout=None)) == "done"
    assert clock.now > 5000
