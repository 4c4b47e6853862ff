from __future__ import annotations

import pytest

from openai_nb.data import ledger
from tests.server import reply


@pytest.fixture
def spent():
    """A ledger with some calls in it."""
    book = ledger.shared()
    book.clear()
    usage = {"prompt_tokens": 1000, "completion_tokens": 100}
    book.add("gpt-4.1", usage, cell="a", conversation="talk", seconds=2.0)
    book.add("gpt-4.1", usage, cell="b", cached=True)
    book.add("nobody-knows", usage, cell="b", seconds=1.0)
    yield book
    book.clear()


def test_the_ledger_is_added_up_by_model(typed, spent):
    table = typed("%usage").value
    assert list(table.index) == ["gpt-4.1", "nobody-knows"]
    assert table.loc["gpt-4.1", "usd"] == pytest.approx(spent.rows()[0]["usd"])
    assert table.loc["gpt-4.1", ["calls", "cached", "input_tokens"]].tolist() == [2, 1, 2000]


def test_what_has_no_price_is_never_nothing(typed, spent):
    table = typed("%usage").value
    assert table["usd"].isna().tolist() == [False, True]
    assert table["unpriced"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("verb", "rows"),
    [("cells", {"a", "b"}), ("conversations", {"", "talk"}), ("kinds", {"chat"})],
)
def test_it_is_added_up_otherwise_too(typed, spent, verb, rows):
    assert set(typed(f"%usage {verb}").value.index) == rows


def test_calls_stand_one_by_one_since_a_time(typed, spent):
    assert len(typed("%usage calls --since 1h").value) == 3
    assert typed("%usage calls --since 2100-01-01").value.empty
    assert typed("%usage days --since today").value["calls"].sum() == 3
    assert len(typed("%usage calls --since tomorow").trouble) == 2


def test_an_empty_ledger_is_an_empty_table(typed, spent):
    typed("%usage clear")
    assert typed("%usage").value.empty


def test_magics_note_what_they_took(typed, here, answering):
    answering.answers(reply({"text": "yes", "usage": {"type": "duration", "seconds": 10}}))
    typed.names["talk"] = b"ID3 a sound"
    ledger.shared().clear()
    typed("%transcribe talk -m whisper-1")
    (row,) = ledger.shared().rows()
    assert (row["what"], row["model"], row["usd"]) == ("transcriptions", "whisper-1", pytest.approx(0.001))


def test_the_organizations_usage_and_costs(typed, here):
    here.use("sandbox")
    typed("%chat hello")
    used = typed("%usage organization").value
    assert used["model"].tolist() == ["sandbox-chat"]
    assert used["day"].dt.tz is not None
    paid = typed("%usage costs --since 1d").value
    assert "amount.value" in paid.columns


@pytest.mark.parametrize("verb", ["", "cells", "calls", "clear"])
@pytest.mark.parametrize("inside", ["", "/cache.sqlite"], ids=["no database", "no directory"])
def test_a_ledger_that_cannot_be_opened_is_told_in_two_lines(typed, tmp_path, monkeypatch, inside, verb):
    (tmp_path / "notes").write_text("This is no database. " * 100)
    monkeypatch.setenv("OPENAI_NB_CACHE", f"{tmp_path}/notes{inside}")
    first, second = typed(f"%usage {verb}").trouble
    assert "Unkept" in first and "cannot be used" in first and "OPENAI_NB_CACHE" in second
