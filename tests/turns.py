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

    with Path(tempfile.gettempdir(), f"turns-{run}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX if undisturbed else fcntl.LOCK_SH)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    with turn(item.get_closest_marker("undisturbed") is not None):
        return (yield)
