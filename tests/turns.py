"""Turns: a test that measures time in a page runs while no other worker's test does.

Workers share the cores; what another one does in that moment would be counted as the page's own.
"""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def turn(undisturbed):
    """Wait until no test of another worker runs; or, for any other test, until none must be undisturbed."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None or os.name != "posix":
        yield
        return
    import fcntl

    kind = fcntl.LOCK_EX if undisturbed else fcntl.LOCK_SH
    with _file(run, "gate") as gate, _file(run, "room") as room:
        fcntl.flock(gate, kind)  # who waits for the room alone lets nobody else come to it
        fcntl.flock(room, kind)
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield


def _file(run, name):
    return Path(tempfile.gettempdir(), f"turns-{run}-{name}").open("w")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    with turn(item.get_closest_marker("undisturbed") is not None):
        return (yield)
