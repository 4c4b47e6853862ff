import time

import pytest

from openai_nb.api.prices import cost
from openai_nb.data.ledger import OLDER, Ledger, call, resource

USED = {"prompt_tokens": 100, "completion_tokens": 20, "prompt_tokens_details": {"cached_tokens": 40}}


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger(tmp_path / "cache.sqlite")
    yield ledger
    ledger.close()


def test_a_call_is_noted_with_its_price(ledger):
    usd = ledger.add("gpt-6-luna", USED, cell="c1", conversation="talk", seconds=1.5)
    (row,) = ledger.rows()
    assert usd == row["usd"] == cost("gpt-6-luna", USED)
    assert (row["input_tokens"], row["output_tokens"], row["cached_tokens"]) == (100, 20, 40)
    assert (row["cell"], row["conversation"], row["seconds"]) == ("c1", "talk", 1.5)


def test_what_comes_from_the_cache_costs_nothing_and_what_is_unpriced_is_not_called_free(ledger):
    assert ledger.add("gpt-6-luna", USED, cached=True) == 0.0
    assert ledger.add("nobody-knows-it", USED) is None
    assert ledger.add("gpt-6-luna", USED, sandboxed=True) is None
    assert ledger.spent() == 0.0


def test_what_was_spent_is_told_from_a_time_on(ledger):
    ledger.add("gpt-6-luna", USED, usd=0.25)
    time.sleep(0.01)
    later = time.time()
    ledger.add("gpt-6-luna", USED, usd=0.5)
    assert ledger.spent() == pytest.approx(0.75)
    assert ledger.spent(later) == pytest.approx(0.5)
    assert len(ledger.rows(later)) == 1


def test_it_is_a_table_with_times_and_missing_prices(ledger):
    ledger.add("gpt-6-luna", USED)
    ledger.add("nobody-knows-it", None)
    table = ledger.frame()
    assert str(table["at"].dtype).endswith("UTC]")
    assert table["usd"].isna().tolist() == [False, True]
    assert table["output_tokens"].sum() == 20


def test_an_empty_ledger_is_an_empty_table(ledger):
    assert ledger.frame().empty
    assert ledger.spent() == 0.0


def test_the_ledger_outlives_its_kernel(ledger, tmp_path):
    ledger.add("gpt-6-luna", USED)
    assert len(Ledger(tmp_path / "cache.sqlite").rows()) == 1


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_several_calls_are_noted_in_one_step(ledger, calls):
    ledger.note_many([call("gpt-6-luna", USED, what=f"map {number}") for number in range(calls)])
    assert [row["what"] for row in ledger.rows()] == [f"map {number}" for number in range(calls)]
    assert ledger.spent() == pytest.approx(calls * cost("gpt-6-luna", USED))


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/chat/completions", "chat"),
        ("/responses", "responses"),
        ("/audio/speech", "speech"),
        ("/audio/transcriptions", "transcriptions"),
        ("/images/edits", "images"),
        ("/threads/{thread_id}/runs", "threads"),
    ],
)
def test_a_call_is_called_by_the_apis_own_word(path, word):
    assert resource(path) == word


def test_what_was_noted_under_another_word_is_read_under_that_of_today(ledger):
    for word in OLDER:
        ledger.add("gpt-6-luna", USED, what=word)
    assert [row["what"] for row in ledger.rows()] == list(OLDER.values())
    assert ledger.frame()["what"].tolist() == list(OLDER.values())
