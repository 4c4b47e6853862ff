"""Previews: what a file holds, whatever it holds."""

from __future__ import annotations

from openai_nb.looks.previews import preview


def test_a_line_that_nests_without_end_is_shown_as_it_is():
    shown = preview("deep.jsonl", b'{"messages":' + b"[" * 100_000)
    assert shown["text/plain"].startswith('   1  {"messages":[[[')
