"""What goes into the file of a batch: no more than the API takes, each row once, in order."""

from __future__ import annotations

import json
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openai_nb import Client
from openai_nb.api import lines as api
from openai_nb.core.errors import OpenAIError
from openai_nb.data import batchlane
from openai_nb.data.lanes import Ask
from openai_nb.data.spool import Limits, Spool, lines
from tests.data.column import texts
from tests.data.postoffice import HOW

CHAT, EMBED = "/v1/chat/completions", "/v1/embeddings"
LIMITS = Limits(lines=5, bytes=1500, inputs=8)
SIZES = st.lists(st.integers(0, 400), max_size=40)


def asks(bodies):
    return [Ask(slot, slot.to_bytes(16, "big"), body, 1) for slot, body in enumerate(bodies)]


def packed(folder, endpoint, some, limits):
    """The files that some questions go into, as the lane of batches fills them."""
    spools = [Spool(folder, endpoint, limits)]
    for ask in some:
        line, inputs = spools[-1].line(ask), len(ask.body.get("input", "x"))
        if not spools[-1].takes(line, inputs=inputs):
            spools.append(Spool(folder, endpoint, limits))
        spools[-1].add(ask, line, inputs=inputs)
    for number, spool in enumerate(spools):
        spool.keep(folder / f"{number}.jsonl")
    return spools


def checked(endpoint, bodies):
    """All bodies, as the files hold them; the API's own rules find nothing wrong with any file."""
    some = asks(bodies)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name, most in (("LINES", LIMITS.lines), ("BYTES", LIMITS.bytes), ("INPUTS", LIMITS.inputs)):
            patch.setattr(api, f"MOST_{name}", most)
        spools = packed(Path(folder), endpoint, some, LIMITS)
        files = [spool.path.read_bytes() for spool in spools if spool.asks]
        assert [wrong for data in files for wrong in api.problems(data, endpoint)] == []
        return [row for spool in spools for row in lines(spool.path, spool.asks)]


@given(SIZES)
@example([400] * 3)
@example([0] * 11)
def test_questions_keep_to_the_limits_and_to_their_order(sizes):
    bodies = [{"model": "m", "messages": [{"content": "é" * (size // 2)}]} for size in sizes]
    assert checked(CHAT, bodies) == [(ask.key, ask.body) for ask in asks(bodies)]


@given(st.lists(st.integers(1, LIMITS.inputs), max_size=30))
def test_texts_to_embed_keep_to_their_own_limit(counts):
    bodies = [{"model": "m", "input": ["x"] * count} for count in counts]
    assert checked(EMBED, bodies) == [(ask.key, ask.body) for ask in asks(bodies)]


def test_the_limits_are_those_of_the_api():
    assert Limits() == Limits(lines=50_000, bytes=200 << 20, inputs=50_000)


def test_fifty_thousand_lines_fit_and_one_more_does_not(tmp_path):
    some = asks([{"input": "x"}] * 50_001)
    first, second = packed(tmp_path, EMBED, some, Limits())
    assert (len(first.asks), list(second.asks)) == (50_000, [some[-1].key])


def test_the_lines_themselves_are_never_held(tmp_path):
    """Of 20 MB on their way to a file and back there are never 2 in memory: keys, and the line at hand."""
    many, text = 5_000, "x" * 4_000
    keys = [number.to_bytes(16, "big") for number in range(many)]
    spool = Spool(tmp_path, CHAT, Limits())
    tracemalloc.start()
    try:
        for slot, key in enumerate(keys):
            ask = Ask(slot, key, {"messages": [{"content": f"{slot} {text}"}]}, 1)
            spool.add(ask, spool.line(ask))
        spool.keep(tmp_path / "kept.jsonl")
        assert sum(1 for _ in lines(spool.path, spool.asks)) == many
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert spool.path.stat().st_size > 20_000_000 > 10 * most


@given(st.integers(0, 3000))
def test_a_line_that_no_file_holds_is_refused_in_two_lines(size):
    (ask,) = asks([{"messages": [{"content": "x" * size}]}])
    with tempfile.TemporaryDirectory() as folder:
        small, large = (Spool(Path(folder), CHAT, limits) for limits in (LIMITS, Limits()))
        line = large.line(ask)
        if len(line) <= LIMITS.bytes:
            assert small.line(ask) == line
        else:
            with pytest.raises(OpenAIError, match=f"{len(line):,} bytes as a line; a batch") as caught:
                small.line(ask)
            assert "batch=False" in caught.value.advice
        small.discard()
        large.discard()


def test_a_row_too_large_has_its_reason_and_the_others_go(monkeypatch):
    monkeypatch.setattr(batchlane, "Limits", lambda: Limits(bytes=1000))
    rows = texts(5)
    rows.loc[2, "text"] = "long " * 500
    client = Client.sandbox()
    out = rows.ai.map("{{text}}", "said", client=client, **HOW)
    assert out["error"].notna().tolist() == [False, False, True, False, False]
    assert "a batch takes 1,000 in all" in out["error"][2]
    assert sum(batch.request_counts.total for batch in client.batches.list()) == 4


def test_a_column_is_cut_into_files_that_the_api_takes(ask, office, monkeypatch):
    monkeypatch.setattr(batchlane, "Limits", lambda: Limits(lines=5))
    sent = []

    def look(batch):
        data = office.client().files.content(batch["input_file_id"])
        sent.append([json.loads(line)["custom_id"] for line in data.splitlines()])

    office.after["POST /batches"] = look
    assert ask()["said"].notna().all()
    assert sorted(map(len, sent)) == [2, 5, 5]
    assert len({key for keys in sent for key in keys}) == 12
