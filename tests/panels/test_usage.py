"""The usage panel without a browser: money and tokens from a ledger."""

import time

import pytest

from openai_nb.data.ledger import Ledger
from openai_nb.looks.bars import bars
from openai_nb.panels.usage import UsagePanel

ASKED = {"prompt_tokens": 1000, "completion_tokens": 500}
DEAR = "gpt-4.1"


@pytest.fixture
def book():
    return Ledger()


def opened(book, **traits):
    panel = UsagePanel(book, **traits)
    panel.look()
    return settled(panel)


def settled(panel):
    end = time.monotonic() + 5
    while panel._works and time.monotonic() < end:
        time.sleep(0.01)
    assert not panel._works and panel.problem == ""
    return panel


def shown(panel):
    return {row["id"]: panel.rows.cells(row) for row in panel.rows.found}


def test_calls_are_added_up_by_model_and_the_dearest_is_first(book):
    for _ in range(2):
        book.add(DEAR, ASKED, cell="a")
    book.add("gpt-4.1-mini", ASKED, cell="b")
    panel = opened(book)
    assert list(shown(panel)) == [DEAR, "gpt-4.1-mini"]
    paid = 2 * (1000 * 2 + 500 * 8) / 1e6
    assert shown(panel)[DEAR][:5] == [DEAR, "2", "2,000", "1,000", f"${paid:.4f}"]
    panel.by = "cell"
    assert list(shown(settled(panel))) == ["a", "b"]
    panel.close()


def test_what_has_no_price_is_never_nothing(book):
    book.add("a-model-of-ones-own", ASKED)
    book.add("sandbox-chat", ASKED, sandboxed=True)
    panel = opened(book)
    assert shown(panel)["a-model-of-ones-own"][4:6] == ["unpriced", "1"]
    assert shown(panel)["sandbox-chat"][4:6] == ["unpriced", ""]
    assert "$0" not in panel.total + str(panel.twin()) and "1 unpriced, in no sum" in panel.total
    assert "Tokens a day" in panel.chart
    book.add(DEAR, ASKED)
    panel.look()
    assert settled(panel).total.startswith("$0.006") and "USD a day" in panel.chart
    assert next(iter(shown(panel))) == DEAR
    panel.close()


def test_only_calls_of_the_span_count(book, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3 * 86_400)
    book.add(DEAR, ASKED)
    monkeypatch.setattr(time, "time", lambda: now)
    book.add("gpt-4.1-mini", ASKED)
    panel = opened(book, span="the last hour")
    assert list(shown(panel)) == ["gpt-4.1-mini"]
    panel.span = "the last 7 days"
    assert len(shown(settled(panel))) == 2
    panel.by = "day"
    assert list(shown(settled(panel))) == sorted(shown(panel), reverse=True)
    panel.close()


def test_the_ledger_is_forgotten_after_a_second_look(book):
    book.add(DEAR, ASKED)
    panel = opened(book)
    panel.clear()
    assert "cannot be undone" in panel.question and book.rows()
    panel.yes()
    assert book.rows() == [] and settled(panel).total == "No calls yet." and panel.chart == ""
    panel.close()


def test_names_of_models_are_escaped(book):
    book.add("<img src=x onerror=alert(1)>", ASKED)
    panel = opened(book)
    assert "<img" not in panel.twin()["text/html"] + panel.chart
    panel.close()


def test_days_without_a_call_have_their_place():
    drawn = bars([("2026-11-01", 2.0), ("2026-11-04", 1.0)], "USD <a> day", "${:.2f}".format)
    assert drawn.count("<rect") == 4 and "&lt;a&gt;" in drawn and "$2.00" in drawn
    assert bars([], "x", str) == bars([("2026-11-01", 0.0)], "x", str) == ""
    assert bars([("2020-01-01", 1.0), ("2026-11-04", 1.0)], "x", str).count("<rect") == 31
