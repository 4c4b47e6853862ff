"""The README says what is so: its links lead somewhere, its code runs, its tables are whole."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from openai_nb import Client
from openai_nb.api import reference, retired
from openai_nb.core.endpoint import endpoints
from openai_nb.magics import MAGICS
from openai_nb.panels import PANELS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text()
LINKS = re.findall(r"\]\(([^)\s]+)\)", TEXT)
BLOCKS = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
TODAY = date(2026, 11, 21)  # the day the table of what works where speaks of
CHAPTERS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


def anchors(text):
    """The names of a page's headings, as code hosts make them."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("link", [link for link in LINKS if "://" not in link])
def test_a_link_leads_to_something_that_is_there(link):
    path, _, anchor = link.partition("#")
    if path:
        assert (ROOT / path).exists()
    else:
        assert anchor in anchors(TEXT)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_of_the_manual_is_named(chapter):
    assert f"notebooks/{chapter}" in LINKS


@pytest.mark.parametrize("name", MAGICS)
def test_every_magic_is_named(name):
    assert re.search(rf"`%{{1,2}}{name}\b", TEXT)


@pytest.mark.parametrize("name", PANELS)
def test_every_panel_is_named(name):
    kind = PANELS[name].rpartition(":")[2]
    assert f"`{kind}`" in TEXT


@pytest.mark.parametrize("code", BLOCKS)
def test_its_python_is_python(code):
    ast.parse(code)


def rows(head):
    """The rows of the table whose first line begins so."""
    table = TEXT.partition(head)[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def standing(client, path):
    """What api.openai.com does with the calls of a family today, in the table's words."""
    family = type(_walk(client, path))
    calls = {each.function.__name__: f"{each.verb} {each.path}" for each in endpoints(family)}
    ends = {name: found.since for name, call in calls.items() if (found := retired.retirement(call))}
    told = {name: f"until {since}" if since > TODAY else f"no, since {since}" for name, since in ends.items()}
    if not told:
        return "yes"
    if len(told) == len(calls):
        return " / ".join(dict.fromkeys(told.values()))
    return "; ".join(["yes", *(f"`{name}`: {words}" for name, words in told.items())])


@pytest.mark.parametrize(("families", "today"), [row[:2] for row in rows("| calls | api.openai.com")])
def test_what_works_where_is_what_the_table_of_retirements_says(families, today):
    with Client.sandbox() as client:
        for path in re.findall(r"`([\w.]+)`", families):
            assert standing(client, path) == today, path


def test_the_table_of_what_works_where_leaves_no_family_out():
    told = {path for row in rows("| calls | api.openai.com") for path in re.findall(r"`([\w.]+)`", row[0])}
    with Client.sandbox() as client:
        known = {type(_walk(client, path)) for path in told}
    assert {each.__name__ for each in set(reference.FAMILIES) - known} == set()


def _walk(family, path):
    for name in path.split("."):
        family = getattr(family, name)
    return family
