"""One quiet line on the page."""

from __future__ import annotations

import pytest

from openai_nb.data.progress import Lines, Progress
from openai_nb.looks import progress
from openai_nb.looks.progress import Line


def test_a_page_has_one_line_that_is_replaced(page):
    tell = Line()
    tell(Progress("map", 10, 2))
    tell(Progress("map", 10, 10, ended="done"))
    assert len({each["id"] for each in page.drawn}) == 1
    assert page.bundles[-1]["text/plain"] == "map: 10 of 10 rows · 0.0 s"
    assert tell.last.ended == "done"


def test_a_second_attempt_has_a_line_of_its_own(page):
    tell = Line()
    tell(Progress("map", 10, 10, failed=1, ended="done"))
    tell(Progress("map", 1, 1, ended="done"))
    assert len({each["id"] for each in page.drawn}) == 2


def test_no_time_is_told_where_it_stands_still(page, monkeypatch):
    monkeypatch.setenv("OPENAI_NB_CLOCK", "2026-11-21T12:00:00")
    Line()(Progress("map", 10, 10, seconds=4.2, ended="done"))
    assert page.bundles[-1]["text/plain"].endswith("· 0.0 s")


def test_a_servers_words_are_neither_tags_nor_keys(page):
    error = "Refused: <script>x</script> sk-abcdefghijklmnop & more"
    Line()(Progress("map", 2, 1, failed=1, first_error=error, ended="done"))
    html = page.bundles[-1]["text/html"]
    assert "<script" not in html
    assert "sk-abcdefgh" not in html
    assert "&amp; more" in html


@pytest.mark.parametrize(("terminal", "kind"), [(True, Lines), (False, Line)])
def test_a_terminal_gets_plain_text_and_a_page_its_line(monkeypatch, terminal, kind):
    monkeypatch.setattr(progress, "in_terminal", lambda: terminal)
    assert isinstance(progress.line(), kind)
