"""The cache, the ledger, prices and what may be spent, as a cell meets them."""

from __future__ import annotations

import sqlite3

import pytest

from openai_nb.client import Client
from openai_nb.core.settings import OPENAI_URL
from openai_nb.data import ledger
from tests.conftest import KEY
from tests.magics.notebook import saying
from tests.server import chunk, chunked, events, reply

PRICED = "gpt-6-luna"


def priced(words="Hello"):
    """An answer of a model that has a price."""
    pieces = [chunk(words), chunk(None, "stop"), {"choices": [], "usage": USED}]
    return chunked(*events(*({**each, "model": PRICED} for each in pieces)))


USED = {"prompt_tokens": 1000, "completion_tokens": 2000, "total_tokens": 3000}


@pytest.fixture
def paid(answering, here):
    """A server whose model has a price."""
    here.model = PRICED
    answering.answers(priced())
    return answering


def test_the_same_question_is_asked_once(typed, answering):
    first, again = typed("x = %chat --new Hi"), typed("y = %chat --new Hi")
    assert len(answering.requests) == 1
    assert first.error is again.error is None
    assert typed.names["x"] == typed.names["y"] == "Hello you"
    assert (typed.names["x"].cached, typed.names["y"].cached) == (False, True)
    assert typed.names["y"].usage.total_tokens == 7


def test_a_kept_answer_saves_the_same_bytes(typed, answering):
    answering.answers([*saying("Hello ", "you")[:2], 0.15, *saying("Hello ", "you")[2:]])
    first, again = typed("%%chat\nHi"), typed("%%chat\nHi")
    assert len(answering.requests) == 1
    assert "0.2 s · kept" in first.markdown or "0.1 s · kept" in first.markdown
    assert first.saved == again.saved


def test_fresh_asks_again_and_keeps_the_new_answer(typed, answering):
    answering.answers(saying("old"), saying("new"))
    typed("%%chat\nHi")
    assert "new" in typed("%%chat --fresh\nHi").markdown
    assert "new" in typed("%%chat\nHi").markdown
    assert len(answering.requests) == 2


@pytest.mark.parametrize("flags", ["-t 0.5", "-m other", "--seed 3", '--schema "a str"', "-s terse"])
def test_another_question_is_another_answer(typed, answering, flags):
    typed("%%chat\nHi")
    typed(f"%%chat {flags}\nHi")
    assert len(answering.requests) == 2


def test_without_a_cache_every_question_is_asked(typed, answering):
    typed("%config OpenAINb.cache = False")
    ran = typed("%%chat\nHi")
    typed("%%chat\nHi")
    assert len(answering.requests) == 2
    assert "kept" not in ran.markdown


def test_what_was_cut_short_is_asked_again(typed, answering):
    answering.answers(saying("Hel", finish="length"), saying("Hello"))
    assert "kept" not in typed("%%chat\nHi").markdown
    assert typed("%%chat\nHi").markdown.startswith("Hello")


def test_a_sandbox_computes_anew_and_carries_its_badge(typed, here):
    here.use("sandbox")
    first, again = typed("%%chat\nWhat is 17 * 3?"), typed("%%chat\nWhat is 17 * 3?")
    assert first.saved == again.saved
    footer = first.markdown.rpartition("<sub>")[2]
    assert "**sandbox**" in footer
    assert "kept" not in footer
    assert "$" not in footer


def test_the_footer_tells_the_price(typed, paid):
    ran = typed("%%chat\nHi")
    from openai_nb.api.prices import cost

    usd = cost(PRICED, USED)
    assert rf"\${usd:.4f}" in ran.markdown or rf"\${usd:.2f}" in ran.markdown
    assert typed.names["_chat"].cost == usd
    typed("%%chat\nHi")
    assert typed.names["_chat"].cost == 0


def test_a_model_without_a_price_is_unpriced_and_never_free(typed, answering):
    ran = typed("%%chat\nHi")
    assert "unpriced" in ran.markdown
    assert "$0" not in ran.markdown
    assert typed.names["_chat"].cost is None


def test_the_footer_can_be_left_out(typed, answering, here):
    typed("%config OpenAINb.footer = False")
    assert "<sub>" not in typed("%%chat\nHi").markdown
    here.use("sandbox")
    assert "sandbox" in typed("%%chat\nHi").markdown


def test_every_call_is_in_the_ledger(typed, paid):
    typed("%%chat -c cooking\nHi")
    typed("%%chat -c cooking\nHi")
    asked, again = ledger.shared().rows()
    assert (asked["model"], asked["conversation"], asked["cached"]) == (PRICED, "cooking", False)
    assert (asked["input_tokens"], asked["output_tokens"]) == (1000, 2000)
    assert asked["cell"] == again["cell"]
    assert asked["usd"] > 0
    assert (again["cached"], again["usd"]) == (True, 0.0)


def test_what_was_refused_is_not_in_the_ledger(typed, answering):
    answering.answers(reply({"error": {"message": "no"}}, 401))
    typed("%%chat\nHi")
    assert ledger.shared().rows() == []


def test_too_dear_a_call_is_not_sent(typed, paid):
    typed("%config OpenAINb.max_cost = 0.0001")
    ran = typed("%%chat --max-tokens 100000\n" + "many words " * 1000)
    assert type(ran.error).__name__ == "TooDear"
    assert "max_cost" in "".join(ran.trouble)
    assert len(ran.trouble) == 2
    assert paid.requests == []


def test_a_kept_answer_is_never_too_dear(typed, paid):
    typed("%%chat\nHi")
    typed("%config OpenAINb.max_cost = 0.0")
    assert typed("%%chat\nHi").error is None


def test_a_cheap_call_passes(typed, paid):
    typed("%config OpenAINb.max_cost = 5")
    assert typed("%%chat\nHi").error is None


def test_what_is_unpriced_cannot_be_held_to_a_price(typed, here):
    here.use(Client(api_key=KEY, base_url=OPENAI_URL))
    typed("%config OpenAINb.max_cost = 1")
    ran = typed("%%chat -m some-new-model\nHi")
    assert "unpriced" in ran.trouble[0]


def test_a_broken_cache_costs_no_answer(typed, answering, monkeypatch):
    from openai_nb.core.database import Database

    def full(*_):
        raise sqlite3.OperationalError("disk is full")

    for name in ("rows", "run"):
        monkeypatch.setattr(Database, name, full)
    ran = typed("%%chat\nHi")
    assert ran.error is None
    assert "Hello you" in ran.markdown
    assert "kept" not in ran.markdown


def test_no_key_is_in_the_cache(typed, answering, alone):
    typed("%%chat\nHi")
    kept = b"".join(path.read_bytes() for path in alone.rglob("*.sqlite*"))
    assert b"calls" in kept
    assert KEY[:-4].encode() not in kept


def test_a_dry_run_tells_tokens_and_price(typed, paid):
    said = typed("%%chat --dry-run --max-tokens 5000\nHello").saved[0]["data"]["text/plain"]
    assert "tokens; $" in said
    assert "with an answer of 5,000. Nothing was sent." in said
    assert "unpriced" in typed("%%chat --dry-run -m other\nHello").saved[0]["data"]["text/plain"]
