"""Tests that measure time in a page have the machine to themselves."""

import os
import threading

import pytest

from tests.turns import turn

pytestmark = pytest.mark.skipif(os.name != "posix", reason="files are locked in another way there")


@pytest.mark.parametrize(
    ("first", "second", "beside"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_only_those_that_may_run_beside_each_other_do(monkeypatch, first, second, beside):
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", f"test-{os.getpid()}")
    come = threading.Event()

    def other():
        with turn(second):
            come.set()

    thread = threading.Thread(target=other)
    with turn(first):
        thread.start()
        assert come.wait(5 if beside else 0.2) == beside
    assert come.wait(5)
    thread.join()


def test_who_waits_to_be_undisturbed_comes_before_those_that_come_later(monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", f"test-{os.getpid()}")
    order, waits = [], threading.Event()

    def other(name, undisturbed):
        waits.set()
        with turn(undisturbed):
            order.append(name)

    threads = [threading.Thread(target=other, args=each) for each in (("alone", True), ("later", False))]
    with turn(False):
        for thread in threads:
            waits.clear()
            thread.start()
            assert waits.wait(5)
            threading.Event().wait(0.2)  # until it stands at the gate
        assert order == []
    for thread in threads:
        thread.join(5)
    assert order == ["alone", "later"]
