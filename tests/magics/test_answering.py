"""Answering: what several requests took together."""

from __future__ import annotations

from openai_nb.core.record import Record
from openai_nb.magics.answering import Answer


def test_details_may_be_told_of_a_later_request_only():
    answer = Answer("m", [])
    answer.usages = [
        Record({"prompt_tokens": 3, "prompt_tokens_details": None}),
        Record({"prompt_tokens": 4, "prompt_tokens_details": {"cached_tokens": 2}}),
        Record({"prompt_tokens": 5, "prompt_tokens_details": None}),
    ]
    assert answer.told == {"prompt_tokens": 12, "prompt_tokens_details": {"cached_tokens": 2}}
