"""The table of troubles and works has no silent gaps: a cell is tested, or says why there is nothing to."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.trouble import test_answers, test_clock, test_disk, test_doors
from tests.trouble.troubles import HARMLESS, SENSELESS, TROUBLES
from tests.trouble.works import WORKS

HERE = Path(__file__).parent
WIRE = {
    "reset before the headers", "reset inside the headers", "reset after the headers", "reset in the middle",
    "silent from the start", "silent in the middle", "a page of another kind", "JSON that ends early",
    "JSON that is none",
    *(f"{status}{rest}" for status in (408, 409, 429, 500, 502, 503) for rest in ("", " with Retry-After")),
}  # fmt: skip
DOORS = {
    "refused": test_doors.test_a_refused_connection,
    "no such host": test_doors.test_a_host_that_is_unknown,
    "bad TLS": test_doors.test_a_certificate_that_is_not_trusted,
    "a refusing proxy": test_doors.test_a_proxy_that_lets_nobody_through,
    "the clock": test_clock.test_a_clock_that_is_set_back_holds_nothing_up,
    "a slow drip": test_answers.test_what_drips_comes_whole,
}
DISK = {*test_disk.COLUMNS, "upload", "download"}  # each has tests of its own there


def asked_of(test):
    """The works that a test is run for."""
    marks = [mark for mark in test.pytestmark if mark.name == "parametrize" and mark.args[0] == "name"]
    return set(marks[0].args[1])


def test_every_trouble_on_the_wire_is_in_the_table():
    assert set(TROUBLES) >= WIRE and HARMLESS


def test_every_cell_is_tested_or_says_why_not():
    whole = {(trouble, work) for trouble in TROUBLES for work in WORKS}
    assert set(test_answers.CELLS) | set(SENSELESS) == whole
    assert not set(test_answers.CELLS) & set(SENSELESS)
    assert all(len(reason.split()) > 3 for reason in (*SENSELESS.values(), *test_disk.SENSELESS.values()))


@pytest.mark.parametrize("trouble", DOORS)
def test_every_other_trouble_is_met_by_every_work(trouble):
    assert asked_of(DOORS[trouble]) == set(WORKS)


def test_a_disk_is_no_matter_of_works_that_keep_nothing_and_of_all_others_it_is():
    assert DISK | set(test_disk.SENSELESS) == set(WORKS) and not DISK & set(test_disk.SENSELESS)
    said = Path(test_disk.__file__).read_text()
    assert all(f'("{name}")' in said or f'["{name}"]' in said for name in DISK - set(test_disk.COLUMNS))


def test_no_test_of_trouble_is_skipped():
    for path in HERE.glob("test_*.py"):
        named = {
            node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)
        }
        assert not named & {"skip", "skipif", "xfail"}
