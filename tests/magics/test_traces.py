"""Plain Python in a cell: an error of ours shows where it happened, what was wrong and what to do."""

from __future__ import annotations

import pandas as pd
import pytest

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb import Client
from openai_nb.magics import unregister
from tests.magics.test_errors import refusing, told

ARGUMENTS = [
    ("df.ai.classify(['a'], on='a')", ValueError, "labels"),
    ("df.ai.map('{{a}}', 'score floot')", ValueError, "floot"),
    ("df.ai.map('{{a}}', 3)", TypeError, "3"),
    ("df.ai.map('{{a}}', max_cost='cheap')", ValueError, "USD"),
    ("df.ai.map('{{a}}', max_in_flight=0)", ValueError, "1 to 1,024"),
    ("df.ai.embed(max_in_flight=0)", ValueError, "1 to 1,024"),
    ("df.a.ai.embed(max_cost='cheap')", ValueError, "USD"),
    ("df.ai.score('x', low=1, high=0)", ValueError, "low"),
    ("df.ai.map('{{b}}')", LookupError, "no column"),
]


@pytest.fixture
def cells(typed, here):
    """A notebook with a table, a sandbox, and nothing between a cell and its error."""
    here.use(Client.sandbox())
    typed.names.update(df=pd.DataFrame({"a": ["x", "y"]}), client=here.client)
    return typed


@pytest.mark.parametrize("cell", ["df.ai.map('{{a}}', 'x', model='nope')", "client.files.retrieve('x')"])
def test_an_error_shows_the_users_line_and_two_more(cells, cell):
    ran = cells(f"x = 1\n{cell}")
    assert ran.trouble[0].endswith(f", line 2: {cell}")
    assert "NotFound" in ran.trouble[1]
    assert "Check the id" in ran.trouble[2]
    assert len(ran.trouble) == 3


@pytest.mark.parametrize(("cell", "kind", "words"), ARGUMENTS)
def test_a_bad_argument_is_short_and_still_what_python_calls_it(cells, cell, kind, words):
    ran = cells(cell)
    assert isinstance(ran.error, kind)
    assert words in " ".join(ran.trouble)
    assert len(ran.trouble) == 3


def test_it_is_small_whatever_the_server_and_the_cell_say(typed, answering):
    answering.answers(refusing(404))
    with Client(api_key="sk-any", base_url=answering.url, max_retries=0) as typed.names["client"]:
        ran = typed("client.models.retrieve('x')  # " + "long " * 200)
    assert len(ran.trouble) == 3
    assert len(told(ran)) <= 600


def test_a_function_of_the_users_is_named_by_its_own_line(cells):
    cells("def look(name):\n    return client.files.retrieve(name)")
    assert "line 2: return client.files.retrieve(name)" in cells("1\nlook('x')").trouble[0]


def test_looking_again_shows_every_frame(cells):
    cells("client.files.retrieve('x')")
    again = "\n".join(cells("%tb").trouble)
    assert "transport.py" in again
    assert "No such File object" in again
    assert "transport.py" in cells("%openai debug").printed


def test_a_magics_error_can_be_looked_at_again_too(cells):
    assert len(cells("%models nosuch").trouble) == 2
    assert "listing.py" in "\n".join(cells("%tb").trouble)
    assert len(cells("%models nosuch").trouble) == 2


def test_raised_again_it_is_short_again(cells):
    cells("try:\n    client.files.retrieve('x')\nexcept Exception as error:\n    kept = error")
    assert [len(cells("raise kept").trouble) for _ in range(2)] == [3, 3]


def test_a_handler_of_the_users_own_is_asked_first(cells):
    seen: list[type] = []
    cells.shell.set_custom_exc((LookupError,), lambda shell, kind, *rest, **more: seen.append(kind))
    try:
        assert cells("df.ai.map('{{b}}')").trouble == []
    finally:
        cells.shell.set_custom_exc((), None)
    assert [kind.__name__ for kind in seen] == ["NoColumn"]


def test_the_history_keeps_it_as_short(cells):
    ran = cells("client.files.retrieve('x')")
    assert cells.shell.history_manager.exceptions[1]["traceback"] == ran.trouble


def test_other_errors_look_as_they_always_did(cells):
    assert len("\n".join(cells("1 / 0").trouble).splitlines()) > 3


def test_without_the_extension_errors_look_as_ipython_has_them(cells):
    unregister(cells.shell)
    assert "transport.py" in "\n".join(cells("client.files.retrieve('x')").trouble)
