from __future__ import annotations

from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_nb.core.record import Record
from openai_nb.looks.tables import Listing, table


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)


ROWS = [{"id": "a", "n": 1}, {"id": "b", "n": 1234.5678, "more": None}]


def test_rows_stand_in_columns():
    assert table(ROWS)["text/plain"] == "id        n  more\na         1\nb   1234.57"


@given(
    st.lists(st.dictionaries(st.text(max_size=8), st.text(max_size=20), min_size=1, max_size=3), max_size=4)
)
def test_no_cell_becomes_a_tag(rows):
    assert Tags(table(rows)["text/html"]).tags <= {
        "style",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }


def test_text_is_escaped():
    html = table([{"<i>": "<b onclick=x>&"}], note="<u>")["text/html"]
    assert "&lt;b onclick=x&gt;&amp;" in html
    assert "&lt;i&gt;" in html
    assert "&lt;u&gt;" in html


@pytest.mark.parametrize("rows", [[{"n": n} for n in range(500)], pd.DataFrame({"n": range(500)})])
def test_a_long_table_says_how_much_more_there_is(rows):
    plain = table(rows, limit=3)["text/plain"]
    assert plain == "n\n0\n1\n2\n… and 497 more"


def test_nothing_is_told():
    assert table([])["text/plain"].strip() == "Nothing here."


def test_a_frame_shows_its_named_index():
    stamp = pd.Timestamp("2026-11-21 10:00:01", tz="UTC")
    frame = pd.DataFrame({"at": [stamp, pd.NaT], "x": [np.nan, 2.0]}, index=pd.Index(["j1", "j2"], name="id"))
    assert (
        table(frame)["text/plain"]
        == "id  at                   x\nj1  2026-11-21 10:00:01\nj2                       2"
    )


def test_records_are_rows():
    assert table([Record({"id": "x"})])["text/plain"] == "id\nx"


def test_a_listing_is_a_value_without_an_address():
    listing = Listing(["key", "from"], [("…abcd", "environment")], note="sandbox")
    assert repr(listing) == "key    from\n…abcd  environment\nsandbox"
    assert set(listing._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_wide_letters_keep_the_columns():
    assert table([{"a": "日本", "b": "x"}, {"a": "ab", "b": "y"}])["text/plain"].splitlines()[2] == "ab    y"
