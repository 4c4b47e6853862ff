"""`%%map`: a question for each row of a table."""

from __future__ import annotations

import signal
import threading
import time

import pandas as pd
import pytest

from openai_nb import Client
from tests.conftest import KEY
from tests.data.column import Echo, refusal, said_as


@pytest.fixture
def rows(typed, here, server):
    """A notebook with a table, and a server that answers in capitals."""
    here.use(Client(api_key=KEY, base_url=server.url, timeout=5.0, max_retries=0))
    here.model = "m"
    server.answers(Echo())
    typed.names["df"] = pd.DataFrame({"text": ["one", "two"], "n": [1, 2]})
    return typed


def test_answers_stand_beside_the_rows_and_are_kept(rows):
    ran = rows("%%map df -o out\nSay {{text}}")
    assert ran.value is rows.names["out"]
    assert rows.names["_map"]["answer"].tolist() == ["SAY ONE", "SAY TWO"]
    assert "answer" not in rows.names["df"]


def test_the_table_may_be_an_expression_and_flags_stand_anywhere(rows, server):
    server.answers(said_as({"label": "good"}))
    ran = rows('%%map df.head(1) --into "label good|bad" -s "Be just." -t 0\n{{text}}')
    assert ran.value["label"].tolist() == ["good"]
    sent = server.requests[0].json
    assert (sent["temperature"], sent["messages"][0]["content"]) == (0, "Be just.")


def test_a_schema_of_the_notebook_is_taken_by_name(rows, server):
    server.answers(said_as({"n": 3}))
    rows.names["shape"] = {"n": int}
    assert rows("%%map df --into shape\n{{text}}").value["n"].tolist() == [3, 3]
    rows.names["label"] = "a text that only has the name of a column"
    assert "label" in rows("%%map df --into label\n{{text}}").value


def test_progress_is_one_line_that_is_replaced(rows):
    (line,) = rows("%%map df\n{{text}}").saved
    assert "map: 2 of 2 rows" in line["data"]["text/plain"]
    assert line["data"]["text/html"].startswith("<small")


def test_a_servers_words_in_the_line_are_no_tags(rows, server):
    server.answers(lambda it: refusal("400 <b>bold</b>") if "one" in str(it.json) else Echo()(it))
    html = rows("%%map df\n{{text}}").saved[0]["data"]["text/html"]
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("%%map df\n{{txt}}", "Did you mean text"),
        ("%%map\n{{text}}", "Of which table"),
        ("%%map df\n ", "There is no question"),
        ("%%map dff\n{{text}}", "Did you mean df"),
        ('%%map df --into "label colour"\n{{text}}', "no type 'colour'"),
        ("%%map [1]\n{{text}}", "list is no table"),
    ],
)
def test_what_is_wrong_takes_two_lines_and_costs_nothing(rows, server, cell, told):
    ran = rows(cell)
    assert told in " ".join(ran.trouble)
    assert len(ran.trouble) <= 2
    assert server.requests == []


def test_a_dry_run_says_what_it_would_take(rows):
    assert "2 rows, 2 requests to m" in repr(rows("%%map df --dry-run\n{{text}}").value)


def test_the_stop_button_keeps_the_rows_and_ends_run_all(rows, server):
    rows.names["df"] = pd.DataFrame({"text": [f"row {n}" for n in range(500)]})
    server.answers(Echo(0.02))
    threading.Timer(0.4, signal.raise_signal, [signal.SIGINT]).start()
    began = time.monotonic()
    ran = rows("%%map df -o out -n 4\n{{text}}")
    assert time.monotonic() - began < 1.6
    assert isinstance(ran.error, KeyboardInterrupt)
    assert "rows kept in out" in ran.trouble[0]
    assert 0 < rows.names["out"]["answer"].notna().sum() < 500


def test_a_batch_brings_the_same_answers(rows, here):
    here.use(Client.sandbox())
    here.model = "sandbox-chat"
    live = rows("%%map df\nSay {{text}}").value["answer"].tolist()
    ran = rows("%%map df --batch --no-cache -o out\nSay {{text}}")
    assert ran.value["answer"].tolist() == live
    assert [batch.request_counts.total for batch in here.client.batches.list()] == [2]
    assert "map: 2 of 2 rows" in ran.saved[-1]["data"]["text/plain"]


def test_a_batch_that_is_stopped_goes_on_and_is_come_back_to(rows, here):
    here.use(Client.sandbox(step_seconds=0.5))
    here.model = "sandbox-chat"
    threading.Timer(0.4, signal.raise_signal, [signal.SIGINT]).start()
    ran = rows("%%map df --batch -o out\nSay {{text}}")
    assert "0 rows kept in out, the batches go on at the API" in ran.trouble[0]
    assert rows("%%map df --batch -o out\nSay {{text}}").value["answer"].notna().all()
    assert len(list(here.client.batches.list())) == 1


def test_columns_ask_whom_the_notebook_asks(rows, server):
    assert rows('df["text"].ai.map("Say")').value.tolist() == ["SAY\n\nONE", "SAY\n\nTWO"]
    assert server.requests[0].json["model"] == "m"


def test_plain_python_that_is_stopped_ends_the_cell_and_keeps_the_rows(rows, server):
    rows.names["df"] = pd.DataFrame({"text": [f"row {n}" for n in range(500)]})
    server.answers(Echo(0.02))
    threading.Timer(0.4, signal.raise_signal, [signal.SIGINT]).start()
    ran = rows('out = df.ai.map("{{text}}", max_in_flight=4)\nafter = True')
    (line,) = ran.trouble
    assert line.startswith("Stopped: ")
    assert line.endswith("rows kept in _map, the others were not asked; run the cell again to go on.")
    assert {"out", "after"}.isdisjoint(rows.names)
    assert 0 < rows.names["_map"]["answer"].notna().sum() < 500
    assert rows.names["_map"] is ran.error.partial
    server.answers(Echo())
    assert rows('df.ai.map("{{text}}")').value["answer"].notna().all()
