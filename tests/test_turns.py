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
