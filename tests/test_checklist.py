"""The checklist: 292 things the product must do, each with the test that shows it, or what it means here."""

from __future__ import annotations

import ast
import csv
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "tests" / "checklist.tsv").read_text().splitlines()
ROWS = [*csv.DictReader(LINES, delimiter="\t")]
COUNT = 292
AHEAD: set[int] = set()  # what is still to be built, as the rows themselves say: none


@cache
def shown_in(path):
    """The names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text())
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


def test_every_row_is_there_once():
    assert [int(row["row"]) for row in ROWS] == [*range(1, COUNT + 1)]


def test_every_row_has_a_title():
    assert [row["row"] for row in ROWS if not row["title"]] == []


def test_every_test_that_is_named_exists():
    named = [each.partition("::") for row in ROWS for each in row["shown by"].split()]
    assert [f"{path}::{name}" for path, _, name in named if name not in shown_in(path)] == []


def test_a_row_without_a_test_says_what_it_means():
    assert [row["row"] for row in ROWS if not row["shown by"] and len(row["in words"]) < 20] == []


def test_what_is_put_off_says_so_and_nothing_else_is():
    assert {int(row["row"]) for row in ROWS if row["in words"].startswith("later:")} == AHEAD
