"""Halting: the stop button in the midst of a column."""

from __future__ import annotations

import _thread
import json

import pytest

import openai_nb.data  # noqa: F401  (tables get their `.ai`)
from openai_nb.data.halting import Halted
from tests.data.column import Echo, answer, asked, refusal, texts

ROWS = 400


@pytest.fixture
def halted(client, server):
    """Asks a column and presses stop when a tenth of it is done."""
    server.answers(Echo(0.01))

    def ask(verb="map", *said, rows=None, **more):
        def stop(progress):
            if progress.done >= ROWS // 10 and not progress.ended:
                raise KeyboardInterrupt

        column = texts(ROWS) if rows is None else rows
        how = {"model": "m", "client": client, "max_in_flight": 4, "progress": stop}
        with pytest.raises(KeyboardInterrupt) as stopped:
            getattr(column.ai, verb)(*(said or ("{{text}}",)), **{**how, **more})
        return stopped.value

    return ask


def test_a_stop_is_raised_and_holds_what_was_finished(halted):
    stop = halted()
    done = stop.partial["answer"].notna().sum()
    assert len(stop.partial) == ROWS
    assert ROWS // 10 <= done < ROWS
    assert str(stop).startswith(f"{done:,} rows kept in `.partial`")
    assert stop._render_traceback_() == [f"Stopped: {stop}"]


def test_the_same_call_goes_on_where_it_was(halted, server, client):
    stop = halted()
    kept, before = stop.partial["answer"].notna().sum(), len(server.requests)
    whole = texts(ROWS).ai.map("{{text}}", model="m", client=client, progress=False)
    assert whole["answer"].notna().all()
    assert len(server.requests) - before <= ROWS - kept


def test_without_a_cache_it_says_that_all_are_asked_anew(halted):
    assert "go on" not in str(halted(cache=False))
    assert "asked anew" in str(halted(cache=False))


def test_rows_that_were_judged_are_filtered_though_others_were_not(halted, server):
    server.answers(lambda it: [0.01, *answer(json.dumps({"it_is_even": asked(it)[-1] in "02468"}))])
    stop = halted("filter", "it is even")
    assert 0 < len(stop.partial) < ROWS
    assert all(int(text[-1]) % 2 == 0 for text in stop.partial["text"])
    assert list(stop.partial.columns) == ["text"]


def test_a_second_attempt_that_is_stopped_keeps_the_first(client, server):
    server.answers(lambda it: refusal(400) if int(asked(it)[4:]) % 2 else Echo()(it))
    how = {"model": "m", "client": client, "cache": False}
    first = texts(ROWS).ai.map("{{text}}", progress=False, **how)
    server.answers(Echo(0.01))

    def stop(progress):
        if progress.done >= 20 and not progress.ended:
            raise KeyboardInterrupt

    with pytest.raises(Halted) as stopped:
        first.ai.retry_failed(progress=stop, max_in_flight=4)
    mended = stopped.value.partial["answer"].notna().sum()
    assert ROWS // 2 + 20 <= mended < ROWS


def test_a_dry_run_that_is_stopped_is_no_estimate(client, server):
    def pressed(request):
        _thread.interrupt_main()
        return [5.0, *answer("x")]

    server.answers(pressed)
    with pytest.raises(Halted, match="what was asked is on disk") as stopped:
        texts(ROWS).ai.map("{{text}}", model="m", client=client, dry_run=True, progress=False)
    assert stopped.value.partial is None
